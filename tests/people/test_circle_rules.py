"""What the care circle allows: pure rules, walked case by case."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from api.contract.models import CareCircleAction as Action
from api.contract.models import CareCircleConsent as Consent
from api.contract.models import CareRole, OrganisationKind
from api.people.circle_rules import (
    DOCTOR,
    MOST_MEMBERS,
    NURSE,
    PHARMACIST,
    STRUCTURES,
    Place,
    Stands,
    actions,
    last_is_the_first,
    left_out,
    may_say,
    sees_members,
    wrong_part,
)

MEMBER = Stands(member=True, coordinates=False, cares=True)
COORDINATION = Stands(member=False, coordinates=True, cares=False)
CARES = Stands(member=False, coordinates=False, cares=True)
DELEGATE = Stands(member=True, coordinates=False, cares=True, for_another=True)


@pytest.mark.parametrize(
    ("stands", "sees"),
    [(MEMBER, True), (COORDINATION, True), (CARES, False), (DELEGATE, True)],
    ids=["member", "coordination", "cares", "delegate"],
)
def test_members_are_seen_by_the_circle_and_the_coordination_while_the_person_agrees(
    stands: Stands, *, sees: bool
) -> None:
    assert sees_members(stands, Consent.given) is sees
    for said in (None, Consent.refused, Consent.withdrawn):
        assert not sees_members(stands, said)


@pytest.mark.parametrize(
    ("stands", "said", "allowed"),
    [
        (CARES, None, [Action.record_consent]),
        (CARES, Consent.refused, [Action.record_consent]),
        (CARES, Consent.given, [Action.enter, Action.withdraw_consent]),
        (MEMBER, Consent.given, [Action.add, Action.leave, Action.withdraw_consent]),
        (COORDINATION, Consent.given, [Action.add, Action.withdraw_consent]),
        (COORDINATION, Consent.withdrawn, [Action.record_consent]),
        (DELEGATE, Consent.given, []),
        (DELEGATE, None, []),
    ],
    ids=[
        "who cares asks",
        "who cares asks again",
        "who cares joins",
        "a member names others",
        "the coordination names others",
        "the coordination asks again",
        "a delegate says nothing",
        "a delegate asks nothing",
    ],
)
def test_what_one_may_do_follows_from_what_one_is_and_what_the_person_said(
    stands: Stands, said: Consent | None, allowed: list[Action]
) -> None:
    assert actions(stands, said) == allowed


def test_only_what_was_given_is_withdrawn_and_what_was_given_is_not_given_again() -> None:
    allowed = {(before, now) for before in (None, *Consent) for now in Consent if may_say(before, now)}
    open_ones = (None, Consent.refused, Consent.withdrawn)
    assert allowed == {
        (Consent.given, Consent.withdrawn),
        *((before, Consent.given) for before in open_ones),
        *((before, Consent.refused) for before in open_ones),
    }


@pytest.mark.parametrize(
    ("role", "code", "stands"),
    [
        (CareRole.attending_doctor, DOCTOR, True),
        (CareRole.attending_doctor, NURSE, False),
        (CareRole.specialist, DOCTOR, True),
        (CareRole.nurse, NURSE, True),
        (CareRole.nurse, DOCTOR, False),
        (CareRole.pharmacist, PHARMACIST, True),
        (CareRole.physiotherapist, NURSE, False),
        (CareRole.home_help, NURSE, False),
        (CareRole.other, "95", True),
    ],
    ids=lambda value: str(getattr(value, "value", value)),
)
def test_a_part_belongs_to_a_profession(role: CareRole, code: str, *, stands: bool) -> None:
    assert (wrong_part(role, profession_code=code, structure=None, taken=()) is None) is stands


def test_a_structure_is_no_doctor_and_only_a_pharmacy_is_the_pharmacy() -> None:
    def stands(role: CareRole, kind: OrganisationKind) -> bool:
        return wrong_part(role, profession_code=None, structure=kind, taken=()) is None

    assert stands(CareRole.pharmacist, OrganisationKind.pharmacy)
    assert not stands(CareRole.pharmacist, OrganisationKind.health_centre)
    assert stands(CareRole.home_help, OrganisationKind.other)
    assert stands(CareRole.nurse, OrganisationKind.practice_group)
    assert not stands(CareRole.attending_doctor, OrganisationKind.health_centre)


def test_there_is_one_attending_doctor() -> None:
    taken = {CareRole.attending_doctor}
    assert wrong_part(CareRole.attending_doctor, profession_code=DOCTOR, structure=None, taken=taken)
    assert not wrong_part(CareRole.specialist, profession_code=DOCTOR, structure=None, taken=taken)


def test_who_sees_somebody_once_is_of_no_circle() -> None:
    assert STRUCTURES.isdisjoint(
        {
            OrganisationKind.town_hall,
            OrganisationKind.police,
            OrganisationKind.hospital_ward,
            OrganisationKind.dispatch_centre,
            OrganisationKind.out_of_hours,
            OrganisationKind.unscheduled_care_centre,
        }
    )


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ((LATER, Consent.given), (NOON, Consent.refused), True),
        ((NOON, Consent.refused), (LATER, Consent.given), False),
        ((NOON, Consent.refused), (NOON, Consent.given), True),
        ((NOON, Consent.given), (NOON, Consent.withdrawn), False),
    ],
)
def test_of_two_circles_of_one_person_what_was_said_last_holds_and_no_before_yes(
    first: tuple[datetime, Consent], second: tuple[datetime, Consent], *, holds: bool
) -> None:
    assert last_is_the_first(first, second) is holds


def test_nobody_has_two_places_in_a_circle_and_the_doctor_named_last_stays() -> None:
    nurse, old, new = (UUID(int=number) for number in (1, 2, 3))
    there = [
        Place(UUID(int=11), nurse, CareRole.nurse, NOON),
        Place(UUID(int=12), new, CareRole.attending_doctor, LATER),
    ]
    coming = [
        Place(UUID(int=21), nurse, CareRole.nurse, LATER),
        Place(UUID(int=22), old, CareRole.attending_doctor, NOON),
        Place(UUID(int=23), UUID(int=4), CareRole.pharmacist, NOON),
    ]
    assert left_out(there, coming) == {UUID(int=21), UUID(int=22)}
    assert left_out([], coming) == set()


def test_of_two_circles_that_are_too_many_together_the_earliest_and_the_attending_doctor_stay() -> None:
    def nurse(number: int, since: datetime) -> Place:
        return Place(UUID(int=number), UUID(int=100 + number), CareRole.nurse, since)

    there = [nurse(number, LATER) for number in range(MOST_MEMBERS - 1)]
    coming = [nurse(number, NOON) for number in range(20, 23)]
    doctor = Place(UUID(int=30), UUID(int=130), CareRole.attending_doctor, LATER)
    gone = left_out(there, [*coming, doctor])
    assert len(there) + len(coming) + 1 - len(gone) == MOST_MEMBERS
    assert gone <= {place.id for place in there}
    assert left_out(there, [doctor]) == set()
