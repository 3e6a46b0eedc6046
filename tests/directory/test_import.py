"""The national files, from the command to the tables."""

import json
from pathlib import Path

import pytest

from api.core.db import unit_of_work
from api.core.operator import OptionRefused
from api.directory import commands
from api.directory.tables import Organisation, Sector
from api.identity.tables import Community
from tests.conftest import Database
from tests.directory.rpps_lines import ACTIVITIES, HEADER, SKILLS, line
from tests.roles import MakeCommunity

RPPS = ("10999000028", "10999000036", "10999000044")


class Operator:
    """Somebody who types `maillage import-rpps` for one community, and reads its report."""

    def __init__(self, community: Community, database: Database, folder: Path, capsys: object) -> None:
        self.community, self.database, self.folder, self.capsys = community, database, folder, capsys

    def file(self, *lines: str, day: str = "20261102", encoding: str = "utf-8") -> Path:
        """A file of the national format with these lines."""
        path = self.folder / f"PS_LibreAcces_Personne_activite_{day}0600.txt"
        path.write_bytes("\n".join(["|".join(HEADER), *lines, ""]).encode(encoding))
        return path

    async def imports(self, *paths: Path, **options: bool) -> dict[str, object]:
        """The JSON report of the command."""
        self.capsys.readouterr()  # type: ignore[attr-defined]  # the fixture's class is private to pytest
        await commands.import_files(paths, self.community.finess, as_json=True, **options)
        report: dict[str, object] = json.loads(self.capsys.readouterr().out)  # type: ignore[attr-defined]  # same
        return report

    def state(self) -> tuple[list[tuple[object, ...]], ...]:
        """Everything that an import writes."""
        names = ("professionals", "practices", "audit_entries")
        return tuple(self.database.sql(f"SELECT * FROM {name} ORDER BY id") for name in names)

    def active(self) -> list[tuple[object, ...]]:
        """Who has an open place, with its commune."""
        return self.database.sql(
            "SELECT rpps, commune_insee FROM practices JOIN professionals p ON p.id = professional_id"
            " WHERE practices.is_active ORDER BY 1, 2"
        )


@pytest.fixture
def operator(
    community: Community, connected: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Operator:
    return Operator(community, connected, tmp_path, capsys)


def counts(report: dict[str, object]) -> tuple[object, ...]:
    return tuple(report[name] for name in ("created", "updated", "left", "gone"))


async def test_the_first_import_creates_everybody_and_the_second_leaves_them_all(operator: Operator) -> None:
    first = await operator.imports(ACTIVITIES, SKILLS)
    people, places, _ = operator.state()
    again = await operator.imports(ACTIVITIES, SKILLS)
    assert counts(first) == (len(people), 0, 0, 0)
    assert counts(again) == (0, 0, len(people), 0)
    assert len(people) > 100
    assert operator.state()[:2] == (people, places)


async def test_a_place_is_known_by_name_address_phone_and_the_day_of_the_file(operator: Operator) -> None:
    await operator.imports(ACTIVITIES, SKILLS)
    found = operator.database.sql(
        "SELECT name, address_line, postal_code, commune_name, phone, sourced_on::text, specialty_codes,"
        " practice_communes FROM practices JOIN professionals p ON p.id = professional_id"
        " WHERE family_name = 'Estève' AND practices.name LIKE 'Cabinet%%'"
    )
    address = ("12 allée des Platanes", "94400", "Vitry-sur-Seine", "0199002745")
    assert found == [("Cabinet du Moulin-Vert", *address, "2026-11-02", ["SM54"], ["94081"])]


async def test_a_changed_line_updates_one_person_and_leaves_the_others(operator: Operator) -> None:
    await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS)))
    report = await operator.imports(
        operator.file(line(rpps=RPPS[0], phone="0199000042"), *(line(rpps=rpps) for rpps in RPPS[1:]))
    )
    assert counts(report) == (0, 1, 2, 0)
    assert operator.database.sql("SELECT phone FROM practices WHERE phone IS NOT NULL") == [("0199000042",)]


