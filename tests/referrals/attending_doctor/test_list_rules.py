"""What a list of the CPAM says, line by line, or what is wrong with it. Pure."""

from datetime import date

import pytest

from api.contract.models import AttendingDoctorListFault as Fault
from api.contract.models import AttendingDoctorListField as Field
from api.contract.models import AttendingDoctorSource as Source
from api.contract.models import Sex
from api.core.spreadsheet_reading import read
from api.referrals.attending_doctor.rules.list_columns import columns_of, missing
from api.referrals.attending_doctor.rules.list_lines import (
    Faulty,
    ListedPerson,
    Opposing,
    opposition_holds,
    person_of,
)

TODAY = date(2026, 11, 29)
HEADER = "Nom;Prénom;Date de naissance;Sexe;Téléphone;Mail;Code INSEE;Adresse;ALD;Opposition;Informé le;Foyer"
GOOD = {
    "Nom": "Lefèvre",
    "Prénom": "Zoé",
    "Date de naissance": "12/03/1941",
    "Sexe": "Mme",
    "Téléphone": "06 39 98 01 02",
    "Mail": "zoe.lefevre@courriel.demo",
    "Code INSEE": "94081",
    "Adresse": "3 rue de la Gare",
    "ALD": "oui",
    "Opposition": "non",
    "Informé le": "02/11/2026",
    "Foyer": "2",
}


def read_line(**changed: str) -> ListedPerson | Faulty:
    """The one line of a file, with some cells changed (by the field's name in HEADER)."""
    cells = {**GOOD, **changed}
    table = read(f"{HEADER}\n{';'.join(cells[name] for name in HEADER.split(';'))}\n".encode())
    assert table.header.cells is not None
    columns = columns_of(table.header.cells)
    return person_of(next(table.lines()), columns, territory={"94081", "01004"}, today=TODAY)


def test_a_good_line_says_all_of_a_person() -> None:
    assert read_line() == ListedPerson(
        line=2,
        family_name="Lefèvre",
        given_name="Zoé",
        birth_date=date(1941, 3, 12),
        commune_insee="94081",
        sex=Sex.female,
        phone="+33639980102",
        email="zoe.lefevre@courriel.demo",
        address_line="3 rue de la Gare",
        long_term_illness=True,
        household_without_doctor=2,
        informed_on=date(2026, 11, 2),
    )


@pytest.mark.parametrize(
    ("column", "cell", "field", "fault"),
    [
        ("Nom", "", Field.family_name, Fault.missing),
        ("Prénom", " - ", Field.given_name, Fault.missing),
        ("Nom", "1234", Field.family_name, Fault.not_a_name),
        ("Nom", "D" * 81, Field.family_name, Fault.too_long),
        ("Nom", "=HYPERLINK(A1)", Field.family_name, Fault.formula),
        ("Adresse", "+1+cmd|' /C calc'!A0", Field.address_line, Fault.formula),
        ("Adresse", "@SUM(1;1)".replace(";", ","), Field.address_line, Fault.formula),
        ("Mail", "-2+3", Field.email, Fault.formula),
        ("Téléphone", "=0639980102", Field.phone, Fault.formula),
        ("Téléphone", "+cmd|calc", Field.phone, Fault.formula),
        ("Date de naissance", "", Field.birth_date, Fault.missing),
        ("Date de naissance", "00/00/1941", Field.birth_date, Fault.not_a_day),
        ("Date de naissance", "12/03/41", Field.birth_date, Fault.not_a_day),
        ("Date de naissance", "30/11/2026", Field.birth_date, Fault.day_to_come),
        ("Date de naissance", "28/11/1905", Field.birth_date, Fault.too_old),
        ("Date de naissance", "30/11/2010", Field.birth_date, Fault.under_16),
        ("Code INSEE", "", Field.commune_insee, Fault.missing),
        ("Code INSEE", "Vitry", Field.commune_insee, Fault.not_a_commune),
        ("Code INSEE", "75056", Field.commune_insee, Fault.outside_territory),
        ("Téléphone", "06 39", Field.phone, Fault.not_a_phone),
        ("Mail", "zoe chez courriel", Field.email, Fault.not_an_email),
        ("Sexe", "?", Field.sex, Fault.not_a_sex),
        ("ALD", "peut-être", Field.long_term_illness, Fault.not_yes_or_no),
        ("Foyer", "beaucoup", Field.household_without_doctor, Fault.not_a_number),
        ("Informé le", "01/12/2026", Field.informed_on, Fault.day_to_come),
        ("Adresse", "1 41 03 94 081 022 94", Field.address_line, Fault.social_security_number),
    ],
    ids=lambda value: str(value)[:24] if not isinstance(value, (Field, Fault)) else value.value,
)
def test_a_line_with_a_fault_is_refused_by_its_name(
    column: str, cell: str, field: Field, fault: Fault
) -> None:
    assert read_line(**{column: cell}) == Faulty(2, [(field, fault)])


