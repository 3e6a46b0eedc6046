"""What a professional says of themselves to their community, and when they may be asked."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import unit_of_work
from api.core.problems import NotFound
from api.directory import service
from api.directory.rules import MembershipFacts, reachability
from api.directory.tables import Practice, Professional
from tests.conftest import Database
from tests.roles import AsRole, MakeCommunity, SignedIn

PARIS = ZoneInfo("Europe/Paris")
BODY: dict[str, Any] = {
    "volunteering": {
        "unscheduled_care": True,
        "attending_doctor": True,
        "death_certification": False,
        "teleconsultation": False,
        "training_supervision": True,
    },
    "accepts_new_patients": True,
    "home_visits": None,
    "weekly_cap": 3,
    "quiet_hours": {"from_time": "21:30", "to_time": "07:15"},
    "not_before": None,
}


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """A general practitioner, member of Vitry."""
    return await as_role("professional")


async def put(http: SignedIn, body: dict[str, Any], version: int = 1) -> Any:
    return await http.call("replaceMyMembership", json=body, headers={"If-Match": f'"{version}"'})


def stored(database: Database) -> list[tuple[object, ...]]:
    return database.sql("SELECT * FROM memberships ORDER BY id")


async def test_what_is_declared_is_kept_and_only_what_changed_is_said_to_be_checked(doctor: SignedIn) -> None:
    before = await doctor.call("getMyMembership")
    assert before.json()["quiet_hours"] is None
    assert before.json()["declared_on"] is None
    answer = await put(doctor, BODY)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert {name: said[name] for name in BODY} == BODY
    assert said["declared_on"] is None
    today = now().astimezone(PARIS).date().isoformat()
    checked = {one["fact"]: one["checked_on"] for one in said["checks"] if one["checked_by"] == "person"}
    assert checked == {"volunteering": today, "new_patients": today}
    assert (said["version"], answer.headers["ETag"]) == (2, '"2"')
    assert (await doctor.call("getMyMembership")).json() == said


async def test_a_change_on_a_stale_version_changes_nothing(doctor: SignedIn, connected: Database) -> None:
    assert (await put(doctor, BODY)).status_code == 200
    before = stored(connected)
    answer = await put(doctor, BODY | {"weekly_cap": 9})
    assert answer.status_code == 412
    assert stored(connected) == before


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"not_before": "2020-01-01T08:00:00+01:00"}, "/not_before"),
        ({"absent_until": "2199-01-01T08:00:00+01:00"}, "/absent_until"),
        ({"not_before": "2199-01-01T08:00:00+01:00"}, "/not_before"),
        ({"weekly_cap": 0}, "/weekly_cap"),
        ({"quiet_hours": {"from_time": "24:00", "to_time": "07:00"}}, "/quiet_hours/from_time"),
    ],
)
async def test_a_field_that_makes_no_sense_is_refused_by_name_and_nothing_changes(
    doctor: SignedIn, connected: Database, change: dict[str, Any], pointer: str
) -> None:
    before = stored(connected)
    answer = await put(doctor, BODY | change)
    assert answer.status_code == 422
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert stored(connected) == before


async def test_only_doctors_and_nurses_certify_deaths_and_only_doctors_are_attending(
    doctor: SignedIn, connected: Database
) -> None:
    everything = BODY | {"volunteering": dict.fromkeys(BODY["volunteering"], True)}
    refused = {"60": ["/volunteering/attending_doctor"]}
    refused["70"] = [*refused["60"], "/volunteering/death_certification"]
    before = stored(connected)
    for profession, pointers in refused.items():
        connected.sql("UPDATE professionals SET profession_code = %s", profession)
        answer = await put(doctor, everything)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == pointers
    assert stored(connected) == before
    connected.sql("UPDATE professionals SET profession_code = '10'")
    assert (await put(doctor, everything)).status_code == 200


async def test_a_pause_that_ended_meanwhile_is_forgotten_not_refused(
    doctor: SignedIn, shift_clock: Any
) -> None:
    until = (now() + timedelta(minutes=5)).replace(microsecond=0).isoformat()
    paused = (await put(doctor, BODY | {"not_before": until})).json()
    assert (paused["reachable"], paused["reachable_until"] is None) == (False, False)
    shift_clock(minutes=8)
    answer = await put(doctor, BODY | {"not_before": until}, version=2)
    assert answer.status_code == 200, answer.text
    assert answer.json()["not_before"] is None


async def test_who_is_not_a_member_here_has_nothing_to_read_or_change(
    as_role: AsRole, make_community: MakeCommunity, doctor: SignedIn
) -> None:
    elsewhere = await make_community("Ailleurs")
    visitor = await as_role("professional", community_id=elsewhere.id, professional_id=doctor.professional_id)
    assert (await visitor.call("getMyMembership")).status_code == 404
    assert (await put(visitor, BODY)).status_code == 404
    assert (await doctor.call("getMyMembership")).json()["version"] == 1


async def test_a_decline_may_keep_offers_away_until_an_instant(doctor: SignedIn) -> None:
    assert doctor.professional_id is not None
    until = now() + timedelta(minutes=45)
    async with unit_of_work(doctor.community_id) as db:
        await service.set_not_before(
            db,
            system_actor(doctor.community_id),
            community_id=doctor.community_id,
            professional_id=doctor.professional_id,
            not_before=until,
        )
    said = (await doctor.call("getMyMembership")).json()
    assert datetime.fromisoformat(said["not_before"]) == until
    assert said["version"] == 2
    async with unit_of_work(doctor.community_id) as db:
        with pytest.raises(NotFound):
            await service.set_not_before(
                db,
                system_actor(doctor.community_id),
                community_id=doctor.community_id,
                professional_id=doctor.account_id,
                not_before=until,
            )


async def test_members_come_with_their_place_in_the_territory(
    doctor: SignedIn, make_community: MakeCommunity
) -> None:
    assert doctor.professional_id is not None
    async with unit_of_work(doctor.community_id) as db:
        at_ivry = {"commune_insee": "94041", "commune_name": "Ivry-sur-Seine", "latitude": 48.81}
        key = {"professional_id": doctor.professional_id, "activity_key": "a", "updated_at": now()}
        db.add(Practice(**at_ivry, **key, longitude=2.38))
        alone = Professional(
            rpps="10999000028",
            title="MME",
            family_name="Sansplace",
            given_name="Awa",
            profession_code="60",
            created_at=now(),
            updated_at=now(),
        )
        db.add(alone)
    other = await make_community("Autre")
    async with unit_of_work(doctor.community_id) as db:
        (member,) = await service.members_of(db, doctor.community_id)
        assert (member.professional_id, member.commune_insee) == (doctor.professional_id, "94081")
        assert member.name.startswith("Dr Camille")
        assert await service.member_of(db, doctor.community_id, alone.id) is None
        assert await service.members_of(db, other.id) == []
        names = await service.summaries(db, [alone.id, doctor.professional_id, other.id])
    assert {summary.name for summary in names.values()} == {"Awa Sansplace", member.name}
    assert names[doctor.professional_id].specialty_label == "Médecine générale"
    # Without the community in the transaction, row-level security shows nobody.
    async with unit_of_work() as db:
        assert await service.members_of(db, doctor.community_id) == []


def at(hour: int, minute: int = 0, day: date = date(2026, 3, 28)) -> datetime:
    return datetime.combine(day, time(hour, minute), PARIS).astimezone(UTC)


NIGHT = (time(20), time(8))


@pytest.mark.parametrize(
    ("quiet", "not_before", "absent_until", "reachable", "until"),
    [
        (NIGHT, None, None, True, at(20)),
        ((time(11), time(13)), None, None, False, at(13)),
        ((time(12), time(12)), None, None, True, None),
        ((None, None), None, None, True, None),
        ((None, None), at(14), None, False, at(14)),
        ((None, None), at(14), at(16), False, at(16)),
        # The pause ends at night: one may be asked in the morning only, an hour earlier by the sun (DST).
        (NIGHT, None, at(23), False, at(8, day=date(2026, 3, 29))),
        (NIGHT, at(11, 59), at(12), True, at(20)),
    ],
)
def test_one_may_be_asked_outside_pauses_and_quiet_hours(
    quiet: tuple[time | None, time | None],
    not_before: datetime | None,
    absent_until: datetime | None,
    reachable: bool,
    until: datetime | None,
) -> None:
    facts = MembershipFacts(*quiet, not_before, absent_until)
    found = reachability(facts, at=at(12), zone=PARIS)
    assert (found.reachable, found.until) == (reachable, until)


@pytest.mark.parametrize(
    ("clock", "reachable", "until"),
    [
        (at(19, 59), True, at(20)),
        (at(20), False, at(8, day=date(2026, 3, 29))),
        (at(7, 59, date(2026, 3, 29)), False, at(8, day=date(2026, 3, 29))),
        (at(8, day=date(2026, 3, 29)), True, at(20, day=date(2026, 3, 29))),
    ],
)
def test_quiet_hours_begin_and_end_on_the_minute(clock: datetime, reachable: bool, until: datetime) -> None:
    found = reachability(MembershipFacts(*NIGHT, None, None), at=clock, zone=PARIS)
    assert (found.reachable, found.until) == (reachable, until)
