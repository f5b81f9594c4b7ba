"""A program of its own that sets one report: what Typst keeps in memory for the next document goes with the process.

It reads {"told", "timestamp"} as JSON from standard input and writes the PDF to standard output. It imports nothing of
ours, so that it starts quickly.
"""

import json
import sys
from pathlib import Path

import typst


def set_type() -> bytes:
    """The PDF: kept for long (PDF/A-2a) and read by everyone (PDF/UA-1), in fonts of the wheel alone."""
    given = json.load(sys.stdin)
    return typst.compile(
        Path(__file__).with_name("report.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(given["told"])},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=given["timestamp"],
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(set_type())
