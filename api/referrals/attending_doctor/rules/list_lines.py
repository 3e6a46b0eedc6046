"""What a line of a list of the CPAM says of a person, or what is wrong with it. PURE.

Domain rules §3.2: refused are people under 16, without birth date, opposed; lines without the INSEE code of
their commune (a name or a postcode names several); what a spreadsheet would compute. A line with one fault
is refused whole; all its faults are told, and the other lines are kept. Nothing here is ever logged.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from api.contract.models import AttendingDoctorListFault as Fault
from api.contract.models import AttendingDoctorListField as Field
from api.contract.models import AttendingDoctorListProblem as Problem
from api.contract.models import AttendingDoctorSource as Source
from api.contract.models import Sex
from api.core.spreadsheet_reading import Line, NoTable, day_of, is_computed, read
from api.people.rules import OLDEST_YEARS, PhoneRefused, age_years, e164, normal_name, refuse_nir
from api.referrals.attending_doctor.rules.entry import YOUNGEST
from api.referrals.attending_doctor.rules.list_columns import REQUIRED, Column, columns_of, missing

MOST_LINES = 20_000
"""Of one file."""

_LONGEST: Mapping[Field, int] = {
    Field.family_name: 80,
    Field.given_name: 80,
    Field.email: 254,
    Field.address_line: 200,
    Field.former_doctor: 120,
}

_FREE = frozenset({Field.family_name, Field.given_name, Field.email, Field.address_line, Field.former_doctor})
"""Where anything can be written, also a social security number; the others have a form of their own."""

_NIR_CHARACTERS = 13

_YES = {"oui", "o", "1", "x", "vrai", "true", "yes", "y"}
_NO = {"non", "n", "0", "faux", "false", "no"}
_FEMALE = {"f", "femme", "feminin", "féminin", "mme", "madame", "mlle", "mademoiselle", "2"}
_MALE = {"m", "h", "homme", "masculin", "mr", "m.", "monsieur", "1"}


@dataclass(frozen=True, repr=False)
class ListedPerson:
    """Somebody of the list, as the line says; None is not said. It is never written out, in no log."""

    line: int
    family_name: str
    given_name: str
    birth_date: date
    commune_insee: str
    sex: Sex
    phone: str
    email: str | None = None
    address_line: str | None = None
    long_term_illness: bool | None = None
    home_visit: bool | None = None
    social_cover: bool | None = None
    pregnancy: bool | None = None
    disability: bool | None = None
    household_without_doctor: int | None = None
    former_doctor: str | None = None
    informed_on: date | None = None


@dataclass(frozen=True, repr=False)
class Opposing:
    """Somebody who opposes, when the line says who it is; `informed_on`: of their letter, if it says so."""

    family_name: str
    given_name: str
    birth_date: date
    informed_on: date | None = None


@dataclass(frozen=True)
class Faulty:
    """What is wrong with one line: the field (None is the whole line) and the fault, at least one."""

    line: int
    faults: list[tuple[Field | None, Fault]]
    opposing: Opposing | None = None
    """Who opposes: whatever else is wrong with the line, what is open for them ends."""


def person_of(
    line: Line, columns: Sequence[Column], *, territory: Collection[str], today: date
) -> ListedPerson | Faulty:
    """The person of a line, or its faults. `territory`: INSEE codes; `today`: the day there."""
    if line.cells is None or len(line.cells) > len(columns):
        return Faulty(line.number, [(None, Fault.unreadable)])
    said: dict[Field, str] = {}
    for column, cell in zip(columns, line.cells, strict=False):
        text = " ".join(cell.split())
        if column.field is not None and text not in ("", "-"):
            said[column.field] = text
    faults: list[tuple[Field | None, Fault]] = []
    values: dict[str, object] = {}
    for name in REQUIRED:
        if name not in said:
            faults.append((name, Fault.missing))
    for name, text in said.items():
        value = _value(name, text, territory, today)
        if isinstance(value, Fault):
            faults.append((name, value))
        else:
            values[name.value] = value
    if values.pop("opposed", False):
        faults.append((Field.opposed, Fault.opposed))
        return Faulty(line.number, faults, _opposing(values))
    if faults:
        return Faulty(line.number, faults)
    return ListedPerson(line.number, **values)  # type: ignore[arg-type]  # each by its reader


def _opposing(values: Mapping[str, object]) -> Opposing | None:
    if not {"family_name", "given_name", "birth_date"} <= values.keys():
        return None
    said = {name: value for name, value in values.items() if name in Opposing.__dataclass_fields__}
    return Opposing(**said)  # type: ignore[arg-type]  # each by its reader


def _value(name: Field, text: str, territory: Collection[str], today: date) -> object:
    """What a cell that says something says, or the Fault."""
    if is_computed(text) and not (name is Field.phone and text.startswith("+") and _is_phone(text)):
        return Fault.formula
    if name in _FREE and len(text) >= _NIR_CHARACTERS and refuse_nir(text):
        return Fault.social_security_number
    if len(text) > _LONGEST.get(name, 60):
        return Fault.too_long
    return _READERS[name](text, territory, today)


def _name(text: str, *_: object) -> str | Fault:
    return Fault.not_a_name if not normal_name(text) or re.search(r"\d", text) else text


def _text(text: str, *_: object) -> str:
    return text


def _birth(text: str, _: Collection[str], today: date) -> date | Fault:
    day = day_of(text)
    if day is None:
        return Fault.not_a_day
    if day > today:
        return Fault.day_to_come
    years = age_years(day, today)
    if years > OLDEST_YEARS:
        return Fault.too_old
    return Fault.under_16 if years < YOUNGEST else day


def _past_day(text: str, _: Collection[str], today: date) -> date | Fault:
    day = day_of(text)
    if day is None:
        return Fault.not_a_day
    return Fault.day_to_come if day > today else day


def _commune(text: str, territory: Collection[str], _: date) -> str | Fault:
    # A spreadsheet takes 01004 for the number 1004, and shows 94081.0 of a column of numbers.
    code = re.sub(r"[.,]0+$", "", text.replace(" ", "")).upper()
    code = code.zfill(5) if re.fullmatch(r"\d{4}", code) else code
    if not re.fullmatch(r"(\d{2}|2[AB])\d{3}", code):
        return Fault.not_a_commune
    return code if code in territory else Fault.outside_territory


def _phone(text: str, *_: object) -> str | Fault:
    return e164(_whole(text)) if _is_phone(text) else Fault.not_a_phone


def _is_phone(text: str) -> bool:
    try:
        e164(_whole(text))
    except PhoneRefused:
        return False
    return True


def _whole(text: str) -> str:
    """A phone as a spreadsheet left it: 612345678 lost its 0, 612345678.0 is a number to it."""
    bare = re.sub(r"[.,]0+$", "", text) if re.fullmatch(r"\d{9,11}[.,]0+", text) else text
    digits = re.sub(r"[\s.\-/]", "", bare)
    return f"0{digits}" if re.fullmatch(r"[1-9]\d{8}", digits) else bare


def _email(text: str, *_: object) -> str | Fault:
    return text if re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}", text) else Fault.not_an_email


def _sex(text: str, *_: object) -> Sex | Fault:
    word = text.lower()
    if word in _FEMALE:
        return Sex.female
    return Sex.male if word in _MALE else Fault.not_a_sex


def _yes(text: str, *_: object) -> bool | Fault:
    word = text.lower()
    if word in _YES:
        return True
    return False if word in _NO else Fault.not_yes_or_no


def _household(text: str, *_: object) -> int | Fault:
    read = re.sub(r"[.,]0+$", "", text)
    return int(read) if re.fullmatch(r"[1-9]|1[0-2]", read) else Fault.not_a_number


_READERS: Mapping[Field, Callable[[str, Collection[str], date], object]] = {
    Field.family_name: _name,
    Field.given_name: _name,
    Field.birth_date: _birth,
    Field.sex: _sex,
    Field.phone: _phone,
    Field.email: _email,
    Field.commune_insee: _commune,
    Field.address_line: _text,
    Field.long_term_illness: _yes,
    Field.home_visit: _yes,
    Field.social_cover: _yes,
    Field.pregnancy: _yes,
    Field.disability: _yes,
    Field.household_without_doctor: _household,
    Field.former_doctor: _text,
    Field.informed_on: _past_day,
    Field.opposed: _yes,
}


@dataclass(frozen=True, repr=False)
class ReadList:
    """A file that was read: who can be entered, and the lines that cannot. With a problem, nothing of it."""

    problem: Problem | None = None
    missing: Sequence[Field] = ()
    columns: Sequence[Column] = ()
    people: Sequence[ListedPerson] = ()
    refused: Sequence[tuple[Line, Faulty]] = ()

    @property
    def lines(self) -> int:
        """How many lines say something of somebody."""
        return len(self.people) + len(self.refused)


def opposition_holds(source: Source, informed_on: date | None, letter: date) -> bool:
    """Whether a line that says « opposition » ends an open request: one that a list made, or to which nobody
    has agreed since the letter. Who agreed later, to a form or to a ward, has changed their mind, and an old
    list that is sent again does not erase them."""
    return source is Source.health_insurance or informed_on is None or informed_on <= letter


def _nobody(_: ListedPerson) -> bool:
    return False


def read_list(
    content: bytes,
    *,
    territory: Collection[str],
    today: date,
    opposed: Callable[[ListedPerson], bool] = _nobody,
) -> ReadList:
    """Read a whole file: half a second for 20,000 lines. Who stands there twice is taken once; who opposed
    before, as `opposed` says, is refused."""
    try:
        table = read(content)
    except NoTable as refused:
        return ReadList(Problem(refused.why))
    columns = columns_of(table.header.cells or ())
    if lacking := missing(columns):
        return ReadList(Problem.columns, lacking, columns)
    lines = list(islice(table.lines(), MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        return ReadList(Problem.too_many_lines, (), columns)
    people: list[ListedPerson] = []
    wrong: list[tuple[Line, Faulty]] = []
    seen: set[tuple[str, str, date]] = set()
    for line in lines:
        found = person_of(line, columns, territory=territory, today=today)
        if isinstance(found, ListedPerson):
            who = (normal_name(found.family_name), normal_name(found.given_name), found.birth_date)
            fault = Fault.repeated if who in seen else Fault.opposed if opposed(found) else None
            if fault is None:
                seen.add(who)
                people.append(found)
                continue
            found = Faulty(line.number, [(None, fault)])
        wrong.append((line, found))
    return ReadList(None, (), columns, people, wrong)
