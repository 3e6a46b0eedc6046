"""Passwords, apart from any session."""

import subprocess
import sys
import time

import pytest

from api.contract.models import PasswordStrength
from api.identity.password_rules import GUESSABLE, SHORT, strength, why_refused
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.contract.contents import contents

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
