"""Who last found each fact of a page right: one stamp per fact, whatever the fact is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.contract.models import DirectoryFact, FactChecker
from api.core.ids import new_id
from api.directory import rules
from api.directory.tables import FactCheck, Membership, Practice, Professional
from api.identity import service as identity

F = DirectoryFact

Fact = tuple[DirectoryFact, UUID | None]
"""A fact, and the place that it is about (None: the person)."""


def facts_said(member: Membership | None, practices: Sequence[Practice]) -> Iterator[Fact]:
    """The facts that the page says something of: what is not known cannot be right."""
    yield F.identity, None
    if member is not None:
        yield F.volunteering, None
        said = (
            (F.new_patients, member.accepts_new_patients is not None or member.new_patients_until),
            (F.home_visits, member.home_visits is not None),
            (F.sectors, member.sectors),
            (F.languages, member.languages),
            (F.skills, member.skills),
        )
        yield from ((fact, None) for fact, known in said if known)
    for practice in practices:
        known_there = (
            (F.address, practice.address_line),
            (F.phone, practice.phone),
            (F.hours, practice.hours),
            (F.accessibility, practice.accessibility),
        )
        yield from ((fact, practice.id) for fact, known in known_there if known)


async def stamp(
    db: AsyncSession, member: Membership, facts: Iterable[Fact], *, by: FactChecker, on: date
) -> None:
    """Write that these facts of the member's page were found right on that day."""
    rows = [
        {
            "id": new_id(),
            "community_id": member.community_id,
            "membership_id": member.id,
            "practice_id": practice_id,
            "fact": fact,
            "checked_on": on,
            "checked_by": by,
        }
        for fact, practice_id in facts
    ]
    if not rows:
        return
    written = insert(FactCheck).values(rows)
    await db.execute(
        written.on_conflict_do_update(
            constraint="uq_fact_checks_membership_id_fact_practice_id",
            set_={"checked_on": written.excluded.checked_on, "checked_by": written.excluded.checked_by},
        )
    )


@dataclass(frozen=True)
class PageFacts:
    """What the page of a member says beside its columns, as the contract shows it."""

    accepts_new_patients: bool | None
    new_patients_lapse: wire.NewPatientsLapse | None
    sectors: list[str]
    languages: list[wire.SpokenLanguage]
    skills: list[wire.Skill]
    checks: list[wire.FactCheck]
    confirmation: wire.Confirmation


async def page_facts(
    db: AsyncSession, member: Membership, practices: Sequence[Practice], at: datetime
) -> PageFacts:
    """What a member's page says on that day, and how old it is."""
    today = await today_of(db, member.community_id, at)
    directory = (await identity.rules_of(db, member.community_id)).directory
    until = member.new_patients_until
    lapsed_on = until if rules.has_lapsed(until, today) else None
    age = rules.age_of(rules.Page(member.joined_on, member.declared_on, until), directory, today)
    sourced_on = await db.scalar(
        select(Professional.sourced_on).where(Professional.id == member.professional_id)
    )
    return PageFacts(
        accepts_new_patients=None if lapsed_on else member.accepts_new_patients,
        new_patients_lapse=wire.NewPatientsLapse(lapsed_on=lapsed_on) if lapsed_on else None,
        sectors=member.sectors,
        languages=[wire.SpokenLanguage(word) for word in member.languages],
        skills=[wire.Skill(word) for word in member.skills],
        checks=await checks_of(db, member, practices, sourced_on=sourced_on),
        confirmation=wire.Confirmation(state=age.state, confirmed_on=member.declared_on, due_on=age.due_on),
    )


async def today_of(db: AsyncSession, community_id: UUID, at: datetime) -> date:
    """The day on the calendar of the territory."""
    return at.astimezone(identity.zone_of(await identity.community_of(db, community_id))).date()


async def checks_of(
    db: AsyncSession, member: Membership | None, practices: Sequence[Practice], *, sourced_on: date | None
) -> list[wire.FactCheck]:
    """One line per fact that the page says, with who found it right last, the national file of the day
    `sourced_on` included."""
    stamps: dict[Fact, tuple[date, FactChecker]] = {}
    if member is not None:
        found = await db.scalars(select(FactCheck).where(FactCheck.membership_id == member.id))
        stamps = {(one.fact, one.practice_id): (one.checked_on, one.checked_by) for one in found}
    # A phone that the file does not say is none of its.
    own_phones = {practice.id for practice in practices if practice.phone != practice.file_phone}
    lines = []
    for fact, practice_id in facts_said(member, practices):
        by_file = None if fact is F.phone and practice_id in own_phones else sourced_on
        last = rules.last_check(fact, stamps.get((fact, practice_id)), by_file)
        lines.append(
            wire.FactCheck(
                fact=fact,
                practice_id=practice_id,
                checked_on=last[0] if last else None,
                checked_by=last[1] if last else None,
            )
        )
    return lines
