"""A platform, a server that is connected to it, a regulator that it sent, and a doctor with time."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.core.settings import settings
from tests.availability.conftest import colleague, doctor, later, opens
from tests.dispatch.conftest import awake, coordinator
from tests.fhir.authority import Authority
from tests.roles import AsRole, SignedIn
from tests.sas.fake_platform import FakePlatform, Papers, fake_platform, papers_of
from tests.sas.scene import KEPT_AS

__all__ = ["awake", "colleague", "coordinator", "doctor", "later", "opens"]
"""Fixtures of the tests of availability and of dispatch."""


@pytest.fixture(scope="session")
def authority(environment: Path) -> Authority:
    """Who vouches for the platform, and for those who may call it."""
    return Authority(environment, "autorite-sas")


@pytest.fixture(scope="session")
def papers(authority: Authority) -> Papers:
    """Ours."""
    return papers_of(authority, "cpts")


@contextmanager
def connected_to(url: str, papers: Papers, *, seconds: float = 5) -> Iterator[None]:
    """The settings of a server that is connected to the platform at that address."""
    config, before = settings(), {}
    for name, value in {
        "sas_url": url,
        "sas_seconds": seconds,
        "sas_client_certificate": papers.certificate,
        "sas_client_key": papers.key,
        "sas_server_ca": papers.authority,
    }.items():
        before[name] = getattr(config, name)
        setattr(config, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(config, name, value)


@pytest.fixture
async def platform(authority: Authority, papers: Papers) -> AsyncIterator[FakePlatform]:
    """A running platform, to which this server is connected."""
    async with fake_platform(authority) as running:
        with connected_to(running.url, papers):
            yield running


@pytest.fixture
async def regulator(as_role: AsRole) -> SignedIn:
    """Somebody with an account of the platform, who came from it."""
    return await as_role("regulator", kept_as=KEPT_AS)


@pytest.fixture
async def admin(as_role: AsRole) -> SignedIn:
    """Who looks after the connection."""
    return await as_role("admin")
