"""A requester sees the requests of their own structure, and nothing else, ever."""

from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import a_death, accept, act, file, moved, read
from tests.dispatch.scene import file as file_care
from tests.roles import AsRole, MakeCommunity, SignedIn


async def numbers(who: SignedIn, view: str = "all") -> list[str]:
    """The numbers of the requests that somebody lists."""
    answer = await who.call("listDeathCertificationRequests", params={"view": view})
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


async def test_each_structure_sees_its_own(
    as_role: AsRole, town_hall: SignedIn, coordinator: SignedIn, doctors: Certifiers
) -> None:
    police = await as_role("requester", organisation_kind="police")
    colleague = await as_role("requester", organisation_id=town_hall.organisation_id)
    [doctor] = await doctors(1)
    mine, theirs = await file(town_hall), await file(police, a_death())
    assert await numbers(town_hall) == await numbers(colleague) == [mine["number"]]
    assert await numbers(police) == [theirs["number"]]
    assert sorted(await numbers(coordinator)) == sorted([mine["number"], theirs["number"]])
    assert await numbers(doctor) == []
    for who in (police, doctor):
        answer = await who.call("getDeathCertificationRequest", request_id=mine["id"])
        assert answer.status_code == 404
        timeline = await who.call("listTimeline", case_id=mine["id"])
        assert timeline.status_code == 404
    cancelled = await act(police, "cancelDeathCertificationRequest", mine, json={"reason": "mistake"})
    assert cancelled.status_code == 404
    assert await numbers(coordinator, "all") != []


async def test_a_town_hall_and_the_police_see_nothing_but_deaths(
    as_role: AsRole, town_hall: SignedIn, awake: object
) -> None:
    ward = await as_role("requester", organisation_kind="hospital_ward")
    await file_care(ward)
    assert (await town_hall.call("searchProfessionals")).status_code == 403
    listed = await town_hall.call("listUnscheduledCareRequests", params={"view": "all"})
    assert listed.json()["items"] == []


async def test_a_town_hall_reads_no_identity_of_another_structure_whatever_its_reason(
    as_role: AsRole, town_hall: SignedIn, connected: Database, awake: object
) -> None:
    """Neither of a death that the police made known nor of somebody who looks for care."""
    admin, police = await as_role("admin"), await as_role("requester", organisation_kind="police")
    ward = await as_role("requester", organisation_kind="hospital_ward")
    asked = [(police, await file(police)), (ward, await file_care(ward))]
    before = connected.sql("SELECT * FROM people ORDER BY id")
    for theirs, request in asked:
        [(person_id,)] = connected.sql("SELECT person_id FROM cases WHERE id = %s", request["id"])
        for body in ({}, {"reason": "La famille est devant moi"}):
            answer = await town_hall.call("readIdentity", person_id=person_id, json=body)
            assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
        tried = connected.sql(
            "SELECT actor_id, action, detail FROM audit_entries WHERE subject_id = %s"
            " AND action LIKE 'person.identity_re%%'",
            person_id,
        )
        why = {"refused": "no relation to the person"}
        assert tried == [(town_hall.account_id, "person.identity_refused", why)] * 2
        assert (await theirs.call("readIdentity", person_id=person_id, json={})).status_code == 200
    assert connected.sql("SELECT * FROM people ORDER BY id") == before
    told = [one["kind"] for one in (await admin.call("listNotifications")).json()["items"]]
    assert "identity_read" not in told


async def test_another_community_sees_none_of_it(
    as_role: AsRole, make_community: MakeCommunity, town_hall: SignedIn
) -> None:
    request = await file(town_hall)
    there = await as_role("coordinator", community_id=(await make_community("Ailleurs")).id)
    assert await numbers(there) == []
    answer = await there.call("getDeathCertificationRequest", request_id=request["id"])
    assert answer.status_code == 404


async def test_only_who_asked_or_the_coordination_cancels_and_answers(
    town_hall: SignedIn, doctors: Certifiers
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    taken = await read(doctor, request["id"])
    for operation, body in (
        ("cancelDeathCertificationRequest", {"reason": "mistake"}),
        ("answerDeathSafetyQuestions", {"violence": "no"}),
    ):
        assert (await act(doctor, operation, taken, json=body)).status_code == 403
    assert (await read(doctor, request["id"]))["version"] == taken["version"]


async def test_a_duplicate_of_another_structure_is_named_to_the_coordination_alone(
    town_hall: SignedIn, coordinator: SignedIn, as_role: AsRole
) -> None:
    police = await as_role("requester", organisation_kind="police")
    first = await file(town_hall)
    second = await read(coordinator, (await file(police))["id"])
    one = {"of_id": first["id"]}
    marked = await moved(coordinator, "markDeathCertificationDuplicate", second, json=one)
    assert marked["duplicate_of"]["number"] == first["number"]
    seen = await read(police, second["id"])
    assert (seen["state"], seen["duplicate_of"]) == ("duplicate", None)


async def test_a_structure_reads_which_of_its_own_requests_goes_on(
    town_hall: SignedIn, coordinator: SignedIn
) -> None:
    first = await file(town_hall)
    second = await read(coordinator, (await file(town_hall))["id"])
    one = {"of_id": first["id"]}
    await moved(coordinator, "markDeathCertificationDuplicate", second, json=one)
    seen = await read(town_hall, second["id"])
    assert seen["duplicate_of"]["number"] == first["number"]
