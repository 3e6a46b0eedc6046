"""What an operator does about kiosks: make the machine client of one, bound to its site."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import Role
from api.core.db import set_community, unit_of_work
from api.core.operator import OptionRefused
from api.identity import commands
from api.identity.commands import NewClient
from api.identity.tables import Community, MachineClient
from api.teleconsultations.bookings.tables import TeleconsultationKiosk
from api.teleconsultations.sites.tables import TeleconsultationSite


class NewKiosk(NamedTuple):
    """A client that was just made, and the site for which it speaks."""

    client: NewClient
    site_id: UUID


async def create_kiosk(*, name: str, community: str, site: str) -> NewKiosk:
    """A machine client that speaks for one site alone, given by its name or its id; the client that spoke for
    it before does so no more. OptionRefused for a community or a site that nobody knows, and for a name that
    two sites have."""
    async with unit_of_work() as db:
        found = await _site(db, community, site)
    made = await commands.create_client(
        name=name, role=Role.kiosk.value, community=community, scopes=["teleconsultations:kiosk"]
    )
    async with unit_of_work(found.community_id) as db:
        client = await db.scalar(select(MachineClient).where(MachineClient.client_id == made.client_id))
        assert client is not None  # noqa: S101  it was just made
        client.organisation_id = found.organisation_id
        await _bind(db, found, client.id)
    return NewKiosk(made, found.id)


async def _site(db: AsyncSession, finess: str, name: str) -> TeleconsultationSite:
    here = await db.scalar(select(Community.id).where(Community.finess == finess))
    if here is None:
        raise OptionRefused("--community", f"aucune communauté n’a le FINESS {finess}.")
    await set_community(db, here)
    sites = select(TeleconsultationSite).where(TeleconsultationSite.community_id == here)
    known = (await db.scalars(sites.order_by(TeleconsultationSite.name))).all()
    found = [one for one in known if name in (one.name, str(one.id))]
    if not found:
        names = ", ".join(one.name for one in known) or "aucun : la coordination les ouvre à l’écran"
        raise OptionRefused("--site", f"aucun site ne s’appelle {name} ; connus : {names}.")
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        raise OptionRefused("--site", f"plusieurs sites s’appellent {name} : donnez l’identifiant ({ids}).")
    return found[0]


async def _bind(db: AsyncSession, site: TeleconsultationSite, client_id: UUID) -> None:
    """The client speaks for the site from now on."""
    changed = (
        update(TeleconsultationKiosk)
        .where(TeleconsultationKiosk.site_id == site.id)
        .values(machine_client_id=client_id)
        .returning(TeleconsultationKiosk.id)
    )
    if await db.scalar(changed) is None:
        db.add(
            TeleconsultationKiosk(
                community_id=site.community_id, site_id=site.id, machine_client_id=client_id
            )
        )
    await db.flush()
