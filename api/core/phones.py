"""Phone numbers: typed the French way, kept in E.164. Pure.

A national number has ten digits. Those of the overseas départements and collectivities have a country
code of their own, which the first digits tell (ARCEP, plan national de numérotation, decision 2018-0881).
"""

import re

_DIGITS_OF_A_NATIONAL_NUMBER = 10
_FICTIONAL_MOBILE = "063998"
"""Reserved for works of fiction; it lies inside a range of Mayotte (0639)."""

_OVERSEAS = {
    "0590": "590", "0690": "590", "0691": "590",  # Guadeloupe, Saint-Martin, Saint-Barthélemy
    "0594": "594", "0694": "594",  # Guyane
    "0596": "596", "0696": "596", "0697": "596",  # Martinique
    "0262": "262", "0263": "262", "0692": "262", "0693": "262",  # La Réunion
    "0269": "262", "0639": "262",  # Mayotte
}  # fmt: skip

_OVERSEAS_CODES = {"590", "594", "596", "262"}


class PhoneRefused(ValueError):
    """This is not a phone number; the message says what to do."""


def e164(typed: str) -> str:
    """The number in E.164 (`+33639980102`). Raises PhoneRefused.

    Spaces, dots, dashes, slashes and `(0)` are forgiven; `00` stands for `+`.
    """
    bare = re.sub(r"[\s.\-_/]", "", typed.strip().replace("(0)", ""))
    if bare.startswith("00"):
        bare = f"+{bare[2:]}"
    if not re.fullmatch(r"\+?[0-9]+", bare):
        raise PhoneRefused("Write the phone number with digits only, for example 06 39 98 01 02")
    return _international(bare[1:]) if bare.startswith("+") else _national(bare)


def _national(digits: str) -> str:
    missing = _DIGITS_OF_A_NATIONAL_NUMBER - len(digits)
    if missing > 0:
        raise PhoneRefused(f"This phone number lacks {missing} digit(s): a French number has 10")
    if missing < 0:
        raise PhoneRefused(f"This phone number has {-missing} digit(s) too many: a French number has 10")
    if digits[0] != "0" or digits[1] == "0":
        raise PhoneRefused(
            "A French phone number begins with 01 to 09: correct it, or begin with + and country"
        )
    code = "33" if digits.startswith(_FICTIONAL_MOBILE) else _OVERSEAS.get(digits[:4], "33")
    return f"+{code}{digits[1:]}"


def _international(digits: str) -> str:
    code = "33" if digits.startswith("33") else digits[:3] if digits[:3] in _OVERSEAS_CODES else None
    if code is not None:
        rest = digits[len(code) :].removeprefix("0")
        if len(rest) != _DIGITS_OF_A_NATIONAL_NUMBER - 1 or rest[0] == "0":
            raise PhoneRefused(f"After +{code}, write the 9 digits that follow the first 0")
        return f"+{code}{rest}"
    if not 8 <= len(digits) <= 15 or digits[0] == "0":
        raise PhoneRefused("Write the country code after the +, and 8 to 15 digits in all")
    return f"+{digits}"


def spoken(number: str) -> str:
    """As it is dialled in France: `01 99 00 63 20`, `00 32…` from abroad; `15` stays `15`.

    Takes E.164 or a number as typed; never begins with `+`, which a spreadsheet computes.
    """
    try:
        kept = e164(number)
    except PhoneRefused:
        return number
    code = next((code for code in ("33", *sorted(_OVERSEAS_CODES)) if kept.startswith(f"+{code}")), None)
    if code is None:
        return f"00 {kept[1:]}"
    national = f"0{kept[1 + len(code) :]}"
    return " ".join(national[i : i + 2] for i in range(0, len(national), 2))
