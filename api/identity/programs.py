"""What the operator does, from the command line, about machine clients that exist. Messages are in French."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.actor import system_actor
from api.core.db import set_community, unit_of_work
from api.core.operator import OptionRefused
from api.identity import service
from api.identity.tables import Community, MachineClient


@dataclass(frozen=True)
class Program:
    """A machine client, as a list shows it. `where`: its community, its département, or all of them."""

    client_id: str
    name: str
    role: str
    where: str
    scopes: tuple[str, ...]
    is_active: bool


async def list_clients() -> list[Program]:
    """Every machine client, those that are open first."""
    wanted = (
        select(MachineClient, Community.short_name)
        .outerjoin(Community, Community.id == MachineClient.community_id)
        .order_by(MachineClient.is_active.desc(), MachineClient.name, MachineClient.client_id)
    )
    async with unit_of_work() as db:
        rows = (await db.execute(wanted)).all()
    return [
        Program(
            one.client_id,
            one.name,
            one.role.value,
            community or (f"département {one.department}" if one.department else "national"),
            tuple(one.scopes),
            one.is_active,
        )
        for one, community in rows
    ]


async def close_client(client_id: str) -> str:
    """Close a machine client: its secret and its tokens are refused at once. Its name. Raises OptionRefused
    for one that nobody knows, or that is closed."""
    async with unit_of_work() as db:
        client = await _open(db, client_id)
        await service.close_client(db, system_actor(client.community_id), client)
        return client.name


async def rotate_secret(client_id: str) -> str:
    """Draw another secret, which is given this once; the earlier one and its tokens are refused at once.
    Raises OptionRefused, also for the national platform, which comes by its certificate and has none."""
    if client_id == service.PLATFORM:
        raise OptionRefused("--client-id", "la plateforme nationale vient avec son certificat, sans secret.")
    async with unit_of_work() as db:
        client = await _open(db, client_id)
        return await service.draw_new_secret(db, system_actor(client.community_id), client)


async def _open(db: AsyncSession, client_id: str) -> MachineClient:
    """That client, held until the end; the transaction then stands in its community."""
    found = await db.scalar(
        select(MachineClient).where(MachineClient.client_id == client_id).with_for_update()
    )
    if found is None:
        cure = "« maillage client list » les montre"
        raise OptionRefused("--client-id", f"aucun programme n’est {client_id} ({cure}).")
    if not found.is_active:
        raise OptionRefused("--client-id", f"le programme {client_id} est déjà fermé.")
    await set_community(db, found.community_id)
    return found
