"""One instance and one Chromium for all the journeys; each person gets a device of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from api.seed.territories import VITRY
from tests.contract.running import PROJECT
from tests.e2e.instance import Instance, coming_tuesday, folder_of_data, running
from tests.e2e.people import DEVICES, DOCTOR, ELSEWHERE, KIOSK, PHARMACIST, Someone
from tests.identity.test_first_passwords import token_of
from tests.roles import PASSWORD

RESULTS = PROJECT / "test-results"
PATIENCE_MS = 15_000

At = Callable[[str], Someone]
"""`at("phone")` -> somebody new at a device."""

JOURNEY = "test_request_journey.py"
KERVELLA = "Dr Thomas Kervella"


class Account(NamedTuple):
    """What one signs in with."""

    email: str
    password: str


def account_made(
    instance: Instance, email: str, name: str, *, role: str = "professional", rpps: str | None = None
) -> Account:
    """An account of Vitry as the operator makes them, whose owner chose a password by the link."""
    said = instance.maillage(
        *("account", "create", "--email", email, "--name", name, "--role", role),
        *("--community", VITRY.finess, *(() if rpps is None else ("--rpps", rpps))),
    )
    choice = {"token": token_of(said.split()[-1]), "password": PASSWORD, "terms_accepted": False}
    answer = httpx.post(f"{instance.url}/api/v1/password-choices", json=choice)
    assert answer.status_code == HTTPStatus.NO_CONTENT, answer.text
    return Account(email, PASSWORD)


_failed = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def instance(environment: Path) -> Iterator[Instance]:
    """The demonstration on a Tuesday at 10:45 in Paris, whatever the day.

    The first free slot of the doctors is then at 11:00, and one may already say that somebody came.
    """
    start = coming_tuesday(10, 45, 5, after=datetime.now(UTC))
    RESULTS.mkdir(exist_ok=True)
    with running(lives_at=start, log=RESULTS / "serve.log") as served:
        yield served


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the data of instances of one's own outlive a stop."""
    with folder_of_data() as made:
        yield made


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The Chromium of CHROMIUM, else the one that tools/ensure_chromium.py finds.

    It ends with this folder, not with the session: Playwright keeps an event loop running in the thread,
    under which no asynchronous test could start.
    """
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        finder = [sys.executable, "tools/ensure_chromium.py"]
        chromium = subprocess.run(
            finder, cwd=PROJECT, check=True, capture_output=True, text=True
        ).stdout.strip()
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=sandbox)
        yield opened
        opened.close()


@pytest.fixture
def at(browser: Browser, instance: Instance, request: pytest.FixtureRequest) -> Iterator[At]:
    """Devices of the people of one test, as `devices` gives them."""
    with devices(browser, instance, request.node) as somebody:
        yield somebody


@contextmanager
def devices(browser: Browser, instance: Instance, node: pytest.Item) -> Iterator[At]:
    """Devices in front of an instance, for one test or a part of it. A fault of a page fails the test.

    What fails leaves in `RESULTS` a picture of each device as it was then, and a second try that fails too
    leaves its own, named `-again`, and its traces. What passes leaves nothing: of a journey that passed the
    second time the pictures of the first are kept.
    """
    people: list[Someone] = []
    # Each step of each page costs as much to keep as to take: only of what failed once.
    traced = getattr(node, "execution_count", 1) > 1

    def somebody(device: str) -> Someone:
        screen = KIOSK if device == "kiosk" else DEVICES[device]
        context = browser.new_context(
            locale="fr-FR", timezone_id=ELSEWHERE, reduced_motion="reduce", **screen
        )
        if traced:
            context.tracing.start(snapshots=True, screenshots=False)
        people.append(Someone(instance, context, context.new_page(), device))
        return people[-1]

    failed = False
    try:
        yield somebody
    except BaseException:
        failed = True
        raise
    finally:
        failed = failed or node.stash.get(_failed, False)
        kept = failed or any(person.faults for person in people)
        for number, person in enumerate(people, 1):
            name = f"{node.name}{'-again' if traced else ''}-{number}-{person.device}"
            person.leaves(RESULTS / name if kept else None, traced=traced)
    if not failed:
        assert [fault for person in people for fault in person.faults] == []


@pytest.fixture(scope="package")
def second_doctor(instance: Instance) -> Account:
    """Another doctor of Vitry who signs in, made as the operator makes accounts."""
    return account_made(instance, "kervella@vitry.example", KERVELLA, rpps="10999100422")


@pytest.fixture(scope="package", autouse=True)
def _doctor_asked_all_day(instance: Instance, browser: Browser) -> None:
    """The demonstration's doctor takes more requests here than anybody does in a week: her cap is lifted,
    so that no test finds her left in peace because of those that ran before it."""
    context = browser.new_context()
    doctor = Someone(instance, context, context.new_page(), "desk").signs_in(DOCTOR)
    now = doctor.calls("GET", "/me/membership")
    kept = (
        "volunteering",
        "accepts_new_patients",
        "home_visits",
        "quiet_hours",
        "not_before",
    )
    body = {name: now[name] for name in kept} | {"weekly_cap": 200}
    doctor.calls("PUT", "/me/membership", body, version=now["version"])
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, for the devices that close after it; a second run starts clean."""
    report = yield
    if report.when != "teardown":
        item.stash[_failed] = report.failed
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser, and the journey comes first: its slot is at 11:00.

    What fails is run once more, and named at the end if it passes then (docs/decisions/0048).
    """
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    if not here:  # -k chose others
        return
    first = items.index(here[0])
    for item in here:
        item.add_marker(pytest.mark.e2e)
        item.add_marker(pytest.mark.flaky(reruns=1))
    here.sort(key=lambda item: item.path.name != JOURNEY)
    items[first : first + len(here)] = here


@pytest.fixture
def site(at: At) -> dict[str, Any]:
    """The pharmacy of the demonstration, where somebody is trained all day."""
    sites = at("desk").signs_in(PHARMACIST).calls("GET", "/teleconsultation-sites")["sites"]
    return next(one for one in sites if one["is_mine"] and one["bookable"])
