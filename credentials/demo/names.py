"""Invented names and numbers: the nth is always the same, and no two are alike."""

COLOURS = (
    "Amber", "Indigo", "Scarlet", "Russet", "Olive", "Saffron", "Umber", "Teal", "Ochre", "Cerise",
    "Sable", "Ivory", "Azure", "Coral", "Sepia", "Jade", "Crimson", "Fawn", "Slate", "Cobalt",
)  # fmt: skip
PLANTS = (
    "Thistledown", "Fernwhistle", "Mossbank", "Bramblequill", "Sorrelby",
    "Nettleford", "Clovermere", "Larkspurley", "Bulrushton", "Yarrowgate", "Teaselwick",
)  # fmt: skip
_PREFIX_SUM = 24  # what the NPI's prefix 80840 adds to the Luhn sum


def make_name(n: int) -> str:
    """The nth of 220 names."""
    colour, turn = n % len(COLOURS), n // len(COLOURS)
    return f"{COLOURS[colour]} {PLANTS[(turn + 3 * colour) % len(PLANTS)]}"


def make_address(name: str) -> str:
    """A mail address that can take no mail."""
    return f"{name.replace(' ', '.').lower()}@example.org"


def make_npi(n: int) -> str:
    """An NPI with its check digit. It begins with 2: those given out so far begin with 1."""
    body = f"{299_000_000 + n}"
    doubled = sum(sum(divmod(int(digit) * 2, 10)) for digit in body[0::2])
    return f"{body}{-(_PREFIX_SUM + doubled + sum(map(int, body[1::2]))) % 10}"
