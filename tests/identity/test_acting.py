"""Acting for a doctor: for whom each call is, under whose names it is written, and when it is over."""

from typing import Any

from api.cases import service as cases
from api.contract.models import Role
from api.core import clock, live
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.notifications.service import standings
from tests.availability.builders import opening_body
from tests.availability.conftest import day_of, practice_of, tomorrow_at
from tests.cases.builders import a_case, actor_of
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.dispatch.conftest import awake, requester
from tests.dispatch.scene import a_request, accept, file, offers_of, open_time, read, soon, thread
from tests.identity.delegating import ACTING_FOR, NAME, Office, named
from tests.roles import AsRole, SignedIn

__all__ = ["awake", "requester"]

BOTH = f"{NAME} pour Dr Anna Essai"

CLOSURE = {
    "starts_at": "2030-01-07T09:00:00+01:00",
    "ends_at": "2030-01-07T10:00:00+01:00",
    "reason": "other",
}


async def choose(http: ContractClient, delegation: dict[str, Any]) -> dict[str, Any]:
    """The session goes on for another doctor; the page of the caller follows."""
    answer = await http.call("chooseDelegation", json={"delegation_id": delegation["id"]})
    assert answer.status_code == 200, answer.text
    http.headers[ACTING_FOR] = delegation["id"]
    return dict(answer.json())


async def test_what_a_delegate_opens_is_the_doctors_and_the_trail_says_who_did_it_for_whom(
    doctor: SignedIn, as_role: AsRole, office: Office
) -> None:
    nadia = await office.accept(await named(doctor))
    opening = opening_body(await practice_of(doctor), on_day=day_of(tomorrow_at(9)))
    made = await nadia.call("createOpening", json=opening)
    assert (made.status_code, made.json()["professional_id"]) == (201, str(doctor.professional_id))
    [mine] = (await doctor.call("listOpenings")).json()["items"]
    assert mine["id"] == made.json()["id"]
    trail = await (await as_role("admin")).call("listAuditEntries", params={"action": "opening.created"})
    [line] = trail.json()["items"]
    assert (line["actor_name"], line["on_behalf_of_name"]) == (NAME, "Dr Anna Essai")
    assert line["on_behalf_of_id"] == str(doctor.account_id)


async def test_what_a_doctor_does_alone_is_done_for_nobody(doctor: SignedIn, as_role: AsRole) -> None:
    await doctor.call("createClosure", json=CLOSURE)
    trail = await (await as_role("admin")).call("listAuditEntries", params={"action": "closure.created"})
    [line] = trail.json()["items"]
    assert (line["actor_name"], line["on_behalf_of_id"]) == ("Dr Anna Essai", None)


async def test_an_answer_and_a_message_carry_both_names_to_whoever_sees_the_author(
    doctor: SignedIn, requester: SignedIn, office: Office
) -> None:
    nadia = await office.accept(await named(doctor, may_answer=True))
    await open_time(doctor)
    request = await file(requester, a_request())
    [offer] = await offers_of(doctor)
    answer = await nadia.call("acceptOffer", offer_id=offer["id"], json={"starts_at": soon(2)})
    assert answer.status_code == 200, answer.text
    case_id = (await read(requester, request))["id"]
    said = await nadia.call("postMessage", case_id=case_id, json={"text": "Prévoir l’ordonnance."})
    assert said.json()["actor_name"] == BOTH
    authors = {line["kind"]: line["actor_name"] for line in await thread(requester, request)}
    assert authors["message"] == BOTH
    assert BOTH in authors.values()
    assert [offer["id"] for offer in await offers_of(doctor, None)], "the offer is the doctor's"


async def test_a_delegate_who_may_not_answer_is_shown_no_button_that_would_be_refused(
    doctor: SignedIn, requester: SignedIn, office: Office
) -> None:
    given = await named(doctor)
    nadia = await office.accept(given)
    await open_time(doctor)
    request = await file(requester, a_request())
    assert (await accept(doctor, starts_at=soon(2))).status_code == 200
    hers = (await nadia.call("getUnscheduledCareRequest", request_id=request["id"])).json()
    own = (await doctor.call("getUnscheduledCareRequest", request_id=request["id"])).json()
    assert {"confirm", "withdraw"} <= set(own["actions"])
    assert not {"confirm", "withdraw"} & set(hers["actions"])
    refused = await nadia.call("withdrawFromUnscheduledCareRequest", request_id=request["id"])
    assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")


