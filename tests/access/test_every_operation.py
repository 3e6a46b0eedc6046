"""Every operation of the contract, called as every role: allowed exactly where docs/access.md says so."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from api.contract.models import Role
from api.core.operations import Operation, the_contract
from api.identity.rules import SCOPES, scopes_of
from tests.contract.client import ContractClient
from tests.identity.delegating import Office, named, office
from tests.identity.test_machine_clients import kiosk, token_for
from tests.identity.test_regulators import NATIONAL
from tests.roles import AsRole

__all__ = ["kiosk", "office"]
"""Fixtures of other tests."""

Comes = Callable[[str], Awaitable[ContractClient]]

MATRIX = Path(__file__).resolve().parents[2] / "docs" / "access.md"

COLUMNS = {
    "professional": ("Pro", "●"),
    "coordinator": ("Coord", "●"),
    "requester": ("Req", "●"),
    "requester town_hall": ("Req", "t"),
    "requester police": ("Req", "g"),
    "requester hospital_ward": ("Req", "● w"),
    "requester pharmacy": ("Req", "● s"),
    "regulator": ("Reg", "●"),
    "admin": ("Adm", "●"),
    "auditor": ("Aud", "●"),
    "secretary": ("Sec", "●"),
    "secretary who answers": ("Sec", "● +"),
    "regulator of the platform": ("Reg", "p"),
    "program": ("Prog", "●"),
}
"""Role, and kind of the organisation acted for, or who else -> the column of the matrix, and the marks that
let it."""

LASTS = frozenset({"streamEvents"})
"""They answer as long as one listens: called by those who may not only (tests/notifications has the rest)."""

ENDS = frozenset({"deleteSession"})
"""They end what the next call comes with."""

PROVES_ITSELF = frozenset({"createAccessToken", "completeSignIn"})
"""Open to all, but refused without the secret of a program, or the cookie of who typed a password."""

NOBODY = "nobody needs an account"

OPERATIONS = the_contract().operations


def matrix() -> dict[str, dict[str, str]]:
    """operationId -> column -> its marks, as reviewed."""
    found: dict[str, dict[str, str]] = {}
    titles: list[str] = []
    for line in MATRIX.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| Operation "):
            titles = cells
        elif line.startswith("| "):
            found[cells[0]] = dict(zip(titles, cells, strict=True))
    return found


REVIEWED = matrix()


def test_the_matrix_names_every_operation_once() -> None:
    assert list(REVIEWED) == sorted(OPERATIONS, key=list(REVIEWED).index)
    assert len(REVIEWED) == len(OPERATIONS)


async def call(who: ContractClient, operation: Operation) -> tuple[int, str]:
    """Call it on things that do not exist and with nothing to say: the status, and why."""
    path = re.sub(r"\{finess\}", "999999999", operation.path)
    path = re.sub(r"\{[a-z_]*(key|token|secret|code)[a-z_]*\}", "x" * 43, path)
    path = re.sub(r"\{[a-z_]+\}", str(UUID(int=7)), path)
    body = {"content": b"{}", "headers": {"content-type": operation.body_media or "application/json"}}
    answer = await who.request(operation.method, path, **(body if operation.body_media else {}))
    return answer.status_code, answer.text if answer.is_error else ""


def refused(answer: tuple[int, str]) -> bool:
    """Whether the role is what is lacking, whatever else is wrong with the call."""
    return answer[0] == 403 and ("needs the scope" in answer[1] or "cannot be called with" in answer[1])


@pytest.fixture
def comes(as_role: AsRole, office: Office, kiosk: dict[str, str]) -> Comes:
    """`await comes(who)` -> whoever is called so in COLUMNS, signed in; a program holds all that any may."""

    async def come(who: str) -> ContractClient:
        match who:
            case "secretary" | "secretary who answers":
                doctor = await as_role("professional")
                return await office.accept(await named(doctor, may_answer=who != "secretary"))
            case "regulator of the platform":
                return await as_role("regulator", kept_as=NATIONAL)
            case "program":
                program = office.nobody()
                program.headers["Authorization"] = f"Bearer {await token_for(program, kiosk)}"
                return program
        role, _, kind = who.partition(" ")
        return await as_role(role, organisation_kind=kind or None)

    return come


@pytest.mark.parametrize("who", COLUMNS)
async def test_a_role_may_call_what_the_matrix_says_and_nothing_else(who: str, comes: Comes) -> None:
    column, marks = COLUMNS[who]
    person = await comes(who)
    wrong = {}
    for operation in OPERATIONS.values():
        reviewed = REVIEWED[operation.id]
        allowed = NOBODY in reviewed["Scope"] or bool(set(marks.split()) & set(reviewed[column].split()))
        if operation.id in ENDS or (operation.id in LASTS and allowed):
            continue
        answer = await call(person, operation)
        if refused(answer) is allowed or (not allowed and answer[0] != 403):
            wrong[operation.id] = answer
    assert not wrong


async def test_without_an_account_every_operation_that_asks_for_one_answers_alike(
    client: ContractClient,
) -> None:
    wrong = {}
    for operation in OPERATIONS.values():
        answer = await call(client, operation)
        anybody = NOBODY in REVIEWED[operation.id]["Scope"]
        if (answer[0] == 401) is anybody and operation.id not in PROVES_ITSELF:
            wrong[operation.id] = answer
    assert not wrong


def test_no_role_holds_a_scope_that_no_operation_asks() -> None:
    asked = {scope for one in OPERATIONS.values() for held in (one.scopes or {}).values() for scope in held}
    held = {scope for role in Role for scope in SCOPES[role]} | scopes_of([(Role.requester, None)])
    assert held <= asked
