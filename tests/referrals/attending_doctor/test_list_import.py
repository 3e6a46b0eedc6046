"""The list of the CPAM: checked, entered in parts, twice, by two at once; what is wrong with it is told."""

import asyncio
from typing import Any

import pytest

from api.referrals.attending_doctor.service import list_import
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.referrals.attending_doctor.form import a_person
from tests.roles import AsRole

CSV = {"Content-Type": "text/csv"}
HEADER = "Nom;Prénom;Date de naissance;Sexe;Téléphone;Code INSEE;Commune;ALD;Opposition;NIR"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
INFORMED = {"informed_on": "2026-11-02"}


def a_line(name: str = "Lefèvre", **changed: str) -> str:
    cells = {
        "Nom": name,
        "Prénom": "Zoé",
        "Date de naissance": "12/03/1941",
        "Sexe": "F",
        "Téléphone": "+33639980102",
        "Code INSEE": "94081",
        "Commune": "Vitry",
        "ALD": "oui",
        "Opposition": "",
        "NIR": "",
        **changed,
    }
    return ";".join(cells[title] for title in HEADER.split(";"))


def a_file(*lines: str) -> bytes:
    return "\r\n".join([HEADER, *lines, ""]).encode()


def people(number: int) -> list[str]:
    """So many lines of as many people."""
    return [a_line(f"Nom{LETTERS[i // 26 % 26]}{LETTERS[i % 26]}") for i in range(number)]


