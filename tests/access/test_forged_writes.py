"""What a page of another site can send: every write of the contract, with the cookies of who is signed in and
without the token that only our own pages can read."""

from uuid import UUID, uuid4

import pytest

from api.contract.models import Role
from api.core.operations import Contract, Operation
from api.identity import cookies
from api.identity.authentication import READS
from api.identity.rules import SCOPES
from tests.conftest import Database
from tests.contract.contents import contents
from tests.elsewhere import BODIES, Elsewhere, a_whole_community
from tests.roles import AsRole, MakeCommunity, SignedIn
from tests.teleconsultations.bookings.scene import sent_at
from tests.test_other_community import path_of

OF_NOBODY = frozenset(
    {
        "acceptInvitation",
        "choosePassword",
        "completeSignIn",
        "createAccessToken",
        "createSession",
        "drawAttendingDoctorChallenge",
        "fileAttendingDoctorForm",
        "judgePassword",
        "readInvitation",
        "recordSmsReceipt",
        "requestPasswordLink",
        "withdrawAttendingDoctorForm",
    }
)
"""Writes that ask nobody who they are, and do nothing in the name of who is signed in: what they come with (a
password, a link, a signature, a proof of work) is in the request itself."""

Here = dict[Role, SignedIn]


@pytest.fixture
async def there(as_role: AsRole, make_community: MakeCommunity, database: Database) -> Elsewhere:
    """A community where everything exists once."""
    return await a_whole_community(as_role, make_community, database)


@pytest.fixture
async def people(as_role: AsRole, there: Elsewhere) -> Here:
    """One person of each role in that same community: its things are theirs to change."""
    where = {"community_id": there.doctor.community_id}
    return {
        Role.professional: there.doctor,
        Role.requester: there.requester,
        **{
            role: await as_role(role.value, **where)
            for role in (Role.coordinator, Role.regulator, Role.admin)
        },
    }


def writes(contract: Contract) -> list[Operation]:
    """All that is no reading, but those of nobody."""
    found = [one for one in contract.operations.values() if one.method not in READS]
    assert {one.id for one in found if one.scopes is None} == OF_NOBODY
    return [one for one in found if one.id not in OF_NOBODY]


def may_call(operation: Operation, people: Here) -> list[SignedIn]:
    """Those whom only the token keeps from it; for what is for machines alone, anybody."""
    needed = (operation.scopes or {}).get("session")
    return [who for role, who in people.items() if needed is None or needed <= SCOPES[role]]


def as_a_browser_sends_it(who: SignedIn) -> str:
    """Take the header away; leave the cookies, of which a browser sends both. The token."""
    token = who.headers.pop(cookies.CSRF_HEADER)
    who.cookies.set(cookies.CSRF, token)
    return token


async def forge(operation: Operation, who: SignedIn, there: Elsewhere, **headers: str) -> tuple[int, str]:
    """Call it on what exists, with a body that it takes where we have one: the status, and the answer."""
    named = path_of(operation, there.ids | {"specialty_code": "SM04"})
    body = {} if operation.body_media is None else {"content": b"{}"}
    if operation.body_media == "application/json":
        body = {"json": BODIES.get(operation.id, {})}
    sent = {"If-Match": '"1"', "Idempotency-Key": str(uuid4()), **sent_at(), **headers}
    if "content" in body:
        sent["Content-Type"] = operation.body_media or ""
    answer = await who.call(operation.id, headers=sent, **named, **body)
    return answer.status_code, answer.text


async def test_no_write_of_the_contract_can_be_sent_by_a_page_of_another_site(
    there: Elsewhere, people: Here, contract: Contract, connected: Database
) -> None:
    tokens = {who.account_id: as_a_browser_sends_it(who) for who in people.values()}
    lines = "SELECT count(*) FROM audit_entries"
    sessions = "SELECT id, ended_at, community_id, delegation_id, practice_number FROM sessions ORDER BY id"
    before, traced, sat = contents(connected), connected.sql(lines), connected.sql(sessions)
    passed, tried = [], set()
    for operation in writes(contract):
        for who in may_call(operation, people):
            status, said = await forge(operation, who, there)
            if (status, "CSRF token is missing" in said) != (403, True):
                passed.append(f"{operation.id} as {who.email}: {status} {said[:200]}")
            tried.add(operation.id)
    assert passed == []
    assert len(tried) == len(writes(contract))
    assert (contents(connected), connected.sql(lines), connected.sql(sessions)) == (before, traced, sat)
    for who in people.values():
        assert (await who.call("getMe")).status_code == 200
    await _acts_with_it(there, people[Role.coordinator], contract, tokens, before, connected)


async def _acts_with_it(
    there: Elsewhere,
    coordinator: SignedIn,
    contract: Contract,
    tokens: dict[UUID, str],
    before: dict[str, str],
    connected: Database,
) -> None:
    """What the walk sent would have changed something: with the token it does, with another's not."""
    operation = contract.operations["postMessage"]
    theirs = tokens[there.doctor.account_id]
    assert (await forge(operation, coordinator, there, **{cookies.CSRF_HEADER: theirs}))[0] == 403
    assert contents(connected) == before
    own = tokens[coordinator.account_id]
    assert (await forge(operation, coordinator, there, **{cookies.CSRF_HEADER: own}))[0] == 201
    assert contents(connected) != before
