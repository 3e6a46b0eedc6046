"""What tests of corrected identities share."""

from typing import Any

import httpx

from tests.contract.client import ContractClient

BORN = "2012-03-12"
"""Another day than that of `PERSON`."""


async def correct(who: ContractClient, person: object, status: int = 200, **right: Any) -> httpx.Response:
    """Say what is right of a person; the answer, which has this status."""
    answer = await who.call("correctIdentity", person_id=person, json=right)
    assert answer.status_code == status, answer.text
    return answer


async def identity(who: ContractClient, person: object) -> dict[str, Any]:
    """Who the person is, as somebody who needs it reads it."""
    answer = await who.call("readIdentity", person_id=person, json={})
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown
