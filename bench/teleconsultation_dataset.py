"""What `bench.teleconsultation` asks about: pharmacies with a kiosk each, a hundred doctors open by video, of
whom thirty answer as soon as possible.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import psycopg

from api.contract.models import Role, TeleconsultationKitItem
from api.core.actor import system_actor
from api.core.clock import now
from api.core.db import plain_url, unit_of_work
from api.directory.tables import Membership, Professional
from api.identity import service as identity
from api.identity import tokens
from api.identity.rules import SCOPES
from api.teleconsultations.bookings.tables import TeleconsultationKiosk
from api.teleconsultations.sites.tables import (
    TeleconsultationKitCheck,
    TeleconsultationSite,
    TeleconsultationSitePerson,
    TeleconsultationTraining,
)
from bench import slots

DOCTORS, VOLUNTEERS = 100, 30
ALWAYS = [{"weekday": day, "from_time": "00:00", "to_time": "24:00"} for day in range(1, 9)]


async def territory(owner_url: str) -> tuple[UUID, list[UUID]]:
    """The community, and the doctors who volunteer to answer as soon as possible, each with an account."""
    community_id, _ = await slots.make_community()
    ids = slots.fill(owner_url, community_id, DOCTORS)
    await slots.join(community_id, ids)
    with psycopg.connect(plain_url(owner_url), autocommit=True) as connection:
        connection.execute(
            "UPDATE openings SET modes = '{video}', audiences = '{public,cpts}', capacity = 1, needs = '{}'"
        )
        volunteers = "UPDATE memberships SET teleconsultation = true WHERE professional_id = ANY(%s)"
        connection.execute(volunteers, [ids[:VOLUNTEERS]])
        never = (
            """{"dispatch": {"quiet_hours": {"from_time": "00:00", "to_time": "00:00"}, "weekly_cap": 200}}"""
        )
        connection.execute("UPDATE community_rules SET document = document || %s::jsonb", [never])
    async with unit_of_work(community_id) as db:
        who = system_actor(community_id)
        for number, one in enumerate(ids[:VOLUNTEERS]):
            email = f"doctor{number}@bench.example"
            account = await identity.create_account(
                db, who, email=email, name=email, password=None, professional_id=one, at=now()
            )
            await identity.grant_role(
                db, who, account, community_id=community_id, role=Role.professional, at=now()
            )
    return community_id, ids[:VOLUNTEERS]


async def kiosk(community_id: UUID, number: int) -> tuple[UUID, str]:
    """A site that can be booked, with its pharmacist and its kiosk: the site, and a token of the kiosk."""
    at, today, site_id = now(), now().date(), uuid4()
    async with unit_of_work(community_id) as db:
        pharmacist = Professional(
            rpps=f"1099800{number:04d}",
            family_name=f"Mesure{number}",
            given_name="Camille",
            profession_code="21",
            specialty_codes=[],
            is_active=True,
            created_at=at,
            updated_at=at,
        )
        site = TeleconsultationSite(
            id=site_id,
            community_id=community_id,
            version=1,
            kind="pharmacy",
            state="active",
            name=f"Salle {number:02d}",
            commune_insee=slots.VITRY,
            commune_name="Vitry-sur-Seine",
            room_closed=True,
            room_seated=True,
            room_apart=True,
            join_link_base="https://video.example/salle",
            hours=ALWAYS,
            exceptions=[],
            connection_tested_on=today,
            connection_worked=True,
            down_mbps=50.0,
            up_mbps=10.0,
            connection_tested_by_id=uuid4(),
        )
        client, _ = await identity.create_client(
            db,
            system_actor(community_id),
            name=f"Borne {number}",
            role=Role.kiosk,
            scopes=SCOPES[Role.kiosk],
            community_id=community_id,
            at=at,
        )
        db.add_all([pharmacist, site])
        await db.flush()
        here = {"community_id": community_id}
        who = {"professional_id": pharmacist.id}
        db.add_all(
            [
                Membership(**here, **who, teleconsultation=True, joined_on=today),
                TeleconsultationTraining(
                    **here,
                    **who,
                    version=1,
                    kind="community",
                    done_on=today,
                    valid_until=today + timedelta(days=300),
                    recorded_by_id=uuid4(),
                ),
                TeleconsultationSitePerson(**here, **who, site_id=site_id),
                TeleconsultationKiosk(**here, site_id=site_id, machine_client_id=client.id),
                *(
                    TeleconsultationKitCheck(
                        **here, site_id=site_id, item=item, checked_on=today, checked_by_id=uuid4()
                    )
                    for item in TeleconsultationKitItem
                ),
            ]
        )
    return site_id, tokens.issue(client.id, client.secret_hash, SCOPES[Role.kiosk], at=now())
