"""Which characters the fonts that come with Typst can show; the others are told by their numbers.

The trap: a tagged PDF must name every character, so Typst refuses a document with one that no font of its own shows,
and one name in Chinese would leave a clinic without its report. What is told by a number here stands as it is in
roster.json. tests/clinics/packs/test_report.py sets every character of the list.
"""

import re
import unicodedata

# Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, punctuation, currency, arrows.
_SHOWN = (
    (0x0020, 0x007E), (0x00A0, 0x04FF), (0x0531, 0x0556), (0x0561, 0x0586), (0x05D0, 0x05EA), (0x0621, 0x063A),
    (0x0641, 0x0652), (0x10D0, 0x10FA), (0x1E00, 0x1EFF), (0x1F00, 0x1FFE), (0x2010, 0x2027), (0x2030, 0x203E),
    (0x20A0, 0x20B5), (0x2190, 0x2199),
)  # fmt: skip
# Control and format characters show nothing and may turn the reading round; the others are no letters yet, or nobody's.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def show(text: str) -> str:
    """The text with every character that cannot be shown as its number: `[U+674E]`."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSHOWN.sub(lambda found: f"[U+{ord(found[0]):04X}]", unicodedata.normalize("NFC", text))


def every_letter() -> str:
    """All that can be shown."""
    found = (chr(place) for first, last in _SHOWN for place in range(first, last + 1))
    return "".join(letter for letter in found if unicodedata.category(letter) not in _NEVER)


_UNSHOWN = re.compile(f"[^{re.escape(every_letter())}]")
