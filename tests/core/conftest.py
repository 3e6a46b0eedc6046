"""The small application, on a database of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.core.fixture_app import NOTES, fixture_app, fixture_contract


@pytest.fixture
async def notes(connected: Database) -> AsyncIterator[ContractClient]:
    """Somebody who may read and write notes, calling the small application."""
    for statement in NOTES.split(";"):
        connected.sql(statement)
    who = {"X-Actor": "anna", "X-Scopes": "notes.read notes.write"}
    async with ContractClient(fixture_app(), fixture_contract(), headers=who) as client:
        yield client