async def test_a_delegate_of_one_doctor_sees_and_touches_nothing_of_another(
    doctor: SignedIn, colleague: SignedIn, requester: SignedIn, office: Office, connected: Database
) -> None:
    theirs = (await colleague.call("createClosure", json=CLOSURE)).json()
    opening = opening_body(await practice_of(colleague), on_day=day_of(tomorrow_at(9)))
    open_there = (await colleague.call("createOpening", json=opening)).json()
    nadia = await office.accept(await named(doctor, may_answer=True))
    before = contents(connected)
    version = {"If-Match": f'"{open_there["version"]}"'}
    refused = [
        await nadia.call("deleteClosure", closure_id=theirs["id"]),
        await nadia.call("deleteOpening", opening_id=open_there["id"], headers=version),
        await nadia.call("createOpening", json=opening),
        await nadia.call("chooseDelegation", json={"delegation_id": theirs["id"]}),
    ]
    assert [answer.status_code for answer in refused] == [404, 404, 422, 404]
    assert contents(connected) == before


async def test_with_two_doctors_one_chooses_and_nothing_of_the_first_is_left_for_the_second(
    doctor: SignedIn, colleague: SignedIn, awake: Community, office: Office
) -> None:
    one, other = await named(doctor), await named(colleague)
    nadia = await office.accept(one)
    asked = await nadia.call("createUnscheduledCareRequest", json=a_request())
    assert asked.status_code == 201, asked.text
    await nadia.aclose()
    first, me = await office.accept_one_more(other)
    assert [acting["name"] for acting in me["delegations"]] == ["Dr Anna Essai", "Dr Paul Essai"]
    me = await choose(first, other)
    assert me["acting_for"]["name"] == "Dr Paul Essai"
    assert (await first.call("listUnscheduledCareRequests")).json()["items"] == []
    unseen = await first.call("getUnscheduledCareRequest", request_id=asked.json()["id"])
    assert unseen.status_code == 404
    await choose(first, one)
    [seen] = (await first.call("listUnscheduledCareRequests")).json()["items"]
    assert seen["id"] == asked.json()["id"]
    assert (await doctor.call("getUnscheduledCareRequest", request_id=seen["id"])).status_code == 200


async def test_a_page_left_open_for_one_doctor_never_writes_or_reads_for_another(
    doctor: SignedIn, colleague: SignedIn, office: Office, connected: Database
) -> None:
    one, other = await named(doctor), await named(colleague)
    await (await office.accept(one)).aclose()
    nadia, _ = await office.accept_one_more(other)
    await choose(nadia, one)
    await choose(nadia, other)
    before = contents(connected)
    stale = {ACTING_FOR: one["id"]}
    for said in (stale, {ACTING_FOR: "x"}, {ACTING_FOR: ""}):
        write = await nadia.call("createClosure", json=CLOSURE, headers=said)
        read_too = await nadia.call("listOpenings", headers=said)
        for refused in (write, read_too):
            assert (refused.status_code, refused.json()["type"]) == (403, "acting_for_another")
    del nadia.headers[ACTING_FOR]
    unsaid = await nadia.call("createClosure", json=CLOSURE)
    assert (unsaid.status_code, unsaid.json()["type"]) == (403, "acting_for_another")
    assert contents(connected) == before
    assert (await nadia.call("listOpenings")).status_code == 200, "a stream or a file carries no header"
    kept = await nadia.call("createClosure", json=CLOSURE, headers={ACTING_FOR: other["id"]})
    assert kept.status_code == 201


async def test_a_doctor_in_their_own_name_is_not_taken_for_somebody_elses_delegate(
    doctor: SignedIn, connected: Database
) -> None:
    given = await named(doctor)
    before = contents(connected)
    refused = await doctor.call("createClosure", json=CLOSURE, headers={ACTING_FOR: given["id"]})
    assert (refused.status_code, refused.json()["type"]) == (403, "acting_for_another")
    assert contents(connected) == before


