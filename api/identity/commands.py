"""What the operator does from the command line, before anybody can sign in. Messages are in French."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import Role
from api.core import clock
from api.core.actor import system_actor
from api.core.db import set_community, unit_of_work
from api.core.operator import OptionRefused
from api.identity import service
from api.identity.references import ORGANISATIONS, PROFESSIONALS
from api.identity.rules import (
    DEATHS_OF_SOFTWARE,
    KEEPS_REGULATORS,
    MACHINE_ROLES,
    MACHINE_SCOPES,
    SCOPES,
)
from api.identity.tables import Account, Community

_FINESS = re.compile(r"[0-9]{2}[0-9AB][0-9]{6}")
_INSEE = re.compile(r"([0-9]{2}|2[AB])[0-9]{3}")
_DEPARTMENT = re.compile(r"0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|97[1-8]|98[678]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class NewAccount:
    """What came of `account create`. `link`: where its owner chooses a password, shown this once; None when
    the account existed and keeps its own."""

    email: str
    community: str
    link: str | None


@dataclass(frozen=True)
class NewClient:
    """What came of `client create`: the secret is shown this once."""

    client_id: str
    secret: str
    scopes: tuple[str, ...]


async def create_community(
    *,
    finess: str,
    name: str,
    short_name: str,
    time_zone: str,
    communes: Sequence[str],
    coordination_phone: str | None = None,
) -> UUID:
    """A new community; its id. Raises OptionRefused."""
    if not _FINESS.fullmatch(finess):
        raise OptionRefused("--finess", "neuf caractères, par exemple 940000001.")
    for commune in communes:
        if not _INSEE.fullmatch(commune):
            raise OptionRefused("--commune", f"{commune} n’est pas un code INSEE (Vitry-sur-Seine : 94081).")
    for option, text in (("--name", name), ("--short-name", short_name)):
        if not text.strip():
            raise OptionRefused(option, "à remplir.")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise OptionRefused("--time-zone", f"{time_zone} est inconnu (exemple : Europe/Paris).") from error
    async with unit_of_work() as db:
        if await db.scalar(select(Community.id).where(Community.finess == finess)) is not None:
            raise OptionRefused("--finess", f"une communauté a déjà le numéro {finess}.")
        community = await service.create_community(
            db,
            system_actor(),
            finess=finess,
            name=name.strip(),
            short_name=short_name.strip(),
            time_zone=time_zone,
            communes=list(dict.fromkeys(communes)),
            coordination_phone=coordination_phone,
            at=clock.now(),
        )
    return community.id


async def create_account(
    *,
    email: str,
    name: str,
    role: str,
    community: str,
    rpps: str | None = None,
    organisation: str | None = None,
) -> NewAccount:
    """A new account with a role, or one more role for the account that has the address already. Raises
    OptionRefused."""
    known = _role(role)
    if not _EMAIL.fullmatch(email.strip()):
        raise OptionRefused("--email", f"{email} n’est pas une adresse.")
    if not name.strip():
        raise OptionRefused("--name", "à remplir, comme on le dit : « Dr Camille Aubertin ».")
    if known is Role.delegate:
        raise OptionRefused("--role", "le professionnel invite le sien (Moi, Mon secrétariat).")
    if known is Role.professional and rpps is None:
        raise OptionRefused("--rpps", "à donner pour un professionnel.")
    if known is Role.requester and organisation is None:
        raise OptionRefused("--organisation", "à donner pour un demandeur : c’est elle qui demande.")
    at = clock.now()
    async with unit_of_work() as db:
        here = await community_by_finess(db, community)
        actor = system_actor(here.id)
        professional_id = None if rpps is None else await _professional(db, rpps)
        organisation_id = None if organisation is None else await _organisation(db, here, organisation)
        address = service.email_hash(email)
        account = await db.scalar(select(Account).where(Account.email_hash == address))
        if account is None and await service.other_account_of(db, None, professional_id):
            raise OptionRefused("--rpps", "ce professionnel a un compte : donnez son adresse, ou fermez-le.")
        if account is None:
            account = await service.create_account(
                db,
                actor,
                email=email,
                name=name,
                password=None,
                professional_id=professional_id,
                at=at,
            )
        elif professional_id not in (None, account.professional_id):
            raise OptionRefused("--rpps", "ce compte est déjà celui d’un autre professionnel.")
        await service.grant_role(
            db,
            actor,
            account,
            community_id=here.id,
            role=known,
            organisation_id=organisation_id,
            at=at,
        )
        link = None
        if account.password_hash is None:
            link = await service.draw_first_link(db, actor, account, at=at)
    return NewAccount(email.strip(), here.name, link)


async def create_client(
    *,
    name: str,
    role: str,
    community: str | None = None,
    organisation: str | None = None,
    scopes: Sequence[str] = (),
    department: str | None = None,
) -> NewClient:
    """A new machine client, with all the scopes of its role unless some are named. Keeping the accounts of
    regulators is given by name only, to a national client. Raises OptionRefused."""
    known = _role(role)
    if known not in MACHINE_ROLES:
        allowed = ", ".join(sorted(MACHINE_ROLES))
        raise OptionRefused("--role", f"un programme est l’un de : {allowed}.")
    held = DEATHS_OF_SOFTWARE if known is Role.requester else SCOPES[known] & MACHINE_SCOPES
    national = known is Role.regulator and community is None and department is None
    may_hold = held | {KEEPS_REGULATORS} if national else held
    if refused := set(scopes) - may_hold:
        possible = ", ".join(sorted(may_hold))
        raise OptionRefused("--scope", f"{min(refused)} ne se donne pas ici ; possibles : {possible}.")
    if community is None and known is not Role.regulator:
        raise OptionRefused("--community", "à donner : seule une régulation est nationale.")
    if organisation is None and known is Role.requester:
        raise OptionRefused("--organisation", "à donner : ce programme demande au nom d’une structure.")
    if department is not None:
        if community is not None:
            raise OptionRefused(
                "--departement", "à donner sans --community : le programme est alors national."
            )
        if not _DEPARTMENT.fullmatch(department):
            raise OptionRefused("--departement", f"{department} est inconnu ; par exemple 94, 2A ou 974.")
    if not name.strip():
        raise OptionRefused("--name", "à remplir, par exemple « Borne, pharmacie des Trois Peupliers ».")
    async with unit_of_work() as db:
        here = None if community is None else await community_by_finess(db, community)
        if organisation is not None and here is None:
            raise OptionRefused("--organisation", "à donner avec --community.")
        organisation_id = None
        if here is not None and organisation is not None:
            organisation_id = await _organisation(db, here, organisation)
        client, secret = await service.create_client(
            db,
            system_actor(here.id if here else None),
            name=name,
            role=known,
            scopes=scopes or held,
            community_id=here.id if here else None,
            organisation_id=organisation_id,
            department=department,
            at=clock.now(),
        )
    return NewClient(client.client_id, secret, tuple(client.scopes))


async def reset_second_factor(*, email: str) -> None:
    """Take the second factors of the accounts of an address away, whose owner lost them. Raises
    OptionRefused."""
    async with unit_of_work() as db:
        wanted = select(Account.id).where(service.at_address(service.email_hash(email)))
        found = (await db.scalars(wanted.order_by(Account.id))).all()
        if not found:
            raise OptionRefused("--email", f"aucun compte n’a l’adresse {email}.")
        if not await service.take_away_all(db, system_actor(), found):
            raise OptionRefused("--email", f"le compte {email} n’a pas de double authentification.")


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError as error:
        raise OptionRefused("--role", f"{text} est inconnu ; possibles : {', '.join(Role)}.") from error


async def community_by_finess(db: AsyncSession, finess: str) -> Community:
    """The community of that FINESS; the transaction then stands in it."""
    found = await db.scalar(select(Community).where(Community.finess == finess))
    if found is None:
        known = (await db.scalars(select(Community.finess).order_by(Community.finess))).all()
        hint = f"connus : {', '.join(known)}" if known else "créez-la par « maillage community create »"
        raise OptionRefused("--community", f"aucune communauté n’a le FINESS {finess} ({hint}).")
    await set_community(db, found.id)
    return found


async def _professional(db: AsyncSession, rpps: str) -> UUID:
    found: UUID | None = await db.scalar(select(PROFESSIONALS.c.id).where(PROFESSIONALS.c.rpps == rpps))
    if found is None:
        cure = "importez d’abord l’annuaire (maillage import-rpps)"
        raise OptionRefused("--rpps", f"personne n’a le numéro {rpps} dans l’annuaire ; {cure}.")
    return found


async def _organisation(db: AsyncSession, community: Community, name: str) -> UUID:
    """The structure of that name, whatever the case, in a commune of the community."""
    rows = (
        await db.execute(
            select(ORGANISATIONS.c.id, ORGANISATIONS.c.name).where(
                ORGANISATIONS.c.commune_insee.in_(community.communes), ORGANISATIONS.c.is_active
            )
        )
    ).all()
    found = [row.id for row in rows if row.name.casefold() == name.strip().casefold()]
    if len(found) != 1:
        reason = "aucune structure de ce nom" if not found else "plusieurs structures de ce nom"
        raise OptionRefused("--organisation", f"{reason} dans les communes de {community.name}.")
    found_id: UUID = found[0]
    return found_id
