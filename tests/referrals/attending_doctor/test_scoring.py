"""The score in SQL, for all requests at once, is the score of the rules."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.referrals.attending_doctor import rules
from api.referrals.attending_doctor.service.facts import score_facts, setting_of
from api.referrals.attending_doctor.service.scoring import rescore_all, rescore_what_is_due
from api.referrals.attending_doctor.tables import AttendingDoctorRequest as Request
from tests.days import today
from tests.referrals.attending_doctor.scene import PERSON, enter, looks_for_a_doctor
from tests.roles import SignedIn

FLAGS = ("long_term_illness", "home_visit", "social_cover", "pregnancy", "disability")


def anybody(chance: Random, number: int) -> dict[str, Any]:
    """Any facts about somebody."""
    born = date(
        chance.choice([1940, 1946, 1950, 1956, 1957, 1990]), chance.randint(1, 12), chance.randint(1, 28)
    )
    out = today(-chance.choice([0, 15, 30, 31, 90]))
    name = "Personne" + "abcdefghijklmnopqrstuvwxyz"[number]
    given: dict[str, Any] = {flag: chance.choice([True, False, None]) for flag in FLAGS}
    given |= {"discharged_on": chance.choice([None, out.isoformat()])}
    return looks_for_a_doctor(person=PERSON | {"given_name": name, "birth_date": born.isoformat()}, **given)


async def test_both_ways_of_counting_agree_on_any_facts_and_any_wait(
    coordinator: SignedIn, awake: Community
) -> None:
    chance = Random(7)
    ids = [UUID((await enter(coordinator, anybody(chance, number)))["id"]) for number in range(20)]
    async with unit_of_work(awake.id) as db:
        for id_ in ids:
            waited = timedelta(days=chance.choice([0, 1, 14, 15, 29, 30, 299, 300, 301, 700]))
            await db.execute(
                update(Request)
                .where(Request.id == id_)
                .values(waiting_since=clock.now() - waited, score=-1, rescore_on=date(2020, 1, 1))
            )
        setting = await setting_of(db, awake.id, clock.now())
        assert await rescore_all(db, awake.id, setting) == 20
        rows = list(await db.scalars(select(Request).execution_options(populate_existing=True)))
        for row in rows:
            facts = score_facts(row, setting.zone)
            assert row.score == rules.total(facts, setting.rules, setting.today)
            assert row.level is rules.level(row.score, setting.rules)
            assert row.rescore_on == rules.next_change(facts, row.birth_year, setting.rules, setting.today)
            assert row.scored_rules_version == setting.version


async def test_only_what_changes_today_is_counted_anew(coordinator: SignedIn, awake: Community) -> None:
    await enter(coordinator)
    async with unit_of_work(awake.id) as db:
        setting = await setting_of(db, awake.id, clock.now())
        assert await rescore_what_is_due(db, awake.id, setting) == 0
        await db.execute(update(Request).values(rescore_on=setting.today))
        assert await rescore_what_is_due(db, awake.id, setting) == 1
        assert await rescore_what_is_due(db, awake.id, setting) == 0
