"""Fairness over a thousand people: nobody above their quota, and the spread within one of the best possible.

Doctors answer at random, with a fixed seed. What is asserted is what a doctor could reproach: having been
given more than they said, or more than their share while others had places. The best possible is what
somebody would do who knew beforehand everybody who comes and everybody who would say yes.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.contract.models import OfferState
from api.core import clock
from api.core.db import unit_of_work
from api.dispatch.tables import Offer
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.rules import Places, Wanted
from tests.dispatch.scene import accept
from tests.referrals.attending_doctor.conftest import Volunteers
from tests.referrals.attending_doctor.scene import proposed, somebody
from tests.roles import SignedIn

PEOPLE = 1_000
TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@dataclass
class Practice:
    """A doctor of the simulation."""

    places: Places
    willing: float
    km: float


def doctors(chance: Random, quotas: list[int]) -> list[Practice]:
    """Doctors with these quotas, each somewhere, more or less willing."""
    return [
        Practice(Places(UUID(int=index + 1), quota, home_visits=True), 1.0, chance.uniform(0, 8))
        for index, quota in enumerate(quotas)
    ]


def ask_for_one(line: list[Practice], chance: Random, at: datetime) -> Practice | None:
    """Ask one after the other until somebody accepts; None when nobody has a place left."""
    wanted = Wanted(False, None, None)
    without: set[UUID] = set()
    while True:
        fit = [
            (one.places, chance.uniform(0, 8))
            for one in line
            if one.places.professional_id not in without
            and rules.why_not(one.places, wanted, at=at, today=TODAY) is None
        ]
        if not fit:
            return None
        first = rules.in_turn(fit)[0][0]
        doctor = next(one for one in line if one.places.professional_id == first.professional_id)
        doctor.places = replace(doctor.places, last_asked_at=at)
        if chance.random() < doctor.willing:
            doctor.places = replace(doctor.places, accepted=doctor.places.accepted + 1)
            return doctor
        without.add(first.professional_id)


@pytest.mark.parametrize("seed", range(5))
def test_over_a_thousand_people_nobody_is_above_their_quota_and_equals_are_within_one(seed: int) -> None:
    chance = Random(seed)
    line = doctors(chance, [50] * 30)
    for number in range(PEOPLE):
        assert ask_for_one(line, chance, NOW + timedelta(minutes=number)) is not None
        taken = [one.places.accepted for one in line]
        assert max(taken) - min(taken) <= 1
    assert sum(one.places.accepted for one in line) == PEOPLE
    assert all(one.places.accepted <= one.places.quota for one in line)


@pytest.mark.parametrize("seed", range(5))
def test_with_unequal_quotas_each_is_within_one_of_their_share(seed: int) -> None:
    chance = Random(seed)
    quotas = [chance.randint(1, 80) for _ in range(40)]
    line = doctors(chance, quotas)
    given = 0
    for number in range(PEOPLE):
        given += ask_for_one(line, chance, NOW + timedelta(minutes=number)) is not None
    assert given == min(PEOPLE, sum(quotas))
    share = given / sum(quotas)
    for one in line:
        assert one.places.accepted <= one.places.quota
        assert abs(one.places.accepted - share * one.places.quota) <= 1.0


@pytest.mark.parametrize("seed", range(3))
def test_refusals_never_push_anybody_above_their_quota(seed: int) -> None:
    chance = Random(seed)
    line = doctors(chance, [chance.randint(0, 30) for _ in range(40)])
    for one in line:
        one.willing = chance.uniform(0.2, 1)
    found = sum(ask_for_one(line, chance, NOW + timedelta(minutes=n)) is not None for n in range(PEOPLE))
    assert all(one.places.accepted <= one.places.quota for one in line)
    assert found == sum(one.places.accepted for one in line)


SECTORS = ["Centre", "Gare", "Plateau", "Port"]


@pytest.mark.parametrize("seed", range(8))
def test_with_visits_sectors_and_refusals_the_spread_is_on_both_sides_within_one_of_the_best(
    seed: int,
) -> None:
    chance = Random(seed)
    line = [
        Places(
            UUID(int=index),
            quota=60,
            home_visits=chance.random() < 0.6,
            sectors=frozenset(chance.sample(SECTORS, 2)) if chance.random() < 0.4 else frozenset(),
        )
        for index in range(30)
    ]
    willing = [chance.uniform(0.3, 1) for _ in line]
    could: list[list[int]] = []
    held: list[set[int]] = [set() for _ in line]
    for number in range(PEOPLE):
        wanted = Wanted(chance.random() < 0.3, chance.choice(SECTORS), None)
        yes = {
            index
            for index, one in enumerate(line)
            if chance.random() < willing[index] and rules.not_suited(one, wanted) is None
        }
        could.append(sorted(yes))
        at = NOW + timedelta(minutes=number)
        asked = [
            one.professional_id.int
            for one, _ in rules.in_turn(
                (one, chance.uniform(0, 8))
                for one in line
                if rules.why_not(one, wanted, at=at, today=TODAY) is None
            )
        ]
        taker = next(index for index in asked if index in yes)
        line[taker] = replace(line[taker], accepted=line[taker].accepted + 1, last_asked_at=at)
        held[taker].add(number)
    taken = [one.accepted for one in line]
    assert (sum(taken), max(taken) <= 60) == (PEOPLE, True)
    level(held, could)
    best = [len(people) for people in held]
    assert sum(best) == PEOPLE
    assert min(best) - 1 <= min(taken) <= max(taken) <= max(best) + 1


def level(held: list[set[int]], could: list[list[int]]) -> None:
    """Give people to others who would have taken them, until nobody who holds the most can be relieved: the
    best possible, since no chain of such moves leads from them to somebody who holds two fewer."""
    while any(
        relieve(held, could, doctor) for doctor in sorted(range(len(held)), key=lambda d: -len(held[d]))
    ):
        pass


def relieve(held: list[set[int]], could: list[list[int]], doctor: int) -> bool:
    """One person fewer for this doctor and one more for somebody who holds at least two fewer, by a chain of
    people who change hands; False when there is none."""
    came: dict[int, tuple[int, int]] = {}
    reached = [doctor]
    for giver in reached:
        if len(held[giver]) <= len(held[doctor]) - 2:
            taker = giver
            while taker != doctor:
                before, person = came[taker]
                held[before].remove(person)
                held[taker].add(person)
                taker = before
            return True
        for person in held[giver]:
            for other in could[person]:
                if other != doctor and other not in came:
                    came[other] = (giver, person)
                    reached.append(other)
    return False


@pytest.mark.parametrize("seed", range(3))
def test_month_after_month_people_proposed_together_are_spread_as_evenly_as_can_be(seed: int) -> None:
    chance = Random(seed)
    line = [Places(UUID(int=index), quota=5) for index in range(30)]
    for month in range(8):
        line = [replace(one, accepted=0) for one in line]  # a new month, all places again
        at = NOW + timedelta(days=31 * month)
        for _ in range(0, PEOPLE // 8, 5):
            for _ in range(5):  # the coordination proposes five in a row, before anybody answers
                first = rules.in_turn((one, chance.uniform(0, 8)) for one in line if one.left)[0][0]
                index = first.professional_id.int
                line[index] = replace(first, pending=first.pending + 1, last_asked_at=at)
                assert line[index].accepted + line[index].pending <= 5
            line = [replace(one, accepted=one.accepted + one.pending, pending=0) for one in line]
        taken = [one.accepted for one in line]
        assert (sum(taken), max(taken) - min(taken) <= 1) == (PEOPLE // 8, True)


async def test_through_the_whole_server_equals_are_given_the_same_number_of_people(
    coordinator: SignedIn, volunteers: Volunteers
) -> None:
    line = await volunteers(4, quota=3)
    for number in range(8):
        await proposed(coordinator, somebody("Personne" + "abcdefgh"[number]))
        for doctor in line:
            if (await doctor.call("listOffers", params={"state": "pending"})).json()["items"]:
                assert (await accept(doctor)).status_code == 200
    async with unit_of_work(coordinator.community_id) as db:
        counts = await db.execute(
            select(Offer.professional_id, func.count())
            .where(Offer.state == OfferState.accepted, Offer.answered_at <= clock.now())
            .group_by(Offer.professional_id)
        )
    assert sorted(count for _, count in counts) == [2, 2, 2, 2]
