"""By which ways a message leaves, when it waits, and what a day's summary says."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.contract.models import ChannelChoice, DeliveryChannel, NotificationFamily, NotificationKind
from api.identity.rules import SCOPES as ROLES
from api.notifications import rules, ways
from api.notifications.mobile import takes_sms

PARIS = ZoneInfo("Europe/Paris")
K, C = NotificationKind, DeliveryChannel
NIGHT = (time(20), time(8))
TEN_AT_NIGHT = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
EIGHT = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


def held(kind: NotificationKind, channel: DeliveryChannel, at: datetime = TEN_AT_NIGHT) -> datetime | None:
    return ways.held_until(kind, channel, NIGHT, at=at, zone=PARIS)


def test_every_kind_belongs_to_a_family_or_is_not_for_the_screen_or_about_oneself() -> None:
    of_none = ways.OFF_SCREEN | ways.OF_ONESELF
    assert set(ways.FAMILY) | of_none == set(K)
    assert not set(ways.FAMILY) & of_none
    assert not ways.OFF_SCREEN & ways.OF_ONESELF
    assert set(ways.FAMILY) >= rules.SENT_AT_ONCE
    assert set(ways.FAMILY.values()) == set(NotificationFamily)


def test_who_chose_nothing_is_rung_for_offers_and_written_to_for_the_rest() -> None:
    choices = ways.default_choices()
    assert ways.channels(K.offer_made, choices) == {C.email, C.sms, C.push}
    assert ways.channels(K.request_needs_coordinator, choices) == {C.email}
    assert ways.channels(K.offer_taken, choices) == frozenset()


def test_a_channel_that_is_switched_off_carries_nothing() -> None:
    choices = ways.default_choices()
    choices.offers = ChannelChoice(email=False, sms=False, push=True)
    assert ways.channels(K.offer_made, choices) == {C.push}
    choices.offers = ChannelChoice(email=False, sms=False, push=False)
    assert ways.channels(K.offer_made, choices) == frozenset()


@pytest.mark.parametrize("channel", [C.sms, C.push])
def test_sms_and_push_wait_for_the_end_of_quiet_hours_whatever_they_say(channel: DeliveryChannel) -> None:
    assert {held(kind, channel) for kind in ways.FAMILY} == {EIGHT}
    assert held(K.offer_made, channel, EIGHT) is None
    assert held(K.trial, channel) is None


def test_an_email_waits_unless_somebody_must_act() -> None:
    assert held(K.offer_made, C.email) is None
    assert held(K.request_needs_coordinator, C.email) is None
    assert held(K.message_posted, C.email) == EIGHT
    assert held(K.daily_summary, C.email) == EIGHT


def test_who_has_no_quiet_hours_waits_for_nothing() -> None:
    assert ways.held_until(K.offer_made, C.sms, None, at=TEN_AT_NIGHT, zone=PARIS) is None


@pytest.mark.parametrize(
    ("at", "end"),
    [
        # The night of the jump is an hour shorter, or longer; people are woken at their eight all the same.
        (datetime(2026, 3, 28, 22, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 21, 0, tzinfo=UTC), datetime(2026, 10, 25, 7, 0, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_at_eight_on_the_nights_of_the_jump(at: datetime, end: datetime) -> None:
    assert held(K.offer_made, C.sms, at) == end


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), datetime(2026, 11, 24, 17, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 16, 59, tzinfo=UTC), datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 16, 0, tzinfo=UTC), datetime(2026, 3, 29, 16, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 16, 59, tzinfo=UTC), datetime(2026, 10, 24, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_summary_is_due_at_its_hour_of_the_territory(at: datetime, due: datetime) -> None:
    assert ways.summary_due("18:00", at=at, zone=PARIS) == due


def test_a_summary_counts_and_names_what_was_not_read() -> None:
    one = ways.summary(["10:42 · Demande close (SNP-1204)"], "https://m.example/messages")
    assert one.subject == "Votre résumé du jour : 1 message"
    assert one.text == (
        "Ce que vous n’avez pas encore lu à l’écran :\n\n- 10:42 · Demande close (SNP-1204)\n\n"
        "Lire : https://m.example/messages\n"
    )
    many = ways.summary([f"ligne {n}" for n in range(25)], "x")
    assert "ligne 19" in many.text
    assert "ligne 20" not in many.text
    assert "- et 5 de plus, à l’écran" in many.text


def test_each_role_is_asked_about_the_families_that_reach_it() -> None:
    found = {role.value: [f.value for f in ways.families_of(scopes)] for role, scopes in ROLES.items()}
    assert found["professional"] == ["offers", "requests", "agenda"]
    assert found["coordinator"] == ["requests", "coordination", "agenda"]
    assert found["requester"] == ["requests"]
    assert found["admin"] == []


def test_a_sixth_trial_within_the_hour_waits_until_the_first_is_an_hour_old() -> None:
    at = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    ways.refuse_trial([at - timedelta(minutes=50 - n) for n in range(4)], at)
    with pytest.raises(ways.TooManyTrials) as refused:
        ways.refuse_trial([at - timedelta(minutes=50 - n) for n in range(5)], at)
    assert refused.value.headers["Retry-After"] == "601"


@pytest.mark.parametrize(
    "phone",
    [
        "+33612345678", "+33639980102", "+33712345678", "+33770000000", "+33701234567",
        "+590690123456", "+590691123456", "+594694123456", "+596696123456", "+596697123456",
        "+262692123456", "+262693123456", "+262639123456",
    ],
)  # fmt: skip
def test_mobiles_of_france_and_overseas_take_sms(phone: str) -> None:
    assert takes_sms(phone)


@pytest.mark.parametrize(
    "phone",
    [
        None, "", "+33199000001", "+33912345678", "+33812345678", "+33700123456", "+3361234567",
        "+336123456789", "+590590123456", "+594594123456", "+262262123456", "+447700900000",
        "0612345678", "+33612345678\n", "+3361234567٨",
    ],
)  # fmt: skip
def test_landlines_machines_and_numbers_of_elsewhere_take_none(phone: str | None) -> None:
    assert not takes_sms(phone)


def test_a_number_is_shown_by_its_last_two_digits() -> None:
    assert ways.masked("+33639980102") == "•• •• •• •• 02"
