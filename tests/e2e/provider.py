"""The OpenID Connect provider of the journeys, as a process of its own."""

import json
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.contract.running import PROJECT, free_port

CLIENT, SECRET = "maillage-essai", "un-secret-d-essai"


@contextmanager
def pro_sante_connect(base_url: str, people: Sequence[dict[str, Any]], log: Path) -> Iterator[int]:
    """It knows these people, and Maillage at `base_url`, until the block ends; its port."""
    port = free_port()
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uris": [f"{base_url}/api/v1/session/pro-sante-connect/return"],
        "post_logout_redirect_uris": [f"{base_url}/connexion"],
    }
    held = json.dumps({"port": port, "client": client, "people": list(people)})
    script = Path(__file__).with_name("pro_sante_connect.mjs").read_text()
    with log.open("w") as out:
        process = subprocess.Popen(
            # So that its packages are those of the web app, from whose folder it runs.
            ["node", "--input-type=module", "--eval", script],
            cwd=PROJECT / "frontend",
            env={**os.environ, "PROVIDER": held},
            stdout=out,
            stderr=out,
        )
    try:
        deadline = time.monotonic() + 30
        while not _answers(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(port: int) -> bool:
    try:
        found = httpx.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
    except httpx.TransportError:
        return False
    return found.status_code == 200
