"""A doctor who names a secretary, and the secretary who acts for her, over HTTP."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.core.operations import Contract
from api.identity import cookies
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import SignedIn

PASSWORD = "un agenda bien tenu"
EMAIL = "nadia@cabinet.example"
NAME = "Nadia Ferrand"
ACTING_FOR = "X-Acting-For"


def invitation(**change: Any) -> dict[str, Any]:
    """The body that names somebody."""
    return {"name": NAME, "email": EMAIL, "may_answer": False} | change


async def named(doctor: SignedIn, **change: Any) -> dict[str, Any]:
    """The delegation that a doctor gave."""
    answer = await doctor.call("inviteDelegate", json=invitation(**change))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def token_of(delegation: dict[str, Any]) -> str:
    """What stands in the link of the invitation, which a demonstration shows."""
    return str(delegation["demo_link"]).rpartition("/")[2]


@dataclass
class Office:
    """A door of the application, where those who have a link come in."""

    app: FastAPI
    contract: Contract
    database: Database

    def nobody(self) -> ContractClient:
        """A browser in which nobody is signed in."""
        return ContractClient(self.app, self.contract, audit=self.database.sql)

    async def accept(
        self, delegation: dict[str, Any], http: ContractClient | None = None, *, password: str = PASSWORD
    ) -> ContractClient:
        """The person who accepted, signed in and acting for whom invited them."""
        browser = http or self.nobody()
        body = {"token": token_of(delegation), "name": None, "password": password}
        answer = await browser.call("acceptInvitation", json=body)
        assert answer.status_code == 201, answer.text
        browser.headers[cookies.CSRF_HEADER] = answer.json()["csrf_token"]
        browser.headers[ACTING_FOR] = answer.json()["acting_for"]["delegation_id"]
        return browser

    async def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> tuple[ContractClient, Any]:
        """The person at the usual door, and who the server says that they are."""
        browser = self.nobody()
        answer = await browser.call("createSession", json={"email": email, "password": password})
        assert answer.status_code == 201, answer.text
        browser.headers[cookies.CSRF_HEADER] = answer.json()["csrf_token"]
        return browser, answer.json()

    async def accept_one_more(self, delegation: dict[str, Any]) -> tuple[ContractClient, Any]:
        """The same person, who accepts one more doctor, signs in again and has not chosen yet."""
        await (await self.accept(delegation)).aclose()
        browser, me = await self.sign_in()
        assert me["acting_for"] is None, "with several, one chooses"
        return browser, me

    def leaves(self, doctor: SignedIn, community_id: UUID) -> None:
        """The doctor is no longer a member of the community."""
        mine = "(SELECT id FROM memberships WHERE professional_id = %s AND community_id = %s)"
        who = (doctor.professional_id, community_id)
        self.database.sql(f"DELETE FROM fact_checks WHERE membership_id IN {mine}", *who)
        self.database.sql(f"DELETE FROM memberships WHERE id IN {mine}", *who)


@pytest.fixture
def office(app: FastAPI, contract: Contract, connected: Database) -> Office:
    """Where the people come in who have a link."""
    return Office(app, contract, connected)
