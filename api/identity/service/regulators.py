"""Accounts of regulators that the national SAS platform keeps: made, changed, closed and opened again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.core import clock
from api.core.actor import Actor
from api.core.crypto import keyed_hash
from api.core.ids import new_id
from api.identity.policy import may_sign_in
from api.identity.regulators import IDENTIFIER_SYSTEMS, IdentifierTaken, NationalIdentifier, Regulator
from api.identity.service.accounts import create_account, email_hash, end_sessions
from api.identity.tables import Account, RegulatorAccount, RegulatorIdentity


async def national_identifier(db: AsyncSession, account_id: UUID) -> NationalIdentifier | None:
    """Under which identifier the platform knows an account, the national one rather than its own; None for
    an account that is not the platform's, or that it has closed."""
    wanted = (
        select(RegulatorIdentity)
        .join(Account, Account.id == RegulatorIdentity.account_id)
        .where(RegulatorIdentity.account_id == account_id, RegulatorIdentity.active, may_sign_in())
    )
    known = {row.system: row for row in await db.scalars(wanted)}
    best = next((known[system] for system in IDENTIFIER_SYSTEMS if system in known), None)
    return None if best is None else NationalIdentifier(best.system, best.value)


async def is_regulator(db: AsyncSession, account_id: UUID) -> bool:
    """Whether the account is one of the platform's, closed or not."""
    kept = select(RegulatorAccount.id).where(RegulatorAccount.account_id == account_id)
    return await db.scalar(kept) is not None


async def regulator_of(db: AsyncSession, account_id: UUID) -> Regulator | None:
    """What the platform keeps of an account, closed or not; None when it is not one of the platform's."""
    kept = await db.scalar(select(RegulatorAccount).where(RegulatorAccount.account_id == account_id))
    if kept is None:
        return None
    account = await db.get_one(Account, account_id)
    rows = await _identities(db, account_id)
    return Regulator(
        identifiers=tuple(
            NationalIdentifier(system, rows[system].value) for system in IDENTIFIER_SYSTEMS if system in rows
        ),
        active=account.is_active,
        family=kept.family,
        given=kept.given,
        email=account.email,
    )


async def create_regulator(db: AsyncSession, actor: Actor, regulator: Regulator) -> UUID:
    """A new account of the platform's; its id. It has no password until its owner asks for a link to
    choose one.

    IdentifierTaken when an active account has one of the identifiers, unless this one is not active.
    """
    await _alone(db, regulator.identifiers)
    return await _create(db, actor, regulator)


async def replace_regulator(
    db: AsyncSession, actor: Actor, wanted: NationalIdentifier, regulator: Regulator
) -> UUID:
    """Make the account that has the identifier `wanted` be so (a rename too: its identifiers may be others);
    without such an account, the one that has those of `regulator` already, else a new one. The account's id.

    The same again changes nothing. A closed account is opened again by `active`; an open one is closed at
    once, its sessions ended. IdentifierTaken when another active account has one of the identifiers.
    """
    await _alone(db, (wanted, *regulator.identifiers))
    for named in (wanted, *regulator.identifiers):
        if (account_id := await _account_of(db, named)) is not None:
            await _replace(db, actor, account_id, regulator)
            return account_id
    return await _create(db, actor, regulator)


async def _create(db: AsyncSession, actor: Actor, regulator: Regulator) -> UUID:
    at = clock.now()
    if regulator.active:
        await _refuse_taken(db, regulator, None)
    account = await create_account(
        db,
        actor,
        email=regulator.email,
        name=_name(regulator),
        password=None,
        # Its address may be another account's: nobody finds this one by what is typed at the sign-in.
        address=keyed_hash("account e-mail", new_id().bytes),
        at=at,
    )
    account.is_active = regulator.active
    db.add(
        RegulatorAccount(
            account_id=account.id,
            email_hash=email_hash(regulator.email),
            family=regulator.family,
            given=regulator.given,
            terms_accepted_at=None,
            changed_at=at,
        )
    )
    await _keep_identities(db, account.id, regulator, at)
    await record(db, actor, "regulator.created", "account", account.id)
    return account.id


async def _replace(db: AsyncSession, actor: Actor, account_id: UUID, regulator: Regulator) -> None:
    if regulator.active:
        await _refuse_taken(db, regulator, account_id)
    at = clock.now()
    account = await db.get_one(Account, account_id)
    kept = await db.scalar(select(RegulatorAccount).where(RegulatorAccount.account_id == account_id))
    assert kept is not None  # noqa: S101  both are made together
    if account.is_active and not regulator.active:
        await end_sessions(db, account_id, at)
    if not regulator.active or kept.email_hash != email_hash(regulator.email):
        account.link_until = None  # a link that went to the address before opens nothing any more
    account.is_active, account.name, account.email = regulator.active, _name(regulator), regulator.email
    kept.email_hash = email_hash(regulator.email)
    kept.family, kept.given, kept.changed_at = regulator.family, regulator.given, at
    await _keep_identities(db, account_id, regulator, at)
    detail = {"active": regulator.active}
    await record(db, actor, "regulator.replaced", "account", account_id, detail=detail)


async def _keep_identities(db: AsyncSession, account_id: UUID, regulator: Regulator, at: datetime) -> None:
    rows = await _identities(db, account_id)
    for identifier in regulator.identifiers:
        row = rows.pop(identifier.system, None)
        if row is None:
            row = RegulatorIdentity(account_id=account_id, system=identifier.system, created_at=at)
            db.add(row)
        row.value, row.token_hash, row.active = identifier.value, _digest(identifier), regulator.active
    for row in rows.values():
        await db.delete(row)
    await db.flush()


async def _identities(db: AsyncSession, account_id: UUID) -> dict[str, RegulatorIdentity]:
    """The identifiers of an account, by system."""
    mine = select(RegulatorIdentity).where(RegulatorIdentity.account_id == account_id)
    return {row.system: row for row in await db.scalars(mine)}


async def _account_of(db: AsyncSession, identifier: NationalIdentifier) -> UUID | None:
    """The account with that identifier: the active one, else the one that was changed last."""
    found: UUID | None = await db.scalar(
        select(RegulatorIdentity.account_id)
        .join(RegulatorAccount, RegulatorAccount.account_id == RegulatorIdentity.account_id)
        .where(RegulatorIdentity.token_hash == _digest(identifier))
        .order_by(RegulatorIdentity.active.desc(), RegulatorAccount.changed_at.desc())
        .limit(1)
    )
    return found


async def _refuse_taken(db: AsyncSession, regulator: Regulator, mine: UUID | None) -> None:
    tokens = {_digest(identifier): identifier for identifier in regulator.identifiers}
    taken = select(RegulatorIdentity.token_hash).where(
        RegulatorIdentity.token_hash.in_(tokens),
        RegulatorIdentity.active,
        RegulatorIdentity.account_id.is_distinct_from(mine),
    )
    found = await db.scalar(taken.limit(1))
    if found is not None:
        raise IdentifierTaken(tokens[found])


async def _alone(db: AsyncSession, identifiers: Iterable[NationalIdentifier]) -> None:
    """Wait for whoever is busy with one of these: two at once make one account."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
    for name in sorted({_digest(identifier).hex() for identifier in identifiers}):
        await db.execute(lock, {"name": f"regulator|{name}"})


def _digest(identifier: NationalIdentifier) -> bytes:
    return keyed_hash("identifier of a regulator", f"{identifier.system}|{identifier.value}")


def _name(regulator: Regulator) -> str:
    return f"{regulator.given} {regulator.family}"
