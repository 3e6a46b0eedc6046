"""Doctors, and the secretaries who act for them."""

import pytest

from tests.identity.delegating import office
from tests.roles import AsRole, SignedIn

__all__ = ["office"]


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """Who names a secretary."""
    return await as_role("professional", name="Dr Anna Essai")


@pytest.fixture
async def colleague(as_role: AsRole) -> SignedIn:
    """Another doctor of the same community."""
    return await as_role("professional", name="Dr Paul Essai")
