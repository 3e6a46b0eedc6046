"""Reading of the national directory files: who is kept, and what is left out and why."""

from itertools import islice
from pathlib import Path

import pytest

from api.directory.rpps import Certainty, Ignored, Report, SavoirFaire, read
from api.directory.rpps.wording import person_name, phone_number, place_name
from tests.directory.rpps_lines import ACTIVITIES, SKILLS, VITRY, Writer, given, line


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


def test_the_demonstration_files_give_the_professionals_of_vitry() -> None:
    people, report = given(ACTIVITIES, SKILLS)
    names = {f"{person.given_name} {person.family_name}" for person in people}
    assert {"Camille Aubertin", "Pauline Estève", "Hugo Delannoy", "Maïwenn Le Goff"} <= names
    assert len(people) >= 120
    assert report.rejected_count == 0
    assert set(report.ignored) == set(Ignored) - {Ignored.no_address, Ignored.not_rpps}
    assert {activity.insee for person in people for activity in person.activities} == VITRY


def test_no_number_of_the_demonstration_could_belong_to_somebody() -> None:
    people, _ = given(ACTIVITIES)
    assert {person.rpps[:5] for person in people} == {"10999"}
    phones = {activity.phone for person in people for activity in person.activities}
    assert {phone[:6] for phone in phones} == {"019900"}


def test_lines_of_a_person_that_do_not_follow_each_other_make_one_person(write: Writer) -> None:
    path = write(
        line(skill_kind="S", skill="SM54"),
        line(rpps="10999000044", family="AUTRE"),
        line(skill_kind="C", skill="C05"),
        line(skill_kind="S", skill="SM54", structure="F940000001"),
    )
    people, report = given(path)
    first = people[0]
    assert [person.rpps for person in people] == ["10999000028", "10999000044"]
    assert first.savoir_faire == (SavoirFaire("S", "SM54"), SavoirFaire("C", "C05"))
    assert [activity.structure_id for activity in first.activities] == ["C99999000000001", "F940000001"]
    assert report.kept == 4


def test_the_savoir_faire_file_completes_people_in_whatever_order_files_come(
    write: Writer, tmp_path: Path
) -> None:
    header = SKILLS.read_text(encoding="utf-8").split("\n", 1)[0]
    row = "8|10999000028|810999000028|X|Y|10|Médecin|C|Civil|S|Spécialité ordinale|SM40|Pédiatrie (SM)"
    skills = tmp_path / "skills.txt"
    skills.write_text(f"{header}\n{row}\n8|trunc\n", encoding="utf-8")
    people, report = given(skills, write(line()))
    assert people[0].savoir_faire == (SavoirFaire("S", "SM40"),)
    assert report.warning_count == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "GENR02"}, Ignored.locum),
        ({"role": "FON-22"}, Ignored.locum),
        ({"category": "E"}, Ignored.student),
        ({"commune": "94041"}, Ignored.outside_territory),
        (
            {"commune": "", "commune_name": "", "postcode": "94200", "cedex": "94200 IVRY SUR SEINE"},
            Ignored.outside_territory,
        ),
        ({"commune": "", "postcode": "1000", "cedex": "1000 BRUXELLES", "country": "99131"}, Ignored.foreign),
        ({"id_type": "0", "rpps": "949300012"}, Ignored.not_rpps),
    ],
)
def test_who_is_not_a_permanent_effector_here_is_left_out(
    write: Writer, change: dict[str, str], reason: Ignored
) -> None:
    people, report = given(write(line(**change)))
    assert people == []
    assert report.ignored[reason] == 1


def test_a_person_without_activity_or_without_address_is_left_out(write: Writer) -> None:
    nowhere = {"commune": "", "commune_name": "", "postcode": "", "cedex": ""}
    people, report = given(write(line(**nowhere), line(**nowhere, mode="", structure="")))
    assert people == []
    assert report.ignored == {Ignored.no_address: 1, Ignored.no_activity: 1}


@pytest.mark.parametrize(
    ("change", "certainty"),
    [
        ({}, Certainty.insee),
        ({"commune": "", "commune_name": "", "cedex": "94407 VITRY SUR SEINE CEDEX 51"}, Certainty.cedex),
        ({"commune": "", "cedex": "", "postcode": "94400"}, Certainty.name),
        ({"commune": "", "cedex": "", "commune_name": ""}, Certainty.postcode),
    ],
)
def test_an_activity_is_placed_by_the_surest_thing_that_its_line_says(
    write: Writer, change: dict[str, str], certainty: Certainty
) -> None:
    people, _ = given(write(line(**change)))
    assert [(a.insee, a.certainty) for a in people[0].activities] == [("94081", certainty)]


