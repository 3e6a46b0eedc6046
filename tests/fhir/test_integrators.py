"""The lines of docs/integrators.md, run as they stand against a server of the demonstration."""

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Database
from tests.contract.running import PROJECT, maillage, serving
from tests.fhir import structure
from tests.fhir.test_sas_listener import listening

pytestmark = pytest.mark.slow

TOKEN, FREE, HOLD, FILE = (
    "A client and a token",
    "Who is free",
    "Hold, then book",
    "File a request for unscheduled care",
)
FREE_SLOTS, ACCOUNTS = (
    "Free slots in FHIR, as the SAS platform asks",
    "Accounts of regulators, as the SAS platform keeps them",
)
CERTIFICATE, REGULATION, DEATH, KIOSK = (
    "With a certificate instead of a token",
    "Who can see somebody, for a regulation",
    "Ask for a death to be certified",
    "A kiosk of teleconsultation, in ten minutes",
)
RUN = (TOKEN, FREE, HOLD, FILE, FREE_SLOTS, ACCOUNTS, CERTIFICATE, REGULATION, DEATH, KIOSK)
"""The sections whose lines are run below."""

PAGE = (PROJECT / "docs" / "integrators.md").read_text(encoding="utf-8")
RPPS = "10999100075"


def lines(title: str) -> list[str]:
    """The `sh` blocks of the section whose title holds these words."""
    section = next(part for part in PAGE.split("\n## ") if title in part.split("\n", 1)[0])
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


@pytest.fixture(scope="module")
def server(demonstration: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a server of the demonstration."""
    with serving(demonstration.owner_url, tmp_path_factory.mktemp("server") / "web.log") as url:
        yield url


def titles() -> list[str]:
    """The sections of the page that show a line of curl."""
    sections = (part.split("\n", 1) for part in PAGE.split("\n## ")[1:])
    return [title for title, text in sections if re.search(r"^curl|\(curl", text, re.MULTILINE)]


def client_of(title: str, database: Database) -> dict[str, str]:
    """The client that this section has the operator make, as variables of the shell."""
    section = next(part for part in PAGE.split("\n## ") if title in part.split("\n", 1)[0])
    [command] = re.findall(r"^maillage (client create.* --name .*)$", section, re.MULTILINE)
    made = maillage(*shlex.split(command), database_url=database.owner_url)
    secrets = dict(line.split(maxsplit=1) for line in made.splitlines())
    named = {"CLIENT_ID": "client_id", "CLIENT_SECRET": "client_secret", "SITE": "site_id"}
    return {variable: secrets[name] for variable, name in named.items() if name in secrets}


def answers(*sections: str, folder: Path, **variables: str) -> list[Any]:
    """The JSON that each block of these sections receives, run in `folder` as it is written."""
    # Each block prints what curl received; a separator tells the answers apart.
    blocks = [block for title in sections for block in lines(title)]
    done = subprocess.run(
        ["bash", "-c", "\nprintf '\\n===\\n'\n".join(["set -eu", *blocks])],
        env={**os.environ, "TZ": "Europe/Paris", "RPPS": RPPS, **variables},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return [json.loads(part) for part in done.stdout.split("\n===\n") if part.strip().startswith("{")]


def test_the_lines_about_fhir_work_as_they_are_written(
    server: str, demonstration: Database, tmp_path: Path
) -> None:
    metadata, found, posted = answers(
        TOKEN, FREE_SLOTS, folder=tmp_path, MAILLAGE=server, **client_of(FREE_SLOTS, demonstration)
    )
    assert metadata["resourceType"] == "CapabilityStatement"
    assert structure.faults(found) == []
    assert posted["total"] > 0
    assert found["total"] > posted["total"], "two people and the CPTS' slots, against one person's"


def test_the_lines_about_accounts_of_regulators_work_as_they_are_written(
    server: str, demonstration: Database, tmp_path: Path
) -> None:
    client = client_of(ACCOUNTS, demonstration)
    [kept] = answers(TOKEN, ACCOUNTS, folder=tmp_path, MAILLAGE=server, **client)
    assert structure.faults(kept) == []
    assert kept["active"]


def test_the_lines_about_a_regulation_work_as_they_are_written(
    server: str, demonstration: Database, tmp_path: Path
) -> None:
    client = client_of(REGULATION, demonstration)
    found, booked = answers(TOKEN, REGULATION, folder=tmp_path, MAILLAGE=server, **client)
    assert found["total"] > 5
    assert any(day["slots"] for entry in found["items"] for day in entry["days"])
    assert (booked["state"], booked["sas_case_number"]) == ("booked", "94-2612-00017")


def test_the_lines_of_a_kiosk_work_as_they_are_written(
    server: str, demonstration: Database, tmp_path: Path
) -> None:
    client = client_of(TOKEN, demonstration)
    free, hold, request = answers(TOKEN, FREE, HOLD, FILE, folder=tmp_path, MAILLAGE=server, **client)
    assert len(free["items"]) == 3
    assert hold["slot_id"] == free["items"][0]["id"]
    assert set(hold) >= {"token", "expires_at"}
    assert set(request) >= {"state", "clock", "next_step"}


def test_the_lines_about_a_death_work_as_they_are_written(
    server: str, demonstration: Database, tmp_path: Path
) -> None:
    client = client_of(DEATH, demonstration)
    filed, cancelled = answers(TOKEN, DEATH, folder=tmp_path, MAILLAGE=server, **client)
    assert filed["number"].startswith("DC-")
    assert filed["closed_at"] is None
    assert cancelled["state"] == "request_cancelled"


def test_the_lines_of_a_kiosk_of_teleconsultation_work_as_they_are_written(
    server: str, demonstration: Database, tmp_path: Path
) -> None:
    client = client_of(KIOSK, demonstration)
    kiosk, alive, times, booking, redirected, told = answers(
        TOKEN, KIOSK, folder=tmp_path, MAILLAGE=server, **client
    )
    assert (kiosk["site_name"], kiosk["lacks"]) == ("Pharmacie des Trois Peupliers", [])
    assert abs(alive["skew_seconds"]) <= 2
    assert len(times["times"]) == 3
    assert booking["state"] == "confirmed"
    assert (redirected["state"], redirected["person_id"]) == ("redirected_15", None)
    assert [one["outcome"] for one in told["results"]] == ["applied", "applied"]
    assert told["results"][1]["state"] == "cancelled"
    stored = "SELECT state, consent_recorded_by FROM teleconsultation_bookings WHERE id = %s"
    assert demonstration.sql(stored, booking["id"]) == [("cancelled", "Borne des Trois Peupliers")]


def test_the_lines_with_a_certificate_work_as_they_are_written(
    demonstration: Database, tmp_path: Path
) -> None:
    with listening(demonstration, tmp_path) as listener:
        listener.authority.certificate("platform")
        metadata, found = answers(CERTIFICATE, folder=tmp_path, PLATFORM_DOOR=listener.url)
    assert metadata["resourceType"] == "CapabilityStatement"
    assert structure.faults(found) == []
    assert found["total"] > 0


def test_no_line_of_curl_is_only_shown() -> None:
    assert titles() == [f"{number}. {title}" for number, title in enumerate(RUN, 1)]
    shown = re.sub(r"```sh\n.*?```", "", PAGE, flags=re.DOTALL)
    assert "curl" not in shown
