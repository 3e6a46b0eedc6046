"""One's own page of the directory: what it says of oneself, and that it is still right."""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import MISSING
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.contract.models import DirectoryFact, FactChecker
from api.core import clock
from api.core.actor import Actor
from api.core.phones import e164, spoken
from api.core.problems import InvalidInput
from api.core.routing import expect_version
from api.directory import rules
from api.directory.service.checks import Fact, facts_said, stamp, today_of
from api.directory.service.memberships import membership_view, my_membership
from api.directory.service.professionals import practices_of
from api.directory.tables import Practice, Sector
from api.identity import service as identity


async def replace_my_page(
    db: AsyncSession, actor: Actor, body: wire.PageInput, *, expected: int
) -> wire.Membership:
    """Say anew which languages one speaks, what one does, where one visits, and what one's places have.

    What changed is stamped as checked today; what is left out stays as it is. `expected` is the version that
    was read: StaleVersion (412) when it changed since. InvalidInput names a place that is not one's own, a
    quarter that the community does not name, a number that is none, hours that cannot be.
    """
    at = clock.now()
    row = await my_membership(db, actor, to_change=True)
    places = {practice.id: practice for practice in await practices_of(db, row.professional_id)}
    sectors = await db.scalars(select(Sector.name).where(Sector.community_id == row.community_id))
    errors = rules.faults_of_page(body, own_places=places.keys(), sectors=sectors.all())
    if errors:
        raise InvalidInput(errors=errors)
    expect_version(expected, row.version)
    changed: list[Fact] = []
    said: dict[DirectoryFact, list[str]] = {
        DirectoryFact.languages: [word.value for word in body.languages],
        DirectoryFact.skills: [word.value for word in body.skills],
    }
    if body.sectors is not MISSING:
        said[DirectoryFact.sectors] = list(body.sectors)
    for fact, words in said.items():
        once = list(dict.fromkeys(words))
        if once != getattr(row, fact.value):
            setattr(row, fact.value, once)
            changed.append((fact, None))
    for place in body.places:
        practice = places[place.practice_id]
        changed += [(fact, practice.id) for fact in _changed_place(practice, place)]
    row.version += 1
    await db.flush()
    await stamp(db, row, changed, by=FactChecker.person, on=await today_of(db, row.community_id, at))
    names = sorted({fact.value for fact, _ in changed})
    await audit.record(db, actor, "membership.page_replaced", "membership", row.id, detail={"changed": names})
    return await membership_view(db, row, at)


def _changed_place(practice: Practice, wished: wire.PlaceInput) -> Iterator[DirectoryFact]:
    """Write what is said of a place; the facts that it changes."""
    has = sorted({word.value for word in wished.accessibility})
    if has != practice.accessibility:
        practice.accessibility = has
        yield DirectoryFact.accessibility
    # The file writes numbers its own way: the same one typed here is no correction.
    if wished.phone is not MISSING and spoken(wished.phone or "") != spoken(practice.phone or ""):
        practice.phone = e164(wished.phone) if wished.phone else None
        yield DirectoryFact.phone
    if wished.hours is not MISSING:
        hours = [band.model_dump() for band in wished.hours]
        hours.sort(key=lambda band: (band["weekday"], band["from_time"]))
        if hours != practice.hours:
            practice.hours = hours
            yield DirectoryFact.hours


async def confirm_my_membership(db: AsyncSession, actor: Actor, *, expected: int) -> wire.Membership:
    """Find one's whole page right, as it was shown: every fact that it says is stamped with today.

    « Takes new patients » holds anew, also when it had lapsed. `expected` is the version that was shown:
    StaleVersion (412) when the page says something else by now.
    """
    at = clock.now()
    row = await my_membership(db, actor, to_change=True)
    expect_version(expected, row.version)
    today = await today_of(db, row.community_id, at)
    if row.new_patients_until is not None:
        holds = (await identity.rules_of(db, row.community_id)).directory.new_patients_days
        row.accepts_new_patients, row.new_patients_until = True, today + timedelta(days=holds)
    row.declared_on, row.times_asked, row.asked_on = today, 0, None
    row.version += 1
    await db.flush()
    practices = await practices_of(db, row.professional_id)
    await stamp(db, row, facts_said(row, practices), by=FactChecker.person, on=today)
    await audit.record(db, actor, "membership.confirmed", "membership", row.id)
    return await membership_view(db, row, at)
