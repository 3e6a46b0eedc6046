"""Who writes the rota, and who is on it."""

import pytest

from tests.certifiers.builders import a_certifier
from tests.roles import AsRole, SignedIn


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """A coordinator of Vitry."""
    return await as_role("coordinator")


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """A doctor of Vitry who volunteers."""
    return await a_certifier(as_role)
