"""How a text fits into an SMS: the letters of the GSM 7-bit alphabet, and how many parts it takes. Pure.

A message in that alphabet (3GPP TS 23.038, default alphabet and its extension) holds 160 letters; one
letter outside it, and the whole goes in UCS-2, where a part holds 70.
"""

import unicodedata

ONE_PART = 160
"""Letters of the alphabet in an SMS of one part. In several, each gives seven to say how they follow."""

_EACH_OF_SEVERAL = 153
_SIMPLE = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€")  # two places each
_INSTEAD = {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...",
            "œ": "oe", "Œ": "OE", "·": "-"}  # fmt: skip


def in_alphabet(text: str) -> str:
    """The same words in letters of the alphabet: ê becomes e, ’ becomes ', a no-break space a space.

    What has no near letter (another script, a picture) becomes a question mark.
    """
    return "".join(_nearest(letter) for letter in unicodedata.normalize("NFC", text))


def places(text: str) -> int:
    """How many of the 160 places a text takes, once in the alphabet."""
    return sum(2 if letter in _ESCAPED else 1 for letter in text)


def parts(text: str) -> int:
    """How many SMS a text in the alphabet is paid as."""
    taken = places(text)
    return 1 if taken <= ONE_PART else -(-taken // _EACH_OF_SEVERAL)


def _nearest(letter: str) -> str:
    if letter in _SIMPLE or letter in _ESCAPED:
        return letter
    if letter in _INSTEAD:
        return _INSTEAD[letter]
    if unicodedata.category(letter).startswith("Z"):
        return " "
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    if bare and all(c in _SIMPLE for c in bare):
        return bare
    return "" if unicodedata.category(letter) in ("Cf", "Mn") else "?"
