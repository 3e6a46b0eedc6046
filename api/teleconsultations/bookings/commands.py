"""What an operator does about kiosks: make the machine client of one, bound to its site."""

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


async def create_kiosk(*, name: str, community: str, site: str) -> NewClient:
    """A machine client that speaks for one site alone, named as the coordination named it; the client that
    spoke for it before does so no more. OptionRefused for a community or a site that nobody knows."""
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
    return made


async def _site(db: AsyncSession, finess: str, name: str) -> TeleconsultationSite:
    here = await db.scalar(select(Community.id).where(Community.finess == finess))
    if here is None:
        raise OptionRefused("--community", f"aucune communauté n’a le FINESS {finess}.")
    await set_community(db, here)
    sites = select(TeleconsultationSite).where(TeleconsultationSite.community_id == here)
    known = (await db.scalars(sites.order_by(TeleconsultationSite.name))).all()
    found = next((one for one in known if name in (one.name, str(one.id))), None)
    if found is None:
        names = ", ".join(one.name for one in known) or "aucun : la coordination les ouvre à l’écran"
        raise OptionRefused("--site", f"aucun site ne s’appelle {name} ; connus : {names}.")
    return found


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
