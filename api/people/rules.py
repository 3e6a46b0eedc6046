"""Rules about a person. Pure.

There is no patient file. A request holds one person: who they are and how to reach them, encrypted, and
what statistics may keep (age band, commune). Before somebody accepts, only the age band is said.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from api.contract.models import AgeBand, PersonInput
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError
from api.people.nir import NIR_HINT, refuse_nir
from api.people.vocabulary import medical_words

__all__ = [
    "NIR_HINT",
    "PhoneRefused",
    "age_band",
    "age_years",
    "e164",
    "errors_of",
    "medical_words",
    "normal_name",
    "refuse_nir",
    "says_name",
    "why_not_kept",
]

OLDEST_YEARS = 120
"""Nobody is older: a typing mistake (domain rules §1.2)."""

SHOWN_FOR = timedelta(minutes=5)
"""How long an identity stays on a screen before it is hidden again."""

_WORD = re.compile(r"[^\W\d_]+")

_MONTH_BANDS = ((3, AgeBand.under_3_months), (12, AgeBand.months_3_11), (24, AgeBand.months_12_23))
_YEAR_BANDS = (
    (4, AgeBand.years_2_3),
    (7, AgeBand.years_4_6),
    (12, AgeBand.years_7_11),
    (16, AgeBand.years_12_15),
    (20, AgeBand.years_16_19),
    (30, AgeBand.years_20_29),
    (40, AgeBand.years_30_39),
    (50, AgeBand.years_40_49),
    (60, AgeBand.years_50_59),
    (70, AgeBand.years_60_69),
    (80, AgeBand.years_70_79),
)


def age_years(birth_date: date, on: date) -> int:
    """Whole years of age on a day. Born on 29 February, one grows older on 1 March of other years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def age_band(birth_date: date, on: date) -> AgeBand:
    """The band said before acceptance, on a day that is not before the birth."""
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month - (on.day < birth_date.day)
    for below, band in _MONTH_BANDS:
        if months < below:
            return band
    years = age_years(birth_date, on)
    return next((band for below, band in _YEAR_BANDS if years < below), AgeBand.years_80_and_over)


def normal_name(name: str) -> str:
    """A name for comparison: no case, accent, hyphen, apostrophe or space, so that “de la Tour”,
    “De-La-Tour” and “DELATOUR” are one. Empty when it holds no letter."""
    spelled = name.casefold().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if c.isalpha())


def _words(text: str) -> list[str]:
    return [normal_name(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def says_name(text: str, names: Iterable[str]) -> bool:
    """Whether a text says one of these names of a person, whole or a part of it (“Coste” of “Coste-Brunel”),
    however it is spelled. What makes names and sentences alike does not count: fewer than three letters
    (“Le”), parts of fewer than four (“de”, “van”)."""
    whole = {normal_name(name) for name in names}
    parts = {word for name in names for word in _words(name)}
    wanted = {name for name in whole if len(name) >= 3} | {part for part in parts if len(part) >= 4}
    words = _words(text)
    ends = range(len(words) + 1)
    return any("".join(words[first:end]) in wanted for end in ends for first in range(max(end - 6, 0), end))


def why_not_kept(text: str, *, checked: bool) -> str | None:
    """Why a text may not be kept, with its cure; None when it may (domain rules §0.10).

    A social security number never may. Words that look like a cause or a diagnosis are shown back when
    `checked`: their author has not confirmed that they are none.
    """
    if refuse_nir(text):
        return NIR_HINT
    if checked and (words := medical_words(text)):
        return f"These words look medical: {', '.join(words)}. Take them out, or confirm that they are not"
    return None


def errors_of(person: PersonInput, *, today: date, pointer: str = "/person") -> list[FieldError]:
    """What is wrong with a person as typed, each with its field and its cure; empty when nothing is.

    `today` is the day in the territory. `pointer` is where the person stands in the body.
    """
    found: list[tuple[str, str]] = []
    if person.birth_date > today:
        found.append(("birth_date", "This day is after today: correct the date of birth"))
    elif age_years(person.birth_date, today) > OLDEST_YEARS:
        found.append(("birth_date", f"This makes more than {OLDEST_YEARS} years: correct the year"))
    try:
        e164(person.phone)
    except PhoneRefused as refused:
        found.append(("phone", str(refused)))
    for name in ("family_name", "given_name"):
        typed = getattr(person, name)
        if not normal_name(typed):
            found.append((name, "Write the name with letters"))
        elif re.search(r"\d", typed):
            found.append((name, "A name has no digits: take them out"))
    for name in ("phone_of", "address_line", "sector"):
        typed = getattr(person, name)
        if isinstance(typed, str) and refuse_nir(typed):
            found.append((name, NIR_HINT))
    return [FieldError(f"{pointer}/{name}", message) for name, message in found]
