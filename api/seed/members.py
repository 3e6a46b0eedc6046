"""Who belongs to the demonstration's communities: memberships, accounts, and the time they open."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import Role
from api.core.actor import Actor, system_actor
from api.directory.nomenclatures import is_general_practitioner
from api.directory.tables import Membership, Organisation, Practice, Professional
from api.identity.rules import scopes_of
from api.identity.service import create_account, email_hash, grant_role, let_act
from api.identity.tables import Account, Community, Grant
from api.seed.accounts import PASSWORD
from api.seed.territories import PROVENCE, VITRY, Territory, organisation_named, structure_hours

TO_CONFIRM = "10999200073"
"""The RPPS of Dr Roumanille, whose page grew old."""

NEWCOMERS = {"10999100356": 6, "10999100844": 5}
"""The RPPS of Dr Thévenin and of Maïwenn Le Goff, who has no account yet -> days since they joined."""

DOCTOR, PHARMACIST, MIDWIFE, NURSE, PHYSIOTHERAPIST = "10", "21", "50", "60", "70"


class Person(NamedTuple):
    """Somebody who signs in, or is only told (no password)."""

    email: str
    name: str
    role: Role
    rpps: str | None = None
    organisation: tuple[str, str] | None = None
    signs_in: bool = True
    acts_for: str | None = None
    """The address of the professional whose secretary they are."""


PEOPLE: dict[str, tuple[Person, ...]] = {
    VITRY.key: (
        Person("coordination@vitry.demo", "Inès Carpentier", Role.coordinator),
        Person("medecin@vitry.demo", "Dr Camille Aubertin", Role.professional, "10999100075"),
        Person(
            "secretariat@vitry.demo", "Nadia Ferrand", Role.delegate, acts_for="medecin@vitry.demo"
        ),
        Person("cardiologue@vitry.demo", "Dr Lina Okonjia", Role.professional, "10999107849"),
        Person("infirmiere@vitry.demo", "Solène Marchetti", Role.professional, "10999100703"),
        Person(
            "pharmacie@vitry.demo", "Hugo Delannoy", Role.professional, "10999100778",
            ("pharmacy", "Trois Peupliers"),
        ),
        Person("mairie@vitry.demo", "Nadège Colombet", Role.requester, None, ("town_hall", "Vitry")),
        Person("police@vitry.demo", "Farid Ounissi", Role.requester, None, ("police", "Vitry")),
        Person("hopital@vitry.demo", "Céline Bastide", Role.requester, None, ("hospital_ward", "Peupliers")),
        Person("regulation@sas94.demo", "Armelle Quintard", Role.regulator, None, ("dispatch_centre", "SAS")),
        Person("admin@vitry.demo", "Paul Guérin-Tavares", Role.admin),
        Person(
            "esteve@cabinet.example", "Dr Pauline Estève", Role.professional, "10999100141", None, False
        ),
        Person(
            "belhaddad@cabinet.example", "Dr Yanis Belhaddad", Role.professional, "10999100216", None, False
        ),
        Person(
            "giraudet@cabinet.example",
            "Dr Marc-Antoine Giraudet",
            Role.professional, "10999100281", None, False
        ),
        Person(
            "thevenin@cabinet.example", "Dr Lucie Thévenin", Role.professional, "10999100356", None, False
        ),
        Person(
            "kervella@cabinet.example", "Dr Thomas Kervella", Role.professional, "10999100422", None, False
        ),
        Person("hervouin@chu.example", "Dr Cyril Hervouin", Role.professional, "10999107914", None, False),
        Person("saadouni@cabinet.example", "Dr Rosa Saadouni", Role.professional, "10999108540", None, False),
        Person(
            "rollin@cami.example",
            "Agathe Rollin",
            Role.requester,
            None,
            ("unscheduled_care_centre", "CAMI"), False
        ),
    ),
    PROVENCE.key: (
        Person("coordination@provence.demo", "Maud Ferréol", Role.coordinator),
        Person("medecin@provence.demo", "Dr Élise Roumanille", Role.professional, "10999200073"),
        Person(
            "vidalenc@cabinet.example", "Cyrille Vidalenc", Role.professional, "10999200214", None, False
        ),
    ),
}  # fmt: skip


HOURS = [
    {"weekday": day, "from_time": opens, "to_time": closes}
    for day in range(1, 6)
    for opens, closes in (("08:30", "12:00"), ("14:00", "18:30"))
]


async def keep_hours(db: AsyncSession, community: Community) -> None:
    """Hours of practices, which the national file does not carry: their structure’s, else usual ones."""
    known = structure_hours()
    found = await db.scalars(select(Practice).where(Practice.commune_insee.in_(community.communes)))
    for practice in found:
        practice.hours = known.get(practice.structure_id or "", HOURS)
    await db.flush()


async def make_members(db: AsyncSession, community: Community, today: date) -> None:
    """Make members of nine in ten professionals of the imported territory, with varied declarations.

    The choice is drawn from the RPPS number, so that it is the same on any day.
    """
    found = await db.execute(
        select(Professional)
        .where(
            Professional.id.in_(
                select(Practice.professional_id).where(
                    Practice.commune_insee.in_(community.communes), Practice.is_active
                )
            )
        )
        .order_by(Professional.rpps)
    )
    signing = {person.rpps for people in PEOPLE.values() for person in people if person.rpps}
    for professional in found.scalars():
        draw = int(professional.rpps[-5:-1])
        if draw % 10 == 9 and professional.rpps not in signing:
            continue
        db.add(_membership(community, professional, draw, professional.rpps in signing, today))
    await db.flush()


def _membership(
    community: Community, professional: Professional, draw: int, named: bool, today: date
) -> Membership:
    doctor = professional.profession_code == DOCTOR
    practitioner = doctor and is_general_practitioner(
        professional.profession_code, professional.specialty_codes
    )
    volunteer = practitioner and (named or draw % 3 != 0)
    # The first page of the second territory is due, so that somebody can be seen to confirm theirs.
    old = professional.rpps == TO_CONFIRM
    declared_on = today - timedelta(days=93 if old else draw % 80)
    new_patients = old or draw % 3 == 0 if doctor else None
    return Membership(
        community_id=community.id,
        professional_id=professional.id,
        unscheduled_care=volunteer or (doctor and not practitioner and draw % 4 == 0),
        attending_doctor=practitioner and draw % 2 == 0,
        death_certification=practitioner and draw % 4 == 0,
        teleconsultation=professional.profession_code in (DOCTOR, PHARMACIST, NURSE) and draw % 3 == 0,
        training_supervision=practitioner and draw % 5 == 0,
        accepts_new_patients=new_patients,
        new_patients_until=declared_on + timedelta(days=60) if new_patients else None,
        home_visits=draw % 2 == 0 or named
        if doctor
        else professional.profession_code in (NURSE, PHYSIOTHERAPIST),
        weekly_cap=None,
        # The people one signs in as can be asked at any hour, so that the demonstration never sleeps.
        quiet_from=time(0, 0) if named else None,
        quiet_to=time(0, 0) if named else None,
        languages=["fr", *(("en", "ar", "pt", "es")[draw % 4 :][: draw % 3])],
        declared_on=declared_on,
        mobile_phone=f"+336399{80 + draw % 20:02d}{draw % 10000:04d}"[:12],
        joined_on=today - timedelta(days=NEWCOMERS.get(professional.rpps, 200 + draw % 500)),
    )


async def make_accounts(db: AsyncSession, community: Community, territory: Territory, at: datetime) -> None:
    """The accounts of the demonstration; those who do not sign in are only there to be told."""
    system = system_actor(community.id)
    for person in PEOPLE[territory.key]:
        account = await create_account(
            db,
            system,
            email=person.email,
            name=person.name,
            password=PASSWORD if person.signs_in else None,
            at=at,
            professional_id=await professional_id(db, person.rpps) if person.rpps else None,
            is_demo=True,
        )
        organisation_id = None
        if person.organisation is not None:
            kind, part = person.organisation
            organisation_id = (await organisation_named(db, kind, territory.communes, part)).id
        await grant_role(
            db,
            system,
            account,
            community_id=community.id,
            role=person.role,
            at=at,
            organisation_id=organisation_id,
        )
        if person.acts_for is not None:
            await let_act(db, account, email_hash(person.acts_for), community_id=community.id, at=at)


async def professional_id(db: AsyncSession, rpps: str) -> UUID:
    """The id of the imported professional with that RPPS number; LookupError when the file lacks it."""
    found = await db.scalar(select(Professional.id).where(Professional.rpps == rpps))
    if found is None:
        raise LookupError(f"RPPS {rpps} is not in the demonstration's files")
    return found


NAMED = frozenset(person.rpps for people in PEOPLE.values() for person in people if person.rpps)
"""The RPPS of those who sign in."""


async def actor_of(db: AsyncSession, community: Community, person: Person) -> Actor:
    """That person acting in the community, as a request of their own would be."""
    account = await db.scalar(select(Account).where(Account.email_hash == email_hash(person.email)))
    if account is None:
        raise LookupError(f"{person.name} has no account in the demonstration")
    organisation_id = await db.scalar(
        select(Grant.organisation_id).where(
            Grant.account_id == account.id, Grant.community_id == community.id, Grant.role == person.role
        )
    )
    kind = await db.scalar(select(Organisation.kind).where(Organisation.id == organisation_id))
    return Actor(
        kind="account",
        id=account.id,
        name=account.name,
        community_id=community.id,
        roles=frozenset({person.role}),
        scopes=scopes_of([(person.role, kind)]),
        professional_id=account.professional_id,
        organisation_id=organisation_id,
        organisation_kind=kind,
    )
