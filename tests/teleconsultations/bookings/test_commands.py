"""The operator makes the client of a kiosk: bound to one site, in place of the one before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from api.core.operations import Contract
from api.core.operator import OptionRefused
from api.identity.tables import Community
from api.teleconsultations.bookings import commands
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.roles import MakeCommunity, SignedIn
from tests.teleconsultations.bookings.scene import KioskClient
from tests.teleconsultations.scene import a_site, open_site

KEPT = "SELECT (SELECT count(*) FROM machine_clients), (SELECT count(*) FROM teleconsultation_kiosks)"
NAMED = {"name": "Borne d’essai", "site": "Borne du centre"}


@asynccontextmanager
async def signed_in(
    app: FastAPI, contract: Contract, database: Database, made: commands.NewKiosk
) -> AsyncIterator[ContractClient]:
    """The kiosk with a token that its secret gave it, as any kiosk has."""
    async with ContractClient(app, contract, audit=database.sql) as http:
        answer = await http.post(
            "/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(made.client.client_id, made.client.secret),
        )
        assert answer.status_code == 200, answer.text
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield http


async def test_a_kiosk_speaks_for_its_site_alone_and_the_client_before_it_no_more(
    app: FastAPI,
    contract: Contract,
    connected: Database,
    community: Community,
    kiosk: KioskClient,
    coordinator: SignedIn,
    pharmacy: SignedIn,
) -> None:
    other = await open_site(coordinator, a_site(pharmacy.organisation_id, name="Borne du port"))
    assert (await kiosk.call("readKiosk", site_id=kiosk.site_id)).status_code == 200
    made = await commands.create_kiosk(community=community.finess, **NAMED)
    assert made.site_id == UUID(kiosk.site_id)
    assert made.client.scopes == ("teleconsultations:kiosk",)
    async with signed_in(app, contract, connected, made) as now:
        shown = await now.call("readKiosk", site_id=kiosk.site_id)
        assert (shown.status_code, shown.json()["site_name"]) == (200, "Borne du centre")
        assert (await now.call("readKiosk", site_id=other["id"])).status_code == 404
    assert (await kiosk.call("readKiosk", site_id=kiosk.site_id)).status_code == 404
    assert connected.sql("SELECT count(*) FROM teleconsultation_kiosks") == [(1,)]


async def test_a_kiosk_of_an_unknown_community_or_site_is_refused_by_the_options_name(
    connected: Database,
    community: Community,
    coordinator: SignedIn,
    pharmacy: SignedIn,
    site: dict[str, Any],
    make_community: MakeCommunity,
) -> None:
    elsewhere = await make_community("Ailleurs")
    wrong = [
        ({"community": "999999999"}, "--community"),
        ({"community": elsewhere.finess}, "--site"),
        ({"site": "Borne du port"}, "--site"),
    ]
    for change, option in wrong:
        with pytest.raises(OptionRefused, match=f"^{option} : "):
            await commands.create_kiosk(**{**NAMED, "community": community.finess, **change})
    assert connected.sql(KEPT) == [(0, 0)]
    second = await open_site(coordinator, a_site(pharmacy.organisation_id))
    with pytest.raises(OptionRefused, match=f"{second['id']}"):
        await commands.create_kiosk(**NAMED, community=community.finess)
    assert connected.sql(KEPT) == [(0, 0)]
    by_id = {**NAMED, "site": second["id"]}
    made = await commands.create_kiosk(**by_id, community=community.finess)
    assert made.site_id == UUID(second["id"])
    assert connected.sql("SELECT site_id FROM teleconsultation_kiosks") == [(made.site_id,)]
