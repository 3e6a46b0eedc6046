"""What others do appears by itself: at once, in every tab, over one stream, and across a restart."""

import httpx
import psutil
from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.instance import Instance
from tests.e2e.people import COORDINATOR, DOCTOR, NURSE, Someone
from tests.e2e.test_answers import AUBERTIN, ask

SOON_MS = 4_000
"""Much less than the twelve seconds after which a page without a stream reads again."""

AFTER_A_RESTART_MS = 9_000


def kill_web_processes(instance: Instance) -> None:
    """kill -9 every web process of the instance; return as soon as one that its supervisor started answers.

    The listening socket outlives them, so that a call waits instead of being refused.
    """
    for process in psutil.process_iter():
        try:
            if (
                process.cmdline()[1:4] == ["-m", "api.cli", "web"]
                and _port(process) == instance.environment["PORT"]
            ):
                process.kill()
        except psutil.Error:
            continue
    httpx.get(f"{instance.url}/healthz", timeout=60).raise_for_status()


def _port(process: psutil.Process) -> str | None:
    return process.environ().get("PORT")


def streams(somebody: Someone) -> list[str]:
    """The streams that this browser opens from now on."""
    opened: list[str] = []
    somebody.context.on(
        "request", lambda request: opened.append(request.url) if "/api/v1/events" in request.url else None
    )
    return opened


def test_an_offer_appears_by_itself_in_every_tab_and_a_restart_loses_none(at: At, instance: Instance) -> None:
    nurse, doctor, board = at("desk").signs_in(NURSE), at("phone").signs_in(DOCTOR), at("desk")
    board.signs_in(COORDINATOR)
    opened = streams(doctor)
    first = doctor.opens("/a-repondre")
    second = doctor.context.new_page()
    second.goto(f"{instance.url}/a-repondre")
    table = board.opens("/tableau")
    expect(second.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()

    number = ask(nurse, "Vasseur-Diallo", "sick_note", doctor=AUBERTIN)["number"]
    for page in (first, second):
        card = page.get_by_role("article", name="Arrêt de travail · adulte 60–69 ans")
        expect(card.first).to_be_visible(timeout=SOON_MS)
    expect(table.get_by_text(number).first).to_be_visible(timeout=SOON_MS)
    assert len(opened) == 1

    kill_web_processes(instance)
    number = ask(nurse, "Mornay-Traoré", "urinary", doctor=AUBERTIN)["number"]
    for page in (first, second):
        card = page.get_by_role("article", name="Urinaire · adulte 60–69 ans")
        expect(card.first).to_be_visible(timeout=AFTER_A_RESTART_MS)
    expect(table.get_by_text(number).first).to_be_visible(timeout=AFTER_A_RESTART_MS)


def test_the_tab_that_is_left_goes_on_listening(at: At, instance: Instance) -> None:
    nurse, doctor = at("desk").signs_in(NURSE), at("phone").signs_in(DOCTOR)
    led = doctor.context.new_page()
    led.goto(f"{instance.url}/a-repondre")
    expect(led.get_by_role("heading", name="À répondre", exact=True)).to_be_visible()
    page = doctor.opens("/a-repondre")
    opened = streams(doctor)
    with page.expect_request(lambda request: "/api/v1/events?after=" in request.url):
        led.close()  # the other tab may take over before this returns
    ask(nurse, "Chastaing-Ndiaye", "prescription_renewal", doctor=AUBERTIN)
    card = page.get_by_role("article", name="Renouvellement")
    expect(card.first).to_be_visible(timeout=SOON_MS)
    assert len(opened) == 1