async def test_a_phone_that_its_owner_corrected_holds_until_the_file_says_another(operator: Operator) -> None:
    told = "UPDATE practices SET phone = '+33199007777'"
    shown = "SELECT DISTINCT phone, file_phone FROM practices"
    before, after = (
        operator.file(line(rpps=RPPS[0], phone=phone), day=day)
        for phone, day in (("0199000041", "20261102"), ("0199000042", "20261109"))
    )
    await operator.imports(before)
    operator.database.sql(told)
    assert counts(await operator.imports(before)) == (0, 0, 1, 0)
    assert operator.database.sql(shown) == [("+33199007777", "0199000041")]
    assert counts(await operator.imports(after)) == (0, 1, 0, 0)
    assert operator.database.sql(shown) == [("0199000042", "0199000042")]


async def test_who_left_the_file_leaves_the_directory_and_may_come_back(operator: Operator) -> None:
    await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS)))
    gone = await operator.imports(operator.file(line(rpps=RPPS[0])))
    assert counts(gone) == (0, 0, 1, 2)
    assert operator.active() == [(RPPS[0], "94081")]
    assert operator.database.sql("SELECT rpps FROM professionals WHERE is_active") == [(RPPS[0],)]
    back = await operator.imports(operator.file(*(line(rpps=rpps) for rpps in RPPS)))
    assert counts(back) == (0, 2, 1, 0)
    assert len(operator.active()) == len(RPPS)


async def test_an_activity_that_ended_closes_its_place_only(operator: Operator) -> None:
    both = [line(rpps=RPPS[0]), line(rpps=RPPS[0], structure="C99999000000002")]
    await operator.imports(operator.file(*both))
    report = await operator.imports(operator.file(both[1]))
    assert counts(report) == (0, 1, 0, 0)
    assert report["closed_places"] == 1
    assert len(operator.active()) == 1


async def test_an_import_for_one_territory_closes_nothing_in_another(
    operator: Operator, make_community: MakeCommunity
) -> None:
    ivry = await make_community("Ivry", communes=("94041",))
    both = [line(rpps=RPPS[0]), line(rpps=RPPS[0], commune="94041", structure="C99999000000002")]
    await operator.imports(operator.file(*both))
    operator.community = ivry
    report = await operator.imports(operator.file(both[1]))
    assert counts(report) == (0, 1, 0, 0)
    assert operator.active() == [(RPPS[0], "94041"), (RPPS[0], "94081")]
    communes = operator.database.sql("SELECT practice_communes FROM professionals")
    assert communes == [(["94041", "94081"],)]


async def test_a_file_cut_short_does_not_empty_a_territory(operator: Operator) -> None:
    await operator.imports(ACTIVITIES)
    before = operator.state()
    lines = ACTIVITIES.read_text(encoding="utf-8").splitlines()
    cut = operator.file(*lines[1:40], lines[40][:100])
    with pytest.raises(OptionRefused, match="rien n’a été écrit.*--accept-removals"):
        await operator.imports(cut)
    assert operator.state() == before
    report = await operator.imports(cut, accept_removals=True)
    assert report["rejected"] == 1
    assert "tronquée" in str(report["rejected_reasons"])
    assert report["gone"]


async def test_a_bad_line_is_reported_and_the_others_are_imported(operator: Operator) -> None:
    path = operator.file(
        line(rpps="1099900"),
        line(rpps="10999000029"),
        line(rpps=RPPS[1], family=""),
        "8|10999000036|8109990",
        line(rpps=RPPS[2]),
    )
    report = await operator.imports(path)
    assert counts(report) == (2, 0, 0, 0)
    assert (report["rejected"], report["warned"]) == (3, 1)
    reasons = {entry["line"]: entry for entry in report["rejected_reasons"]}  # type: ignore[attr-defined]  # a list
    assert reasons[2]["field"] == "Identifiant PP"
    assert "onze chiffres" in reasons[2]["reason"]
    assert reasons[4]["field"] == "Nom d'exercice"
    assert "tronquée" in reasons[5]["reason"]
    # A wrong Luhn key warns: official sample numbers have one.
    assert "10999000029" in str(report["warning_reasons"])
    assert {rpps for rpps, _ in operator.active()} == {"10999000029", RPPS[2]}


