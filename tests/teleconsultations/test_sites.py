"""A site: made known, equipped, checked, opened and closed; each change over the version that was read."""

from typing import Any

from tests.conftest import Database
from tests.contract.contents import contents
from tests.roles import AsRole, SignedIn
from tests.teleconsultations.scene import (
    ALWAYS,
    PHARMACIST,
    REQUIRED,
    a_connection,
    a_kit,
    a_nurse,
    a_site,
    day,
    made_ready,
    name_people,
    open_site,
    volunteer,
    write,
)


def causes(site: dict[str, Any]) -> list[str]:
    """All that a site lacks, with the item that is meant."""
    return [":".join(filter(None, (one["cause"], one["item"]))) for one in site["lacks"]]


def pointers(problem: dict[str, Any]) -> list[str]:
    """The fields that a refusal names."""
    return [error["pointer"] for error in problem["errors"]]


async def test_a_new_site_says_all_that_it_lacks_and_each_cure_takes_its_own_away(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any], database: Database
) -> None:
    nothing = [*(f"kit_missing:{item}" for item in REQUIRED), "no_trained_assistant"]
    assert causes(site) == [*nothing, "connection_untested", "no_opening"]
    assert (site["bookable"], site["version"], site["actions"]) == (False, 1, ["edit", "keep"])
    ready = await made_ready(coordinator, site, [pharmacist])
    assert (ready["lacks"], ready["bookable"], ready["version"]) == ([], True, 5)
    assert {line["checked_by"] for line in ready["kit"] if line["required"]} == {"Inès Essai"}
    assert ready["connection"]["tested_by"] == "Inès Essai"
    read = await coordinator.call("getTeleconsultationSite", site_id=site["id"])
    assert (read.json(), read.headers["etag"]) == (ready, '"5"')
    trail = "SELECT action FROM audit_entries WHERE subject_kind = 'teleconsultation_site' ORDER BY id"
    assert [action for (action,) in database.sql(trail)] == [
        f"teleconsultation_site.{act}"
        for act in ("opened", "people_replaced", "opening_replaced", "kit_checked", "connection_tested")
    ]


async def test_those_that_cannot_be_booked_come_first_and_closed_ones_last(
    coordinator: SignedIn, pharmacist: SignedIn, pharmacy: SignedIn, site: dict[str, Any]
) -> None:
    await made_ready(coordinator, site, [pharmacist])
    closed = await open_site(coordinator, a_site(pharmacy.organisation_id, name="A fermée", state="closed"))
    lacking = await open_site(coordinator, a_site(pharmacy.organisation_id, name="Z incomplète"))
    listed = (await coordinator.call("listTeleconsultationSites")).json()["sites"]
    assert [one["id"] for one in listed] == [lacking["id"], site["id"], closed["id"]]
    assert causes(listed[2])[0] == "closed"


async def test_an_item_sent_with_its_day_keeps_who_looked_at_it_and_one_left_out_is_gone(
    coordinator: SignedIn, pharmacy: SignedIn, site: dict[str, Any]
) -> None:
    before = a_kit("stethoscope", "otoscope", checked_on=day(-40))
    kept = await write(coordinator, "replaceTeleconsultationSiteKit", site, before)
    body = {"items": [before["items"][0], {"item": "oximeter", "checked_on": day()}]}
    after = await write(pharmacy, "replaceTeleconsultationSiteKit", kept, body)
    assert {line["item"]: line["checked_by"] for line in after["kit"] if line["checked_on"]} == {
        "stethoscope": "Inès Essai",
        "oximeter": "Officine Essai",
    }
    undone = await write(pharmacy, "replaceTeleconsultationSiteKit", after, {"items": []})
    assert [line for line in undone["kit"] if line["checked_on"]] == []


async def test_a_look_at_the_kit_and_a_test_grow_old_as_the_community_decided(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any], database: Database
) -> None:
    await made_ready(coordinator, site, [pharmacist])
    database.sql(
        "UPDATE teleconsultation_kit_checks SET checked_on = checked_on - 367 WHERE item = 'otoscope'"
    )
    database.sql("UPDATE teleconsultation_sites SET connection_tested_on = connection_tested_on - 367")
    [old] = (await coordinator.call("listTeleconsultationSites")).json()["sites"]
    assert causes(old) == ["kit_check_old:otoscope", "connection_old"]


