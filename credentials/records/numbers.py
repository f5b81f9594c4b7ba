"""Registry numbers, site codes and NPIs: how they are made and checked."""

import re
import secrets

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O and U, which the eye mistakes
_REGISTRY_NUMBER = re.compile(r"FN-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_SITE_CODE = re.compile(r"ST-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_NPI = re.compile(r"[12][0-9]{9}")
_NPI_PREFIX_SUM = 24  # what the prefix 80840 adds to the Luhn sum


def make_registry_number() -> str:
    """A number that nobody can guess from another: forty random bits. The database sees to it that it is new."""
    return _draw_number("FN")


def make_site_code() -> str:
    """A code of the same form, `ST-7K3M-2Q9D`, that says nothing about the site."""
    return _draw_number("ST")


def _draw_number(prefix: str) -> str:
    drawn = secrets.randbits(40)
    letters = "".join(_CROCKFORD[(drawn >> shift) & 31] for shift in range(35, -5, -5))
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def capitalise_number(text: str) -> str:
    """A registry number in capitals, as it is told. Capitals of other scripts' letters can be ASCII: ſ would be S."""
    return text.upper() if text.isascii() else text


def is_registry_number(text: str) -> bool:
    """Whether it has the form FN-XXXX-XXXX; one that was never given has it too."""
    return _REGISTRY_NUMBER.fullmatch(text) is not None


def is_site_code(text: str) -> bool:
    """Whether it has the form ST-XXXX-XXXX; one that was never given has it too."""
    return _SITE_CODE.fullmatch(text) is not None


def is_npi(text: str) -> bool:
    """Whether it has ten ASCII digits, a first 1 or 2, and the check digit of Luhn over 80840 and the number."""
    if not _NPI.fullmatch(text):
        return False
    digits = [int(digit) for digit in text]
    doubled = sum(digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[0:9:2])
    return (_NPI_PREFIX_SUM + doubled + sum(digits[1:9:2]) + digits[9]) % 10 == 0
