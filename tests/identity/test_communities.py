"""Communities: their rules, the one that an account works in, and that nothing crosses."""

from uuid import UUID, uuid4

from sqlalchemy import select

from api.audit.tables import AuditEntry
from api.contract.models import CommunityRulesInput, Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.core.ids import new_id
from api.directory.tables import Membership
from api.identity import service
from api.identity.community_rules import default_document
from api.identity.tables import Account, Community
from tests.conftest import Database
from tests.roles import PASSWORD, AsRole, MakeCommunity, SignedIn, SignIn


async def grant(account_id: UUID, community: Community, role: Role = Role.coordinator) -> None:
    async with unit_of_work(community.id) as db:
        account = await db.get_one(Account, account_id)
        await service.grant_role(
            db,
            system_actor(community.id),
            account,
            community_id=community.id,
            role=role,
            at=clock.now(),
        )


async def present(person: SignedIn) -> str:
    name: str = (await person.call("getMe")).json()["community"]["short_name"]
    return name


async def test_an_account_works_in_its_only_community_with_the_scopes_of_its_role(as_role: AsRole) -> None:
    me = (await (await as_role("coordinator", name="Nadia Ferhat")).call("getMe")).json()
    assert (me["community"]["short_name"], me["roles"], me["initials"]) == ("Vitry", ["coordinator"], "NF")
    assert "board:read" in me["scopes"]
    assert "rules:write" not in me["scopes"]
    assert me["idle_minutes"] == 15


async def test_one_chooses_among_ones_own_communities_and_finds_it_again_at_the_next_sign_in(
    as_role: AsRole, make_community: MakeCommunity, signed_in: SignIn, connected: Database
) -> None:
    gardanne = await make_community("Gardanne")
    nadia = await as_role("coordinator", password=PASSWORD)
    await grant(nadia.account_id, gardanne, Role.auditor)
    assert await present(nadia) == "Vitry"
    chosen = await nadia.call("chooseCommunity", json={"community_id": str(gardanne.id)})
    assert (chosen.status_code, chosen.json()["roles"]) == (200, ["auditor"])
    assert [one["short_name"] for one in chosen.json()["communities"]] == ["Gardanne", "Vitry"]
    assert (await nadia.call("getMe")).json()["scopes"] == ["audit:read", "rules:read"]
    again = await signed_in(nadia.email)
    assert (await again.call("getMe")).json()["community"]["short_name"] == "Gardanne"
    where = connected.sql("SELECT community_id FROM audit_entries WHERE action = 'session.community_chosen'")
    assert where == [(gardanne.id,)]


async def test_a_community_without_a_role_there_is_as_unknown_as_one_that_is_not(
    as_role: AsRole, make_community: MakeCommunity
) -> None:
    gardanne = await make_community("Gardanne")
    nadia = await as_role("coordinator")
    for community_id in (gardanne.id, uuid4()):
        answer = await nadia.call("chooseCommunity", json={"community_id": str(community_id)})
        assert (answer.status_code, answer.json()["type"]) == (404, "not_found")
    assert await present(nadia) == "Vitry"


async def test_a_choice_sent_again_under_its_key_answers_the_same(
    as_role: AsRole, make_community: MakeCommunity
) -> None:
    gardanne = await make_community("Gardanne")
    nadia = await as_role("coordinator")
    await grant(nadia.account_id, gardanne)
    choice, key = {"community_id": str(gardanne.id)}, {"Idempotency-Key": "choice-0001"}
    first = await nadia.call("chooseCommunity", json=choice, headers=key)
    again = await nadia.call("chooseCommunity", json=choice, headers=key)
    # It runs again rather than being kept: an answer kept would speak of another community's session.
    assert first.json() | {"server_time": None} == again.json() | {"server_time": None}
    assert "idempotency-replayed" not in again.headers


async def test_a_role_taken_back_ends_what_it_opened_at_once(as_role: AsRole, connected: Database) -> None:
    nadia = await as_role("coordinator")
    connected.sql("DELETE FROM grants")
    me = (await nadia.call("getMe")).json()
    assert (me["community"], me["communities"], me["scopes"]) == (None, [], [])
    refused = await nadia.call("getCommunityRules")
    assert (refused.status_code, refused.json()["type"]) == (403, "not_allowed")


async def test_rows_of_another_community_are_invisible_without_any_where_clause(
    as_role: AsRole, make_community: MakeCommunity, community: Community
) -> None:
    gardanne = await make_community("Gardanne")
    here = await as_role("professional")
    there = await as_role("professional", community_id=gardanne.id)
    for where, member, other in ((community, here, there), (gardanne, there, here)):
        async with unit_of_work(where.id) as db:
            assert (await db.scalars(select(Membership.professional_id))).all() == [member.professional_id]
            assert {entry.community_id for entry in await db.scalars(select(AuditEntry))} == {where.id}
            assert await db.get(Membership, other.professional_id) is None
    async with unit_of_work() as db:
        assert (await db.scalars(select(Membership.id))).all() == []


async def test_the_admin_changes_the_rules_and_the_trail_says_what_changed(
    as_role: AsRole, connected: Database
) -> None:
    admin = await as_role("admin")
    read = await admin.call("getCommunityRules")
    rules = {name: read.json()[name] for name in default_document()}
    assert (read.headers["etag"], rules) == ('"1"', default_document())
    rules["dispatch"]["weekly_cap"] = 6
    rules["sessions"]["idle_minutes"] = 20
    written = await admin.call("replaceCommunityRules", json=rules, headers={"If-Match": '"1"'})
    assert (written.status_code, written.headers["etag"]) == (200, '"2"')
    assert written.json()["dispatch"]["weekly_cap"] == 6
    assert (await admin.call("getMe")).json()["idle_minutes"] == 20
    detail = connected.sql("SELECT detail FROM audit_entries WHERE action = 'community_rules.replaced'")
    assert detail == [({"changed": {"dispatch.weekly_cap": [5, 6], "sessions.idle_minutes": [15, 20]}},)]


