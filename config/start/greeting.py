"""What a finished start says: where it answers, how to sign in, and questions to paste."""

import json
import os
import shlex
from pathlib import Path


def greet(address: str, note: Path) -> str:
    """Write the last lines of a start; `note` holds the demo's sign-in, or nothing."""
    demo: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
    lines = ["", f"Filiform answers at {address}/ (Ctrl-C stops it)."]
    if not os.environ.get("EMAIL_HOST"):
        lines.append(f"What it would mail is shown at {address}/mailbox/, to this machine alone.")
    if demo:
        questions = [shlex.quote(f"{address}{demo[name]}") for name in ("curl_path", "permitted_path") if name in demo]
        key = shlex.quote(f"Authorization: Bearer {demo['api_key']}")
        lines += [
            f"Sign in as {demo['email']} with the password {demo['password']}",
            "Ask whether two fictional people may needle in Florida: the first is short of hours, the second is not.",
            "",
            *(f"  curl -s -H {key} {question}" for question in questions),
            "",
        ]
    return "\n".join(lines)
