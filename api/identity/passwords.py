"""Passwords: keyed by the server, then argon2id, computed beside the event loop and a few at a time."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import anyio
from anyio.lowlevel import RunVar
from passlib.hash import argon2

from api.core.crypto import keyed_hash
from api.identity.rules import normal_password

# Now, not at the first use: passlib replaces its own methods then, and a call that already holds the old one,
# such as the first sign-in with an unknown address, fails.
argon2.set_backend()

# The first of OWASP's equivalent settings for argon2id: 19 MiB, two passes, one lane (some 30 ms here).
_HASHER = argon2.using(type="ID", memory_cost=19_456, time_cost=2, parallelism=1)

_KEYED = "keyed:"
"""Stands before the hash of what the key file was needed for: who steals the database alone has nothing to
try passwords against (ASVS 2.4.5). Those from before have no such mark, and get one at the next sign-in."""

_AT_ONCE = 2
_turns: RunVar[anyio.Semaphore] = RunVar("password_turns")


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """Wait for one's turn to try a password: at most two attempts at once in a process.

    Bounds the memory that guessing may take, and how many guesses pass a lock-out check together.
    """
    try:
        turns = _turns.get()
    except LookupError:
        turns = anyio.Semaphore(_AT_ONCE)
        _turns.set(turns)
    async with turns:
        yield


async def hashed(password: str) -> str:
    """The hash to keep."""
    return await anyio.to_thread.run_sync(_hash, password)


async def verified(password: str, kept: str | None) -> bool:
    """Whether the password is the one hashed. Without a hash the same work is done, for nothing."""
    right = await anyio.to_thread.run_sync(_verify, password, kept or _nobody())
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's, or without the server's key."""
    return not kept.startswith(_KEYED) or bool(_HASHER.needs_update(kept.removeprefix(_KEYED)))


def _hash(password: str) -> str:
    return _KEYED + str(_HASHER.hash(_keyed(password)))


def _verify(password: str, kept: str) -> bool:
    said = _keyed(password) if kept.startswith(_KEYED) else normal_password(password)
    return bool(_HASHER.verify(said, kept.removeprefix(_KEYED)))


def _keyed(password: str) -> str:
    return keyed_hash("password", normal_password(password)).hex()


@cache
def _nobody() -> str:
    """The hash of a password that nobody has."""
    return _hash(secrets.token_urlsafe(32))
