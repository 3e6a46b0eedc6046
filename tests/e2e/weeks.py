"""A story that lasts for weeks: the same data served again at later dates, by a real instance each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api.seed.members import PEOPLE
from api.seed.territories import VITRY
from tests.e2e.conftest import RESULTS, Account, At, account_made, devices
from tests.e2e.instance import Instance, running
from tests.e2e.people import COORDINATOR, DOCTOR, Someone

RPPS = {person.name: person.rpps for person in PEOPLE[VITRY.key] if person.rpps}
AUBERTIN = "Dr Camille Aubertin"


@dataclass
class Weeks:
    """One folder of data, served at one date after the other."""

    folder: Path
    browser: Browser
    node: pytest.Item
    accounts: dict[str, Account] = field(default_factory=dict)

    @contextmanager
    def on(self, moment: datetime) -> Iterator["Day"]:
        """An instance that wakes at `moment`, and devices to look at it."""
        log = RESULTS / f"{self.node.name}-{moment:%m-%d}.log"
        with (
            running(lives_at=moment, on=self.folder, log=log) as served,
            devices(self.browser, served, self.node) as at,
        ):
            yield Day(self, served, at)


@dataclass
class Day:
    """What can be done on one of the dates."""

    weeks: Weeks
    instance: Instance
    at: At

    def coordinator(self) -> Someone:
        """At the desk of the coordination."""
        return self.at("desk").signs_in(COORDINATOR)

    def doctor(self, name: str, device: str) -> Someone:
        """A volunteer by name, who gets an account as the operator makes them when they had none."""
        if name == AUBERTIN:
            return self.at(device).signs_in(DOCTOR)
        accounts = self.weeks.accounts
        if name not in accounts:
            email = f"{name.rpartition(' ')[2].lower()}@vitry.example".replace("é", "e").replace("è", "e")
            rpps = str(RPPS[name])
            accounts[name] = account_made(self.instance, email, name, rpps=rpps)
        return self.at(device).signs_in(*accounts[name])
