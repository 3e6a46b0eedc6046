"""What the holder of an account may ask about what is kept of them (RGPD, article 15): a copy.

Professionals, secretaries, coordinators, requesters: their account, what they say, are told, are asked and
answer. Nothing of anybody else's: of a row about a request or a patient, when it was and what came of it.
Docs: docs/decisions/0063-what-was-forgotten-stays-forgotten.md.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.audit.tables import AuditEntry
from api.core import clock
from api.core.actor import system_actor
from api.core.db import Base, set_community, unit_of_work
from api.core.operator import OptionRefused
from api.identity import service as identity
from api.identity.tables import Account, Community
from api.rights import named, said, signed

Ids = dict[str, set[UUID]]


@dataclass(frozen=True)
class Own:
    """A table with rows of the holder's own: by which columns they are found, and on which table each hangs.
    Of sealed columns, those in `clear` are given; with `only`, these columns and no others."""

    by: Mapping[str, str]
    clear: frozenset[str] = frozenset()
    only: frozenset[str] | None = None


def _own(account: str = "", professional: str = "", *, clear: str = "", only: str = "", **by: str) -> Own:
    """The same, in words: `account` and `professional` name the columns that lead to either."""
    found = {column: "accounts" for column in account.split()}
    found |= {column: "professionals" for column in professional.split()}
    return Own(found | by, frozenset(clear.split()), frozenset(only.split()) or None)


OWN: dict[str, Own] = {
    "accounts": _own(id="accounts", clear="email name"),
    "professionals": _own(id="professionals"),
    "practices": _own(professional="professional_id"),
    "organisation_members": _own(professional="professional_id"),
    "regulator_accounts": _own("account_id", clear="family given"),
    "regulator_identities": _own("account_id", clear="value"),
    "grants": _own("account_id"),
    "invitations": _own("account_id", clear="name"),
    "delegations": _own("account_id given_by_id", "professional_id"),
    "sessions": _own("account_id", clear="practices"),
    "totp_factors": _own("account_id", only="confirmed_at"),
    "passkeys": _own("account_id", clear="name"),
    "recovery_codes": _own("account_id"),
    "factor_requests": _own("account_id"),
    "notification_preferences": _own("account_id", clear="mobile_phone"),
    "push_subscriptions": _own("account_id"),
    "notifications": _own("account_id", only="kind case_id offer_id created_at read_at"),
    "deliveries": _own(
        notification_id="notifications", only="notification_id channel state sent_at delivered_at"
    ),
    "welcomes": _own("account_id", "professional_id"),
    "memberships": _own(professional="professional_id", clear="mobile_phone"),
    "fact_checks": _own(membership_id="memberships"),
    "call_times": _own(professional="professional_id", clear="phone"),
    "attending_doctor_capacities": _own(professional="professional_id"),
    "certifier_dossiers": _own(professional="professional_id"),
    "certifier_checks": _own(dossier_id="certifier_dossiers", only="fact checked_at"),
    "teleconsultation_trainings": _own(professional="professional_id"),
    "teleconsultation_site_people": _own(professional="professional_id"),
    "duties": _own(professional="professional_id"),
    "openings": _own(
        professional="professional_id",
        # Neither whom they replace there nor in which absence.
        only="practice_id version kind weekday on_day every_weeks nth_of_month on_holidays except_days"
        " instead_of_id instead_of_day from_minute to_minute valid_from valid_to slot_minutes step_minutes"
        " buffer_before_minutes buffer_after_minutes capacity min_delay_minutes max_delay_days quota_per_day"
        " needs modes audiences created_at changed_at ended_at",
    ),
    "closures": _own(professional="professional_id"),
    "absences": _own(professional="professional_id"),
    "calendar_feeds": _own(professional="professional_id"),
    "outside_calendars": _own(professional="professional_id"),
    "outside_busy": _own(professional="professional_id"),
    "directory_changes": _own(professional="professional_id"),
    # About requests and patients: when, and what came of it.
    "cases": _own(
        "requester_id handled_by_id",
        "professional_id requester_professional_id",
        only="number kind state origin created_at closed_at",
    ),
    "offers": _own(
        professional="professional_id",
        only="case_id state reason offered_at due_at seen_at answered_at closed_at decline_reason",
    ),
    "appointments": _own(
        "booked_by_id", "professional_id", only="state starts_at ends_at mode origin created_at"
    ),
    "waiting_proposals": _own(professional="professional_id", only="state starts_at made_at answered_at"),
    "holds": _own("made_by_id", "professional_id", only="starts_at ends_at created_at ended_at"),
    "teleconsultation_holds": _own(
        "made_by_id", "professional_id assistant_id", only="starts_at ends_at created_at ended_at"
    ),
    "teleconsultation_bookings": _own(professional="assistant_id", only="state starts_at ends_at"),
    "second_opinion_requests": _own(professional="colleague_id", only="state specialty_code answered_at"),
    "sas_transmissions": _own(
        professional="professional_id", only="state appointment_state starts_at booked_at sent_at"
    ),
    "unscheduled_care_drafts": _own("account_id", only="saved_at expires_at"),
    "case_followers": _own("account_id", only="case_id created_at"),
    "message_readings": _own("reader_id account_id", only="case_id read_at"),
    "timeline_events": _own("actor_id", "professional_id", only="case_id at kind"),
    "care_circle_members": _own(professional="professional_id", only="role added_at"),
}
"""In an order in which each comes after what it hangs on."""

NAMED = {
    **{
        (table, column): "what they did there, for others: the trail has it"
        for table, column in (
            ("certifier_checks", "checked_by_id"),
            ("no_show_follow_ups", "asked_by_id"),
            ("no_show_follow_ups", "last_call_by_id"),
            ("teleconsultation_bookings", "consent_recorded_by_id"),
            ("teleconsultation_kit_checks", "checked_by_id"),
            ("teleconsultation_sites", "connection_tested_by_id"),
            ("teleconsultation_trainings", "recorded_by_id"),
            ("waiting_entries", "asked_by_id"),
        )
    },
    ("absences", "replacement_id"): "the absence of a colleague, whom they replaced: the agenda says when",
    ("accounts", "professional_id"): "the account is found by its address",
    ("care_circles", "recorded_by_id"): "what a patient said, which they wrote down",
    ("care_circle_members", "added_by_id"): "a colleague whom they named",
    ("cases", "attending_professional_id"): "of a patient, who said whose patient they are",
    ("invitations", "invited_by_id"): "whom they invited",
    ("invitations", "professional_id"): "the same invitation is found by their account",
    ("people", "attending_professional_id"): "of a patient, who said whose patient they are",
    ("usual_professionals", "professional_id"): "of a patient, who said who cares for them",
}
"""Columns that name the holder in a row that is about somebody else; the trail has what they did there."""


async def export(email: str) -> dict[str, Any]:
    """All that is kept about who has the accounts of an address, by table, with what they did and who did
    something about them. The trail says that it was given. OptionRefused when there is no such account."""
    async with unit_of_work() as db:
        wanted = select(Account).where(identity.at_address(identity.email_hash(email))).order_by(Account.id)
        accounts = (await db.scalars(wanted)).all()
        if not accounts:
            raise OptionRefused("--email", f"aucun compte n’a l’adresse {email}.")
        known: Ids = {
            "accounts": {one.id for one in accounts},
            "professionals": {one.professional_id for one in accounts if one.professional_id is not None},
        }
        communities = (await db.scalars(select(Community.id).order_by(Community.id))).all()
        kept: dict[str, list[dict[str, Any]]] = {}
        lines: list[AuditEntry] = []
        for community_id in (None, *communities):
            await set_community(db, community_id)
            await _gather(db, known, kept, personal=community_id is not None)
            lines += await _lines(db, known, community_id)
        await set_community(db, None)
        done, undergone = await _told(db, known["accounts"], lines)
        for account in accounts:
            await audit.record(db, system_actor(), "account.exported", "account", account.id)
    return {"made_at": clock.now(), "kept": kept, "done": done, "about_them": undergone}


async def _gather(
    db: AsyncSession, known: Ids, kept: dict[str, list[dict[str, Any]]], *, personal: bool
) -> None:
    """Add the rows of the community that is open, or those that belong to none."""
    mapped = {one.class_.__tablename__: one.class_ for one in Base.registry.mappers}
    for name, own in OWN.items():
        table: Any = mapped[name]
        if table.__personal__ is not personal:
            continue
        mine = [getattr(table, column) == _any(known.get(target, ())) for column, target in own.by.items()]
        rows = (await db.scalars(select(table).where(or_(*mine)).order_by(table.id))).all()
        if name not in ("accounts", "professionals"):
            known.setdefault(name, set()).update(row.id for row in rows)
        if rows:
            kept.setdefault(name, []).extend(_given(row, own) for row in rows)


def _any(ids: Collection[UUID]) -> Any:
    """One of these, as one parameter: somebody may have been told a hundred thousand things."""
    return any_(literal(list(ids), ARRAY(Uuid)))


def _given(row: Base, own: Own) -> dict[str, Any]:
    """A row without hashes and secrets, nor anything of somebody else's."""
    clear = said(row, clear=own.clear)
    return {
        name: value
        for name, value in clear.items()
        if own.only is None or name in own.only or name in ("id", "community_id")
    }


async def _lines(db: AsyncSession, known: Ids, community_id: UUID | None) -> Sequence[AuditEntry]:
    """The lines of the trail by the holder and about them, of one chain."""
    if community_id is None:
        await set_community(db, audit.NATIONAL)
    accounts, everything = known["accounts"], known["accounts"] | known["professionals"]
    theirs: ColumnElement[bool] = or_(
        AuditEntry.actor_id.in_(accounts),
        AuditEntry.on_behalf_of_id.in_(accounts),
        AuditEntry.subject_id.in_(everything),
    )
    return (await db.scalars(select(AuditEntry).where(theirs))).all()


async def _told(
    db: AsyncSession, accounts: set[UUID], lines: list[AuditEntry]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What they did, or was done in their name, and what others did about them, oldest first."""
    names = await named(db, lines)
    done: list[dict[str, Any]] = []
    undergone: list[dict[str, Any]] = []
    for line in sorted(lines, key=lambda one: (one.at, one.id)):
        what = {"at": line.at, "action": line.action, "subject": line.subject_kind, "by": signed(line, names)}
        theirs = bool(accounts & {line.actor_id, line.on_behalf_of_id})
        (done if theirs else undergone).append(what)
    return done, undergone
