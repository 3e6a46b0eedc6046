"""The dossier of a certifier: checked by the coordination, read by its owner, seen by nobody else."""

from typing import Any

import pytest

from tests.certifiers.builders import EMPTY_DOSSIER, a_certifier, a_nurses_dossier, days_ago, if_match
from tests.conftest import Database
from tests.roles import AsRole, MakeCommunity, SignedIn


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """A coordinator of Vitry."""
    return await as_role("coordinator", name="Inès Essai")


@pytest.fixture
async def nurse(as_role: AsRole) -> SignedIn:
    """A nurse of Vitry who volunteers."""
    return await a_certifier(as_role, profession_code="60")


async def write(who: SignedIn, about: SignedIn, body: dict[str, Any], version: int = 0) -> Any:
    """Write a dossier over the version that was read."""
    return await who.call(
        "replaceCertifier",
        professional_id=about.professional_id,
        json=body,
        headers=if_match(version),
    )


async def read(who: SignedIn, about: SignedIn) -> dict[str, Any]:
    """A dossier as somebody sees it now."""
    answer = await who.call("getCertifier", professional_id=about.professional_id)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_nurse_lacks_everything_until_the_coordination_checked_it(
    coordinator: SignedIn, nurse: SignedIn, database: Database
) -> None:
    before = await read(coordinator, nurse)
    assert (before["version"], before["category"], before["from_national_file"]) == (0, "nurse", True)
    assert before["lacks"] == ["diploma", "training", "order_list"]
    written = await write(coordinator, nurse, a_nurses_dossier())
    assert written.status_code == 200, written.text
    after = written.json()
    assert (after["version"], after["lacks"], after["may_certify"]) == (1, [], True)
    assert not after["from_national_file"]
    assert after["order_list_until"] > days_ago(0)
    assert [check["fact"] for check in after["checks"]] == ["category", "diploma", "order_list", "training"]
    assert {check["checked_by"] for check in after["checks"]} == {"Inès Essai"}
    assert await read(coordinator, nurse) == after
    assert database.sql("SELECT detail FROM audit_entries WHERE action = 'certifier.checked'") == [
        ({"changed": ["category", "diploma", "order_list", "training"]},)
    ]


async def test_a_fact_sent_as_it_was_keeps_who_checked_it(
    coordinator: SignedIn, nurse: SignedIn, as_role: AsRole
) -> None:
    await write(coordinator, nurse, a_nurses_dossier())
    second = await as_role("coordinator", name="Odile Essai")
    body = a_nurses_dossier(order_list_checked_on=days_ago(1), training_validated_on=None)
    after = (await write(second, nurse, body, version=1)).json()
    assert {check["fact"]: check["checked_by"] for check in after["checks"]} == {
        "category": "Inès Essai",
        "diploma": "Inès Essai",
        "order_list": "Odile Essai",
    }
    assert after["lacks"] == ["training"]


async def test_a_look_at_the_list_grows_old(coordinator: SignedIn, nurse: SignedIn) -> None:
    written = await write(coordinator, nurse, a_nurses_dossier(order_list_checked_on=days_ago(90)))
    assert (written.json()["may_certify"], written.json()["order_list_until"]) == (True, days_ago(0))
    body = a_nurses_dossier(order_list_checked_on=days_ago(91))
    old = (await write(coordinator, nurse, body, version=1)).json()
    assert (old["may_certify"], old["lacks"]) == (False, ["order_list_old"])


async def test_who_lacks_something_is_listed_first_and_who_does_not_volunteer_not_at_all(
    coordinator: SignedIn, nurse: SignedIn, as_role: AsRole
) -> None:
    doctor = await a_certifier(as_role)
    bystander = await as_role("professional")
    listed = (await coordinator.call("listCertifiers")).json()["certifiers"]
    ids = [str(one.professional_id) for one in (nurse, doctor)]
    assert [one["professional"]["id"] for one in listed] == ids
    assert [one["may_certify"] for one in listed] == [False, True]
    assert (await write(coordinator, bystander, {**EMPTY_DOSSIER, "category": "padhue"})).status_code == 200
    listed = (await coordinator.call("listCertifiers")).json()["certifiers"]
    [known] = [one for one in listed if one["professional"]["id"] == str(bystander.professional_id)]
    assert (known["category"], known["lacks"]) == ("padhue", ["not_volunteering"])