async def test_a_connection_that_failed_or_is_too_slow_is_told_apart(
    coordinator: SignedIn, site: dict[str, Any]
) -> None:
    record = "recordTeleconsultationConnectionTest"
    failed = await write(coordinator, record, site, a_connection(worked=False))
    assert "connection_failed" in causes(failed)
    slow = await write(coordinator, record, failed, a_connection(up_mbps=1.9))
    assert "connection_too_slow" in causes(slow)


async def test_a_nurse_may_not_assist_in_a_pharmacy_nor_a_pharmacist_elsewhere(
    coordinator: SignedIn,
    pharmacist: SignedIn,
    nurse: SignedIn,
    as_role: AsRole,
    site: dict[str, Any],
    connected: Database,
) -> None:
    doctor = await as_role("professional")
    round_ = await open_site(coordinator, a_site(None, kind="home_visits", name="Tournée"))
    before = contents(connected)
    refused = await name_people(coordinator, site, [pharmacist, nurse], status=422)
    assert pointers(refused) == ["/people/1/professional_id"]
    assert "R4312-77" in refused["errors"][0]["message"]
    refused = await name_people(coordinator, round_, [nurse, pharmacist, doctor, nurse], status=422)
    assert pointers(refused) == [f"/people/{n}/professional_id" for n in (1, 2, 3)]
    assert contents(connected) == before
    assert [one["professional"]["id"] for one in (await name_people(coordinator, round_, [nurse]))["people"]]


async def test_a_site_where_nurses_are_named_does_not_become_a_pharmacy(
    coordinator: SignedIn, nurse: SignedIn, pharmacy: SignedIn, connected: Database
) -> None:
    practice = await open_site(coordinator, a_site(None, kind="nurse_practice", name="Cabinet"))
    named = await name_people(coordinator, practice, [nurse])
    before = contents(connected)
    body = a_site(pharmacy.organisation_id)
    refused = await write(coordinator, "replaceTeleconsultationSite", named, body, 422)
    assert pointers(refused) == ["/kind"]
    assert contents(connected) == before


async def test_a_site_names_the_structure_that_keeps_it_and_a_commune_of_the_territory(
    coordinator: SignedIn, pharmacy: SignedIn, as_role: AsRole, connected: Database
) -> None:
    home = await as_role("requester", organisation_kind="nursing_home")
    of_pharmacy = {"kind": "nurse_practice", "organisation_id": str(pharmacy.organisation_id)}
    before = contents(connected)
    for changed, field in (
        ({"organisation_id": None}, "/organisation_id"),
        ({"organisation_id": str(home.organisation_id)}, "/organisation_id"),
        ({"organisation_id": str(home.account_id)}, "/organisation_id"),
        ({"kind": "health_centre"}, "/organisation_id"),
        (of_pharmacy, "/organisation_id"),
        ({"commune_insee": "13041"}, "/commune_insee"),
        ({"sector": "Nulle part"}, "/sector"),
        ({"name": "   "}, "/name"),
        ({"name": "Borne 2 94 03 75 120 005 22"}, "/name"),
        ({"join_link_base": "http://video.demo"}, "/join_link_base"),
    ):
        refused = await open_site(coordinator, a_site(pharmacy.organisation_id) | changed, 422)
        assert pointers(refused) == [field], changed
    assert contents(connected) == before


