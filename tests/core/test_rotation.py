"""A key is changed while people work: nothing is lost, nothing is readable with the old one alone."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from api.core import clock, crypto, rotation
from api.core.crypto import Unreadable
from api.core.db import plain_url
from api.core.settings import settings
from api.identity import commands
from tests.conftest import Database, Maillage
from tests.contract import running
from tests.contract.running import serving
from tests.identity.test_commands import CPTS
from tests.identity.test_first_passwords import token_of
from tests.roles import PASSWORD, AsRole, SignedIn

pytestmark = pytest.mark.slow


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A key file of this test alone, which begins as that of the others."""
    crypto.keys()
    own = tmp_path / "keys.json"
    shutil.copy(settings().keys_file, own)
    monkeypatch.setenv("MAILLAGE_KEYS", str(own))
    settings.cache_clear()
    yield own
    settings.cache_clear()


def forget_a_day_later(own: Path, key_id: str) -> None:
    """What `maillage keys forget` does, the day after."""
    with clock.living_at(clock.now() + timedelta(days=1)):
        crypto.forget_key(own, key_id)


def by_key(database: Database) -> dict[str, int]:
    """How many values each key has sealed."""
    return dict(rotation.values_by_key(database.owner_url))


async def test_a_key_is_rotated_while_people_work_and_the_old_one_can_be_forgotten(
    own_keys: Path, as_role: AsRole, database: Database, tmp_path: Path
) -> None:
    await as_role("coordinator")
    admin = await as_role("admin")
    me = await read(admin)
    count = by_key(database)["k1"]
    assert count > 0

    turning = asyncio.create_task(
        asyncio.to_thread(running.maillage, "keys", "rotate", database_url=database.owner_url)
    )
    seen = 0
    while not turning.done():
        assert await read(admin) == me
        seen += 1
        await asyncio.sleep(0)
    assert f"{count} valeurs rechiffrées" in await turning
    assert seen > 0
    assert by_key(database) == {"k2": count}
    assert await read(admin) == me

    forget_a_day_later(own_keys, "k1")
    assert await read(admin) == me
    assert json.loads(own_keys.read_text())["keys"].keys() == {"k2"}


async def test_a_web_process_that_runs_reads_and_writes_with_the_new_key_at_once(
    own_keys: Path, connected: Database, tmp_path: Path
) -> None:
    await commands.create_community(**CPTS)
    who = {"email": "ada@vitry.example", "name": "Ada", "community": CPTS["finess"]}
    link = (await commands.create_account(**who, role="admin")).link
    with serving(connected.owner_url, tmp_path / "web.log") as url:
        await choose_password(url, link)
        await sign_in(url)
        rotate(connected)
        forget_a_day_later(own_keys, "k1")
        await sign_in(url)
    assert by_key(connected).keys() == {"k2"}


def rotate(database: Database) -> None:
    """What `maillage keys rotate` does."""
    crypto.add_key(settings().keys_file)
    rotation.seal_again(database.owner_url)


async def read(who: SignedIn) -> str:
    """A name that is sealed in the database."""
    return str((await who.call("getMe")).json()["name"])


async def choose_password(url: str, link: str | None) -> None:
    """Ada follows her link."""
    async with httpx.AsyncClient(base_url=url) as http:
        body = {"token": token_of(link), "password": PASSWORD, "terms_accepted": False}
        assert (await http.post("/api/v1/password-choices", json=body)).status_code == 204


async def sign_in(url: str) -> None:
    """Ada signs in, and her name is read."""
    async with httpx.AsyncClient(base_url=url) as http:
        body = {"email": "ada@vitry.example", "password": PASSWORD}
        answer = await http.post("/api/v1/session", json=body)
        assert (answer.status_code, answer.json()["name"]) == (201, "Ada")


