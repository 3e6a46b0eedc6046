"""Who is asked reads what for: the need and the day of the return home, and nobody's name."""

from datetime import datetime

from sqlalchemy import select

from api.core.db import unit_of_work
from api.notifications import rules
from api.notifications.tables import Notification
from tests.referrals.hospital_discharge.conftest import Nurses
from tests.referrals.hospital_discharge.scene import PARIS, a_discharge, file
from tests.roles import SignedIn

_LINK = "https://maillage.example/r/abc"


async def told(who: SignedIn) -> Notification:
    """The only message that somebody got."""
    async with unit_of_work(who.community_id) as db:
        found = await db.scalars(select(Notification).where(Notification.account_id == who.account_id))
        [message] = found.all()
        return message


async def test_a_nurse_reads_that_care_is_asked_for_a_return_home_and_which_day(
    ward: SignedIn, nurses: Nurses
) -> None:
    [nurse] = await nurses(1)
    request = await file(ward, a_discharge("nurse", days=4))
    message = await told(nurse)
    facts = rules.facts_of(message.facts)
    text = rules.message(
        message.kind, facts, number=message.case_number, link=_LINK, at=message.created_at, zone=PARIS
    ).text
    day = datetime.fromisoformat(request["planned_on"]).day
    assert "On cherche des soins infirmiers à une sortie d’hôpital, " in text
    assert f" {day}\u00a0" in text
    assert "demande de soins" not in text
    assert ".." not in text
    for secret in ("Castaing", "Lina", "Ormes", "1944"):
        assert secret not in text
    assert facts.due_at is not None
    short = rules.sms(message.kind, facts, link=_LINK, at=facts.due_at, zone=PARIS)
    assert "des soins infirmiers à une sortie d'hopital" in short
    assert "12:00" not in rules.push(message.kind, facts, at=message.created_at, zone=PARIS).text
    listed = (await nurse.call("listNotifications")).json()["items"][0]
    assert (listed["discharge_need"], listed["need"]) == ("nurse", None)


async def test_a_visit_is_asked_for_the_day_of_the_return_and_not_a_week_later(
    ward: SignedIn, doctor: SignedIn
) -> None:
    request = await file(ward, a_discharge("doctor_visit", days=4))
    facts = rules.facts_of((await told(doctor)).facts)
    assert facts.home_at is not None
    assert facts.home_at.astimezone(PARIS).date().isoformat() == request["planned_on"]
