"""The same Idempotency-Key again, when the caller is no longer where they were or what they were."""

from api.cases import service as cases
from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.identity import service as identity
from api.identity.tables import Account
from tests.cases.builders import a_case
from tests.conftest import Database
from tests.roles import AsRole, MakeCommunity

KEY = {"Idempotency-Key": "one-key-for-two-requests"}


async def test_an_answer_of_one_community_is_not_repeated_in_another(
    as_role: AsRole, make_community: MakeCommunity, connected: Database
) -> None:
    doctor, other = await as_role("professional"), await make_community("Ailleurs")
    async with unit_of_work(other.id) as db:
        account = await db.get_one(Account, doctor.account_id)
        await identity.grant_role(
            db,
            system_actor(other.id),
            account,
            community_id=other.id,
            role=Role.professional,
            at=clock.now(),
        )
    redirected = {"red_flags": ["chest_pain"]}
    first = await doctor.call("createUnscheduledCareRequest", json=redirected, headers=KEY)
    assert first.status_code == 201, first.text
    chosen = {"json": {"community_id": str(other.id)}, "headers": KEY}
    assert (await doctor.call("chooseCommunity", **chosen)).status_code == 200
    assert (await doctor.call("chooseCommunity", **chosen)).status_code == 200
    again = await doctor.call("createUnscheduledCareRequest", json=redirected, headers=KEY)
    assert (again.status_code, again.json()["type"]) == (422, "idempotency_key_reused")
    assert connected.sql("SELECT community_id FROM cases") == [(doctor.community_id,)]


async def test_an_identity_is_decided_and_traced_each_time_whatever_the_key(
    as_role: AsRole, connected: Database
) -> None:
    nurse, doctor = await as_role("professional"), await as_role("professional")
    case = await a_case(nurse, with_person=True, accepted_by=doctor.professional_id)
    asked = {"person_id": case.person_id, "json": {}, "headers": KEY}
    for _ in range(2):
        assert (await doctor.call("readIdentity", **asked)).status_code == 200
    traced = "SELECT count(*) FROM audit_entries WHERE action = 'person.identity_read' AND actor_id = %s"
    assert connected.sql(traced, doctor.account_id) == [(2,)]
    async with unit_of_work(nurse.community_id) as db:
        held = await cases.load(db, system_actor(nurse.community_id), case.id, for_update=True)
        await cases.update(db, held, at=clock.now(), professional_id=None)
    assert (await doctor.call("readIdentity", **asked)).status_code == 404
    assert connected.sql("SELECT count(*) FROM idempotent_answers") == [(0,)]
