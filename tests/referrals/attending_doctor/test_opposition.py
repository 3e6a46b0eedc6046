"""Who opposed is erased, and remembered by a keyed hash alone: no later list enters them again."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from api.core import clock
from api.referrals.attending_doctor.service.sweep import sweep
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.referrals.attending_doctor.form import a_person
from tests.referrals.attending_doctor.scene import looks_for_a_doctor
from tests.referrals.attending_doctor.test_list_import import (
    CSV,
    a_file,
    a_line,
    check,
    enter,
    enter_all,
    names_of,
    people,
)
from tests.roles import AsRole


def today() -> date:
    """The day in the territory."""
    return clock.now().astimezone(ZoneInfo("Europe/Paris")).date()


async def opposed(coordinator: ContractClient) -> None:
    """Somebody is entered, and opposes."""
    entry = {"person": a_person(), "informed": True, "declared_doctor": False, "absence_reason": "moved"}
    made = (await coordinator.call("createAttendingDoctorRequest", json=entry)).json()
    ended = await coordinator.call(
        "closeAttendingDoctorRequest",
        request_id=made["id"],
        json={"end": "opposition"},
        headers={"If-Match": f'"{made["version"]}"'},
    )
    assert ended.json()["person_id"] is None


async def test_who_opposed_is_erased_and_never_entered_by_a_later_list(
    as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    await opposed(coordinator)
    content = a_file(a_line("LEFEVRE", **{"Prénom": "zoe"}), *people(1))
    found = await check(coordinator, content)
    assert (found["ready"], found["known"], found["refused"]) == (1, 0, 1)
    assert found["faults"] == [{"line": 2, "field": None, "fault": "opposed"}]
    assert await enter_all(coordinator, content) == {"imported": 1, "known": 0, "refused": 1}
    assert names_of(connected) == 2
    refused = await coordinator.call("exportRefusedAttendingDoctorLines", content=content, headers=CSV)
    assert "LEFEVRE" in refused.text
    kept = connected.sql("SELECT identity_hash FROM attending_doctor_oppositions")
    assert len(kept) == 1
    assert b"lefevre" not in bytes(kept[0][0])  # type: ignore[call-overload]


async def test_who_opposed_is_entered_with_their_agreement_alone_which_lifts_the_opposition(
    as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    await opposed(coordinator)
    entry = {"person": a_person(), "informed": False, "declared_doctor": False, "absence_reason": "moved"}
    refused = await coordinator.call("createAttendingDoctorRequest", json=entry)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/informed")
    assert names_of(connected) == 1
    made = (await coordinator.call("createAttendingDoctorRequest", json=entry | {"informed": True})).json()
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(1,)]
    checked = await coordinator.call(
        "qualifyAttendingDoctorRequest",
        request_id=made["id"],
        json={"outcome": "ready"},
        headers={"If-Match": f'"{made["version"]}"'},
    )
    assert checked.json()["state"] == "waiting"
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(0,)]
    assert (await check(coordinator, a_file(a_line())))["known"] == 1


async def test_an_opposition_is_forgotten_after_three_years(as_role: AsRole, connected: Database) -> None:
    coordinator = await as_role("coordinator")
    await opposed(coordinator)
    await sweep(coordinator.community_id, clock.now() + timedelta(days=1090))
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(1,)]
    await sweep(coordinator.community_id, clock.now() + timedelta(days=1100))
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(0,)]


async def test_a_line_that_opposes_ends_the_open_request_of_an_earlier_list_and_erases_it(
    as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    await enter_all(coordinator, a_file(a_line(), *people(1)))
    opposes = a_file(a_line("LEFEVRE", Opposition="oui", **{"Téléphone": ""}), *people(1))
    found = await check(coordinator, opposes)
    assert (found["ready"], found["known"], found["refused"], found["opposed"]) == (0, 1, 1, 1)
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(0,)], "nothing is kept yet"
    done = await enter(coordinator, opposes)
    assert (done["stopped"], done["imported"], done["known"], done["refused"]) == (1, 0, 1, 1)
    states = connected.sql(
        "SELECT r.state, c.person_id IS NULL, c.closed_at IS NULL FROM attending_doctor_requests r"
        " JOIN cases c ON c.id = r.id ORDER BY r.state"
    )
    assert states == [("opposition", True, False), ("submitted", False, True)]
    # A later list that has not heard of it yet enters them no more, and the same one again ends nothing.
    assert (await check(coordinator, a_file(a_line())))["faults"] == [
        {"line": 2, "field": None, "fault": "opposed"}
    ]
    assert (await enter(coordinator, opposes))["stopped"] == 0
    trail = connected.sql(
        "SELECT detail::text FROM audit_entries WHERE action = %s", "attending_doctor_list.imported"
    )
    assert sum(str(detail).count('"stopped": 1') for (detail,) in trail) == 1


async def test_who_agreed_after_the_letter_keeps_their_request_and_before_it_does_not(
    as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    await coordinator.call("createAttendingDoctorRequest", json=looks_for_a_doctor(person=a_person()))
    opposes = a_file(a_line(Opposition="oui"))
    assert (await enter(coordinator, opposes, informed_on="2020-11-02"))["stopped"] == 0
    assert connected.sql("SELECT state FROM attending_doctor_requests") == [("submitted",)]
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(0,)]
    letter = today().isoformat()
    assert (await enter(coordinator, opposes, informed_on=letter))["stopped"] == 1
    assert connected.sql("SELECT state FROM attending_doctor_requests") == [("opposition",)]


async def test_who_opposes_and_is_not_known_yet_is_entered_by_no_later_list(
    as_role: AsRole, connected: Database
) -> None:
    coordinator = await as_role("coordinator")
    done = await enter(coordinator, a_file(a_line(Opposition="oui")))
    assert (done["imported"], done["stopped"], done["refused"]) == (0, 0, 1)
    assert await enter_all(coordinator, a_file(a_line())) == {"imported": 0, "known": 0, "refused": 1}
    assert names_of(connected) == 0
