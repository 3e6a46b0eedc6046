"""Who looks for a doctor is corrected: their priority, the list of the CPAM and oppositions follow."""

from datetime import timedelta
from typing import Any

import pytest

from api.core import clock
from api.core.db import unit_of_work
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.service.facts import score_facts, setting_of
from api.referrals.attending_doctor.tables import AttendingDoctorRequest
from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.scene import a_request, accept, file, kinds, thread
from tests.people.circles import person_of
from tests.people.corrections import correct
from tests.referrals.attending_doctor.conftest import Volunteers
from tests.referrals.attending_doctor.form import a_person
from tests.referrals.attending_doctor.scene import PERSON, enter, looks_for_a_doctor, read, ready
from tests.referrals.attending_doctor.test_list_import import a_file, a_line, check, enter_all
from tests.referrals.attending_doctor.test_opposition import opposed
from tests.roles import SignedIn

KEPT = "SELECT p.*, c.* FROM people AS p LEFT JOIN cases AS c ON c.person_id = p.id ORDER BY p.id"


async def person_in(coordinator: SignedIn, request: dict[str, Any]) -> str:
    return str((await read(coordinator, request))["person_id"])


async def test_the_priority_follows_the_age(coordinator: SignedIn, town_hall: SignedIn) -> None:
    young = await ready(coordinator, looks_for_a_doctor(person=PERSON | {"birth_date": "1999-04-13"}))
    before = await read(coordinator, young)
    await correct(coordinator, before["person_id"], birth_date="1939-04-13")
    after = await read(coordinator, young)
    assert after["score"]["total"] > before["score"]["total"]
    async with unit_of_work(coordinator.community_id) as db:
        setting = await setting_of(db, coordinator.community_id, clock.now())
        row = await db.get_one(AttendingDoctorRequest, young["id"])
        assert (row.age_step, row.birth_year) == (2, 1939)
        assert row.score == rules.total(score_facts(row, setting.zone), setting.rules, setting.today)


