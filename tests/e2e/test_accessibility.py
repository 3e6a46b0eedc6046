"""Every page, for everybody: axe finds nothing, in light and dark; text twice as large still fits a phone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.contract.running import PROJECT
from tests.e2e.conftest import At
from tests.e2e.people import ADMIN, COORDINATOR, DEVICES, DOCTOR, PHARMACIST, REGULATOR, Someone

AXE = (PROJECT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

PAGES: dict[str, list[str]] = {
    "": [
        "/connexion",
        "/connexion?origin=sas",
        "/pro-sante-connect?motif=sans-acces",
        "/pro-sante-connect?motif=indisponible&retour=/agenda",
        "/mot-de-passe/{link}",
        "/r/{link}",
        "/invitation/{link}",
        "/sans-medecin/949990006",
        "/sans-medecin/nulle-part",
        "/sans-medecin/retrait",
    ],
    DOCTOR: [
        "/a-repondre",
        "/a-repondre/{offer}",
        "/agenda",
        "/agenda?ouvrir=true",
        "/demander",
        "/mes-demandes",
        "/mes-avis",
        "/avis/nouveau",
        "/avis/{opinion}",
        "/demandes/{request}",
        "/annuaire",
        "/annuaire?q=infirmier",
        "/annuaire/{professional}",
        "/annuaire?vue=carte",
        "/annuaire?nature=pharmacy&ouvert=true",
        "/annuaire/structures/{structure}",
        "/feuille-de-garde",
        "/annuaire/nouvelles",
        "/moi",
        "/suivi",
        "/moi/notifications",
        "/moi/cercles",
        "/moi/secretariat",
        "/moi/fiche",
        "/mes-agendas",
        "/moi/regulation",
        "/heures",
        "/r/{link}",
        "/absences",
        "/messages",
        "/nulle-part",
    ],
    COORDINATOR: [
        "/medecin-traitant/importer",
        "/annuaire/structures/{structure}/modifier",
        "/tableau",
        "/tableau?demande={row}",
        "/tableau?demande={death}",
        "/demander?appel=true",
        "/deces",
        "/deces/nouvelle?appel=true",
        "/deces/{death}",
        "/deces/chiffres",
        "/demandes/{row}",
        "/charge",
        "/feuille-de-garde",
        "/suivi",
        "/moi/notifications",
        "/absences",
        "/envois",
        "/reglages",
        "/deces/astreinte",
        "/deces/certificateurs",
        "/avis/filieres",
        "/sorties",
        "/sorties/nouvelle?appel=true",
        "/sorties/{discharge}",
        "/tableau?demande={discharge}",
        "/teleconsultation/sites",
        "/teleconsultation/sites/{site}",
        "/teleconsultation/recensement",
        "/teleconsultations",
        "/teleconsultations/chiffres",
    ],
    PHARMACIST: [
        "/teleconsultation/sites",
        "/teleconsultation/sites/{site}",
        "/teleconsultations",
        "/teleconsultations/nouvelle",
        "/teleconsultations/langues",
    ],
    ADMIN: [
        "/reglages",
        "/traces",
        "/plateforme-sas",
        "/logiciels",
        "/mes-connexions",
        "/double-authentification",
        "/mon-mot-de-passe",
    ],
    REGULATOR: ["/disponibilites"],
    "hopital@vitry.demo": ["/sorties", "/sorties/nouvelle", "/sorties/{discharge}"],
    "mairie@vitry.demo": ["/deces", "/deces/nouvelle", "/deces/{death}"],
}


def ids_of(somebody: Someone, path: str) -> dict[str, str]:
    """What stands between braces in the address: the first of its kind that this person may see."""
    found = {"link": "A" * 36}  # nobody's: before sign-in it looks like any other
    if "{offer}" in path:
        found["offer"] = somebody.calls("GET", "/offers")["items"][0]["id"]
    if "{request}" in path:
        found["request"] = somebody.calls("GET", "/unscheduled-care-requests?view=taken")["items"][0]["id"]
    if "{professional}" in path:
        hits = somebody.calls("GET", "/professionals?q=Aubertin")["items"]
        found["professional"] = hits[0]["professional"]["id"]
    if "{structure}" in path:
        found["structure"] = somebody.calls("GET", "/organisations?q=SAMI")["items"][0]["id"]
    if "{row}" in path:
        found["row"] = somebody.calls("GET", "/cases?kind=unscheduled_care")["items"][0]["id"]
    if "{opinion}" in path:
        found["opinion"] = somebody.calls("GET", "/second-opinion-requests?view=asked")["items"][0]["id"]
    if "{site}" in path:
        found["site"] = somebody.calls("GET", "/teleconsultation-sites")["sites"][0]["id"]
    if "{death}" in path:
        found["death"] = somebody.calls("GET", "/death-certification-requests?view=all")["items"][0]["id"]
    if "{discharge}" in path:
        items = somebody.calls("GET", "/hospital-discharge-requests?view=all")["items"]
        found["discharge"] = items[0]["id"]
    return found


def barriers(page: Page, *, rule: str | None = None) -> list[str]:
    """What axe finds on what is shown now: the rule, and the element. `rule`: look for that one alone."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    asked = {"resultTypes": ["violations"]} | ({"runOnly": [rule]} if rule else {})
    found: dict[str, Any] = page.evaluate("(asked) => axe.run(document, asked)", asked)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("email", PAGES, ids=lambda email: email or "nobody")
def test_no_page_of_a_person_has_a_barrier(at: At, email: str, device: str) -> None:
    somebody = at(device)
    if email:
        somebody.signs_in(email)
    found = {path: faults for path in PAGES[email] if (faults := faults_of(somebody, path))}
    assert found == {}


def faults_of(somebody: Someone, path: str) -> list[str]:
    """What keeps somebody out of this page; on a phone also with text twice as large."""
    page = somebody.opens(path.format(**ids_of(somebody, path)))
    faults = barriers(page)
    page.emulate_media(color_scheme="dark")  # which changes colours and nothing else
    faults += barriers(page, rule="color-contrast")
    page.emulate_media(color_scheme="light")
    return faults + (too_wide(page) if somebody.device == "phone" else [])


def too_wide(page: Page) -> list[str]:
    """The reader's own size of text, doubled: everything grows, and nothing leaves the screen sideways."""
    size = "parseFloat(getComputedStyle(document.querySelector('h1, h2')).fontSize)"
    before = page.evaluate(size)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    assert page.evaluate(size) == pytest.approx(2 * before, rel=0.05)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    return [] if width <= DEVICES["phone"]["viewport"]["width"] else [f"{width} px wide"]
