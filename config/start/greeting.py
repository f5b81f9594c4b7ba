"""What a finished start says: where it answers, how to sign in, and one question to paste."""

import json
import shlex
from pathlib import Path


def greet(address: str, note: Path) -> str:
    """Write the last lines of a start; `note` holds the demo's sign-in, or nothing."""
    demo: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
    lines = ["", f"Filiform answers at {address}/ (Ctrl-C stops it)."]
    if demo:
        question = shlex.quote(f"{address}{demo['curl_path']}")
        key = shlex.quote(f"Authorization: Bearer {demo['api_key']}")
        lines += [
            f"Sign in as {demo['email']} with the password {demo['password']}",
            "Ask it something:",
            "",
            f"  curl -s -H {key} {question}",
            "",
        ]
    return "\n".join(lines)
