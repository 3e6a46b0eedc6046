"""schemathesis against a running server, as each role: requests invented from the contract, and sequences
of them, find no answer that the contract does not declare.

`schemathesis.toml`, beside this file, holds the settings and every exception with its reason.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx
import pytest

from api.core.operations import Contract, Operation
from api.identity import cookies
from api.seed.accounts import PASSWORD
from api.seed.territories import VITRY
from tests.conftest import Database
from tests.contract.exceptions import ENDLESS
from tests.contract.running import PROJECT, maillage, serving

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parent

PEOPLE = {
    "coordinator": "coordination@vitry.demo",
    "professional": "medecin@vitry.demo",
    "pharmacist": "pharmacie@vitry.demo",
    "regulator": "regulation@sas94.demo",
    "admin": "admin@vitry.demo",
}

SITE, KIOSK_OF_SITE = "Pharmacie des Trois Peupliers", "kiosk of a site"

ROLES = (*PEOPLE, "kiosk", KIOSK_OF_SITE, "nobody")

Caller = tuple[str, frozenset[str], dict[str, str]]
"""The security scheme under which one comes, the scopes that one holds, and the headers that say so."""


@pytest.fixture(scope="module")
def server(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a server of the demonstration."""
    with serving(demonstration.owner_url, tmp_path_factory.mktemp("server") / "web.log") as url:
        yield url


def somebody(server: str, email: str) -> Caller:
    """A person of the demonstration, signed in."""
    with httpx.Client(base_url=server) as browser:
        signed_in = browser.post("/api/v1/session", json={"email": email, "password": PASSWORD})
        assert signed_in.status_code == 201, signed_in.text
        session = browser.cookies[cookies.SESSION]
    me = signed_in.json()
    headers = {"Cookie": f"{cookies.SESSION}={session}", cookies.CSRF_HEADER: me["csrf_token"]}
    return "session", frozenset(me["scopes"]), headers


def kiosk(server: str, demonstration: Database) -> Caller:
    """The kiosk of a pharmacy, a machine, with a fresh token."""
    options = ("create", "--name", "Borne d’essai", "--role", "kiosk", "--community", VITRY.finess)
    return machine(server, demonstration, *options)


def kiosk_of_site(server: str, demonstration: Database) -> Caller:
    """The kiosk of the site of teleconsultation, bound to it."""
    options = ("create-kiosk", "--name", "Borne d’essai", "--community", VITRY.finess, "--site", SITE)
    return machine(server, demonstration, *options)


def machine(server: str, demonstration: Database, *options: str) -> Caller:
    """A machine client made with these options, with a fresh token."""
    made = maillage("client", *options, database_url=demonstration.owner_url)
    secrets = dict(line.split(maxsplit=1) for line in made.splitlines())
    form = {
        "grant_type": "client_credentials",
        "client_id": secrets["client_id"],
        "client_secret": secrets["client_secret"],
    }
    token = httpx.post(f"{server}/oauth/token", data=form).json()
    return "machine", frozenset(token["scope"].split()), {"Authorization": f"Bearer {token['access_token']}"}


def may_call(operation: Operation, scheme: str, scopes: frozenset[str]) -> bool:
    """Whether the contract opens the operation to this caller. Public ones are tried as nobody."""
    if operation.scopes is None:
        return scheme == ""
    needed = operation.scopes.get(scheme)
    return needed is not None and needed <= scopes


def settings_for(role: str, demonstration: Database, folder: Path) -> Path:
    """How schemathesis calls: for the kiosk of a site always with that site, which it alone can name."""
    common = HERE / "schemathesis.toml"
    if role != KIOSK_OF_SITE:
        return common
    [(site,)] = demonstration.sql("SELECT id FROM teleconsultation_sites WHERE name = %s", SITE)
    own = folder / "schemathesis.toml"
    own.write_text(f'parameters = {{ site_id = "{site}" }}\n{common.read_text("utf-8")}', "utf-8")
    return own


def caller_of(role: str, server: str, demonstration: Database) -> Caller:
    """Somebody of that role, who has just come in."""
    if role == "kiosk":
        return kiosk(server, demonstration)
    if role == KIOSK_OF_SITE:
        return kiosk_of_site(server, demonstration)
    return somebody(server, PEOPLE[role]) if role in PEOPLE else ("", frozenset(), {})


@pytest.fixture(scope="module")
def open_to(server: str, demonstration: Database, contract: Contract) -> dict[str, list[str]]:
    """The operations that each role may call."""
    callers = {role: caller_of(role, server, demonstration) for role in ROLES}
    return {
        role: [one.id for one in contract.operations.values() if may_call(one, scheme, scopes)]
        for role, (scheme, scopes, _) in callers.items()
    }


@pytest.mark.parametrize("role", ROLES)
def test_no_request_gets_an_answer_that_the_contract_does_not_declare(
    role: str, server: str, open_to: dict[str, list[str]], demonstration: Database, tmp_path: Path
) -> None:
    """Each role with each operation that it may call; every edge of each parameter and field (the phase
    `coverage`, most of the time) by the first role that may, as what is wrong in itself is so for all."""
    tried = [name for name in open_to[role] if name not in ENDLESS]
    assert len(tried) >= 6
    earlier = {name for one in ROLES[: ROLES.index(role)] for name in open_to[one]}
    first = [name for name in tried if name not in earlier]
    settings = settings_for(role, demonstration, tmp_path)
    scheme, _, headers = caller_of(role, server, demonstration)
    if first:
        attack(server, settings, headers, "coverage", first)
    attack(server, settings, headers, "examples,fuzzing,stateful", tried)
    if scheme == "session":  # else the last answers said no more than that nobody was signed in
        assert httpx.get(f"{server}/api/v1/me", headers=headers).status_code == 200


def attack(
    server: str, settings: Path, headers: dict[str, str], phases: str, operations: Iterable[str]
) -> None:
    """Call these operations with what schemathesis invents in these phases; none may answer wrongly."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings)]
    command += ["run", str(PROJECT / "openapi" / "openapi.yaml"), "--url", server, "--no-color"]
    command += ["--phases", phases]
    command += [part for name in operations for part in ("--include-operation-id", name)]
    command += [part for name, value in headers.items() for part in ("--header", f"{name}:{value}")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=1200)
    assert done.returncode == 0, f"{phases}:\n{done.stdout[-8000:]}\n{done.stderr[-2000:]}"
