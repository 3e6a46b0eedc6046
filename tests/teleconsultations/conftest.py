"""A coordinator, a pharmacy with its site, and those who may assist there."""

from typing import Any

import pytest

from tests.roles import AsRole, SignedIn
from tests.teleconsultations.scene import a_nurse, a_pharmacist, a_site, open_site


@pytest.fixture
async def coordinator(as_role: AsRole) -> SignedIn:
    """A coordinator of Vitry."""
    return await as_role("coordinator", name="Inès Essai")


@pytest.fixture
async def pharmacy(as_role: AsRole) -> SignedIn:
    """The account of a pharmacy of Vitry."""
    return await as_role("requester", organisation_kind="pharmacy", name="Officine Essai")


@pytest.fixture
async def pharmacist(as_role: AsRole) -> SignedIn:
    """A pharmacist of Vitry who volunteers, not trained yet."""
    return await a_pharmacist(as_role)


@pytest.fixture
async def nurse(as_role: AsRole) -> SignedIn:
    """A nurse of Vitry who volunteers, not trained yet."""
    return await a_nurse(as_role)


@pytest.fixture
async def site(coordinator: SignedIn, pharmacy: SignedIn) -> dict[str, Any]:
    """A site of the pharmacy of which nothing more is known."""
    return await open_site(coordinator, a_site(pharmacy.organisation_id))
