"""What leaves the directory as a file: tables that French Excel opens, cards that telephones keep."""

import csv
import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from api.core.db import unit_of_work
from api.core.phones import spoken
from api.core.spreadsheets import line
from api.directory.rules import hours_in_words
from api.directory.tables import Organisation, Practice, Professional
from tests.conftest import Database
from tests.directory.test_open_now import SAMI, bands
from tests.roles import AsRole, MakeCommunity, SignedIn


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """A general practitioner, member of Vitry, at one place."""
    return await as_role("professional")


async def table(http: SignedIn, operation: str) -> list[dict[str, str]]:
    """What a French spreadsheet reads of an export."""
    answer = await http.call(operation)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    content = answer.content.decode()
    assert content[0] == "\ufeff"
    assert content.count("\n") == content.count("\r\n")
    return list(csv.DictReader(io.StringIO(content[1:], newline=""), delimiter=";"))


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1"])
def test_what_a_spreadsheet_would_compute_is_neutralised(text: str) -> None:
    [cell] = next(csv.reader([line([text])], delimiter=";"))
    assert cell == f"'{text}" or cell.startswith("'")


def test_a_line_is_french() -> None:
    cells = ['Dr ; "K"', 48.7871, True, False, None, date(2026, 11, 28), 3, -1.5]
    assert line(cells) == '"Dr ; ""K""";48,7871;oui;non;;28/11/2026;3;-1,5\r\n'


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("+33199006320", "01 99 00 63 20"),
        ("0199006320", "01 99 00 63 20"),
        ("+262692001122", "06 92 00 11 22"),
        ("+3221234567", "00 3221234567"),
        ("15", "15"),
    ],
)
def test_a_number_is_said_as_it_is_dialled(kept: str, said: str) -> None:
    assert spoken(kept) == said


def test_days_with_the_same_hours_are_said_together() -> None:
    assert (
        hours_in_words(SAMI)
        == "lun. à ven. 20:00–24:00 / sam. et dim. 14:00–24:00 / jours fériés 14:00–24:00"
    )
    assert (
        hours_in_words(bands((6, "14:00", "18:00"), (6, "08:30", "12:00"))) == "sam. 8:30–12:00, 14:00–18:00"
    )
    assert hours_in_words([]) == ""


async def test_the_professionals_come_one_line_per_place_and_the_trail_says_who_took_them(
    doctor: SignedIn, database: Database
) -> None:
    async with unit_of_work() as db:
        other = Professional(
            rpps="10000000001", family_name="=HYPERLINK(0)", given_name="Zoé", profession_code="60",
            specialty_codes=[], sourced_on=date(2026, 11, 2), created_at=datetime.now(UTC),
            updated_at=datetime.now(UTC),
        )  # fmt: skip
        db.add(other)
        await db.flush()
        for number, commune in enumerate(("94081", "94041")):
            db.add(
                Practice(
                    professional_id=other.id, activity_key=str(number), commune_insee=commune,
                    commune_name="Vitry-sur-Seine", postal_code="94400", phone="+33199004218", latitude=48.75,
                    longitude=2.5, address_line=f"{number} rue de l’Essai", updated_at=datetime.now(UTC),
                )
            )  # fmt: skip
    rows = await table(doctor, "exportProfessionals")
    assert len(rows) == 3
    lines = [row for row in rows if row["RPPS"] == "10000000001"]
    assert [row["Adresse"] for row in lines] == ["0 rue de l’Essai", "1 rue de l’Essai"]
    assert lines[0]["Nom"] == "'=HYPERLINK(0)"
    assert lines[0]["Code postal et commune"] == "94400 Vitry-sur-Seine"
    assert lines[0]["Téléphone"] == "01 99 00 42 18"
    assert lines[0]["Latitude"] == "48,75"
    assert lines[0]["Répertoire national du"] == "02/11/2026"
    assert lines[0]["Membre de la CPTS"] == "non"
    [member] = [row for row in rows if row["Membre de la CPTS"] == "oui"]
    assert member["Profession"] == "Médecin"
    audited = database.sql("SELECT actor_id, detail FROM audit_entries WHERE action = 'directory.exported'")
    assert audited == [(doctor.account_id, {"what": "professionals", "count": 2})]


