"""Copies of holders of accounts where there are many patients: none of them is in any copy."""

import json

import pytest
from sqlalchemy import select

from api import holders
from api.core.db import unit_of_work
from api.identity.tables import Account, Community
from api.people.tables import Person
from tests.conftest import Database
from tests.retention.demonstration import community, database

__all__ = ["community", "database"]
"""Fixtures of other tests."""

pytestmark = pytest.mark.slow


async def test_no_copy_of_anybody_in_the_demonstration_leads_to_a_patient(
    connected: Database, community: Community
) -> None:
    async with unit_of_work() as db:
        accounts = (await db.scalars(select(Account))).all()
        communities = (await db.scalars(select(Community.id))).all()
    patients: set[str | None] = set()
    for here in communities:
        async with unit_of_work(here) as db:
            for person in await db.scalars(select(Person).where(Person.identity_sealed.is_not(None))):
                known = person.identity or {}
                patients |= {str(person.id), known["phone"], known["address_line"], known.get("email")}
                if known["family_name"] and known["given_name"]:
                    patients |= {f"{known['given_name']} {known['family_name']}"}
    patients -= {None, ""}
    assert len(patients) > 20
    for account in accounts:
        copy = await holders.export(account.email)
        assert copy["done"] or copy["kept"]["grants"]
        text = json.dumps(copy, ensure_ascii=False, default=str)
        assert not [one for one in patients if str(one) in text], account.email
