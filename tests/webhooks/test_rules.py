"""What leaves, how it is signed, what an answer means and when it is tried again."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError
from standardwebhooks import Webhook

from api.contract.models import WebhookDisabledReason, WebhookEventType
from api.webhooks import rules
from api.webhooks.rules import Refused

AT = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)
ID = UUID(int=7)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ANOTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
DATA = {"request_id": UUID(int=9), "number": "DC-0031", "state": "accepted", "eta_at": None}
ACCEPTED = WebhookEventType.death_certification_accepted


def test_a_message_says_the_step_and_nothing_else() -> None:
    body = json.loads(rules.message(ID, ACCEPTED, AT, {**DATA, "eta_at": AT + timedelta(minutes=40)}))
    assert body == {
        "id": str(ID),
        "type": "death_certification.accepted",
        "timestamp": "2026-11-29T04:00:00Z",
        "data": {
            "request_id": str(UUID(int=9)),
            "number": "DC-0031",
            "state": "accepted",
            "eta_at": "2026-11-29T04:40:00Z",
        },
    }


@pytest.mark.parametrize(
    "more",
    [{"family_name": "Castaing"}, {"address": "12 rue des Essais"}, {"state": "Vue par Dr Essai"}],
    ids=["name", "address", "words"],
)
def test_what_could_identify_somebody_makes_no_message(more: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        rules.message(ID, ACCEPTED, AT, {**DATA, **more})


def test_the_signature_is_the_one_of_the_published_example() -> None:
    """The example of the Standard Webhooks reference libraries."""
    at = datetime.fromtimestamp(1614265330, tz=UTC)
    sent = Webhook(SECRET).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, '{"test": 2432232314}')
    assert sent == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_while_a_secret_changes_both_sign() -> None:
    headers = rules.signed(ID, "{}", [SECRET, ANOTHER], AT)
    assert headers["webhook-timestamp"] == str(int(AT.timestamp()))
    assert headers["webhook-signature"].split(" ") == [
        Webhook(secret).sign(str(ID), AT, "{}") for secret in (SECRET, ANOTHER)
    ]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_takes_it(status: int) -> None:
    assert rules.judge(status, {}, AT) is None


@pytest.mark.parametrize("status", [301, 400, 401, 404, 408, 429, 500, 503])
def test_anything_else_is_tried_again(status: int) -> None:
    refused = rules.judge(status, {}, AT)
    assert refused is not None
    assert not refused.gone
    assert rules.next_attempt(1, AT, refused, AT) == AT + timedelta(seconds=10)


def test_410_is_given_up_and_disables() -> None:
    refused = rules.judge(410, {}, AT)
    assert refused is not None
    assert rules.next_attempt(1, AT, refused, AT) is None
    assert rules.why_disable(refused, AT, AT) is WebhookDisabledReason.gone


def test_it_is_tried_for_a_day_ever_less_often_and_then_given_up() -> None:
    at, waits, refused = AT, [], Refused("Non", 500)
    while (again := rules.next_attempt(len(waits) + 1, AT, refused, at)) is not None:
        waits.append(again - at)
        at = again
    assert waits[:3] == [timedelta(seconds=10), timedelta(seconds=30), timedelta(seconds=90)]
    assert waits == sorted(waits)
    assert max(waits) == rules.LONGEST_WAIT
    assert rules.TRIED_FOR - rules.LONGEST_WAIT < at - AT <= rules.TRIED_FOR


def test_days_of_failures_disable_and_one_day_does_not() -> None:
    refused = Refused("Non", 500)
    assert rules.why_disable(refused, AT - timedelta(days=1), AT) is None
    assert rules.why_disable(refused, AT - timedelta(days=5), AT) is WebhookDisabledReason.failing
