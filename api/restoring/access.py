"""A backup knows accesses that have ended since: what the newer state says of them takes their place.

What a newer state does not hold any more has ended, as what it says ended. Nothing that was given since the
backup was made is given again, but for what proves who one is: the newer password and factors of an account
take the place of the older ones, which may be known to somebody else by now.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, text, update
from sqlalchemy import Row as Found
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.core.actor import system_actor
from api.core.db import set_community, unit_of_work
from api.core.dumps import Row
from api.identity.factor_tables import FactorRequest
from api.identity.tables import Account, Session, ended

Newer = Mapping[str, Sequence[Row]]
"""The rows of the newer state, by table."""

CREDENTIALS = ("totp_factors", "passkeys", "recovery_codes")
TABLES = (
    "accounts",
    "calendar_feeds",
    "death_family_links",
    "delegations",
    "grants",
    "invitations",
    "machine_clients",
    "push_subscriptions",
    "regulator_identities",
    *CREDENTIALS,
)
"""What opens something, and who may."""


@dataclass
class Ended:
    """How much was ended again."""

    accounts: int = 0
    roles: int = 0
    delegations: int = 0
    clients: int = 0
    feeds: int = 0
    passwords: int = 0
    """Accounts whose newer password takes the place of the one that the backup holds."""


async def end_again(newer: Newer | None, at: datetime) -> Ended:
    """End what ended since the backup was made: all of it or nothing. Whatever the newer state, and without
    one, everybody is signed out and no link that was sent serves any more."""
    async with unit_of_work() as db:
        done = Ended() if newer is None else await _as_newer(db, newer, at)
        await _sign_everybody_out(db, newer or {}, at)
    return done


async def _as_newer(db: AsyncSession, newer: Newer, at: datetime) -> Ended:
    closed = await _run(db, newer, "accounts", _CLOSE_ACCOUNTS, at=at)
    changed = await _run(db, newer, "accounts", _TAKE_PASSWORDS)
    await _run(db, newer, "regulator_identities", _CLOSE_IDENTITIES)
    for table in CREDENTIALS:
        await db.execute(text(f"DELETE FROM {table}"))  # noqa: S608  a name of ours
        await _run(db, newer, table, f"INSERT INTO {table} {_OF_AN_ACCOUNT}")  # noqa: S608  the same
    roles = await _run(db, newer, "grants", _END_ROLES)
    delegations = await _run(db, newer, "delegations", _END_DELEGATIONS, at=at)
    await _run(db, newer, "delegations", _LIMIT_DELEGATIONS)
    clients = await _run(db, newer, "machine_clients", _CLOSE_CLIENTS)
    await _run(db, newer, "machine_clients", _TAKE_SECRETS)
    feeds = await _run(db, newer, "calendar_feeds", _REVOKE_FEEDS)
    await _run(db, newer, "push_subscriptions", _FORGET_BROWSERS)
    await _run(db, newer, "invitations", _REVOKE_INVITATIONS, at=at)
    await _note(db, "account.closed_again", "account", closed)
    await _note(db, "account.password_restored", "account", changed)
    await _note(db, "account.role_ended_again", "account", roles)
    await _note(db, "delegation.ended_again", "delegation", delegations)
    await _note(db, "client.closed_again", "machine_client", clients)
    await _note(db, "calendar_feed.revoked_again", "calendar_feed", feeds)
    return Ended(len(closed), len(roles), len(delegations), len(clients), len(feeds), len(changed))


async def _sign_everybody_out(db: AsyncSession, newer: Newer, at: datetime) -> None:
    """Which sessions ended since, and which links were used, is in no backup: all of them end. The number of
    a link goes past any that was drawn since, else the next link would make one of those serve again."""
    await db.execute(update(Session).where(Session.ended_at.is_(None)).values(ended(at)))
    await db.execute(delete(FactorRequest))
    minute = int(at.timestamp()) // 60
    past = {"link_until": None, "link_serial": func.greatest(Account.link_serial, minute)}
    await db.execute(update(Account).values(past))
    await db.execute(text(_VOID_INVITATIONS), {"at": at, "minute": minute})
    await _run(db, newer, "death_family_links", _VOID_FAMILY_LINKS)


async def _run(
    db: AsyncSession, newer: Newer, table: str, statement: str, **values: Any
) -> Sequence[Found[Any]]:
    """Run a statement that reads the newer rows of the table as `newer`; the rows that it returns."""
    rows = f"jsonb_populate_recordset(NULL::{table}, CAST(:newer AS jsonb))"
    whole = text(f"WITH newer AS MATERIALIZED (SELECT * FROM {rows}) {statement}")  # noqa: S608  names of ours
    done = await db.execute(whole, {"newer": json.dumps(newer.get(table, [])), **values})
    return done.all() if isinstance(done, CursorResult) and done.returns_rows else []


async def _note(db: AsyncSession, action: str, kind: str, rows: Sequence[Found[Any]]) -> None:
    """A line of the trail for each row: `id`, and `community_id` where it is of one."""
    by_community: dict[UUID | None, list[UUID]] = {}
    for row in rows:
        by_community.setdefault(getattr(row, "community_id", None), []).append(row.id)
    for community_id, ids in by_community.items():
        await set_community(db, community_id)
        for one in ids:
            await record(db, system_actor(community_id), action, kind, one)


_CLOSE_ACCOUNTS = """
    UPDATE accounts SET is_active = false,
        closed_at = coalesce((SELECT closed_at FROM newer WHERE newer.id = accounts.id), :at)
    WHERE is_active AND NOT EXISTS (SELECT FROM newer WHERE newer.id = accounts.id AND newer.is_active)
    RETURNING id
