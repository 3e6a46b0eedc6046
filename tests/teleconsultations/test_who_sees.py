"""Who sees a site, and who may write what of it."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, MakeCommunity, SignedIn
from tests.teleconsultations.scene import (
    ALWAYS,
    a_connection,
    a_kit,
    a_site,
    a_training,
    name_people,
    open_site,
    write,
)

KEEPING = {
    "replaceTeleconsultationSiteOpening": {"hours": ALWAYS, "exceptions": []},
    "replaceTeleconsultationSiteKit": a_kit(),
    "recordTeleconsultationConnectionTest": a_connection(),
}


async def seen_by(who: SignedIn) -> list[dict[str, Any]]:
    """The sites that somebody sees in their list."""
    answer = await who.call("listTeleconsultationSites")
    assert answer.status_code == 200, answer.text
    return answer.json()["sites"]


async def test_a_pharmacy_sees_and_keeps_its_own_site_and_no_other(
    pharmacy: SignedIn, coordinator: SignedIn, as_role: AsRole, site: dict[str, Any], connected: Database
) -> None:
    other = await as_role("requester", organisation_kind="pharmacy")
    assert await seen_by(other) == []
    theirs = await open_site(coordinator, a_site(other.organisation_id, name="Ailleurs"))
    [own] = await seen_by(pharmacy)
    assert (own["id"], own["is_mine"], own["actions"]) == (site["id"], True, ["keep"])
    for operation, body in KEEPING.items():
        own = await write(pharmacy, operation, own, body)
    before = contents(connected)
    assert (await pharmacy.call("getTeleconsultationSite", site_id=theirs["id"])).status_code == 404
    for operation, body in KEEPING.items():
        await write(pharmacy, operation, theirs, body, 404)
    await write(pharmacy, "replaceTeleconsultationSite", own, a_site(pharmacy.organisation_id), 403)
    await name_people(pharmacy, own, [], status=403)
    assert (await pharmacy.call("openTeleconsultationSite", json=a_site(None))).status_code == 403
    assert contents(connected) == before


async def test_those_who_work_in_the_structure_or_assist_there_keep_the_site(
    pharmacist: SignedIn, coordinator: SignedIn, site: dict[str, Any], connected: Database
) -> None:
    [seen] = await seen_by(pharmacist)
    assert (seen["is_mine"], seen["actions"]) == (False, [])
    before = contents(connected)
    await write(pharmacist, "replaceTeleconsultationSiteKit", site, a_kit(), 403)
    assert contents(connected) == before
    named = await name_people(coordinator, site, [pharmacist])
    kept = await write(pharmacist, "replaceTeleconsultationSiteKit", named, a_kit())
    await name_people(coordinator, kept, [])
    connected.sql(
        "INSERT INTO organisation_members (id, organisation_id, professional_id)"
        " VALUES (gen_random_uuid(), %s, %s)",
        site["organisation_id"],
        pharmacist.professional_id,
    )
    [seen] = await seen_by(pharmacist)
    assert (seen["is_mine"], seen["actions"]) == (True, ["keep"])


async def test_a_colleague_sees_the_sites_that_are_open_and_not_those_that_closed(
    as_role: AsRole, coordinator: SignedIn, pharmacy: SignedIn, site: dict[str, Any]
) -> None:
    doctor = await as_role("professional")
    assert [one["id"] for one in await seen_by(doctor)] == [site["id"]]
    body = a_site(pharmacy.organisation_id, state="closed")
    await write(coordinator, "replaceTeleconsultationSite", site, body)
    assert await seen_by(doctor) == []
    assert (await doctor.call("getTeleconsultationSite", site_id=site["id"])).status_code == 404
    assert [one["id"] for one in await seen_by(pharmacy)] == [site["id"]]


async def test_another_community_sees_nothing_and_changes_nothing(
    as_role: AsRole, make_community: MakeCommunity, site: dict[str, Any], connected: Database
) -> None:
    there = (await make_community("Ailleurs")).id
    stranger = await as_role("coordinator", community_id=there)
    assert await seen_by(stranger) == []
    before = contents(connected)
    assert (await stranger.call("getTeleconsultationSite", site_id=site["id"])).status_code == 404
    for operation, body in KEEPING.items():
        await write(stranger, operation, site, body, 404)
    await write(stranger, "replaceTeleconsultationSite", site, a_site(None, kind="home_visits"), 404)
    await name_people(stranger, site, [], status=404)
    assert contents(connected) == before


@pytest.mark.parametrize("kind", ["town_hall", "police", "nursing_home"])
async def test_a_structure_that_has_no_such_site_is_told_of_none(
    kind: str, as_role: AsRole, site: dict[str, Any]
) -> None:
    other = await as_role("requester", organisation_kind=kind)
    assert (await other.call("listTeleconsultationSites")).status_code == 403
    assert (await other.call("getTeleconsultationSite", site_id=site["id"])).status_code == 403


async def test_the_census_and_trainings_are_for_the_coordination(
    pharmacist: SignedIn, pharmacy: SignedIn, connected: Database
) -> None:
    before = contents(connected)
    for who in (pharmacist, pharmacy):
        assert (await who.call("listTeleconsultationAssistants")).status_code == 403
        refused = await who.call(
            "replaceTeleconsultationTraining",
            professional_id=pharmacist.professional_id,
            json=a_training(),
            headers={"If-Match": '"0"'},
        )
        assert refused.status_code == 403
    assert contents(connected) == before
