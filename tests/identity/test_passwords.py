"""Passwords, apart from any session."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from passlib.hash import argon2

from api.contract.models import PasswordStrength
from api.core.settings import settings
from api.identity import passwords
from api.identity.password_rules import GUESSABLE, LONG, SHORT, strength, why_refused
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents
from tests.roles import PASSWORD, AsRole

FIRST_OF_ALL = """
import asyncio
from api.identity import passwords
print(asyncio.run(passwords.verified("quatre mots au hasard", None)))
"""


def test_the_first_try_of_a_process_may_be_that_of_an_unknown_address() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_OF_ALL], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr[-2000:]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("onze lettre", SHORT),
        ("sept bateaux " * 10, LONG),
        ("motdepasse2024", GUESSABLE),
        ("123456789012", GUESSABLE),
        ("azertyuiop12", GUESSABLE),
        ("Password1234!", GUESSABLE),
        ("p@$$w0rd1234", GUESSABLE),
        ("administrateur", GUESSABLE),
        ("aaaaaaaaaaaa", GUESSABLE),
        ("aubertin1975", GUESSABLE),
        ("vitry.example", GUESSABLE),
        ("C.Aubertin@vitry.example", GUESSABLE),
        ("sept bateaux et une marmotte", None),
        ("k3dfa-9sxpq-22abc-zzyxw", None),
        ("\u00e9" * 5 + " une tourn\u00e9e bien tenue", None),
    ],
)
def test_what_many_choose_and_what_is_known_of_somebody_is_refused(password: str, why: str | None) -> None:
    assert why_refused(password, "Dr Camille Aubertin", "c.aubertin@vitry.example", None) == why


def test_a_password_is_judged_in_a_moment_whatever_it_is() -> None:
    signs = "4@8({[<3691!|0$5+7%2"  # each stands for a letter or two
    before = time.thread_time()
    assert strength(signs * 10) is PasswordStrength.strong
    assert time.thread_time() - before < 1


@pytest.mark.parametrize(
    ("password", "judged"),
    [("motdepasse2024", "guessable"), ("Aubertin-1975!", "good"), ("sept bateaux et une marmotte", "strong")],
)
async def test_anybody_is_told_how_hard_a_password_is_to_guess_and_nothing_is_kept(
    client: ContractClient, connected: Database, password: str, judged: str
) -> None:
    before = contents(connected)
    answer = await client.call(
        "judgePassword", json={"password": password, "about": "Dr Camille Aubertin\ncamille@cabinet.example"}
    )
    assert (answer.status_code, answer.json()) == (200, {"strength": judged})
    unread = {"content": b"{", "headers": {"Content-Type": "application/json"}}
    assert (await client.call("judgePassword", **unread)).status_code == 400
    assert (await client.call("judgePassword", json={"password": password})).status_code == 422
    assert contents(connected) == before


async def test_who_has_the_database_alone_has_nothing_to_try_passwords_against(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = await passwords.hashed(PASSWORD)
    assert await passwords.verified(PASSWORD, kept)
    assert not argon2.verify(PASSWORD, kept.removeprefix("keyed:"))
    monkeypatch.setattr(settings(), "keys_file", tmp_path / "other-keys.json")
    assert not await passwords.verified(PASSWORD, kept)


async def test_a_password_kept_without_the_key_opens_the_door_once_more_and_gets_it(
    as_role: AsRole, client: ContractClient, connected: Database
) -> None:
    who = await as_role("requester")
    plain = argon2.using(memory_cost=19_456, time_cost=2, parallelism=1).hash(PASSWORD)
    connected.sql("UPDATE accounts SET password_hash = %s", plain)
    wrong = await client.call("createSession", json={"email": who.email, "password": f"{PASSWORD}!"})
    assert (wrong.status_code, connected.sql("SELECT password_hash FROM accounts")) == (401, [(plain,)])
    right = await client.call("createSession", json={"email": who.email, "password": PASSWORD})
    assert right.status_code == 201
    [(kept,)] = connected.sql("SELECT password_hash FROM accounts")
    assert str(kept).startswith("keyed:$argon2id$")
    again = await client.call("createSession", json={"email": who.email, "password": PASSWORD})
    assert again.status_code == 201


async def test_more_than_128_characters_are_refused_by_name(as_role: AsRole, connected: Database) -> None:
    who = await as_role("professional", password=PASSWORD)
    before = connected.sql("SELECT password_hash FROM accounts")
    body = {"present": PASSWORD, "chosen": "x" * 129}
    refused = await who.call("changePassword", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/chosen")
    assert connected.sql("SELECT password_hash FROM accounts") == before