async def test_what_makes_no_sense_of_an_opening_a_kit_or_a_test_is_refused_by_its_field(
    coordinator: SignedIn, site: dict[str, Any], connected: Database
) -> None:
    twice = {"items": [*a_kit("otoscope")["items"], *a_kit("otoscope")["items"]]}
    before = contents(connected)
    for operation, body, field in (
        (
            "replaceTeleconsultationSiteOpening",
            {"hours": [*ALWAYS, ALWAYS[0]], "exceptions": []},
            "/hours/8/from_time",
        ),
        ("replaceTeleconsultationSiteKit", twice, "/items/1/item"),
        ("replaceTeleconsultationSiteKit", a_kit("scales", checked_on=day(1)), "/items/0/checked_on"),
        ("replaceTeleconsultationSiteKit", a_kit("scales", checked_on="0202-01-01"), "/items/0/checked_on"),
        ("recordTeleconsultationConnectionTest", a_connection(tested_on=day(1)), "/tested_on"),
    ):
        assert pointers(await write(coordinator, operation, site, body, 422)) == [field], body
    assert contents(connected) == before


async def test_two_who_check_the_same_kit_do_not_overwrite_each_other(
    coordinator: SignedIn, pharmacy: SignedIn, site: dict[str, Any], connected: Database
) -> None:
    await write(pharmacy, "replaceTeleconsultationSiteKit", site, a_kit("otoscope"))
    before = contents(connected)
    late = await write(coordinator, "replaceTeleconsultationSiteKit", site, {"items": []}, 412)
    assert late["type"].endswith("stale_version")
    assert contents(connected) == before


async def test_a_site_written_anew_keeps_its_kit_and_a_closed_one_can_open_again(
    coordinator: SignedIn, pharmacist: SignedIn, pharmacy: SignedIn, site: dict[str, Any]
) -> None:
    ready = await made_ready(coordinator, site, [pharmacist])
    body = a_site(pharmacy.organisation_id, state="closed", name=" Borne du fond ")
    closed = await write(coordinator, "replaceTeleconsultationSite", ready, body)
    assert (causes(closed), closed["name"], closed["kit"]) == (["closed"], "Borne du fond", ready["kit"])
    again = await write(coordinator, "replaceTeleconsultationSite", closed, body | {"state": "active"})
    assert (again["bookable"], again["version"]) == (True, 7)


async def test_at_home_neither_room_nor_kit_nor_test_is_asked_for(
    coordinator: SignedIn, nurse: SignedIn
) -> None:
    nowhere = {"closed": False, "seated": False, "apart": False}
    body = a_site(None, kind="home_visits", name="Tournée", room=nowhere)
    round_ = await open_site(coordinator, body)
    assert causes(round_) == ["no_trained_assistant", "no_opening"]
    assert (await made_ready(coordinator, round_, [nurse]))["bookable"]


async def test_the_same_key_sent_again_makes_one_site(coordinator: SignedIn, pharmacy: SignedIn) -> None:
    body, key = a_site(pharmacy.organisation_id), {"Idempotency-Key": "une-seule-borne"}
    first, second = [
        await coordinator.call("openTeleconsultationSite", json=body, headers=key) for _ in range(2)
    ]
    assert (first.status_code, second.status_code, first.json()) == (201, 201, second.json())
    assert len((await coordinator.call("listTeleconsultationSites")).json()["sites"]) == 1


async def test_whoever_left_or_volunteers_no_more_assists_no_more(
    coordinator: SignedIn, pharmacist: SignedIn, site: dict[str, Any], database: Database
) -> None:
    await made_ready(coordinator, site, [pharmacist])
    await volunteer(pharmacist, PHARMACIST, volunteers=False)
    [shown] = (await coordinator.call("listTeleconsultationSites")).json()["sites"]
    assert (causes(shown), shown["people"][0]["lacks"]) == (["no_trained_assistant"], ["not_volunteering"])
    database.sql("DELETE FROM memberships WHERE professional_id = %s", pharmacist.professional_id)
    [shown] = (await coordinator.call("listTeleconsultationSites")).json()["sites"]
    assert shown["people"][0]["lacks"] == ["left"]


async def test_a_stranger_cannot_be_named(
    coordinator: SignedIn, as_role: AsRole, site: dict[str, Any], make_community: Any, connected: Database
) -> None:
    stranger = await a_nurse(as_role, community_id=(await make_community("Ailleurs")).id)
    before = contents(connected)
    refused = await name_people(coordinator, site, [stranger], status=422)
    assert pointers(refused) == ["/people/0/professional_id"]
    assert contents(connected) == before