def test_a_line_that_opposes_is_refused_and_says_who_opposes_since_which_letter() -> None:
    who = Opposing("Lefèvre", "Zoé", date(1941, 3, 12), date(2026, 11, 2))
    assert read_line(Opposition="Oui") == Faulty(2, [(Field.opposed, Fault.opposed)], who)
    # Whatever else is wrong with the line, as long as it says who it is.
    other = read_line(Opposition="x", Téléphone="", **{"Informé le": ""})
    assert isinstance(other, Faulty)
    assert other.opposing == Opposing("Lefèvre", "Zoé", date(1941, 3, 12))
    nameless = read_line(Opposition="oui", Nom="")
    assert isinstance(nameless, Faulty)
    assert nameless.opposing is None
    assert "Lefèvre" not in repr(other)


@pytest.mark.parametrize(
    ("source", "informed_on", "holds"),
    [
        (Source.health_insurance, date(2026, 11, 20), True),
        (Source.ward, None, True),
        (Source.ward, date(2026, 11, 2), True),
        (Source.person, date(2026, 11, 3), False),
    ],
    ids=["of-a-list", "nobody-agreed", "agreed-before-the-letter", "agreed-since"],
)
def test_an_opposition_to_a_letter_ends_what_nobody_agreed_to_since(
    source: Source, informed_on: date | None, holds: bool
) -> None:
    assert opposition_holds(source, informed_on, date(2026, 11, 2)) is holds


def test_all_faults_of_a_line_are_told_at_once() -> None:
    found = read_line(**{"Nom": "=1", "Code INSEE": "", "Téléphone": "12"})
    assert isinstance(found, Faulty)
    assert sorted(fault.value for _, fault in found.faults) == ["formula", "missing", "not_a_phone"]


@pytest.mark.parametrize("written", ["+33 6 39 98 01 02", "0033639980102", "639980102", "639980102.0"])
def test_a_phone_may_begin_with_a_plus_or_have_lost_its_zero(written: str) -> None:
    found = read_line(**{"Téléphone": written})
    assert isinstance(found, ListedPerson)
    assert found.phone == "+33639980102"


@pytest.mark.parametrize(("written", "code"), [("1004", "01004"), ("94081.0", "94081"), ("94 081", "94081")])
def test_the_code_of_a_commune_is_read_as_a_spreadsheet_left_it(written: str, code: str) -> None:
    found = read_line(**{"Code INSEE": written})
    assert isinstance(found, ListedPerson)
    assert found.commune_insee == code


def test_somebody_of_sixteen_today_is_taken() -> None:
    assert isinstance(read_line(**{"Date de naissance": "29/11/2010"}), ListedPerson)


def test_what_is_not_said_is_not_known() -> None:
    found = read_line(Mail="", ALD="", Adresse="", Foyer="")
    assert isinstance(found, ListedPerson)
    said = (found.email, found.long_term_illness, found.address_line, found.household_without_doctor)
    assert said == (None, None, None, None)


def test_a_line_with_more_cells_than_columns_is_unreadable_and_one_with_less_says_less() -> None:
    columns = columns_of(["Nom", "Prénom", "Né le", "Sexe", "Tél", "INSEE", "Mail"])
    good = "Lefevre;Zoe;12/03/1941;F;0639980102;94081"
    table = read(f"a;b;c;d;e;f;g\n{good}\n{good};;x;y\n".encode())
    short, long = (person_of(line, columns, territory={"94081"}, today=TODAY) for line in table.lines())
    assert isinstance(short, ListedPerson)
    assert long == Faulty(3, [(None, Fault.unreadable)])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("NOM", Field.family_name),
        ("Nom d'usage", Field.family_name),
        (" Prenoms ", Field.given_name),
        ("DATE_NAISSANCE", Field.birth_date),
        ("Date de naisssance", Field.birth_date),
        ("N° de téléphone", Field.phone),
        ("Tél. portable", Field.phone),
        ("Code_INSEE_commune", Field.commune_insee),
        ("ALD (O/N)", Field.long_term_illness),
        ("Courriel", Field.email),
        ("C2S/AME", Field.social_cover),
    ],
)
def test_columns_are_known_by_close_names(name: str, field: Field) -> None:
    assert columns_of([name])[0].field is field


@pytest.mark.parametrize("name", ["Code postal", "Ville", "Commune", "Motif", "Médecin", "", "Remarques"])
def test_a_column_that_says_something_else_is_left_aside(name: str) -> None:
    assert columns_of([name])[0].field is None


@pytest.mark.parametrize(
    "name", ["NIR", "N° sécu", "Numéro de sécurité sociale", "N° SS", "Matricule assuré"]
)
def test_social_security_numbers_are_left_aside_and_told(name: str) -> None:
    [column] = columns_of([name])
    assert (column.field, column.is_social_security) == (None, True)


def test_of_two_columns_that_say_the_same_the_first_counts() -> None:
    fields = [column.field for column in columns_of(["Téléphone", "Portable"])]
    assert fields == [Field.phone, None]


def test_a_file_without_the_columns_of_a_person_is_told_which_are_missing() -> None:
    assert missing(columns_of(["Nom", "Prénom", "Ville", "Code postal"])) == [
        Field.birth_date,
        Field.sex,
        Field.phone,
        Field.commune_insee,
    ]


def test_nothing_of_a_person_shows_where_a_line_is_written_out() -> None:
    shown = repr(read_line())
    for told in ("Lefèvre", "Zoé", "1941", "639980102", "Gare", "courriel", "True"):
        assert told not in shown
