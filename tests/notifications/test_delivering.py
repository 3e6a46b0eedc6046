"""E-mails leave through a real server, which may refuse, stall or die; none is lost."""

import asyncio
from datetime import timedelta

import pytest

from api.contract.models import NotificationKind
from api.core import clock, jobs
from api.core.db import unit_of_work
from api.core.settings import settings
from api.identity.tables import Community
from api.notifications import mail, rules, service, ways
from tests.cases.builders import SOMEBODY
from tests.conftest import Database
from tests.letters import header, text_in, whole
from tests.notifications.conftest import PostOffice, Write
from tests.roles import ShiftClock, SignedIn

pytestmark = pytest.mark.anyio


def sendings(connected: Database, column: str) -> list[object]:
    """One column of the e-mails, in the order in which they were written."""
    rows = connected.sql(f"SELECT {column} FROM deliveries WHERE channel = 'email' ORDER BY created_at, id")
    return [row[0] for row in rows]


async def test_a_message_goes_out_by_the_job_that_came_with_its_transaction(
    post_office: PostOffice, write: Write, reader: SignedIn, connected: Database
) -> None:
    await write(sector="Fort")
    await jobs.work(until_empty=True, queues=(jobs.DEFAULT,))
    (message,) = post_office.received
    assert post_office.to == [reader.email]
    assert header(message, "From").startswith("Maillage Vitry <")
    assert header(message, "Subject") == "Une demande attend votre réponse"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Secteur : Fort." in text_in(message)
    assert sendings(connected, "state") == ["sent"]
    assert sendings(connected, "attempts") == [1]


async def test_a_transaction_that_is_undone_sends_nothing(
    post_office: PostOffice, reader: SignedIn, community: Community, connected: Database
) -> None:
    class ChangedMyMind(Exception):
        pass

    async def notify_then_fail() -> None:
        async with unit_of_work(community.id) as db:
            await service.notify(
                db,
                community_id=community.id,
                account_ids=[reader.account_id],
                kind=NotificationKind.offer_made,
                at=clock.now(),
            )
            raise ChangedMyMind

    with pytest.raises(ChangedMyMind):
        await notify_then_fail()
    await jobs.work(until_empty=True, queues=(jobs.DEFAULT,))
    assert post_office.received == []
    assert connected.sql("SELECT count(*) FROM notifications") == [(0,)]
    assert connected.sql(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.deliver'"
    ) == [(0,)]


async def test_a_server_that_refuses_is_tried_again_until_it_takes_the_message(
    post_office: PostOffice, write: Write, community: Community, connected: Database, shift_clock: ShiftClock
) -> None:
    post_office.manner = "refuse_mail"
    await write()
    assert await service.deliver_due(community.id) == 1
    assert sendings(connected, "state || ' ' || last_error") == ["queued Le serveur d’envoi a refusé (451)."]
    assert await service.deliver_due(community.id) == 0  # not before its time
    shift_clock(seconds=61)
    assert await service.deliver_due(community.id) == 1
    post_office.manner = "accept"
    shift_clock(minutes=5)
    assert await service.deliver_due(community.id) == 1
    assert sendings(connected, "state") == ["sent"]
    assert sendings(connected, "attempts") == [3]
    assert sendings(connected, "last_error") == [None]
    assert len(post_office.received) == 1


async def test_the_fifth_failure_is_the_last(
    post_office: PostOffice, write: Write, community: Community, connected: Database, shift_clock: ShiftClock
) -> None:
    post_office.manner = "refuse_mail"
    await write()
    for _ in range(5):
        assert await service.deliver_due(community.id) == 1
        shift_clock(minutes=61)
    assert await service.deliver_due(community.id) == 0
    assert sendings(connected, "state") == ["failed"]
    assert sendings(connected, "attempts") == [5]


async def test_an_address_that_does_not_exist_is_given_up_at_once_without_repeating_it(
    post_office: PostOffice, write: Write, reader: SignedIn, community: Community, connected: Database
) -> None:
    post_office.manner = "refuse_person"
    await write()
    await service.deliver_due(community.id)
    assert sendings(connected, "state") == ["failed"]
    assert sendings(connected, "last_error") == ["Adresse refusée par le serveur d’envoi (550)."]