async def test_two_coordinators_do_not_write_over_each_other(
    coordinator: SignedIn, nurse: SignedIn, as_role: AsRole
) -> None:
    await write(coordinator, nurse, a_nurses_dossier())
    before = await read(coordinator, nurse)
    for version in (0, 7):
        stale = await write(await as_role("coordinator"), nurse, EMPTY_DOSSIER, version=version)
        assert (stale.status_code, stale.json()["type"]) == (412, "stale_version")
    assert await read(coordinator, nurse) == before


async def test_a_dossier_that_makes_no_sense_is_refused_and_nothing_is_written(
    coordinator: SignedIn, nurse: SignedIn, database: Database
) -> None:
    body = a_nurses_dossier(category="active_doctor", diploma_on="2999-01-01")
    refused = await write(coordinator, nurse, body)
    assert refused.status_code == 422, refused.text
    refused = await write(coordinator, nurse, a_nurses_dossier(diploma_on="2026-01-01"))
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/training_validated_on"]
    assert database.sql("SELECT count(*) FROM certifier_dossiers") == [(0,)]


async def test_a_dossier_is_of_a_member_of_the_community(
    coordinator: SignedIn, as_role: AsRole, make_community: MakeCommunity, database: Database
) -> None:
    stranger = await as_role("professional", community_id=(await make_community("Ailleurs")).id)
    missing = await coordinator.call("getCertifier", professional_id=stranger.professional_id)
    assert missing.status_code == 404
    assert (await write(coordinator, stranger, EMPTY_DOSSIER)).status_code == 404
    assert database.sql("SELECT count(*) FROM certifier_dossiers") == [(0,)]


async def test_the_owner_reads_their_dossier_and_volunteers_by_themselves(
    coordinator: SignedIn, nurse: SignedIn
) -> None:
    await write(coordinator, nurse, a_nurses_dossier())
    own = (await nurse.call("getMyCertifier")).json()
    assert own == {"certifier": await read(coordinator, nurse), "shifts": []}
    mine = (await nurse.call("getMyMembership")).json()
    body = {
        "volunteering": {**mine["volunteering"], "death_certification": False},
        **{
            name: mine[name]
            for name in ("accepts_new_patients", "home_visits", "weekly_cap", "quiet_hours", "not_before")
        },
    }
    changed = await nurse.call("replaceMyMembership", json=body, headers=if_match(mine["version"]))
    assert changed.status_code == 200, changed.text
    own = (await nurse.call("getMyCertifier")).json()["certifier"]
    assert (own["volunteers"], own["lacks"]) == (False, ["not_volunteering"])


async def test_nobody_else_reads_or_writes_a_dossier(
    coordinator: SignedIn, nurse: SignedIn, as_role: AsRole
) -> None:
    await write(coordinator, nurse, a_nurses_dossier())
    before = await read(coordinator, nurse)
    others = [await as_role("professional"), await as_role("requester", organisation_kind="town_hall")]
    for other in (nurse, *others):
        assert (await other.call("listCertifiers")).status_code == 403
        assert (await other.call("getCertifier", professional_id=nurse.professional_id)).status_code == 403
        assert (await write(other, nurse, EMPTY_DOSSIER, version=1)).status_code == 403
    assert await read(coordinator, nurse) == before


async def test_whoever_is_no_member_has_no_dossier(as_role: AsRole, database: Database) -> None:
    doctor = await as_role("professional")
    database.sql("DELETE FROM memberships")
    assert (await doctor.call("getMyCertifier")).status_code == 404