def test_a_postal_code_shared_with_communes_outside_is_said_to_be_unsure(write: Writer) -> None:
    unknown = line(commune="", commune_name="", cedex="", postcode="13790")
    elsewhere = line(commune="", commune_name="", cedex="13790 PEYNIER", postcode="13790", rpps="10999000044")
    people, report = given(write(unknown, elsewhere), communes={"13087"})
    assert [(p.rpps, p.activities[0].certainty) for p in people] == [
        ("10999000028", Certainty.shared_postcode)
    ]
    assert report.ignored[Ignored.outside_territory] == 1


def test_a_postal_code_shared_inside_the_territory_places_nobody_by_itself(write: Writer) -> None:
    path = write(line(commune="", commune_name="", cedex="", postcode="13790"))
    people, report = given(path, communes={"13087", "13072"})
    assert people == []
    assert report.ignored[Ignored.outside_territory] == 1


def test_an_arrondissement_belongs_to_its_city(write: Writer) -> None:
    people, _ = given(write(line(commune="75113", cedex="75013 PARIS", postcode="75013")), communes={"75056"})
    assert people[0].activities[0].insee == "75113"


def test_a_wrong_key_warns_and_keeps(write: Writer) -> None:
    people, report = given(write(line(rpps="10999000029")))
    assert [person.rpps for person in people] == ["10999000029"]
    assert [(w.line, w.field) for w in report.warnings] == [(2, "Identifiant PP")]


@pytest.mark.parametrize("rpps", ["1099900002", "109990000288", "10999O00028", "", "１0999000028"])
def test_a_malformed_number_is_rejected_with_its_line_and_the_rest_goes_on(write: Writer, rpps: str) -> None:
    people, report = given(write(line(rpps="10999000044"), line(rpps=rpps), line(rpps="10999000069")))
    assert [person.rpps for person in people] == ["10999000044", "10999000069"]
    assert [(issue.line, issue.field) for issue in report.rejected] == [(3, "Identifiant PP")]
    assert "onze chiffres" in report.rejected[0].reason


def test_a_bad_line_never_stops_the_reading(write: Writer) -> None:
    path = write(line(), line(rpps="10999000044") + "|surplus", line(rpps="10999000069"))
    whole = path.read_bytes()
    latin = line(rpps="10999000085").encode("latin-1")
    path.write_bytes(whole + latin + b"\n\n" + line(rpps="10999000101").encode()[:120])
    people, report = given(path)
    assert [person.rpps for person in people] == ["10999000028", "10999000069"]
    assert [issue.line for issue in report.rejected] == [3, 5, 7]
    reasons = [issue.reason for issue in report.rejected]
    assert "trop de colonnes" in reasons[0]
    assert "UTF-8" in reasons[1]
    assert "tronquée" in reasons[2]


def test_rejections_are_all_counted_and_the_first_are_kept(write: Writer) -> None:
    _, report = given(write(*(line(rpps="abc") for _ in range(80))))
    assert report.rejected_count == 80
    assert len(report.rejected) == 50
    assert report.as_json()["rejected_count"] == 80


def test_progress_goes_to_the_end(write: Writer) -> None:
    path = write(*(line() for _ in range(20)))
    seen: list[tuple[int, int]] = []
    list(read([path], VITRY, Report(), lambda done, total: seen.append((done, total))))
    done, total = seen[-1]
    assert total == path.stat().st_size
    assert done <= total
    assert done >= total - 2000


def test_people_are_given_one_by_one() -> None:
    report = Report()
    assert len(list(islice(read([ACTIVITIES], VITRY, report), 3))) == 3
    assert report.persons == 3


def test_capitals_are_softened_and_names_kept() -> None:
    assert person_name("LE GOFF-N'DIAYE") == "Le Goff-N'Diaye"
    assert person_name("McKenna") == "McKenna"
    assert place_name("CABINET MÉDICAL DU PORT-À-L'ANGLAIS") == "Cabinet médical du Port-à-l’Anglais"
    assert place_name("SCM DU FORT") == "SCM du Fort"


@pytest.mark.parametrize("text", ["01.99.00.27.45", "01 99 00 27 45", "+33 1 99 00 27 45", "0033199002745"])
def test_a_phone_number_is_ten_digits_however_it_is_written(text: str) -> None:
    assert phone_number(text) == "0199002745"


def test_a_phone_that_is_no_french_number_stays_as_written() -> None:
    assert phone_number("poste 12") == "poste 12"
    assert phone_number("") == ""