async def test_a_transaction_decides_by_the_same_rules_and_by_those_that_it_writes(
    as_role: AsRole, connected: Database
) -> None:
    admin, rules = await as_role("admin"), default_document()
    weeks = "UPDATE community_rules SET document = jsonb_set(document, '{dispatch,weekly_cap}', '9')"
    async with unit_of_work(admin.community_id) as db:
        first = await service.rules_of(db, admin.community_id)
        connected.sql(weeks)
        assert await service.rules_of(db, admin.community_id) is first
        rules["dispatch"]["weekly_cap"] = 8
        wished = CommunityRulesInput.model_validate(rules)
        who = system_actor(admin.community_id)
        await service.replace_community_rules(db, who, wished, expected=1)
        assert (await service.rules_of(db, admin.community_id)).dispatch.weekly_cap == 8
    async with unit_of_work(admin.community_id) as db:
        assert (await service.rules_of(db, admin.community_id)).dispatch.weekly_cap == 8


async def test_a_stale_version_of_the_rules_is_refused_and_changes_nothing(as_role: AsRole) -> None:
    admin, rules = await as_role("admin"), default_document()
    rules["dispatch"]["weekly_cap"] = 6
    assert (await admin.call("replaceCommunityRules", json=rules, headers={"If-Match": '"1"'})).is_success
    rules["dispatch"]["weekly_cap"] = 7
    stale = await admin.call("replaceCommunityRules", json=rules, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "stale_version")
    unsaid = await admin.call("replaceCommunityRules", json=rules)
    assert unsaid.json()["errors"][0]["pointer"] == "/header/If-Match"
    assert (await admin.call("getCommunityRules")).json()["dispatch"]["weekly_cap"] == 6


async def test_rules_that_contradict_one_another_are_refused_by_name(as_role: AsRole) -> None:
    admin, rules = await as_role("admin"), default_document()
    waves = rules["unscheduled_care"]["waves"]
    rules["unscheduled_care"]["waves"] = [waves[1], waves[0], waves[1]]
    answer = await admin.call("replaceCommunityRules", json=rules, headers={"If-Match": '"1"'})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/unscheduled_care/waves/1/audience",
        "/unscheduled_care/waves/2/audience",
    ]
    assert (await admin.call("getCommunityRules")).json()["version"] == 1


async def test_the_coordinator_reads_the_rules_and_cannot_change_them(as_role: AsRole) -> None:
    coordinator = await as_role("coordinator")
    assert (await coordinator.call("getCommunityRules")).status_code == 200
    answer = await coordinator.call(
        "replaceCommunityRules", json=default_document(), headers={"If-Match": '"1"'}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "not_allowed")


async def test_rules_of_one_community_do_not_reach_another(
    as_role: AsRole, make_community: MakeCommunity
) -> None:
    gardanne = await make_community("Gardanne")
    here, there = await as_role("admin"), await as_role("admin", community_id=gardanne.id)
    rules = default_document()
    rules["dispatch"]["weekly_cap"] = 9
    await here.call("replaceCommunityRules", json=rules, headers={"If-Match": '"1"'})
    assert (await there.call("getCommunityRules")).json()["dispatch"]["weekly_cap"] == 5


async def test_accounts_are_found_by_professional_role_and_organisation_in_their_community_only(
    as_role: AsRole, make_community: MakeCommunity, community: Community
) -> None:
    gardanne = await make_community("Gardanne")
    doctor = await as_role("professional")
    ward = await as_role("requester", organisation_kind="hospital_ward")
    await as_role("coordinator", community_id=gardanne.id)
    assert doctor.professional_id is not None
    assert ward.organisation_id is not None
    async with unit_of_work(community.id) as db:
        of_doctor = await service.accounts_of_professional(db, community.id, doctor.professional_id)
        assert [account.id for account in of_doctor] == [doctor.account_id]
        assert await service.accounts_of_professional(db, gardanne.id, doctor.professional_id) == []
        of_ward = await service.account_ids_of_organisation(db, community.id, ward.organisation_id)
        assert of_ward == [ward.account_id]
        assert await service.accounts_with_role(db, community.id, Role.coordinator) == []
        assert len(await service.accounts_with_role(db, gardanne.id, Role.coordinator)) == 1
        by_professional = await service.account_ids_of_professionals(
            db, community.id, [doctor.professional_id, new_id()]
        )
        assert by_professional == {doctor.professional_id: [doctor.account_id]}


async def test_the_pages_of_the_trail_name_who_acted(as_role: AsRole) -> None:
    admin = await as_role("admin", name="Nadia Ferhat")
    rules = await admin.call("getCommunityRules")
    body = {name: value for name, value in rules.json().items() if name not in ("version", "changed_at")}
    body["sessions"]["idle_minutes"] = 20
    await admin.call("replaceCommunityRules", json=body, headers={"If-Match": rules.headers["ETag"]})
    entry = (await admin.call("listAuditEntries")).json()["items"][0]
    assert entry["actor_name"] == "Nadia Ferhat"
