"""What others do in somebody's agenda is told to them at once, in one message, without a name."""

from datetime import datetime
from typing import Any

import pytest
from fastapi import FastAPI

from api.core.operations import Contract
from tests.availability.absent import book, follow_up, same_practice, say, say_away, work
from tests.availability.conftest import PERSON, Opens, booking, slot, tomorrow_at
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.delegating import Office, named
from tests.roles import AsRole, SignedIn


async def messages(who: SignedIn) -> list[tuple[str, datetime | None]]:
    """What the screen of somebody says, the oldest first: its kind and its hour."""
    items = (await who.call("listNotifications")).json()["items"]
    return [
        (one["kind"], datetime.fromisoformat(one["starts_at"]) if one["starts_at"] else None)
        for one in reversed(items)
    ]


async def cancel(who: ContractClient, appointment: dict[str, Any], by: str = "person") -> None:
    answer = await who.call("cancelAppointment", appointment_id=appointment["id"], json={"by": by})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("role", ["professional", "coordinator", "regulator"])
async def test_a_doctor_is_told_at_once_of_what_somebody_else_books_and_cancels_in_their_agenda(
    doctor: SignedIn, as_role: AsRole, opens: Opens, connected: Database, role: str
) -> None:
    other = await as_role(role)
    opening = await opens(doctor, audiences=["pro", "cpts", "snp"])
    appointment = await book(other, opening, tomorrow_at(9), need="urinary")
    assert await messages(doctor) == [("appointment_booked", tomorrow_at(9))]
    await cancel(other, appointment)
    assert (await messages(doctor))[1:] == [("appointment_cancelled", tomorrow_at(9))]
    assert await messages(other) == [], "one knows what one did"
    left = connected.sql("SELECT subject || text FROM deliveries WHERE channel = 'email' ORDER BY created_at")
    assert len(left) == 2, "by the ways of the agenda, at once"
    for (text,) in left:
        assert "Urinaire" in str(text)
        for said in (PERSON["family_name"], PERSON["given_name"], "rue"):
            assert said not in str(text)


async def test_what_a_doctor_does_in_their_own_agenda_is_not_told_to_them(
    doctor: SignedIn, opens: Opens
) -> None:
    appointment = await book(doctor, await opens(doctor), tomorrow_at(9))
    await cancel(doctor, appointment)
    assert await messages(doctor) == []


async def test_a_delegate_tells_her_doctor_nothing_and_hears_of_what_others_do_as_she_chose(
    doctor: SignedIn, colleague: SignedIn, opens: Opens, app: FastAPI, contract: Contract, connected: Database
) -> None:
    nadia = await Office(app, contract, connected).accept(await named(doctor, may_answer=True))
    opening = await opens(doctor)
    made = await nadia.call("bookAppointment", json=booking(slot(opening, tomorrow_at(9))))
    assert made.status_code == 201, made.text
    assert await messages(doctor) == []
    hers = "SELECT channel, text FROM deliveries d JOIN notifications n ON n.id = d.notification_id"
    hers += " WHERE n.kind = 'delegated_appointment'"
    await book(colleague, opening, tomorrow_at(9, 20))
    assert connected.sql(hers) == [], "she did not ask"
    known = (await nadia.call("getNotificationPreferences")).json()
    wished = {"email": True, "sms": False, "push": False}
    body = {"choices": known["choices"] | {"delegated_offers": wished}, "daily_summary": True}
    version = {"If-Match": f'"{known["version"]}"'}
    await nadia.call("replaceNotificationPreferences", json=body, headers=version)
    await cancel(nadia, made.json())
    assert connected.sql(hers) == [], "one knows what one did"
    await book(colleague, opening, tomorrow_at(9, 40))
    [(channel, text)] = connected.sql(hers)
    assert channel == "email"
    assert PERSON["family_name"] not in str(text)


async def test_who_booked_and_who_receives_are_told_in_one_message_what_an_absence_moved(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    one, other = await as_role("professional"), await as_role("professional")
    await same_practice(doctor, colleague)
    opening = await opens(doctor)
    for minute in (0, 20, 40):
        await book(one, opening, tomorrow_at(9, minute))
    await book(other, opening, tomorrow_at(10))
    await opens(colleague, from_time="14:00", to_time="16:00")
    await say_away(doctor)
    await work(doctor)
    await work(doctor)
    told = {}
    for who in (colleague, one, other):
        items = (await who.call("listNotifications")).json()["items"]
        told[who] = [(item["kind"], item["appointments"]) for item in items]
    assert told[colleague] == [("appointment_moved", 4)]
    assert told[one] == [("appointment_moved", 3)]
    assert told[other] == [("appointment_moved", None)]
    assert await messages(other) == [("appointment_moved", tomorrow_at(15))]
    away = [kind for kind, _ in await messages(doctor) if kind != "appointment_booked"]
    assert away == ["people_to_call"], "who is away reads the list"


async def test_a_new_place_that_the_coordination_cancels_is_told_to_the_colleague_and_not_to_who_is_away(
    doctor: SignedIn, colleague: SignedIn, as_role: AsRole, opens: Opens
) -> None:
    coordinator = await as_role("coordinator")
    await same_practice(doctor, colleague)
    await book(coordinator, await opens(doctor), tomorrow_at(9))
    await opens(colleague, from_time="14:00", to_time="14:20")
    absence = await say_away(doctor)
    await work(doctor)
    said = await say(coordinator, await follow_up(coordinator, absence), "cancelled_by_person")
    assert said.status_code == 200, said.text
    assert (await messages(colleague))[-1] == ("appointment_cancelled", tomorrow_at(14))
    assert "appointment_cancelled" not in [kind for kind, _ in await messages(doctor)]
