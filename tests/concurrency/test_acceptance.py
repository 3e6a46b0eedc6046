"""Everybody says yes at the same moment: one has it, the others are told, nothing else happens."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.availability.tables import Appointment
from api.core.db import unit_of_work
from api.dispatch.tables import Offer
from api.identity.tables import Community, CommunityRulesRow
from tests.dispatch.conftest import Doctors, awake, coordinator, doctors, requester
from tests.dispatch.scene import accept, act, decline, file, kinds, offers_of, read, soon, steer, thread
from tests.roles import SignedIn

__all__ = ["awake", "coordinator", "doctors", "requester"]

MANY = 64


async def ask_everybody(community_id: UUID) -> None:
    """One wave, of the whole network."""
    wave = {"audience": "network", "minutes": 45, "radius_km": None, "at_most": None}
    async with unit_of_work(community_id) as db:
        row = await db.scalar(select(CommunityRulesRow).where(CommunityRulesRow.community_id == community_id))
        care = row.document["unscheduled_care"] | {"waves": [wave]}
        row.document = row.document | {"unscheduled_care": care}


@pytest.mark.slow
async def test_of_64_who_accept_at_once_one_wins_and_63_are_told(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors, awake: Community
) -> None:
    await ask_everybody(awake.id)
    people = await doctors(MANY)
    request = await file(requester)
    offers = [(doctor, (await offers_of(doctor))[0]["id"]) for doctor in people]
    answers = await asyncio.gather(
        *(doctor.call("acceptOffer", offer_id=id_, json={"starts_at": soon(3)}) for doctor, id_ in offers)
    )
    said = Counter((answer.status_code, answer.json().get("type")) for answer in answers)
    assert said == {(200, None): 1, (409, "offer_taken"): MANY - 1}

    [winner] = [doctor for (doctor, _), answer in zip(offers, answers, strict=True) if answer.is_success]
    assert (await read(requester, request))["professional"]["id"] == str(winner.professional_id)
    async with unit_of_work(awake.id) as db:
        states = Counter((await db.scalars(select(Offer.state))).all())
        assert states == {"accepted": 1, "withdrawn": MANY - 1}
        assert await db.scalar(select(func.count()).select_from(Appointment)) == 1
    assert kinds(await thread(coordinator, request)).count("offer_accepted") == 1


async def test_an_acceptance_and_a_cancellation_at_once_leave_one_truth(
    requester: SignedIn, doctors: Doctors
) -> None:
    for _ in range(5):
        [doctor] = await doctors(1)
        request = await file(requester)
        taken, gone = await asyncio.gather(
            accept(doctor, starts_at=soon(3)),
            act(requester, "cancelUnscheduledCareRequest", request, reason="person_better"),
        )
        ended = await read(requester, request)
        if gone.status_code == 200:
            assert ended["state"] == "cancelled"
            # Accepted first and cancelled then, or refused as withdrawn: never accepted and forgotten.
            assert taken.status_code in (200, 409)
            assert (ended["appointment"] or {"state": "cancelled"})["state"] == "cancelled"
        else:
            assert (gone.status_code, taken.status_code) == (412, 200)
            assert ended["state"] == "slot_held"
            await act(requester, "cancelUnscheduledCareRequest", request, reason="mistake")


async def test_the_last_two_refusals_at_once_open_the_next_wave_once(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    people = await doctors(7)
    request = await file(requester)
    asked = [doctor for doctor in people if await offers_of(doctor)]
    for doctor in asked[2:]:
        assert (await decline(doctor)).status_code == 200
    both = await asyncio.gather(decline(asked[0]), decline(asked[1]))
    assert [answer.status_code for answer in both] == [200, 200]
    opened = [line for line in await thread(coordinator, request) if line["kind"] == "wave_opened"]
    assert [line["wave"] for line in opened] == [1, 2]
    [last] = [doctor for doctor in people if doctor not in asked]
    assert len(await offers_of(last)) == 1


async def test_an_acceptance_and_an_assignment_at_once_give_it_to_one(
    requester: SignedIn, coordinator: SignedIn, doctors: Doctors
) -> None:
    quick, phoned = await doctors(2)
    request = await file(requester)
    taken, given = await asyncio.gather(
        accept(quick),
        steer(coordinator, "assignDispatch", request, professional_id=str(phoned.professional_id)),
    )
    assert sorted([taken.status_code, given.status_code]) in ([200, 409], [200, 412])
    async with unit_of_work(requester.community_id) as db:
        accepted = (await db.scalars(select(Offer).where(Offer.state == "accepted"))).all()
    winner = quick if taken.status_code == 200 else phoned
    assert [offer.professional_id for offer in accepted] == [winner.professional_id]
    assert (await read(coordinator, request))["professional"]["id"] == str(winner.professional_id)
