"""Whoever was asked and then left: the offer is taken back with the reason, the search goes on at once."""

from typing import Any

from tests.conftest import Database
from tests.contract.contents import contents
from tests.dispatch.conftest import Doctors
from tests.dispatch.scene import file, kinds, offers_of, read, thread, tick, whose_doctor_is
from tests.roles import SignedIn


def leaves(database: Database, who: SignedIn) -> None:
    database.sql("UPDATE professionals SET is_active = false WHERE id = %s", who.professional_id)


async def offer_of(who: SignedIn) -> dict[str, Any]:
    [offer] = await offers_of(who, state=None)
    return offer


async def test_the_doctor_asked_alone_left_so_the_network_is_asked_at_once(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, connected: Database
) -> None:
    attending, *others = await doctors(3)
    request = await file(requester, whose_doctor_is(attending))
    assert [len(await offers_of(one)) for one in (attending, *others)] == [1, 0, 0]
    leaves(connected, attending)
    await tick(requester.community_id)

    gone = await offer_of(attending)
    assert (gone["state"], gone["withdrawn_because"], gone["actions"]) == ("withdrawn", "left", [])
    assert [len(await offers_of(one)) for one in others] == [1, 1]
    lines = await thread(coordinator, request)
    assert kinds(lines)[-2:] == ["professional_left", "wave_opened"]
    assert lines[-2]["professional_name"] is not None
    refused = await attending.call("acceptOffer", offer_id=gone["id"], json={})
    assert (refused.status_code, refused.json()["type"]) == (409, "offer_withdrawn")


async def test_those_asked_with_them_keep_their_time_to_answer(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, connected: Database
) -> None:
    leaver, stays = await doctors(2)
    request = await file(requester)
    before = await offer_of(stays)
    leaves(connected, leaver)
    await tick(requester.community_id)
    assert (await offer_of(leaver))["state"] == "withdrawn"
    after = await offer_of(stays)
    assert (after["state"], after["due_at"]) == ("pending", before["due_at"])
    assert kinds(await thread(coordinator, request))[-1] == "professional_left"
    quiet = contents(connected)
    await tick(requester.community_id)
    assert contents(connected) == quiet, "it is said once"


async def test_when_nobody_else_can_be_asked_the_coordination_is_called(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, connected: Database
) -> None:
    [only] = await doctors(1)
    request = await file(requester)
    leaves(connected, only)
    await tick(requester.community_id)
    assert (await read(coordinator, request))["state"] == "no_solution"
    assert "coordinator_alerted" in kinds(await thread(coordinator, request))


async def test_somebody_who_is_no_longer_a_member_is_asked_nothing_more(
    requester: SignedIn, doctors: Doctors, connected: Database
) -> None:
    leaver, stays = await doctors(2)
    await file(requester)
    connected.sql("DELETE FROM memberships WHERE professional_id = %s", leaver.professional_id)
    await tick(requester.community_id)
    assert [len(await offers_of(one)) for one in (leaver, stays)] == [0, 1]
