"""People in front of a browser: each on a device of their own, signed in or not."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from api.identity import cookies
from api.seed.accounts import PASSWORD
from tests.e2e import pictures
from tests.e2e.instance import Instance

ELSEWHERE = "Indian/Reunion"
"""The zone of every device here: the hours shown are those of the territory, wherever one is."""

DEVICES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "device_scale_factor": 2},
    "desk": {"viewport": {"width": 1440, "height": 900}},
}

KIOSK: dict[str, Any] = {"viewport": {"width": 1080, "height": 1920}, "has_touch": True}
"""The screen of a kiosk that stands: no other page is looked at on one."""

NOT_OURS = ("Failed to load resource", "does not support the Push API in incognito mode")
"""What a browser writes on its console by itself: refusals that a test asked for, the kind of its windows."""

TURN_MS, QUIET_TURNS = 50, 7
"""After so many turns without any request a page has settled: no pause of its own before one is longer."""

NURSE, DOCTOR, COORDINATOR = "infirmiere@vitry.demo", "medecin@vitry.demo", "coordination@vitry.demo"
PHARMACIST, ADMIN = "pharmacie@vitry.demo", "admin@vitry.demo"
RETIRED = "retraite@vitry.demo"
REGULATOR = "regulation@sas94.demo"


@dataclass
class Someone:
    """A person at a device: the page they look at, and everything that the server answered them."""

    instance: Instance
    context: BrowserContext
    page: Page
    device: str
    faults: list[str] = field(default_factory=list)
    _answers: list[str] = field(default_factory=list)
    _under_way: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(15_000)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)
        self.page.on("request", self._begin)
        self.page.on("requestfinished", self._keep)
        self.page.on("requestfailed", lambda request: self._under_way.discard(request))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in NOT_OURS):
            self.faults.append(message.text)

    def signs_in(self, email: str, password: str = PASSWORD) -> "Someone":
        """Open a session by the API; the next page shown is that person's."""
        opened = self.context.request.post(
            f"{self.instance.url}/api/v1/session", data={"email": email, "password": password}
        )
        assert opened.status == 201, opened.text()
        return self

    def calls(self, method: str, path: str, body: object = None, *, version: int | None = None) -> Any:
        """Call the API as this person, without the page; the answer's JSON. `version`: for If-Match."""
        csrf = next(c["value"] for c in self.context.cookies() if c["name"] == cookies.CSRF)
        answer = self.context.request.fetch(
            f"{self.instance.url}/api/v1{path}",
            method=method,
            data=body,
            headers={cookies.CSRF_HEADER: csrf} | ({} if version is None else {"If-Match": f'"{version}"'}),
            # The server may close an idle connection at the moment when it is used again.
            max_retries=2 if method == "GET" else 0,
        )
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None

    def opens(self, path: str) -> Page:
        """Go to an address of the web app and wait until it shows its title."""
        self.page.goto(self.instance.url + path)
        expect(self.page.get_by_role("heading").first).to_be_visible()
        self.settles()
        return self.page

    def settles(self) -> None:
        """Wait until nothing of the page is still a skeleton or being read."""
        expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        self.page.wait_for_load_state("load")
        quiet = 0  # "networkidle" never comes while a stream of events is open
        while quiet < QUIET_TURNS:
            self.page.wait_for_timeout(TURN_MS)
            quiet = 0 if self._under_way else quiet + 1

    def until(self, told: Callable[[], bool]) -> None:
        """Wait until the server says so, fifteen seconds at most: it has not heard yet of what a page shows
        at once, nor does a worker act before its next round."""
        for _ in range(75):
            if told():
                return
            self.page.wait_for_timeout(200)
        assert told()

    def _begin(self, request: Request) -> None:
        if not request.url.partition("?")[0].endswith("/api/v1/events"):
            self._under_way.add(request)

    def _keep(self, request: Request) -> None:
        self._under_way.discard(request)
        answer = request.response()
        if "/api/" in request.url and answer and answer.status == HTTPStatus.OK:
            self._answers.append(answer.text())

    def was_told(self) -> str:
        """Everything that the server answered to this device so far, and what the page holds."""
        told = "\n".join([*self._answers, self.page.content(), self.page.title(), self.page.url])
        return re.sub(r"&nbsp;|\s", " ", told)  # no-break spaces too

    def takes_picture(self, name: str) -> None:
        """Keep the screen for the guide, when pictures are asked for and it shows that one."""
        if name in pictures.WANTED:
            self.settles()
            pictures.keep(self.page, name)

    def leaves(self, kept: Path | None, *, traced: bool) -> None:
        """Close the device; how it looked, and what it did if that was traced, are kept under that name when
        one is given."""
        if kept is not None:
            self.page.screenshot(path=kept.with_name(f"{kept.name}.png"))
        if traced:
            self.context.tracing.stop(path=kept and kept.with_name(f"{kept.name}.zip"))
        self.context.close()
