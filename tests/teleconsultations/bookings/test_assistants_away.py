"""Who was to assist cannot after the booking: somebody else of the site, or a human who is told."""

from typing import Any

import pytest

from api.core import clock
from api.teleconsultations.bookings.service.sweep import sweep
from tests.availability.absent import end, say_away
from tests.conftest import Database
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.bookings.scene import KioskClient, booked, read
from tests.teleconsultations.scene import a_pharmacist, a_site, a_training, day, name_people, train, write

HELD = "SELECT resource_id FROM claims WHERE expires_at IS NULL ORDER BY resource_id"
LINES = "SELECT kind FROM timeline_events WHERE kind LIKE 'assistant%' ORDER BY at"
TOLD = "SELECT account_id FROM notifications WHERE kind = 'assistant_missing' ORDER BY account_id"


@pytest.fixture
async def second(
    as_role: AsRole, coordinator: SignedIn, ready: dict[str, Any], pharmacist: SignedIn
) -> SignedIn:
    """Another pharmacist of the site, trained as well."""
    who = await a_pharmacist(as_role)
    await train(coordinator, who)
    found = await coordinator.call("getTeleconsultationSite", site_id=ready["id"])
    await name_people(coordinator, found.json(), [pharmacist, who])
    return who


def held_by(database: Database, site: dict[str, Any], *who: SignedIn) -> bool:
    """Whether exactly these and the room are taken."""
    wanted = sorted([str(one.professional_id) for one in who] + [site["id"]])
    return [str(row[0]) for row in database.sql(HELD)] == wanted


async def test_another_of_the_site_takes_over_and_is_told(
    kiosk: KioskClient,
    doctor: SignedIn,
    pharmacist: SignedIn,
    second: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await booked(kiosk)
    first, other = (
        (pharmacist, second)
        if booking["assistant"]["id"] == str(pharmacist.professional_id)
        else (second, pharmacist)
    )
    await say_away(first)
    assert await sweep(kiosk.community_id, clock.now()) == 1
    seen = await read(doctor, booking)
    assert (seen["state"], seen["assistant"]["id"]) == ("confirmed", str(other.professional_id))
    assert held_by(database, ready, doctor, other)
    assert database.sql(LINES) == [("assistant_changed",)]
    told = "SELECT account_id FROM notifications WHERE kind = 'appointment_booked' ORDER BY created_at DESC"
    assert database.sql(told)[0] == (other.account_id,)
    assert await sweep(kiosk.community_id, clock.now()) == 0


async def test_without_anybody_the_coordination_is_told_once_and_the_time_is_kept(
    kiosk: KioskClient,
    doctor: SignedIn,
    coordinator: SignedIn,
    pharmacist: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await booked(kiosk)
    await say_away(pharmacist)
    assert await sweep(kiosk.community_id, clock.now()) == 1
    seen = await read(coordinator, booking)
    assert (seen["state"], seen["assistant"], seen["waits_for"]) == ("confirmed", None, "coordinator")
    assert held_by(database, ready, doctor)
    assert await sweep(kiosk.community_id, clock.now()) == 0
    assert (coordinator.account_id,) in database.sql(TOLD)
    assert database.sql(LINES) == [("assistant_missing",)]


async def test_who_comes_back_assists_again(
    kiosk: KioskClient,
    doctor: SignedIn,
    coordinator: SignedIn,
    pharmacist: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await booked(kiosk)
    absence = await say_away(pharmacist)
    await sweep(kiosk.community_id, clock.now())
    assert (await end(pharmacist, absence)).status_code == 204
    assert await sweep(kiosk.community_id, clock.now()) == 1
    seen = await read(coordinator, booking)
    assert (seen["assistant"]["id"], seen["waits_for"]) == (str(pharmacist.professional_id), "person")
    assert held_by(database, ready, doctor, pharmacist)


async def test_a_colleague_who_is_taken_at_that_hour_is_not_taken_twice(
    kiosk: KioskClient,
    doctor: SignedIn,
    coordinator: SignedIn,
    pharmacist: SignedIn,
    second: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await booked(kiosk)
    database.sql(
        "INSERT INTO claims (id, resource_id, during, exclusive, created_at)"
        f" SELECT gen_random_uuid(), each.id, during, true, now() FROM claims, unnest(ARRAY["
        f"'{pharmacist.professional_id}'::uuid, '{second.professional_id}'::uuid]) AS each (id)"
        f" WHERE resource_id = '{ready['id']}' AND each.id NOT IN (SELECT resource_id FROM claims)"
    )
    away = pharmacist if booking["assistant"]["id"] == str(pharmacist.professional_id) else second
    await say_away(away)
    await sweep(kiosk.community_id, clock.now())
    assert (await read(coordinator, booking))["assistant"] is None
    doubled = "SELECT count(*) FROM claims GROUP BY resource_id HAVING count(*) > 1"
    assert database.sql(doubled) == []


async def test_who_is_no_longer_named_there_gives_way_to_another(
    kiosk: KioskClient,
    coordinator: SignedIn,
    doctor: SignedIn,
    pharmacist: SignedIn,
    second: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await booked(kiosk)
    first, other = (
        (pharmacist, second)
        if booking["assistant"]["id"] == str(pharmacist.professional_id)
        else (second, pharmacist)
    )
    assert await sweep(kiosk.community_id, clock.now()) == 0
    site = (await coordinator.call("getTeleconsultationSite", site_id=ready["id"])).json()
    await name_people(coordinator, site, [other])
    assert await sweep(kiosk.community_id, clock.now()) == 1
    assert (await read(coordinator, booking))["assistant"]["id"] == str(other.professional_id)
    assert held_by(database, ready, doctor, other)
    assert database.sql(LINES) == [("assistant_changed",)]
    assert first.professional_id != other.professional_id


async def _untrained(coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any]) -> None:
    await train(coordinator, pharmacist, a_training(valid_until=day()), version=1)


async def _shut(coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any]) -> None:
    await write(coordinator, "replaceTeleconsultationSiteOpening", site, {"hours": [], "exceptions": []})


async def _closed(coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any]) -> None:
    body = a_site(site["organisation_id"], state="closed")
    await write(coordinator, "replaceTeleconsultationSite", site, body)


@pytest.mark.parametrize("ends", [_untrained, _shut, _closed])
async def test_a_site_that_can_no_longer_take_who_is_booked_is_told_to_a_human_once(
    ends: Any,
    kiosk: KioskClient,
    coordinator: SignedIn,
    doctor: SignedIn,
    pharmacist: SignedIn,
    ready: dict[str, Any],
    database: Database,
) -> None:
    booking = await booked(kiosk)
    site = (await coordinator.call("getTeleconsultationSite", site_id=ready["id"])).json()
    await ends(coordinator, pharmacist, site)
    assert await sweep(kiosk.community_id, clock.now()) == 1
    seen = await read(coordinator, booking)
    assert (seen["state"], seen["assistant"], seen["waits_for"]) == ("confirmed", None, "coordinator")
    assert held_by(database, ready, doctor)
    assert (coordinator.account_id,) in database.sql(TOLD)
    assert await sweep(kiosk.community_id, clock.now()) == 0
    assert database.sql(LINES) == [("assistant_missing",)]