"""
_TAKE_PASSWORDS = """
    UPDATE accounts SET password_hash = newer.password_hash FROM newer
    WHERE newer.id = accounts.id AND newer.password_hash IS DISTINCT FROM accounts.password_hash
    RETURNING accounts.id
"""
_CLOSE_IDENTITIES = """
    UPDATE regulator_identities SET active = false
    WHERE active AND NOT EXISTS (
        SELECT FROM newer WHERE newer.id = regulator_identities.id AND newer.active
            AND newer.token_hash = regulator_identities.token_hash
    )
"""
_OF_AN_ACCOUNT = "SELECT newer.* FROM newer JOIN accounts ON accounts.id = newer.account_id"
_END_ROLES = """
    DELETE FROM grants WHERE NOT EXISTS (
        SELECT FROM newer WHERE newer.account_id = grants.account_id AND newer.role = grants.role
            AND newer.community_id = grants.community_id
            AND newer.organisation_id IS NOT DISTINCT FROM grants.organisation_id
    )
    RETURNING account_id AS id, community_id
"""
_END_DELEGATIONS = """
    UPDATE delegations SET version = version + 1,
        ended_at = coalesce((SELECT ended_at FROM newer WHERE newer.id = delegations.id), :at)
    WHERE ended_at IS NULL AND NOT EXISTS (
        SELECT FROM newer WHERE newer.id = delegations.id AND newer.ended_at IS NULL
    )
    RETURNING id, community_id
"""
_LIMIT_DELEGATIONS = """
    UPDATE delegations SET may_answer = false, version = delegations.version + 1 FROM newer
    WHERE newer.id = delegations.id AND delegations.may_answer AND NOT newer.may_answer
"""
_CLOSE_CLIENTS = """
    UPDATE machine_clients SET is_active = false
    WHERE is_active AND NOT EXISTS (
        SELECT FROM newer WHERE newer.id = machine_clients.id AND newer.is_active
    )
    RETURNING id, community_id
"""
_TAKE_SECRETS = """
    UPDATE machine_clients SET secret_hash = newer.secret_hash, scopes = newer.scopes FROM newer
    WHERE newer.id = machine_clients.id
"""
_REVOKE_FEEDS = """
    DELETE FROM calendar_feeds
    WHERE NOT EXISTS (SELECT FROM newer WHERE newer.secret_hash = calendar_feeds.secret_hash)
    RETURNING id, community_id
"""
_FORGET_BROWSERS = """
    DELETE FROM push_subscriptions WHERE NOT EXISTS (
        SELECT FROM newer WHERE newer.endpoint_hash = push_subscriptions.endpoint_hash
            AND newer.account_id = push_subscriptions.account_id
    )
"""
_REVOKE_INVITATIONS = """
    UPDATE invitations SET revoked_at = coalesce(newer.revoked_at, :at) FROM newer
    WHERE newer.id = invitations.id AND invitations.accepted_at IS NULL AND invitations.revoked_at IS NULL
        AND (newer.revoked_at IS NOT NULL OR newer.accepted_at IS NOT NULL)
"""
_VOID_INVITATIONS = """
    UPDATE invitations SET expires_at = least(expires_at, :at), serial = greatest(serial, :minute)
    WHERE accepted_at IS NULL AND revoked_at IS NULL
"""
_VOID_FAMILY_LINKS = """
    DELETE FROM death_family_links
    WHERE NOT EXISTS (SELECT FROM newer WHERE newer.token_hash = death_family_links.token_hash)
"""
