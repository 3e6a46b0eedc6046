"""Web push without anybody's account: what only the browser reads, and push services that behave badly."""

import base64
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from api.core import clock
from api.core.settings import settings
from api.identity.tables import Community
from api.notifications import outside, push, service
from tests.conftest import Database
from tests.notifications.conftest import PUSH_ADDRESS, Browser, Door, Write
from tests.roles import AsRole, SignedIn

pytestmark = pytest.mark.anyio


def raw(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture
async def browser(push_service: Door, reader: SignedIn) -> Browser:
    """A browser of the reader that takes messages."""
    browser = Browser(f"{push_service.url}/push/abc")
    answer = await reader.call("createPushSubscription", json=browser.subscription())
    assert answer.status_code == 201, answer.text
    return browser


def sent(connected: Database, columns: str = "state") -> list[tuple[object, ...]]:
    """Columns of the sendings by push."""
    return connected.sql(f"SELECT {columns} FROM deliveries WHERE channel = 'push' ORDER BY created_at, id")


def test_encryption_gives_the_example_of_rfc_8291() -> None:
    target = push.Target(
        endpoint=PUSH_ADDRESS,
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
    )
    once = int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = push.encrypted(
        b"When I grow up, I want to be a watermelon",
        target,
        salt=raw("DGv6ra1nlYgDCS1FRnbzlw"),
        once=ec.derive_private_key(once, ec.SECP256R1()),
    )
    assert body == raw(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


async def test_an_offer_reaches_the_browser_which_alone_can_read_it(
    push_service: Door,
    browser: Browser,
    write: Write,
    community: Community,
    connected: Database,
) -> None:
    await write(need="urinary", sector="Fort", due_at=clock.now() + timedelta(minutes=30))
    await service.deliver_due(community.id)
    [posted] = push_service.received
    said = browser.opened(posted.body)
    assert said["title"] == "Une demande attend votre réponse"
    assert said["body"].endswith("Urinaire, Fort")
    assert set(said) == {"title", "body", "url", "tag"}
    assert b"Urinaire" not in posted.body
    assert posted.headers["urgency"] == "high"
    assert 1700 < int(posted.headers["ttl"]) <= 1800
    assert len(posted.headers["topic"]) == 32
    assert sent(connected) == [("sent",)]
    assert connected.sql("SELECT last_sent_at IS NOT NULL FROM push_subscriptions") == [(True,)]


async def test_who_sends_is_signed_for_that_push_service_alone(
    push_service: Door, browser: Browser, write: Write, reader: SignedIn, community: Community
) -> None:
    await write()
    await service.deliver_due(community.id)
    [posted] = push_service.received
    scheme, token, key = posted.headers["authorization"].replace(",", "").split()
    assert scheme == "vapid"
    key = key.removeprefix("k=")
    assert key == (await reader.call("getNotificationPreferences")).json()["push_public_key"]
    head, claims, signature = token.removeprefix("t=").split(".")
    numbers = raw(signature)
    der = encode_dss_signature(int.from_bytes(numbers[:32], "big"), int.from_bytes(numbers[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(key))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    said = json.loads(raw(claims))
    assert said["aud"] == push_service.url
    assert 0 < said["exp"] - clock.now().timestamp() <= 24 * 3600
    assert said["sub"].startswith(("mailto:", "https://"))


@pytest.mark.parametrize("status", [404, 410])
async def test_a_device_that_is_gone_is_forgotten_and_not_tried_again(
    status: int,
    push_service: Door,
    browser: Browser,
    write: Write,
    community: Community,
    connected: Database,
) -> None:
    push_service.status = status
    await write()
    await service.deliver_due(community.id)
    assert connected.sql("SELECT count(*) FROM push_subscriptions") == [(0,)]
    assert sent(connected, "state, last_error") == [
        ("failed", "Cet appareil ne reçoit plus de notifications.")
    ]
    await write()
    assert len(sent(connected)) == 1


async def test_a_push_service_that_refuses_or_stalls_is_tried_again(
    push_service: Door,
    browser: Browser,
    write: Write,
    community: Community,
    connected: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    push_service.status, push_service.headers = 429, {"retry-after": "120"}
    await write()
    await service.deliver_due(community.id)
    monkeypatch.setattr(outside, "SECONDS_FOR_ALL", 0.5)
    push_service.stalls = True
    await write()
    await service.deliver_due(community.id)
    assert sent(connected, "state, last_error") == [
        ("queued", "Le service de notification du navigateur a refusé (429)."),
        ("queued", "Le service de notification du navigateur ne répond pas."),
    ]


async def test_each_device_has_a_sending_of_its_own(
    push_service: Door, reader: SignedIn, browser: Browser, write: Write, community: Community
) -> None:
    other = Browser(f"{push_service.url}/push/other")
    await reader.call("createPushSubscription", json=other.subscription("Chrome, Windows"))
    await write()
    await service.deliver_due(community.id)
    assert sorted(posted.path for posted in push_service.received) == ["/push/abc", "/push/other"]
    by_path = {posted.path: posted for posted in push_service.received}
    assert other.opened(by_path["/push/other"].body)["title"]


async def test_a_browser_belongs_to_who_signed_in_last(
    reader: SignedIn, browser: Browser, as_role: AsRole, connected: Database
) -> None:
    other = await as_role("professional")
    answer = await other.call("createPushSubscription", json=browser.subscription())
    assert answer.status_code == 201
    assert connected.sql("SELECT account_id FROM push_subscriptions") == [(other.account_id,)]
    assert (await reader.call("getNotificationPreferences")).json()["devices"] == []
    assert (
        await reader.call("deletePushSubscription", subscription_id=answer.json()["id"])
    ).status_code == 404
    assert (
        await other.call("deletePushSubscription", subscription_id=answer.json()["id"])
    ).status_code == 204
    assert connected.sql("SELECT count(*) FROM push_subscriptions") == [(0,)]


async def test_the_eleventh_device_takes_the_place_of_the_one_silent_for_longest(
    reader: SignedIn, connected: Database
) -> None:
    for letter in "ABCDEFGHIJK":
        body = Browser(f"{PUSH_ADDRESS}/{letter}").subscription(f"Appareil {letter}")
        assert (await reader.call("createPushSubscription", json=body)).status_code == 201
    devices = (await reader.call("getNotificationPreferences")).json()["devices"]
    assert [device["device"] for device in devices] == [f"Appareil {letter}" for letter in "BCDEFGHIJK"]


@pytest.mark.parametrize(
    "address",
    [
        "http://updates.push.services.mozilla.com/x",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://push.services.mozilla.com.ailleurs.example/x",
        "https://ailleurs.example/#push.services.mozilla.com",
        "https://fcm.googleapis.com@ailleurs.example/x",
        "https://user:word@fcm.googleapis.com/x",
        "https://[::1/x",
        "file:///etc/passwd",
        "x",
    ],
)
async def test_only_push_services_of_browsers_are_written_to(
    address: str, reader: SignedIn, connected: Database
) -> None:
    refused = await reader.call("createPushSubscription", json=Browser(address).subscription())
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/endpoint"]
    assert connected.sql("SELECT count(*) FROM push_subscriptions") == [(0,)]


async def test_a_key_that_is_no_point_of_the_curve_is_refused(reader: SignedIn, connected: Database) -> None:
    body = Browser(PUSH_ADDRESS).subscription() | {"p256dh": "B" + "A" * 86}
    refused = await reader.call("createPushSubscription", json=body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/p256dh"]
    assert connected.sql("SELECT count(*) FROM push_subscriptions") == [(0,)]


def test_the_names_of_push_services_are_those_of_browsers() -> None:
    assert {"fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com"} <= set(settings().push_hosts)
