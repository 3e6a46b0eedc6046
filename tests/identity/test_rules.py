"""Roles, scopes, small pure rules."""

from datetime import UTC, datetime, timedelta

import pytest

from api.contract.models import CommunityRulesInput, OrganisationKind, Role
from api.core.operations import the_contract
from api.identity import community_rules
from api.identity.names import initials
from api.identity.rules import (
    KEEPS_REGULATORS,
    MACHINE_SCOPES,
    SCOPES,
    is_over,
    normal_email,
    scopes_of,
)
from tests.roles import AsRole

AT = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)

OF_A_TOWN_HALL = {
    "requests:read",
    "deaths:read",
    "deaths:write",
    "cases:read",
    "messages:write",
    "identity:read",
    "notifications:read",
    "preferences:write",
    "attending_doctors:read",
    "attending_doctors:write",
    "identity:write",
}
"""Nothing of care: no directory, and somebody alive is made known only as looking for an attending doctor."""

OF_THE_POLICE = OF_A_TOWN_HALL - {"attending_doctors:read", "attending_doctors:write", "identity:write"}


def test_every_scope_of_the_contract_is_somebodys_and_every_scope_given_is_in_the_contract() -> None:
    asked: dict[str, set[str]] = {"session": set(), "machine": set()}
    for operation in the_contract().operations.values():
        for scheme, scopes in (operation.scopes or {}).items():
            asked[scheme] |= scopes
    assert frozenset({KEEPS_REGULATORS}).union(*SCOPES.values()) == asked["session"] | asked["machine"]
    assert asked["machine"] <= MACHINE_SCOPES
    flow = the_contract().document["components"]["securitySchemes"]["machine"]["flows"]["clientCredentials"]
    assert flow["scopes"].keys() == MACHINE_SCOPES


def test_no_role_keeps_the_accounts_of_regulators() -> None:
    assert [role for role, scopes in SCOPES.items() if KEEPS_REGULATORS in scopes] == []


def test_roles_add_up() -> None:
    both = scopes_of([(Role.coordinator, None), (Role.admin, None)])
    assert both == SCOPES[Role.coordinator] | SCOPES[Role.admin]
    assert scopes_of([]) == frozenset()


@pytest.mark.parametrize("kind", [OrganisationKind.town_hall, OrganisationKind.police])
def test_town_halls_and_police_file_no_request_for_care(kind: OrganisationKind) -> None:
    town_hall = kind is OrganisationKind.town_hall
    assert scopes_of([(Role.requester, kind)]) == (OF_A_TOWN_HALL if town_hall else OF_THE_POLICE)


async def test_a_town_hall_signs_in_with_these_scopes_and_is_told_for_whom_it_acts(as_role: AsRole) -> None:
    me = (await (await as_role("requester", organisation_kind="town_hall")).call("getMe")).json()
    assert me["scopes"] == sorted(OF_A_TOWN_HALL)
    assert (me["organisation_kind"], me["organisation_name"]) == ("town_hall", "Structure 1")
    ward = (await (await as_role("requester", organisation_kind="hospital_ward")).call("getMe")).json()
    assert "requests:write" in ward["scopes"]


@pytest.mark.parametrize(
    ("created", "seen", "over"),
    [
        (timedelta(minutes=20), timedelta(minutes=14, seconds=59), False),
        (timedelta(minutes=20), timedelta(minutes=15), True),
        (timedelta(hours=11, minutes=59), timedelta(0), False),
        (timedelta(hours=12), timedelta(0), True),
    ],
)
def test_a_session_is_over_after_idle_time_or_twelve_hours(
    created: timedelta, seen: timedelta, over: bool
) -> None:
    idle = timedelta(minutes=15)
    assert is_over(created_at=AT - created, last_seen_at=AT - seen, idle=idle, at=AT) is over


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dr Camille Aubertin", "CA"),
        ("Dr Marc-Antoine Giraudet", "MG"),
        ("Mairie de Vitry-sur-Seine", "MV"),
        ("Mme Élise d’Aubigné", "ÉA"),
        ("Régulation", "R"),
        ("M. de la", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_an_address_is_the_same_in_capitals_and_with_spaces_around() -> None:
    assert normal_email("  Médecin@Vitry.DEMO ") == normal_email("me\u0301decin@vitry.demo")


def test_rules_stored_before_a_field_existed_have_its_default() -> None:
    stored = community_rules.default_document()
    del stored["retention"], stored["dispatch"]["fairness_days"]
    stored["dispatch"]["weekly_cap"] = 7
    stored["gone"] = {"since": "long"}
    rules = community_rules.rules_from(stored, version=4, changed_at=AT)
    assert (rules.version, rules.dispatch.weekly_cap, rules.dispatch.fairness_days) == (4, 7, 28)
    assert rules.retention.unscheduled_care_months == 3


def test_the_default_rules_do_not_contradict_themselves() -> None:
    rules = CommunityRulesInput.model_validate(community_rules.default_document())
    assert community_rules.contradictions(rules) == []
    assert community_rules.document_of(rules) == community_rules.default_document()