async def test_the_delegates_of_a_doctor_who_left_do_nothing_more_for_them(
    doctor: SignedIn, colleague: SignedIn, office: Office, connected: Database
) -> None:
    one, other = await named(doctor), await named(colleague)
    await (await office.accept(one)).aclose()
    nadia, _ = await office.accept_one_more(other)
    await choose(nadia, one)
    office.leaves(doctor, doctor.community_id)
    before = contents(connected)
    for refused in (await nadia.call("listOpenings"), await nadia.call("createClosure", json=CLOSURE)):
        assert (refused.status_code, refused.json()["type"]) == (403, "delegation_ended")
    gone = await nadia.call("chooseDelegation", json={"delegation_id": one["id"]})
    assert gone.status_code == 404
    assert contents(connected) == before
    me = (await nadia.call("getMe")).json()
    assert (me["acting_for"], [left["name"] for left in me["delegations"]]) == (None, ["Dr Paul Essai"])
    assert (await nadia.call("getCommunity")).status_code == 200, "whom to call is still said"
    await choose(nadia, other)
    assert (await nadia.call("createClosure", json=CLOSURE)).status_code == 201
    office.leaves(colleague, colleague.community_id)
    _, alone = await office.sign_in()
    assert (alone["acting_for"], alone["delegations"], alone["scopes"]) == (None, [], [])


async def test_who_listens_for_a_doctor_hears_nothing_of_hers_any_more_once_that_is_over(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    await office.accept(await named(doctor))
    [(session_id, nadia)] = connected.sql(
        "SELECT id, account_id FROM sessions WHERE delegation_id IS NOT NULL"
    )
    hers = {live.professional_key(doctor.professional_id), live.account_key(doctor.account_id)}
    _, keys = (await standings([session_id]))[session_id]
    assert hers | {live.account_key(nadia)} <= keys
    office.leaves(doctor, doctor.community_id)
    _, keys = (await standings([session_id]))[session_id]
    assert (hers & keys, live.account_key(nadia) in keys) == (set(), True)


async def test_the_delegates_of_a_doctor_who_practises_nowhere_any_more_do_nothing_for_them(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    nadia = await office.accept(await named(doctor))
    practises = "UPDATE professionals SET is_active = %s WHERE id = %s"
    connected.sql(practises, False, doctor.professional_id)
    refused = await nadia.call("createClosure", json=CLOSURE)
    assert (refused.status_code, refused.json()["type"]) == (403, "delegation_ended")
    assert connected.sql("SELECT count(*) FROM closures") == [(0,)]
    connected.sql(practises, True, doctor.professional_id)
    assert (await nadia.call("createClosure", json=CLOSURE)).status_code == 201


async def test_an_account_that_is_closed_takes_its_delegates_along(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    nadia = await office.accept(await named(doctor))
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", doctor.account_id)
    refused = await nadia.call("createClosure", json=CLOSURE)
    assert (refused.status_code, refused.json()["type"]) == (403, "delegation_ended")
    assert connected.sql("SELECT count(*) FROM closures") == [(0,)]


async def test_a_choice_that_cannot_be_read_leaves_the_doctor_where_she_was(
    doctor: SignedIn, office: Office, connected: Database
) -> None:
    nadia = await office.accept(await named(doctor))
    before = contents(connected)
    unread = await nadia.call("chooseDelegation", content=b"{", headers={"Content-Type": "application/json"})
    wrong = await nadia.call("chooseDelegation", json={"delegation_id": "Essai"})
    forged = await nadia.call(
        "chooseDelegation", json={"delegation_id": str(doctor.account_id)}, headers={"X-CSRF-Token": ""}
    )
    assert [answer.status_code for answer in (unread, wrong, forged)] == [400, 422, 403]
    assert contents(connected) == before


async def test_a_delegate_reads_an_identity_when_the_doctor_needs_it_and_never_for_a_reason(
    doctor: SignedIn, colleague: SignedIn, office: Office, connected: Database
) -> None:
    nadia = await office.accept(await named(doctor))
    needed = await a_case(colleague, with_person=True, accepted_by=doctor.professional_id)
    shown = await nadia.call("readIdentity", person_id=needed.person_id, json={})
    assert shown.status_code == 200
    followed = await a_case(colleague, with_person=True)
    async with unit_of_work(followed.community_id) as db:
        await cases.follow(db, actor_of(doctor, Role.professional), followed, at=clock.now())
    reason = {"reason": "Le patient a rappelé le cabinet."}
    refused = await nadia.call("readIdentity", person_id=followed.person_id, json=reason)
    assert (refused.status_code, refused.json()["type"]) == (404, "not_found")
    assert (await doctor.call("readIdentity", person_id=followed.person_id, json=reason)).status_code == 200
    tried = connected.sql(
        "SELECT action, actor_id = %s, on_behalf_of_id IS NOT NULL FROM audit_entries"
        " WHERE subject_id = %s AND action LIKE 'person.identity_re%%' ORDER BY at",
        doctor.account_id,
        followed.person_id,
    )
    assert tried == [("person.identity_refused", False, True), ("person.identity_read", True, False)]
