"""What is open to a session of which something is still missing: every operation of the contract is tried."""

from asyncio import timeout

from api.core.operations import Contract
from tests.contract.client import ContractClient

NOT_TRIED = frozenset({"deleteSession", "openBookingPage"})
"""The one ends the session; the other is open to anybody, signed in or not."""

SOME_ID = "01a2229a-97a4-7000-9c8c-17a1ffe1e96b"


MOST_SECONDS = 30
"""For one call."""


async def open_to(who: ContractClient, contract: Contract, refusal: str) -> set[str]:
    """The operations of sessions that do not refuse `who` for this reason (the type of a 403); each is sent
    without a body."""
    found = set()
    for operation in contract.operations.values():
        if operation.scopes is None or operation.id in NOT_TRIED or "session" not in operation.scopes:
            continue
        names = {parameter["name"]: SOME_ID for parameter in operation.parameters_in("path")}
        async with timeout(MOST_SECONDS):  # a stream that is let in would never end
            answer = await who.call(operation.id, **names)
        if answer.is_error and answer.json()["type"] == refusal:
            assert answer.status_code == 403, operation.id
        else:
            found.add(operation.id)
    return found