@pytest.mark.parametrize(
    ("manner", "why"),
    [("stall", "Le serveur d’envoi ne répond pas."), ("die", "Le serveur d’envoi est injoignable.")],
)
async def test_a_server_that_stalls_or_dies_leaves_the_message_in_the_queue(
    manner: str,
    why: str,
    post_office: PostOffice,
    write: Write,
    community: Community,
    connected: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mail, "SECONDS_FOR_ALL", 0.5)
    post_office.manner = manner
    await write()
    assert await service.deliver_due(community.id) == 1
    assert sendings(connected, "state") == ["queued"]
    assert sendings(connected, "last_error") == [why]


async def test_no_server_at_all_is_said_and_tried_again(
    write: Write, community: Community, connected: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "demo", False)
    await write()
    await service.deliver_due(community.id)
    assert sendings(connected, "state") == ["queued"]
    assert sendings(connected, "last_error") == ["Aucun serveur d’envoi n’est réglé (MAILLAGE_SMTP_URL)."]


async def test_a_worker_killed_while_sending_loses_nothing(
    post_office: PostOffice, write: Write, community: Community, connected: Database, shift_clock: ShiftClock
) -> None:
    post_office.manner = "stall"
    await write()
    working = asyncio.create_task(service.deliver_due(community.id))
    while sendings(connected, "attempts") != [1]:
        await asyncio.sleep(0.01)
    working.cancel()
    await asyncio.wait([working])
    assert sendings(connected, "state") == ["queued"]
    post_office.manner = "accept"
    assert await service.deliver_due(community.id) == 0  # its turn has not come back yet
    shift_clock(seconds=61)
    assert await service.deliver_due(community.id) == 1
    assert sendings(connected, "state") == ["sent"]
    assert len(post_office.received) == 1


async def test_two_workers_never_make_the_same_attempt(
    post_office: PostOffice, write: Write, community: Community, connected: Database
) -> None:
    for _ in range(12):
        await write()
    made = await asyncio.gather(*(service.deliver_due(community.id) for _ in range(3)))
    assert sum(made) == 12
    assert len(post_office.received) == 12
    assert len({message["Message-ID"] for message in post_office.received}) == 12
    assert sendings(connected, "state") == ["sent"] * 12


async def test_an_offer_past_its_time_is_not_sent(
    post_office: PostOffice, write: Write, community: Community, connected: Database, shift_clock: ShiftClock
) -> None:
    await write(due_at=clock.now() + timedelta(minutes=15))
    shift_clock(minutes=16)
    await service.deliver_due(community.id)
    assert post_office.received == []
    assert sendings(connected, "state") == ["failed"]


async def test_a_closed_account_receives_nothing(
    post_office: PostOffice, write: Write, community: Community, connected: Database
) -> None:
    await write()
    connected.sql("UPDATE accounts SET is_active = false")
    await service.deliver_due(community.id)
    assert post_office.received == []
    assert sendings(connected, "state") == ["failed"]


async def test_what_only_informs_stays_on_the_screen(
    post_office: PostOffice, write: Write, community: Community, connected: Database
) -> None:
    await write(NotificationKind.offer_taken)
    assert await service.deliver_due(community.id) == 0
    assert connected.sql("SELECT channel, state FROM deliveries") == [("screen", "delivered")]


async def test_nothing_that_leaves_says_who_the_person_is(
    post_office: PostOffice, write: Write, community: Community, connected: Database
) -> None:
    everything = SOMEBODY | {
        "person": SOMEBODY,
        "note": "code 45B, voisine",
        "requester_phone": "+33199000002",
    }
    for kind in NotificationKind:
        await write(kind, **everything | {"sector": "12 rue du Fort, Mme Coste", "need": "urinary"})
    await service.deliver_due(community.id)
    assert len(post_office.received) == len(rules.SENT_AT_ONCE - ways.ASKED_FOR)
    left = "".join(whole(message) for message in post_office.received)
    kept = str(connected.sql("SELECT row_to_json(d) FROM deliveries d")) + str(
        connected.sql("SELECT row_to_json(n) FROM notifications n")
    )
    assert "Besoin : Urinaire." in left
    for secret in (
        "coste",
        "jeanne",
        "1984-12-03",
        "39 98 01",
        "639980102",
        "rue du fort",
        "code 45",
        "brunel",
    ):
        assert secret not in (left + kept).casefold()