def test_the_operator_rotates_lists_and_forgets_but_never_a_key_in_use(
    own_keys: Path, maillage: Maillage, database: Database
) -> None:
    create = ["community", "create", "--finess", "940000001", "--name", "Vitry", "--short-name", "Vitry"]
    maillage(*create, "--commune", "94081")
    who = ["--email", "ada@vitry.example", "--name", "Ada", "--role", "admin", "--community", "940000001"]
    assert maillage("account", "create", *who)[0] == 0
    before = own_keys.read_text()
    for key, why in (
        ("k1", "2 valeurs en dépendent. D’abord : maillage keys rotate"),
        ("k9", "cette clé n’est pas dans le fichier"),
    ):
        assert maillage("keys", "forget", key) == (2, [], [f"{key} : {why}"])
    assert own_keys.read_text() == before

    code, out, _ = maillage("keys", "rotate")
    assert (code, out[1]) == (0, "2 valeurs rechiffrées.")
    assert maillage("keys", "list")[1] == ["k1 : 0 valeurs", "k2 : 2 valeurs, la clé actuelle"]
    day_before(own_keys, "k1")
    assert maillage("keys", "forget", "k1")[1] == ["k1 est oubliée."]
    assert json.loads(own_keys.read_text())["replaced"] == {}


def day_before(own: Path, key_id: str) -> None:
    """A day has passed since the key was replaced."""
    with crypto.changing_keys(own) as content:
        replaced = datetime.fromisoformat(content["replaced"][key_id])
        content["replaced"][key_id] = (replaced - timedelta(days=1)).isoformat()


def test_a_key_is_kept_for_a_day_since_writes_that_are_not_committed_are_counted_by_nobody(
    own_keys: Path, maillage: Maillage, database: Database
) -> None:
    create = ["community", "create", "--finess", "940000001", "--name", "Vitry", "--short-name", "Vitry"]
    assert maillage(*create, "--commune", "94081")[0] == 0
    who = ["--email", "ada@vitry.example", "--name", "Ada", "--role", "admin", "--community", "940000001"]
    assert maillage("account", "create", *who)[0] == 0
    row_id, sealed = database.sql("SELECT id, name_sealed FROM accounts")[0]
    with psycopg.connect(plain_url(database.owner_url)) as late:
        assert maillage("keys", "rotate")[0] == 0
        late.execute("UPDATE accounts SET name_sealed = %s WHERE id = %s", [sealed, row_id])
        assert by_key(database).keys() == {"k2"}, "it is not committed: nobody sees it"
        before = own_keys.read_text()
        until = datetime.fromisoformat(json.loads(before)["replaced"]["k1"]) + timedelta(days=1)
        why = f"une écriture en cours peut encore en dépendre. À partir du {until:%d/%m/%Y à %H:%M} UTC"
        refused = (2, [], [f"k1 : {why} : maillage keys forget"])
        assert maillage("keys", "forget", "k1") == refused
        assert own_keys.read_text() == before
    day_before(own_keys, "k1")
    why = "1 valeurs en dépendent. D’abord : maillage keys rotate"
    assert maillage("keys", "forget", "k1") == (2, [], [f"k1 : {why}"])
    assert "k1" in json.loads(own_keys.read_text())["keys"]


async def test_a_rotation_that_was_interrupted_is_gone_on_with(
    own_keys: Path, as_role: AsRole, database: Database
) -> None:
    await as_role("admin")
    count = by_key(database)["k1"]
    crypto.add_key(own_keys)
    rotate(database)
    assert by_key(database) == {"k3": count}


async def test_without_its_key_a_value_stays_closed(
    own_keys: Path, as_role: AsRole, database: Database
) -> None:
    await as_role("admin")
    row_id, sealed = database.sql("SELECT id, name_sealed FROM accounts")[0]
    context = crypto.row_context("accounts", "name", row_id)
    value = bytes(sealed)  # type: ignore[call-overload]  # bytea
    assert crypto.unseal(value, context)
    rotate(database)
    forget_a_day_later(own_keys, "k1")
    with pytest.raises(Unreadable, match="k1"):
        crypto.unseal(value, context)
