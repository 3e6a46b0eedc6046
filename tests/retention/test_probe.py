"""probe"""
from api import worker
from api.availability.service import forget_people
from tests.conftest import Database
from tests.roles import AsRole, ShiftClock
from api.identity.tables import Community

PATHS = {
    "unscheduled_care": ("getUnscheduledCareRequest", "request_id"),
}

async def test_probe(community: Community, database: Database, as_role: AsRole, shift_clock: ShiftClock) -> None:
    who = await as_role("coordinator")
    print(database.sql("select kind, state, closed_at is null, count(*) from cases where parent_id is null group by 1,2,3 order by 1,2"))
    shift_clock(days=40 * 31)
    for job in (worker.forget_people, forget_people, worker.forget_what_is_past):
        await job(0)
    print(database.sql("select kind, state, forgotten_at is null, count(*) from cases where parent_id is null group by 1,2,3 order by 1,2"))
    for t in ("appointments","timeline_events","offers","notifications","deliveries","duties","claims","delegations","invitations", "waiting_entries","displaced_appointments"):
        print(t, database.sql(f"select count(*) from {t}"))
    print(database.sql("select action, count(*) from audit_entries where action in ('events.erased','member.erased','account.erased','account.role_ended') group by 1"))