async def test_a_declaration_to_another_community_is_not_in_the_table(
    as_role: AsRole, doctor: SignedIn, make_community: MakeCommunity
) -> None:
    there = (await make_community("Ailleurs")).id
    stranger = await as_role("coordinator", community_id=there)
    rows = await table(stranger, "exportProfessionals")
    assert [row["Membre de la CPTS"] for row in rows] == ["non"]
    assert rows[0]["Soins non programmés"] == ""


async def test_the_structures_come_with_their_hours(doctor: SignedIn, database: Database) -> None:
    async with unit_of_work() as db:
        db.add(structure())
    [row] = await table(doctor, "exportOrganisations")
    assert row["Nature"] == "SAMI"
    assert row["Horaires"].startswith("lun. à ven. 20:00–24:00")
    assert row["Accès"] == "appeler le 15"
    assert row["FINESS"] == "n° 010000001"
    assert database.sql("SELECT count(*) FROM audit_entries WHERE action = 'directory.exported'") == [(1,)]


async def test_a_card_says_what_the_page_says(doctor: SignedIn) -> None:
    answer = await doctor.call("getProfessionalCard", professional_id=doctor.professional_id)
    page = (await doctor.call("getProfessional", professional_id=doctor.professional_id)).json()
    assert answer.headers["content-type"].startswith("text/vcard")
    assert answer.headers["content-disposition"].endswith('.vcf"')
    read = properties(answer.content)
    assert read["FN"] == page["name"]
    assert read["N"].startswith(f"{page['family_name']};{page['given_name']};")
    assert read["URL"].endswith(f"/annuaire/{doctor.professional_id}")
    assert (await doctor.call("getProfessionalCard", professional_id=uuid4())).status_code == 404


async def test_the_card_of_a_structure_escapes_and_folds_what_it_holds(doctor: SignedIn) -> None:
    async with unit_of_work() as db:
        one = structure(
            name="Maison médicale ; de garde, du très long boulevard de l’Hôpital-Édouard-Herriot\nbis"
        )
        db.add(one)
    answer = await doctor.call("getOrganisationCard", organisation_id=one.id)
    assert all(len(piece) <= 75 for piece in answer.content.split(b"\r\n"))
    read = properties(answer.content)
    assert read["ORG"] == (
        "Maison médicale \\; de garde\\, du très long boulevard de l’Hôpital-Édouard-Herriot\\nbis"
    )
    assert read["TEL;TYPE=WORK,VOICE"] == "+33199006320"
    assert read["ADR;TYPE=WORK"] == ";;1 rue de l’Essai;Vitry-sur-Seine;;94400;France"
    assert (await doctor.call("getOrganisationCard", organisation_id=uuid4())).status_code == 404


def structure(name: str = "SAMI de Vitry") -> Organisation:
    """An out-of-hours place in Vitry."""
    return Organisation(
        kind="out_of_hours", name=name, address_line="1 rue de l’Essai", postal_code="94400",
        commune_insee="94081", commune_name="Vitry-sur-Seine", phone="+33199006320", instruction="call_15",
        hours=SAMI, finess="010000001",
    )  # fmt: skip


async def test_a_card_of_what_is_no_id_is_refused_by_its_name(doctor: SignedIn) -> None:
    for operation, name in (
        ("getProfessionalCard", "professional_id"),
        ("getOrganisationCard", "organisation_id"),
    ):
        refused = await doctor.call(operation, **{name: "not-an-id"})
        assert refused.status_code == 422
        assert [error["pointer"] for error in refused.json()["errors"]] == [f"/path/{name}"]


def properties(card: bytes) -> dict[str, str]:
    """The content lines of a card, unfolded, by their names."""
    lines = card.decode().replace("\r\n ", "").split("\r\n")
    return dict(entry.split(":", 1) for entry in lines if entry)
