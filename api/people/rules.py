"""Rules about a person. Pure.

There is no patient file. A request holds one person: who they are and how to reach them, encrypted, and
what statistics may keep (age band, commune). Before somebody accepts, only the age band is said.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from api.contract.models import AgeBand, PersonInput
from api.core.members import text_or_none
from api.core.phones import PhoneRefused, e164
from api.core.problems import FieldError
from api.people.nir import NIR_HINT, refuse_nir
from api.people.vocabulary import medical_words

__all__ = [
    "ENTERED",
    "IDENTITY",
    "NO_EMAIL",
    "NIR_HINT",
    "PhoneRefused",
    "age_band",
    "age_years",
    "corrected",
    "e164",
    "errors_in",
    "errors_of",
    "is_deceased",
    "is_email",
    "kept",
    "medical_words",
    "normal_name",
    "refuse_nir",
    "says_name",
    "why_not_kept",
]

OLDEST_YEARS = 120
"""Nobody is older: a typing mistake (domain rules §1.2)."""

NAMES = ("family_name", "given_name")
IDENTITY = (*NAMES, "birth_date")
"""By which the same person is found again."""

_REACHED = (("phone", "phone_of"), ("address_line",), ("email",))
"""Ways to reach somebody: what each is, and what is said of it and makes no sense without it."""

CONTACT = tuple(name for way in _REACHED for name in way)

ENTERED = (*IDENTITY, "phone", "phone_of", "address_line")
"""What every request says of a person; an e-mail address is asked for by some alone."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")

NO_EMAIL = "This is no e-mail address: correct it, or leave it out"

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
    typed = {name: getattr(person, name) for name in (*ENTERED, "sector")}
    return errors_in(typed, today=today, pointer=pointer)


def errors_in(typed: Mapping[str, Any], *, today: date, pointer: str = "") -> list[FieldError]:
    """The same of some fields of a person; those that are absent, null or left out of a body are not
    looked at."""
    found: list[tuple[str, str]] = []
    born = typed.get("birth_date")
    if isinstance(born, date) and born > today:
        found.append(("birth_date", "This day is after today: correct the date of birth"))
    elif isinstance(born, date) and age_years(born, today) > OLDEST_YEARS:
        found.append(("birth_date", f"This makes more than {OLDEST_YEARS} years: correct the year"))
    said = {name: text for name, text in typed.items() if isinstance(text, str)}
    if "phone" in said:
        try:
            e164(said["phone"])
        except PhoneRefused as refused:
            found.append(("phone", str(refused)))
    for name in (name for name in NAMES if name in said):
        if not normal_name(said[name]):
            found.append((name, "Write the name with letters"))
        elif re.search(r"\d", said[name]):
            found.append((name, "A name has no digits: take them out"))
    if said.get("email", "").strip() and not is_email(said["email"]):
        found.append(("email", NO_EMAIL))
    for name in ("phone_of", "address_line", "email", "sector"):
        if name in said and refuse_nir(said[name]):
            found.append((name, NIR_HINT))
    return [FieldError(f"{pointer}/{name}", message) for name, message in found]


def kept(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an identity that `errors_in` finds right, as they are kept; a text without a letter is none.
    The sex stands beside the identity, and is not among them."""
    found: dict[str, Any] = {name: typed[name].strip() for name in NAMES if name in typed}
    if "birth_date" in typed:
        found["birth_date"] = typed["birth_date"].isoformat()
    if "phone" in typed:
        found["phone"] = e164(typed["phone"])
    for name in ("phone_of", "address_line", "email"):
        if name in typed:
            found[name] = text_or_none(typed[name])
    return found


def is_email(typed: str) -> bool:
    """Whether this may be an e-mail address; whether somebody reads it, nobody knows."""
    return _EMAIL.fullmatch(typed.strip()) is not None


def is_deceased(known: Mapping[str, Any]) -> bool:
    """Whether this identity was entered to have a death certified: only then may an age stand in it."""
    return "age_from" in known


def completed(known: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """An identity with what was missing of it (as `kept` says it): another phone is the person's own, unless
    whose it is is given with it."""
    another = given.get("phone", known["phone"]) != known["phone"]
    return {**known, **({"phone_of": None} if another else {}), **given}


def corrected(
    known: Mapping[str, Any], right: Mapping[str, Any], wrong: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """An identity once corrected with what is right (as `kept` says it).

    Who somebody is holds wherever it stands. How to reach them may differ from one request to another: where
    `wrong` is given, the identity that was found to be wrong, a phone or an address takes the place of the
    same one alone, and stands nowhere where nobody needed one. A phone is corrected with whose it is: another
    phone keeps its own owner.
    """
    if wrong is None:
        return {**known, **right}
    after = {**known, **{name: value for name, value in right.items() if name not in CONTACT}}
    for way in _REACHED:
        is_wrong = known.get(way[0]) is not None and known[way[0]] == wrong.get(way[0])
        if is_wrong and not right.keys().isdisjoint(way):
            after |= {name: right.get(name, wrong[name]) for name in way}
    return after