@pytest.mark.parametrize(
    ("encoding", "cure"), [("latin-1", "iconv"), ("utf-16", "UTF-16")], ids=["latin-1", "utf-16"]
)
async def test_a_file_in_another_encoding_is_refused_whole(
    operator: Operator, encoding: str, cure: str
) -> None:
    await operator.imports(operator.file(line(rpps=RPPS[0])))
    before = operator.state()
    with pytest.raises(OptionRefused, match=cure):
        await operator.imports(operator.file(line(rpps=RPPS[1]), encoding=encoding))
    assert operator.state() == before


async def test_a_file_without_a_needed_column_is_refused_by_the_column_name(operator: Operator) -> None:
    path = operator.folder / "PS_LibreAcces_Personne_activite_202611020600.txt"
    at = HEADER.index("Code profession")
    rows = ["|".join(HEADER), line()]
    path.write_text("\n".join("|".join(r.split("|")[:at] + r.split("|")[at + 1 :]) for r in rows) + "\n")
    with pytest.raises(OptionRefused, match="« Code profession »"):
        await operator.imports(path)
    assert operator.active() == []


async def test_a_dry_run_says_the_same_and_keeps_nothing(operator: Operator) -> None:
    path = operator.file(*(line(rpps=rpps) for rpps in RPPS))
    before = operator.state()
    report = await operator.imports(path, dry_run=True)
    assert operator.state() == before
    assert report == await operator.imports(path)


async def test_an_unknown_community_is_refused_with_those_that_exist(operator: Operator) -> None:
    with pytest.raises(OptionRefused, match=f"--community.*{operator.community.finess}"):
        await commands.import_files([ACTIVITIES], "000000000")
    assert operator.active() == []


async def test_places_stand_where_their_structure_or_only_quarter_does(
    operator: Operator, make_community: MakeCommunity
) -> None:
    fuveau = await make_community("Fuveau", communes=("13040",))
    async with unit_of_work() as db:
        point = {"latitude": 43.45391, "longitude": 5.56091}
        db.add(Sector(community_id=fuveau.id, name="Le Village", commune_insee="13040", **point))
        db.add(
            Organisation(
                kind="health_centre",
                name="Centre de santé",
                finess="949900039",
                commune_insee="94081",
                commune_name="Vitry-sur-Seine",
                sector="Coteau",
                latitude=48.79415,
                longitude=2.38501,
                instruction="call",
            )
        )
    at_centre = line(rpps=RPPS[0]).replace("C99999000000001", "F949900039")
    cells = at_centre.split("|")
    cells[HEADER.index("Numéro FINESS site")] = "949900039"
    await operator.imports(operator.file("|".join(cells), line(rpps=RPPS[1])))
    operator.community = fuveau
    await operator.imports(operator.file(line(rpps=RPPS[2], commune="13040", cedex="13710 FUVEAU")))
    found = operator.database.sql(
        "SELECT sector, round(latitude::numeric, 2)::text FROM practices JOIN professionals p"
        " ON p.id = professional_id ORDER BY rpps"
    )
    assert found == [("Coteau", "48.79"), (None, "48.79"), ("Le Village", "43.46")]


async def test_a_point_set_by_hand_outlives_the_next_import_while_the_address_stays(
    operator: Operator,
) -> None:
    path = operator.file(line(rpps=RPPS[0]))
    await operator.imports(path)
    operator.database.sql("UPDATE practices SET latitude = 48.8, sector = 'Fort', hours = '[]'")
    report = await operator.imports(path)
    assert counts(report) == (0, 0, 1, 0)
    assert operator.database.sql("SELECT latitude, sector FROM practices") == [(48.8, "Fort")]
