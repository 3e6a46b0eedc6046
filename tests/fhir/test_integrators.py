"""The lines of docs/integrators.md about FHIR, run as they stand against a server of the demonstration."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Database
from tests.contract.running import PROJECT, maillage, serving
from tests.fhir import structure

pytestmark = pytest.mark.slow

PAGE = (PROJECT / "docs" / "integrators.md").read_text(encoding="utf-8")
RPPS = "10999100075"


def lines(title: str) -> list[str]:
    """The `sh` blocks of the section whose title holds these words."""
    section = next(part for part in PAGE.split("\n## ") if title in part.split("\n", 1)[0])
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


@pytest.fixture(scope="module")
def demonstration(template: str, clone: Callable[[str], Database]) -> Database:
    """A database with the two territories of the demonstration."""
    database = clone(template)
    maillage("seed", database_url=database.owner_url)
    return database


@pytest.fixture(scope="module")
def server(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a server of the demonstration."""
    with serving(demonstration.owner_url, tmp_path_factory.mktemp("server") / "web.log") as url:
        yield url


@pytest.fixture
def answers_of(server: str, demonstration: Database, tmp_path: Path) -> Callable[[str], list[Any]]:
    """`answers_of(title)` -> the JSON that each block of this section receives, run as it is written with
    the client that it makes."""

    def run(title: str) -> list[Any]:
        section = next(part for part in PAGE.split("\n## ") if title in part.split("\n", 1)[0])
        [command] = re.findall(r"^maillage client create (--name .*)$", section, re.MULTILINE)
        name, rest = re.fullmatch(r'--name "([^"]+)" (.*)', command).groups()  # type: ignore[union-attr]  # fails if not
        made = maillage(
            "client", "create", "--name", name, *rest.split(), database_url=demonstration.owner_url
        )
        secrets = dict(line.split(maxsplit=1) for line in made.splitlines())
        [token] = lines("A client and a token")
        # Each block prints what curl received; a separator tells the answers apart.
        script = "\nprintf '\\n===\\n'\n".join(["set -eu", token, *lines(title)])
        done = subprocess.run(
            ["bash", "-c", script],
            env={
                **os.environ,
                "TZ": "Europe/Paris",
                "MAILLAGE": server,
                "CLIENT_ID": secrets["client_id"],
                "CLIENT_SECRET": secrets["client_secret"],
                "RPPS": RPPS,
            },
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return [json.loads(part) for part in done.stdout.split("\n===\n") if part.strip().startswith("{")]

    return run


def test_the_lines_about_fhir_work_as_they_are_written(answers_of: Callable[[str], list[Any]]) -> None:
    metadata, found, posted = answers_of("Free slots in FHIR")
    assert metadata["resourceType"] == "CapabilityStatement"
    assert structure.faults(found) == []
    assert posted["total"] > 0
    assert found["total"] > posted["total"], "two people and the CPTS' slots, against one person's"


def test_the_lines_about_accounts_of_regulators_work_as_they_are_written(
    answers_of: Callable[[str], list[Any]],
) -> None:
    [kept] = answers_of("Accounts of regulators")
    assert structure.faults(kept) == []
    assert kept["active"]


def test_the_line_about_a_regulation_works_as_it_is_written(answers_of: Callable[[str], list[Any]]) -> None:
    [found] = answers_of("Who can see somebody")
    assert found["total"] > 5
    assert any(day["slots"] for entry in found["items"] for day in entry["days"])
