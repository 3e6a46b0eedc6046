"""Passwords, apart from any session."""

import subprocess
import sys

FIRST_OF_ALL = """
import asyncio
from api.identity import passwords
print(asyncio.run(passwords.verified("quatre mots au hasard", None)))
"""


def test_the_first_try_of_a_process_may_be_that_of_an_unknown_address() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_OF_ALL], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.returncode) == ("False", 0), done.stderr[-2000:]
