"""Doctors, and the secretaries who act for them."""

import pytest
from fastapi import FastAPI

from api.core.operations import Contract
from tests.conftest import Database
from tests.identity.delegating import Office
from tests.roles import AsRole, SignedIn


@pytest.fixture
def office(app: FastAPI, contract: Contract, connected: Database) -> Office:
    """Where the people come in who have a link."""
    return Office(app, contract, connected)


@pytest.fixture
async def doctor(as_role: AsRole) -> SignedIn:
    """Who names a secretary."""
    return await as_role("professional", name="Dr Anna Essai")


@pytest.fixture
async def colleague(as_role: AsRole) -> SignedIn:
    """Another doctor of the same community."""
    return await as_role("professional", name="Dr Paul Essai")
