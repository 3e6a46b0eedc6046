"""Finding a social security number (NIR) in what people type, whatever its disguise. Pure.

The NIR is `s yy mm dd ccc ooo` and a key of two digits: sex, year and month of birth, département (2A and
2B in Corsica), commune, order; 13 characters, or 15 with the key. Only those whom a decree names may keep
it (décret 2019-341), and this tool is not among them: a text that holds one is refused (domain rules §0.10).
A phone number, an RPPS, a FINESS, a SIRET or a date is not one.
"""

import re
import unicodedata

NIR_HINT = "This holds a social security number: take it out"
"""What is said wherever one is typed."""

_BETWEEN = r"[\s.,\-_/·•:()]{0,3}"
"""What people write between the groups: at most three separators."""

_CHARACTERS = ["[123478]", r"\d", r"\d", r"\d", r"\d", r"\d", r"[\dAB]", *[r"\d"] * 6]

_CANDIDATE = re.compile(
    # Not in the middle of a longer number, nor after a plus sign (a phone number).
    rf"(?<![\d+])(?=({_BETWEEN.join(_CHARACTERS)}(?:{_BETWEEN}\d{_BETWEEN}\d)?)(?!\d))"
)

_SHAPE = re.compile(
    r"[123478]\d\d"
    r"(?P<month>0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)"  # 20 and more: month unknown when the number was given
    r"(?:\d\d|2[AB])\d{6}(?:\d\d)?"
)

_USUAL_CUTS = frozenset({1, 3, 5, 7, 8, 10, 13})
"""Where the groups of a NIR end when it is written as on the card (8: overseas départements)."""


def refuse_nir(text: str) -> bool:
    """Whether the text holds a NIR, with or without its key, valid or not, whatever is between the digits."""
    shown = _plain_digits(text)
    return any(_is_nir(match.group(1)) for match in _CANDIDATE.finditer(shown))


def _plain_digits(text: str) -> str:
    """The text with every digit of every script as 0-9, full-width letters as plain ones, and without
    characters that are not seen (zero-width spaces, soft hyphens)."""
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else "-" if unicodedata.category(c) == "Pd" else c
        for c in seen
    ).upper()


def _is_nir(candidate: str) -> bool:
    """Whether 13 or 15 characters with separators among them are a NIR rather than other numbers in a row."""
    groups = re.findall(r"[\dAB]+", candidate)
    number = "".join(groups)
    shape = _SHAPE.fullmatch(number)
    if shape is None:
        # One unbroken number of that length that begins like one: a mistyped month does not save it.
        return len(groups) == 1 and number[0] in "12" and number.isdecimal()
    if len(number) == 15 and int(number[13:]) == _key(number[:13]):
        return True
    if any(_is_other(group) for group in groups) and len(groups) > 1:
        return False
    cuts = {sum(map(len, groups[: i + 1])) for i in range(len(groups) - 1)}
    return cuts <= _USUAL_CUTS or int(shape["month"]) <= 12


def _key(number: str) -> int:
    """The key of 13 characters (INSEE: 97 minus the remainder by 97; A counts 0 minus 1 million, B 2)."""
    corsican = {"2A": 1_000_000, "2B": 2_000_000}.get(number[5:7], 0)
    return 97 - (int(number.replace("A", "0").replace("B", "0")) - corsican) % 97


def _is_other(group: str) -> bool:
    """An unbroken RPPS (11 digits that begin with 10) or FINESS or SIREN (9 digits)."""
    return (len(group) == 11 and group.startswith("10")) or len(group) == 9
