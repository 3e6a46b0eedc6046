"""The sites of teleconsultation of the demonstration: some can be booked, others lack one thing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api import seed
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.seed.members import PEOPLE, actor_of
from api.seed.territories import TERRITORIES
from api.teleconsultations.sites import service
from tests.conftest import Database

WANTED = {
    "vitry": {
        "Cabinet infirmier du Moulin-Vert": [],
        "Centre municipal de santé": [],
        "Pharmacie des Aiguilleurs": ["room_not_apart", "training_expired", "connection_untested"],
        "Pharmacie des Glacis": ["closed"],
        "Pharmacie des Mariniers": ["kit_check_old"],
        "Pharmacie des Trois Peupliers": [],
        "Tournée infirmière": [],
    },
    "provence": {
        "Maison de santé de Trets": ["connection_old"],
        "Pharmacie des Remparts": ["kit_check_old"],
        "Pharmacie du Cours": [],
        "Tournée infirmière de Fuveau": [],
    },
}


async def test_some_sites_can_be_booked_and_others_say_what_they_lack(connected: Database) -> None:
    wall = datetime(2026, 11, 24, 9, 10, tzinfo=ZoneInfo("Europe/Paris"))
    with clock.living_at(wall.astimezone(UTC)):
        await seed.run()
        for territory in TERRITORIES:
            async with unit_of_work() as db:
                found = await db.execute(select(Community).where(Community.finess == territory.finess))
                community = found.scalar_one()
            async with unit_of_work(community.id) as db:
                coordinator = await actor_of(db, community, PEOPLE[territory.key][0])
                listed = await service.list_teleconsultation_sites(db, coordinator)
                census = await service.list_teleconsultation_assistants(db, coordinator)
            lacks = {one.name: [lack.cause.value for lack in one.lacks] for one in listed.sites}
            assert lacks == WANTED[territory.key]
            assert {one.may_assist for one in census.assistants} == {True, False}