async def check(client: ContractClient, content: bytes) -> Any:
    answer = await client.call("checkAttendingDoctorList", content=content, headers=CSV)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def enter(client: ContractClient, content: bytes, **query: Any) -> Any:
    """One call of the import."""
    answer = await client.call(
        "importAttendingDoctorList", content=content, headers=CSV, params={**INFORMED, **query}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def enter_all(client: ContractClient, content: bytes) -> dict[str, int]:
    """Call after call until the file is done, as the screen does."""
    done, line = {"imported": 0, "known": 0, "refused": 0}, 1
    while line is not None:
        part = await enter(client, content, from_line=line)
        done = {name: number + part[name] for name, number in done.items()}
        line = part["next_line"]
    return done


def names_of(database: Database) -> int:
    [(count,)] = database.sql("SELECT count(*) FROM attending_doctor_requests")
    return int(str(count))


HOSTILE = a_file(
    a_line(),
    a_line("=HYPERLINK(A1)"),
    a_line("Martin", **{"Code INSEE": ""}),
    a_line("Robert", **{"Code INSEE": "75056"}),
    a_line("Petit", **{"Date de naissance": "00/00/1950"}),
    a_line("Durand", **{"Date de naissance": "01/01/2020"}),
    a_line("Moreau", Opposition="oui"),
    a_line("LEFEVRE"),
    'Garcia;"Zoé;12/03/1941',
    a_line("Simon", NIR="1 41 03 94 081 022 94"),
)


async def test_a_check_tells_each_line_by_number_field_and_fault_and_keeps_nothing(
    as_role: AsRole, connected: Database
) -> None:
    found = await check(await as_role("coordinator"), HOSTILE)
    counts = [found[name] for name in ("lines", "ready", "known", "refused", "opposed")]
    assert (found["problem"], counts) == (None, [10, 2, 0, 8, 1])
    assert [(f["line"], f["field"], f["fault"]) for f in found["faults"]] == [
        (3, "family_name", "formula"),
        (4, "commune_insee", "missing"),
        (5, "commune_insee", "outside_territory"),
        (6, "birth_date", "not_a_day"),
        (7, "birth_date", "under_16"),
        (8, "opposed", "opposed"),
        (9, None, "repeated"),
        (10, None, "unreadable"),
    ]
    columns = {column["name"]: column for column in found["columns"]}
    assert columns["Commune"]["field"] is None
    assert columns["NIR"]["is_social_security"] is True
    assert names_of(connected) == 0


async def test_good_lines_are_entered_and_the_others_are_not(as_role: AsRole, connected: Database) -> None:
    coordinator = await as_role("coordinator")
    assert await enter_all(coordinator, HOSTILE) == {"imported": 2, "known": 0, "refused": 8}
    assert (
        connected.sql(
            "SELECT source, state, long_term_illness, absence_reason FROM attending_doctor_requests"
        )
        == [("health_insurance", "submitted", True, "other")] * 2
    )
    # Informed by the letter of the caisse, not on the day of the import.
    informed = connected.sql(
        "SELECT DISTINCT (informed_at AT TIME ZONE 'Europe/Paris')::date::text FROM attending_doctor_requests"
    )
    assert informed == [(INFORMED["informed_on"],)]
    [row, _] = (await coordinator.call("listAttendingDoctorWaitingList")).json()["items"]
    seen = (await coordinator.call("getAttendingDoctorRequest", request_id=row["id"])).json()
    assert (seen["source"], seen["requester_name"]) == ("health_insurance", "La CPAM")


async def test_a_second_import_of_the_same_list_enters_nobody(as_role: AsRole, connected: Database) -> None:
    coordinator = await as_role("coordinator")
    await enter_all(coordinator, a_file(*people(5)))
    again = a_file(*people(6)).replace(b"Nomaa;Zo\xc3\xa9", b"NOM-AA;ZOE")
    assert (await check(coordinator, again))["known"] == 5
    assert await enter_all(coordinator, again) == {"imported": 1, "known": 5, "refused": 0}
    assert names_of(connected) == 6


async def test_who_is_known_by_another_way_or_has_ended_is_left_as_they_are(
    as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    entry = {"person": a_person(), "informed": True, "declared_doctor": False, "absence_reason": "moved"}
    made = (await coordinator.call("createAttendingDoctorRequest", json=entry)).json()
    await coordinator.call(
        "closeAttendingDoctorRequest",
        request_id=made["id"],
        json={"end": "found_elsewhere"},
        headers={"If-Match": f'"{made["version"]}"'},
    )
    assert await enter_all(coordinator, a_file(a_line())) == {"imported": 0, "known": 1, "refused": 0}
    assert connected.sql("SELECT state FROM attending_doctor_requests") == [("found_elsewhere",)]


async def test_two_who_import_at_once_enter_nobody_twice(as_role: AsRole, connected: Database) -> None:
    both = await as_role("coordinator"), await as_role("coordinator")
    content = a_file(*people(30))
    done = await asyncio.gather(*(enter_all(one, content) for one in both))
    assert sorted(one["imported"] for one in done) == [0, 30]
    assert names_of(connected) == 30


async def test_a_long_list_is_entered_in_parts_and_goes_on_where_it_stopped(
    as_role: AsRole, connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_import, "AT_ONCE", 10)
    coordinator = await as_role("coordinator")
    content = a_file(*people(12), a_line("=1"), *people(25)[12:])
    first = await enter(coordinator, content)
    assert first == {
        "imported": 10,
        "known": 0,
        "refused": 0,
        "stopped": 0,
        "lines": 10,
        "next_line": 12,
    }
    second = await enter(coordinator, content, from_line=12)
    assert (second["imported"], second["refused"], second["next_line"]) == (10, 1, 23)
    # The answer was lost: the same part again changes nothing.
    assert (await enter(coordinator, content, from_line=12))["known"] == 10
    assert (await enter(coordinator, content, from_line=23))["imported"] == 5
    assert names_of(connected) == 25


async def test_the_same_call_sent_again_under_its_key_answers_the_same(
    as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    headers = {**CSV, "Idempotency-Key": "une-liste-de-la-cpam"}
    answers = [
        await coordinator.call(
            "importAttendingDoctorList", content=a_file(*people(3)), headers=headers, params=INFORMED
        )
        for _ in range(2)
    ]
    assert [answer.json()["imported"] for answer in answers] == [3, 3]
    assert names_of(connected) == 3


@pytest.mark.parametrize(
    ("problem", "content"),
    [
        ("empty", b";;\r\n"),
        ("workbook", b"PK\x03\x04"),
        ("encoding", b"Nom\x81;Pr\n"),
        ("header", b'Nom;"Pr\nA;B\n'),
        ("columns", b"Nom;Prenom\nA;B\n"),
        ("too_many_lines", a_file(*["x;y"] * 20_001)),
    ],
    ids=["empty", "workbook", "encoding", "header", "columns", "too-many"],
)
async def test_a_file_of_which_nothing_can_be_read_is_told_and_not_entered(
    as_role: AsRole, connected: Database, problem: str, content: bytes
) -> None:
    coordinator = await as_role("coordinator")
    assert (await check(coordinator, content))["problem"] == problem
    refused = await coordinator.call(
        "importAttendingDoctorList", content=content, headers=CSV, params=INFORMED
    )
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body")
    assert names_of(connected) == 0


async def test_the_day_of_the_letter_is_asked_and_has_come(as_role: AsRole, connected: Database) -> None:
    coordinator = await as_role("coordinator")
    for params in ({}, {"informed_on": "2099-01-01"}, {"informed_on": "9999-12-31"}, {"informed_on": "hier"}):
        refused = await coordinator.call(
            "importAttendingDoctorList", content=a_file(*people(1)), headers=CSV, params=params
        )
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/query/informed_on"
    assert names_of(connected) == 0


@pytest.mark.parametrize("operation", ["checkAttendingDoctorList", "exportRefusedAttendingDoctorLines"])
async def test_no_file_at_all_is_refused(as_role: AsRole, operation: str) -> None:
    coordinator = await as_role("coordinator")
    refused = await coordinator.call(operation, content=b"", headers=CSV)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/body")


async def test_the_refused_lines_come_back_with_their_cures_safe_for_a_spreadsheet(as_role: AsRole) -> None:
    coordinator = await as_role("coordinator")
    answer = await coordinator.call("exportRefusedAttendingDoctorLines", content=HOSTILE, headers=CSV)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = answer.text.split("\r\n")
    assert rows[0].startswith("\ufeffLigne;À corriger;Nom;Prénom")
    assert "NIR" not in rows[0]
    assert "141" not in answer.text
    assert rows[1].startswith("3;Nom : retirer le signe du début (= + - @);'=HYPERLINK(A1);")
    assert len(rows) == 10
    assert not [cell for row in rows for cell in row.split(";") if cell[:1] in ("=", "@", "-", "+")]


OPERATIONS = ["checkAttendingDoctorList", "importAttendingDoctorList", "exportRefusedAttendingDoctorLines"]


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_only_the_coordination_sends_a_list_and_as_csv(
    as_role: AsRole, connected: Database, operation: str
) -> None:
    content = a_file(*people(1))
    params = INFORMED if operation == "importAttendingDoctorList" else {}
    for role in ("professional", "admin", "regulator"):
        stranger = await as_role(role)
        refused = await stranger.call(operation, content=content, headers=CSV, params=params)
        assert refused.status_code == 403
    coordinator = await as_role("coordinator")
    other = await coordinator.call(
        operation, content=content, headers={"Content-Type": "application/vnd.ms-excel"}, params=params
    )
    assert (other.status_code, other.json()["type"]) == (400, "malformed_request")
    key = {**CSV, "Idempotency-Key": "x"}
    if params:
        assert (
            await coordinator.call(operation, content=content, headers=key, params=params)
        ).status_code == 422
    assert names_of(connected) == 0


async def test_nothing_of_a_person_is_in_the_logs_or_the_trail(
    as_role: AsRole, connected: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    coordinator = await as_role("coordinator")
    await check(coordinator, HOSTILE)
    await enter_all(coordinator, HOSTILE)
    written = capsys.readouterr()
    trail = connected.sql("SELECT action, detail::text FROM audit_entries")
    for told in ("Lefèvre", "Simon", "HYPERLINK", "1941", "639980102"):
        assert told not in written.out + written.err + str(trail)
    imported = [detail for action, detail in trail if action == "attending_doctor_list.imported"]
    assert len(imported) == 1
    assert '"refused": 8' in str(imported[0])


async def test_a_list_of_twenty_thousand_lines_is_taken(as_role: AsRole) -> None:
    coordinator = await as_role("coordinator")
    tail = [first + second for first in LETTERS for second in LETTERS]
    lines = [a_line(f"Nom{tail[i // 676]}{tail[i % 676]}") for i in range(20_000)]
    found = await check(coordinator, a_file(*lines))
    assert (found["lines"], found["ready"], found["refused"]) == (20_000, 20_000, 0)