async def test_the_doctor_who_took_the_person_reads_that_it_was_corrected_and_not_by_who_asked(
    coordinator: SignedIn, town_hall: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    request = await enter(town_hall)
    for operation, body in (
        ("qualifyAttendingDoctorRequest", {"outcome": "ready"}),
        ("proposeAttendingDoctor", None),
    ):
        version = (await read(coordinator, request))["version"]
        headers = {"If-Match": f'"{version}"'}
        more = {"json": body} if body else {}
        done = await coordinator.call(operation, request_id=request["id"], headers=headers, **more)
        assert done.status_code == 200, done.text
    assert (await accept(doctor)).status_code == 200
    await correct(town_hall, await person_in(coordinator, request), given_name="Honoré")
    line = (await thread(doctor, request))[-1]
    assert (line["kind"], line["corrected_identity"]) == ("corrected", ["given_name"])
    assert line["actor_name"] is None
    told = (await doctor.call("listNotifications")).json()["items"]
    assert told[0]["kind"] == "request_corrected"


async def test_a_list_finds_the_person_under_the_right_name(coordinator: SignedIn) -> None:
    wrong = a_person(family_name="Lefebre")
    request = await enter(coordinator, looks_for_a_doctor(person=wrong))
    found = await check(coordinator, a_file(a_line()))
    assert (found["ready"], found["known"]) == (1, 0)
    await correct(coordinator, await person_in(coordinator, request), family_name="Lefèvre")
    found = await check(coordinator, a_file(a_line()))
    assert (found["ready"], found["known"]) == (0, 1)
    twice = await enter(coordinator, looks_for_a_doctor(person=a_person()))
    assert [one["id"] for one in (await read(coordinator, twice))["possible_duplicates"]] == [request["id"]]


async def test_an_opposition_holds_under_both_names_of_who_is_corrected(
    coordinator: SignedIn, connected: Database
) -> None:
    await opposed(coordinator)
    care = await person_of(coordinator, await file(coordinator, a_request(person=a_person())))
    [(since,)] = connected.sql("SELECT opposed_at FROM attending_doctor_oppositions")
    await correct(coordinator, care, family_name="Lefebvre")
    kept = connected.sql("SELECT opposed_at FROM attending_doctor_oppositions")
    assert kept == [(since,)] * 2
    found = await check(coordinator, a_file(a_line(), a_line("Lefebvre")))
    assert [fault["fault"] for fault in found["faults"]] == ["opposed", "opposed"]


async def test_a_search_that_a_list_made_under_a_wrong_name_ends_for_who_had_opposed(
    coordinator: SignedIn, connected: Database
) -> None:
    await opposed(coordinator)
    await enter_all(coordinator, a_file(a_line("Lefebre")))
    [(case_id, person_id)] = connected.sql("SELECT id, person_id FROM cases WHERE closed_at IS NULL")
    await correct(coordinator, person_id, family_name="Lefèvre")
    ended = connected.sql(
        "SELECT r.state, c.person_id, c.closed_at IS NULL FROM attending_doctor_requests AS r"
        " JOIN cases AS c ON c.id = r.id WHERE r.id = %s",
        case_id,
    )
    assert ended == [("opposition", None, False)]
    assert connected.sql("SELECT count(*) FROM people WHERE identity_sealed IS NOT NULL") == [(0,)]
    lines = kinds(await thread(coordinator, {"id": str(case_id)}))
    assert lines[-3:] == ["corrected", "opposed", "identity_erased"]
    again = await check(coordinator, a_file(a_line("Lefebre")))
    assert [fault["fault"] for fault in again["faults"]] == ["opposed"], "the same list comes again"


async def test_who_agreed_after_they_had_opposed_goes_on_being_looked_for(
    coordinator: SignedIn, connected: Database
) -> None:
    await opposed(coordinator)
    connected.sql("UPDATE attending_doctor_oppositions SET opposed_at = %s", clock.now() - timedelta(days=30))
    request = await ready(coordinator, looks_for_a_doctor(person=a_person(family_name="Lefebre")))
    await correct(coordinator, request["person_id"], family_name="Lefèvre")
    assert (await read(coordinator, request))["state"] == "waiting"
    before = contents(connected)
    await correct(coordinator, request["person_id"], 422, phone="06")
    assert contents(connected) == before


async def entered_wrong_and_corrected(coordinator: SignedIn) -> dict[str, Any]:
    """A list made a request about somebody whom it spells wrong, and who was corrected since."""
    await enter_all(coordinator, a_file(a_line("Lefebre")))
    listed = (await coordinator.call("listAttendingDoctorRequests")).json()["items"]
    request = await read(coordinator, listed[0])
    await correct(coordinator, request["person_id"], family_name="Lefèvre")
    return await read(coordinator, request)


async def test_a_list_that_goes_on_spelling_a_corrected_person_wrong_enters_them_no_second_time(
    coordinator: SignedIn, connected: Database
) -> None:
    await entered_wrong_and_corrected(coordinator)
    before = connected.sql(KEPT)
    again = a_file(a_line("Lefebre"), a_line())
    assert await enter_all(coordinator, again) == {"imported": 0, "known": 2, "refused": 0}
    assert connected.sql(KEPT) == before


@pytest.mark.parametrize("said", ["by themselves", "by a line that spells them wrong"])
async def test_who_was_corrected_and_then_opposes_is_entered_under_no_name_by_a_later_list(
    coordinator: SignedIn, connected: Database, said: str
) -> None:
    request = await entered_wrong_and_corrected(coordinator)
    if said == "by themselves":
        headers = {"If-Match": f'"{request["version"]}"'}
        close = {"request_id": request["id"], "json": {"end": "opposition"}, "headers": headers}
        assert (await coordinator.call("closeAttendingDoctorRequest", **close)).status_code == 200
    else:
        await enter_all(coordinator, a_file(a_line("Lefebre", Opposition="oui")))
    assert (await read(coordinator, request))["state"] == "opposition"
    found = await check(coordinator, a_file(a_line("Lefebre"), a_line()))
    assert [fault["fault"] for fault in found["faults"]] == ["opposed", "opposed"]
    kept = "SELECT identity_hash, former_hashes FROM people WHERE erased_at IS NOT NULL"
    assert connected.sql(kept) == [(None, [])], "the hashes go with the person"


async def test_an_agreement_lifts_the_opposition_of_a_corrected_person_under_both_names(
    coordinator: SignedIn, connected: Database
) -> None:
    await opposed(coordinator)
    connected.sql("UPDATE attending_doctor_oppositions SET opposed_at = %s", clock.now() - timedelta(days=30))
    wrong = looks_for_a_doctor(person=a_person(family_name="Lefebre"))
    request = await enter(coordinator, wrong)
    await correct(coordinator, await person_in(coordinator, request), family_name="Lefèvre")
    care = await person_of(coordinator, await file(coordinator, a_request(person=a_person())))
    await correct(coordinator, care, family_name="Lefebre")
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(2,)]
    qualified = await coordinator.call(
        "qualifyAttendingDoctorRequest",
        request_id=request["id"],
        json={"outcome": "ready"},
        headers={"If-Match": f'"{(await read(coordinator, request))["version"]}"'},
    )
    assert qualified.status_code == 200, qualified.text
    assert connected.sql("SELECT count(*) FROM attending_doctor_oppositions") == [(0,)]
