"""The administration has a town hall's software told, sees it fail, and sends again what it missed."""

import json
import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from tests.contract.running import PROJECT
from tests.e2e.conftest import At
from tests.e2e.instance import Instance
from tests.e2e.people import ADMIN, DEVICES, Someone
from tests.e2e.test_accessibility import barriers
from tests.loopback import answering


@dataclass
class Software:
    """Where it listens, what it answers next (204 when nothing is said), and what came."""

    url: str
    answers: deque[int] = field(default_factory=deque)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def listening(port: int) -> Iterator[Software]:
    """The software listens on that port of this machine until the block ends."""
    software = Software(f"http://127.0.0.1:{port}/maillage")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            software.came.append(({name.lower(): text for name, text in self.headers.items()}, body))
            self.send_response(software.answers.popleft() if software.answers else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with answering(Handler, port):
        yield software


@pytest.fixture
def software(instance: Instance) -> Iterator[Software]:
    """The software of the town hall."""
    with listening(instance.elsewhere) as running:
        yield running


def a_client(instance: Instance, admin: Someone, name: str) -> tuple[str, str]:
    """A town hall's client, made as the operator makes it: its `client_id`, and the town hall."""
    found = admin.calls("GET", "/organisations?kind=town_hall&limit=1")["items"]
    town_hall = found[0]["name"]
    said = instance.maillage(
        *("client", "create", "--name", name, "--role", "kiosk"),
        *("--community", "949990006", "--organisation", town_hall),
    )
    return dict(line.split(maxsplit=1) for line in said.splitlines())["client_id"], town_hall


def tell(instance: Instance, client_id: str, step: str, number: str) -> None:
    """A step of a request of the town hall happens."""
    command = [sys.executable, "-m", "tests.webhooks.tell", client_id, step, number]
    environment = {**os.environ, **instance.environment}
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def has_no_barrier(page: Page) -> None:
    """Nor in the dark."""
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page, rule="color-contrast") == []
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("device", DEVICES)
def test_software_is_declared_told_and_told_again_what_it_missed(
    at: At, instance: Instance, software: Software, device: str
) -> None:
    admin = at(device).signs_in(ADMIN)
    name = f"Mairie connectée ({device})"
    number = f"DC-{9001 + list(DEVICES).index(device)}"
    client_id, town_hall = a_client(instance, admin, name)

    page = admin.opens("/logiciels")
    page.get_by_role("button", name="Prévenir un logiciel").click()
    sheet = page.get_by_role("dialog", name="Prévenir un logiciel")
    sheet.get_by_label("Logiciel", exact=True).select_option(label=f"{name}, {town_hall}")
    sheet.get_by_label("Adresse où il écoute").fill("https://127.0.0.1/prive")
    sheet.get_by_role("button", name="Déclarer cette adresse").click()
    expect(sheet.get_by_text("Cette adresse n’est pas sur l’Internet public.")).to_be_visible()
    has_no_barrier(page)
    sheet.get_by_label("Adresse où il écoute").fill(software.url)
    sheet.get_by_role("button", name="Déclarer cette adresse").click()
    shown = page.get_by_role("dialog", name="Secret de signature")
    secret = shown.get_by_text(re.compile("^whsec_")).inner_text()
    has_no_barrier(page)
    shown.get_by_role("button", name="C’est noté").click()
    expect(page.get_by_text(secret)).to_have_count(0)
    card = page.get_by_role("region", name=name)
    expect(card.get_by_text("Actif")).to_be_visible()

    software.answers.append(410)
    tell(instance, client_id, "received", number)
    line = page.get_by_role("row").filter(has_text=number).filter(has_text="Demande reçue")
    expect(line).to_contain_text("En échec", timeout=30_000)
    expect(card.get_by_text("Arrêté")).to_be_visible()
    has_no_barrier(page)

    card.get_by_role("button", name="Reprendre").click()
    expect(card.get_by_text("Actif")).to_be_visible()
    card.get_by_role("button", name="Renvoyer les échecs").click()
    again = page.get_by_role("dialog", name="Renvoyer ce qui est en échec")
    has_no_barrier(page)
    again.get_by_role("button", name="Tout renvoyer").click()
    expect(line).to_contain_text("Reçu", timeout=30_000)
    headers, body = software.came[-1]
    sent_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=UTC)  # by a clock that was moved
    assert headers["webhook-signature"] == Webhook(secret).sign(headers["webhook-id"], sent_at, body.decode())
    assert headers["webhook-id"] == software.came[0][0]["webhook-id"]

    tell(instance, client_id, "accepted", number)
    expect(page.get_by_role("row").filter(has_text="Acceptée")).to_contain_text("Reçu", timeout=30_000)
    assert [json.loads(body)["type"].partition(".")[2] for _, body in software.came] == [
        "received",
        "received",
        "accepted",
    ]
    card.get_by_role("button", name="Supprimer").click()
    page.get_by_role("dialog", name="Supprimer cette adresse").get_by_role("button", name="Supprimer").click()
    expect(card).to_have_count(0)
