"""Notifications of a browser: allowed by its owner, shown without an identity, and opening the right page.

A subscription needs the push service of the browser's maker, which a test does not call. What comes before
it (permission, service worker) and after it (the message that arrives, what is shown, where a tap leads) is
Chromium's own; the encryption between is tested against the example of the RFC in tests/notifications.
"""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Worker, expect

from api.contract.models import NotificationKind
from api.core import clock
from api.notifications import rules
from tests.e2e.conftest import At
from tests.e2e.instance import PARIS
from tests.e2e.people import DOCTOR, Someone
from tests.e2e.test_accessibility import barriers

OFFER = "/r/" + "A" * 36

CLICK = """async () => {
  const [shown] = await self.registration.getNotifications();
  const opened = [];
  // A tap of a test is nobody's: the browser would refuse the window. It is only asked where it would lead.
  self.clients.openWindow = async (url) => { opened.push(url); return null; };
  const waiting = [];
  const tap = new NotificationEvent("notificationclick", { notification: shown });
  tap.waitUntil = (done) => waiting.push(done);
  self.dispatchEvent(tap);
  await Promise.all(waiting);
  return { opened, left: (await self.registration.getNotifications()).length };
}"""

SHOWN = """async () => (await self.registration.getNotifications()).map(
  ({ title, body, tag, data, lang }) => ({ title, body, tag, data, lang }))"""


def allowed(at: At, device: str = "desk") -> Someone:
    """A doctor whose browser may notify, and who has just asked for it on this device."""
    doctor = at(device).signs_in(DOCTOR)
    doctor.context.grant_permissions(["notifications"], origin=doctor.instance.url)
    page = doctor.opens("/moi/notifications")
    page.get_by_role("button", name="Recevoir sur cet appareil").click()
    page.wait_for_function("async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)")
    return doctor


def arrives(doctor: Someone, message: dict[str, Any] | str) -> Worker:
    """The push service hands this message to the browser; the worker that showed it."""
    # Active in the page a moment before this end of the wire hears of it.
    if not doctor.context.service_workers:
        doctor.context.wait_for_event("serviceworker")
    [worker] = doctor.context.service_workers
    cdp = doctor.context.new_cdp_session(doctor.page)
    known: list[dict[str, Any]] = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda said: known.extend(said["registrations"]))
    cdp.send("ServiceWorker.enable")
    for _ in range(100):
        if known:
            break
        doctor.page.wait_for_timeout(100)
    [registration] = {
        one["registrationId"] for one in known if one["scopeURL"].startswith(doctor.instance.url)
    }
    data = message if isinstance(message, str) else json.dumps(message)
    where = {"origin": doctor.instance.url, "registrationId": registration, "data": data}
    cdp.send("ServiceWorker.deliverPushMessage", where)
    cdp.detach()
    return worker


def shown_by(worker: Worker, page: Any) -> dict[str, Any]:
    """The one notification on the screen of the device."""
    for _ in range(100):
        if found := worker.evaluate(SHOWN):
            [one] = found
            return dict(one)
        page.wait_for_timeout(100)
    raise AssertionError("nothing was shown")


def test_a_push_is_shown_without_identity_and_a_tap_opens_its_link(at: At) -> None:
    doctor = allowed(at)
    facts = rules.facts_of({"need": "urinary", "sector": "Fort", "name": "Coste", "phone": "0639980102"})
    said = rules.push(NotificationKind.offer_made, facts, at=clock.now(), zone=PARIS)
    message = {"title": said.subject, "body": said.text, "url": doctor.instance.url + OFFER, "tag": "un"}
    worker = arrives(doctor, message)
    shown = shown_by(worker, doctor.page)
    assert shown["title"] == "Une demande attend votre réponse"
    assert shown["body"] == "Urinaire, Fort"
    assert (shown["lang"], shown["tag"]) == ("fr", "un")
    assert "Coste" not in str(shown)
    tapped = worker.evaluate(CLICK)
    assert tapped == {"opened": [doctor.instance.url + OFFER], "left": 0}
    page = doctor.opens(OFFER)
    expect(page.get_by_role("heading", name="Ce lien n’est pas pour ce compte")).to_be_visible()


@pytest.mark.parametrize(
    ("message", "url"),
    [
        ("pas du JSON", "/"),
        ({"title": "Piège", "url": "https://ailleurs.example/vol"}, "/vol"),
        ({"title": "Piège", "url": "javascript:.ailleurs.example"}, "/"),
    ],
    ids=["no JSON", "another site", "a script"],
)
def test_a_message_that_is_none_of_ours_shows_something_and_leads_nowhere_else(
    at: At, message: dict[str, Any] | str, url: str
) -> None:
    doctor = allowed(at)
    worker = arrives(doctor, message)
    assert shown_by(worker, doctor.page)["title"]
    opened = worker.evaluate(CLICK)["opened"]
    assert opened == [doctor.instance.url + url]


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_a_device_without_a_push_service_says_so_and_nothing_is_kept(at: At, device: str) -> None:
    doctor = allowed(at, device)
    page = doctor.page
    expect(page.get_by_text("Le service de notification du navigateur ne répond pas")).to_be_visible()
    assert doctor.calls("GET", "/notification-preferences")["devices"] == []
    assert barriers(page) == []


@pytest.fixture
def refusing(at: At) -> BrowserContext:
    """A browser whose owner refused notifications."""
    doctor = at("phone").signs_in(DOCTOR)
    cdp = doctor.context.new_cdp_session(doctor.page)
    doctor.page.goto(doctor.instance.url)
    context = cdp.send("Target.getTargetInfo")["targetInfo"]["browserContextId"]
    refused = {"permission": {"name": "notifications"}, "setting": "denied"}
    where = {"origin": doctor.instance.url, "browserContextId": context}
    cdp.send("Browser.setPermission", refused | where)
    page = doctor.opens("/moi/notifications")
    expect(page.get_by_text("Les notifications de Maillage sont bloquées ici.")).to_be_visible()
    return doctor.context


def test_who_refused_reads_what_to_do_and_is_not_asked_again(refusing: BrowserContext) -> None:
    [page] = refusing.pages
    expect(page.get_by_role("button", name="Recevoir sur cet appareil")).to_have_count(0)
    assert barriers(page) == []
    assert refusing.service_workers == []
