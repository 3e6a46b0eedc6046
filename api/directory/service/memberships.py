"""What a professional says of themselves to their community, read and written by them alone."""

from collections.abc import Iterable
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import DirectoryFact, FactChecker
from api.core import clock
from api.core.actor import Actor
from api.core.problems import InvalidInput, NotFound
from api.core.routing import expect_version
from api.directory import rules
from api.directory.policy import owned_by
from api.directory.service.checks import Fact, page_facts, stamp, today_of
from api.directory.service.leave import leave_of
from api.directory.service.professionals import practices_of
from api.directory.service.views import practice_view, volunteering_view
from api.directory.tables import Membership, Professional
from api.identity import service as identity


async def get_my_membership(db: AsyncSession, actor: Actor) -> wire.Membership:
    """The actor's membership of the present community. NotFound when not a member."""
    return await membership_view(db, await my_membership(db, actor), clock.now())


async def replace_my_membership(
    db: AsyncSession, actor: Actor, body: wire.MembershipInput, *, expected: int
) -> wire.Membership:
    """Say anew what one volunteers for and when one may be asked; what changed is stamped as checked today.

    `expected` is the version that was read: StaleVersion (412) when it changed since. InvalidInput names a
    pause that is over or longer than a year, and an act that the profession does not allow.
    """
    at = clock.now()
    row = await my_membership(db, actor, to_change=True)
    expect_version(expected, row.version)
    not_before = rules.kept_pause(body.not_before, row.not_before, at)
    profession = await db.scalar(
        select(Professional.profession_code).where(Professional.id == row.professional_id)
    )
    errors = rules.errors_of(
        body,
        profession_code=profession or "",
        not_before=not_before,
        at=at,
    )
    if errors:
        raise InvalidInput(errors=errors)
    before = _facts(row)
    today = await today_of(db, row.community_id, at)
    directory = (await identity.rules_of(db, row.community_id)).directory
    row.new_patients_until = rules.places_until(
        body.accepts_new_patients,
        row.accepts_new_patients,
        row.new_patients_until,
        rules=directory,
        today=today,
    )
    for name, value in body.volunteering.model_dump().items():
        setattr(row, name, value)
    row.accepts_new_patients, row.home_visits = body.accepts_new_patients, body.home_visits
    row.weekly_cap = body.weekly_cap
    quiet = body.quiet_hours
    row.quiet_from = time.fromisoformat(quiet.from_time) if quiet else None
    row.quiet_to = time.fromisoformat(quiet.to_time) if quiet else None
    row.not_before = not_before
    row.version += 1
    after = _facts(row)
    changed = sorted(name for name, value in after.items() if value != before[name])
    await audit.record(db, actor, "membership.replaced", "membership", row.id, detail={"changed": changed})
    await db.flush()
    await stamp(db, row, _stamped(changed), by=FactChecker.person, on=today)
    return await membership_view(db, row, at)


async def volunteer_for_teleconsultation(db: AsyncSession, actor: Actor, volunteers: bool) -> None:
    """Say in one tap whether one takes part in teleconsultations; the same again changes nothing. NotFound
    when not a member."""
    row = await my_membership(db, actor, to_change=True)
    if row.teleconsultation == volunteers:
        return
    row.teleconsultation = volunteers
    row.version += 1
    changed = ["teleconsultation"]
    await audit.record(db, actor, "membership.replaced", "membership", row.id, detail={"changed": changed})
    await db.flush()
    on = await today_of(db, row.community_id, clock.now())
    await stamp(db, row, _stamped(changed), by=FactChecker.person, on=on)


async def my_membership(db: AsyncSession, actor: Actor, *, to_change: bool = False) -> Membership:
    """The actor's membership of the present community, locked when it is to change. NotFound."""
    query = select(Membership).where(owned_by(actor))
    row = await db.scalar(query.with_for_update() if to_change else query)
    if row is None:
        raise NotFound("You are not a member of this community as a professional")
    return row


def _facts(row: Membership) -> dict[str, object]:
    """What the audit trail compares: names of fields alone are written there."""
    return {
        **volunteering_view(row).model_dump(),
        "accepts_new_patients": row.accepts_new_patients,
        "home_visits": row.home_visits,
        "weekly_cap": row.weekly_cap,
        "quiet_hours": (row.quiet_from, row.quiet_to),
        "not_before": row.not_before,
    }


def _stamped(changed: Iterable[str]) -> set[Fact]:
    """The facts of the page among the names of what changed."""
    volunteered = wire.Volunteering.model_fields.keys()
    fact_of = {**dict.fromkeys(volunteered, DirectoryFact.volunteering)}
    fact_of |= {"accepts_new_patients": DirectoryFact.new_patients, "home_visits": DirectoryFact.home_visits}
    return {(fact_of[name], None) for name in changed if name in fact_of}


async def membership_view(db: AsyncSession, row: Membership, at: datetime) -> wire.Membership:
    """The membership as its owner sees it, with whether they may be asked at `at`."""
    community = await identity.community_of(db, row.community_id)
    default = (await identity.rules_of(db, row.community_id)).dispatch.quiet_hours
    practices = await practices_of(db, row.professional_id)
    said = await page_facts(db, row, practices, at)
    leave = await leave_of(db, row.professional_id, at)
    facts = rules.MembershipFacts(
        quiet_from=row.quiet_from or time.fromisoformat(default.from_time),
        quiet_to=row.quiet_to or time.fromisoformat(default.to_time),
        not_before=row.not_before,
        absent_until=leave.until if leave else None,
    )
    now = rules.reachability(facts, at=at, zone=identity.zone_of(community))
    own_hours = row.quiet_from is not None and row.quiet_to is not None
    return wire.Membership(
        version=row.version,
        professional_id=row.professional_id,
        volunteering=volunteering_view(row),
        accepts_new_patients=said.accepts_new_patients,
        new_patients_lapse=said.new_patients_lapse,
        home_visits=row.home_visits,
        sectors=said.sectors,
        languages=said.languages,
        skills=said.skills,
        checks=said.checks,
        confirmation=said.confirmation,
        weekly_cap=row.weekly_cap,
        quiet_hours=(
            wire.QuietHours(from_time=f"{row.quiet_from:%H:%M}", to_time=f"{row.quiet_to:%H:%M}")
            if own_hours
            else None
        ),
        not_before=row.not_before,
        absent_until=facts.absent_until,
        declared_on=row.declared_on,
        reachable=now.reachable,
        reachable_until=now.until,
        practices=[practice_view(practice) for practice in practices],
    )
