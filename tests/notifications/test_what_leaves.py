"""Whatever a caller gives, each message by each way is read where it leaves: no identity, no address.

A new kind of message, a new way, or a new place where a text is made fails here until it is read too.
"""

import ast
import dataclasses
import re
from pathlib import Path

import pytest

from api.contract.models import DeliveryChannel, NotificationKind, TrialChannel
from api.core import clock
from api.core.db import unit_of_work
from api.identity.tables import Community
from api.notifications import rules, service, ways
from api.notifications.service.texts import Texts
from tests.conftest import Database
from tests.contract.running import PROJECT
from tests.letters import whole
from tests.notifications.conftest import Browser, Door, PostOffice, Write, choose
from tests.notifications.test_preferences import at_six
from tests.notifications.test_templates import HOSTILE_TEXTS, NAMES, NEVER
from tests.roles import ShiftClock, SignedIn

pytestmark = pytest.mark.anyio

EVERY_WAY = {"email": True, "sms": True, "push": True}

WRITERS = {
    "notifications/rules.py message": "the whole text: every kind below",
    "notifications/rules.py push": "the short one: every kind below",
    "notifications/ways.py summary": "the daily summary below",
    "notifications/service/summaries.py write_summaries": "the daily summary below",
    "notifications/service/writing.py _delivery": "what is kept of every sending below",
    "notifications/mail.py _message": "the letter of every e-mail below",
    "notifications/service/apart.py write_apart": "test_factor_news.py and test_password_links.py: no names",
    "notifications/service/delivering.py _by_email": "hands over what was written",
    "notifications/service/delivering.py _by_sms": "hands over what was written",
    "notifications/service/delivering.py _by_push": "hands over what was written",
}
"""Module and function that make a text, or hand one to a provider -> where it is read with hostile data."""

MAKES = {"Message", "Texts", "Delivery", "EmailMessage", "Mail", "Sms", "Push"}


def makers(path: Path) -> set[str]:
    """The functions of a file that make something of MAKES; a schema of the wire is no sending."""
    found = set()
    where = path.relative_to(PROJECT / "api").as_posix()
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for call in ast.walk(function):
            if not isinstance(call, ast.Call):
                continue
            named = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            of_wire = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "wire"
            if named in MAKES and not of_wire:
                found.add(f"{where} {function.name}")
    return found


def test_no_text_is_made_in_a_place_that_is_not_read_here() -> None:
    files = (path for path in (PROJECT / "api").rglob("*.py") if path.parent.name != "contract")
    assert {maker for path in files for maker in makers(path)} == WRITERS.keys()
    assert {field.name for field in dataclasses.fields(Texts)} == {"full", "sms", "push"}


@pytest.fixture
async def browser(push_service: Door, reader: SignedIn) -> Browser:
    """A browser of the reader that takes messages."""
    browser = Browser(f"{push_service.url}/push/abc")
    assert (await reader.call("createPushSubscription", json=browser.subscription())).status_code == 201
    return browser


DRAWN = re.compile(r"[A-Za-z0-9_-]{22,}")
"""Ids and tokens: drawn by lot, so any four figures may stand in them."""


@dataclasses.dataclass
class Outside:
    """Everything that left, as whoever receives it reads it; and what the list of sendings keeps."""

    post_office: PostOffice
    door: Door
    browser: Browser
    connected: Database

    def by_channel(self) -> dict[DeliveryChannel, list[str]]:
        """The texts that came out of each way."""
        kept = self.connected.sql(
            "SELECT subject || chr(10) || text FROM deliveries WHERE channel = 'screen'"
        )
        letters = [whole(letter) for letter in self.post_office.received]
        posted = self.door.received
        return {
            DeliveryChannel.screen: [str(text) for (text,) in kept],
            DeliveryChannel.email: letters,
            DeliveryChannel.sms: [one.json()["text"] for one in posted if one.path == "/sms"],
            DeliveryChannel.push: [
                "\n".join(self.browser.opened(one.body).values())
                for one in posted
                if one.path.startswith("/push")
            ],
        }

    def nothing_hostile(self) -> None:
        """None of it says who, where or how to reach somebody."""
        for channel, texts in self.by_channel().items():
            for text in texts:
                assert not NEVER.search(DRAWN.sub("", text)), (channel, text)


@pytest.fixture
async def outside(
    post_office: PostOffice,
    sms_gateway: Door,
    with_mobile: SignedIn,
    browser: Browser,
    connected: Database,
) -> Outside:
    """The reader takes every kind of message by every way."""
    known = (await with_mobile.call("getNotificationPreferences")).json()
    await choose(with_mobile, choices=dict.fromkeys(known["choices"], EVERY_WAY), daily_summary=True)
    return Outside(post_office, sms_gateway, browser, connected)


@pytest.mark.parametrize("kind", list(NotificationKind))
async def test_a_message_leaves_by_every_way_without_what_the_caller_slipped_in(
    kind: NotificationKind, outside: Outside, write: Write, community: Community
) -> None:
    for hostile in HOSTILE_TEXTS:
        await write(kind, **dict.fromkeys(NAMES, hostile))
    await service.deliver_due(community.id)
    came = {channel for channel, texts in outside.by_channel().items() if texts}
    away = set(DeliveryChannel) - {DeliveryChannel.screen} if kind in rules.SENT_AT_ONCE else set()
    assert came == away | (set() if kind in ways.ASKED_FOR else {DeliveryChannel.screen})
    outside.nothing_hostile()


async def test_a_summary_says_nothing_of_what_the_callers_slipped_in(
    outside: Outside, write: Write, community: Community, shift_clock: ShiftClock
) -> None:
    for kind in NotificationKind:
        if kind not in rules.SENT_AT_ONCE:
            await write(kind, **dict.fromkeys(NAMES, HOSTILE_TEXTS[0]))
    shift_clock(seconds=(at_six(1) - clock.now()).total_seconds())
    async with unit_of_work(community.id) as db:
        assert await service.write_summaries(db, community.id, clock.now()) == 1
    await service.deliver_due(community.id)
    [letter] = outside.by_channel()[DeliveryChannel.email]
    assert "Ce que vous n’avez pas encore lu" in letter
    outside.nothing_hostile()


@pytest.mark.parametrize("channel", list(TrialChannel))
async def test_a_trial_leaves_by_its_way_and_says_nothing_of_anybody(
    channel: TrialChannel, outside: Outside, reader: SignedIn, community: Community
) -> None:
    answer = await reader.call("createNotificationTrial", json={"channel": channel.value})
    assert answer.status_code in (200, 201, 202), answer.text
    await service.deliver_due(community.id)
    came = {way for way, texts in outside.by_channel().items() if texts}
    assert came == {DeliveryChannel(channel.value)}
    outside.nothing_hostile()
