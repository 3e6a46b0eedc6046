"""A regulator of the SAS platform: an account by FHIR, a password by a link, then from a slot to its page."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from api.core.national_ids import PERSON_IDS, SAS_IDS, identifier, of_professional
from tests.contract.running import PROJECT
from tests.e2e.conftest import At
from tests.e2e.instance import Instance
from tests.e2e.people import DEVICES
from tests.e2e.test_accessibility import barriers
from tests.e2e.test_answers import AUBERTIN

PASSWORD = "quinze appels par heure"
RPPS = "10999100075"


@pytest.fixture(scope="module")
def platform(instance: Instance) -> httpx.Client:
    """The national platform, with a token."""
    scopes = ("--scope", "fhir:read", "--scope", "fhir:write")
    made = instance.maillage(
        "client", "create", "--name", "Plateforme d’essai", "--role", "regulator", *scopes
    )
    secrets = dict(line.split(maxsplit=1) for line in made.splitlines())
    token = httpx.post(
        f"{instance.url}/oauth/token",
        auth=(secrets["client_id"], secrets["client_secret"]),
        data={"grant_type": "client_credentials"},
    ).json()["access_token"]
    return httpx.Client(base_url=f"{instance.url}/fhir", headers={"Authorization": f"Bearer {token}"})


def account(platform: httpx.Client, value: str, email: str) -> str:
    """The platform makes an account; its id."""
    body = {
        "resourceType": "Practitioner",
        "identifier": [identifier("INTRN", SAS_IDS, value)],
        "active": True,
        "name": [{"family": "Exemple", "given": ["Régine"]}],
        "telecom": [{"system": "email", "value": email}],
    }
    kept = platform.put(f"/Practitioner?identifier={quote(f'{SAS_IDS}|{value}')}", json=body)
    assert kept.status_code == 200, kept.text
    return str(kept.json()["id"])


def first_slot(platform: httpx.Client, at: datetime) -> dict[str, Any]:
    """A slot of the platform's search."""
    start, end = (quote((at + timedelta(hours=hours)).isoformat()) for hours in (0, 72))
    person = quote(f"{PERSON_IDS}|{of_professional(RPPS)}")
    query = f"start=ge{start}&start=le{end}&schedule.actor:Practitioner.identifier={person}"
    entries = platform.get(f"/Slot?{query}").json()["entry"]
    return next(one["resource"] for one in entries if "comment" in one["resource"])


def token_of(instance: Instance, account_id: str) -> str:
    """What the e-mail holds; the demonstration has no mail server."""
    code = (
        "import sys; from uuid import UUID; from api.identity import links;"
        "print(links.link_token(links.PASSWORD, UUID(sys.argv[1]), 1))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, account_id],
        cwd=PROJECT,
        env=dict(instance.environment),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("device", DEVICES)
def test_a_regulator_comes_from_the_platform_chooses_a_password_and_lands_where_one_books(
    at: At, device: str, instance: Instance, platform: httpx.Client
) -> None:
    email = f"regine.{device}@samu94.example"
    account_id = account(platform, f"0b8e1f7e-{device}", email)
    regulator = at(device)
    now = httpx.get(f"{instance.url}/api/v1/instance").json()["server_time"]
    address = urlsplit(first_slot(platform, datetime.fromisoformat(now).astimezone(UTC))["comment"])
    slot = f"{address.path}?{address.query}&origin=sas"

    page = regulator.opens(slot)
    expect(page.get_by_text("Vous venez de la plateforme SAS.")).to_be_visible()
    page.get_by_role("button", name="Première fois ou mot de passe oublié").click()
    expect(page.get_by_text("Écrivez d’abord votre adresse e-mail, ci-dessus.")).to_be_visible()
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_role("button", name="Première fois ou mot de passe oublié").click()
    expect(page.get_by_text("un lien vient de partir à cette adresse")).to_be_visible()
    assert barriers(page) == []

    page = regulator.opens(f"/mot-de-passe/{token_of(instance, account_id)}")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Acceptez les conditions pour continuer.")).to_be_visible()
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    page.get_by_role("switch", name="J’accepte ces conditions").check()
    assert barriers(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Mot de passe enregistré")).to_be_visible()
    assert barriers(page) == []

    # By the usual door, it does not open.
    page = regulator.opens("/connexion")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text("Ce compte s’ouvre depuis la plateforme SAS.")).to_be_visible()

    page = regulator.opens(slot)
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    panel = page.get_by_role("complementary", name="Réserver")
    expect(panel.get_by_role("timer")).to_be_visible()
    expect(panel.get_by_text(AUBERTIN)).to_be_visible()
    regulator.settles()
    assert barriers(page) == []
