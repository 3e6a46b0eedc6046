"""The platform calls over mutual TLS: real connections to its listener, with an authority of ours."""

import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from api.core.headers import ALWAYS
from tests.conftest import Clone, Database
from tests.contract.running import PROJECT, free_port
from tests.fhir.authority import CN, OU, Authority
from tests.fhir.conftest import asked, refused
from tests.fhir.test_regulators import regulator

pytestmark = pytest.mark.slow

REFUSED_AT_ONCE = (httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError, ssl.SSLError)


@dataclass
class Listener:
    """A running listener, the authority that it believes, and its files."""

    url: str
    authority: Authority
    revoked: Path
    log: Path
    database: Database
    environment: dict[str, str]

    def client(self, files: tuple[str, str] | None, *, at_most: ssl.TLSVersion | None = None) -> httpx.Client:
        """Somebody with that certificate, or with none."""
        context = ssl.create_default_context(cafile=str(self.authority.file))
        if files is not None:
            context.load_cert_chain(*files)
        if at_most is not None:
            context.set_ciphers("DEFAULT:@SECLEVEL=0")  # else our own side would refuse
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_1, at_most
        return httpx.Client(verify=context, base_url=self.url, timeout=20)

    def kept(self) -> list[tuple[object, ...]]:
        """All that a call could have left."""
        return self.database.sql(
            "SELECT (SELECT count(*) FROM audit_entries), (SELECT count(*) FROM accounts),"
            " (SELECT count(*) FROM machine_clients)"
        )


@pytest.fixture(scope="module")
def listener(template: str, clone: Clone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    """`maillage sas-listener` on an empty database."""
    with listening(clone(template), tmp_path_factory.mktemp("listener")) as made:
        yield made


@contextmanager
def listening(database: Database, folder: Path) -> Iterator[Listener]:
    """`maillage sas-listener` on that database, with an authority of its own whose files are in `folder`."""
    authority = Authority(folder)
    ours = authority.certificate("server", "localhost", "nous")
    revoked = authority.revoke(path=folder / "revoked.pem")
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database.owner_url,
        "MAILLAGE_SAS_PORT": str(port),
        "MAILLAGE_SAS_CERTIFICATE": ours[0],
        "MAILLAGE_SAS_KEY": ours[1],
        "MAILLAGE_SAS_CA": str(authority.file),
        "MAILLAGE_SAS_CRL": str(revoked),
        "MAILLAGE_SAS_NAMES": f'["{CN}"]',
        "MAILLAGE_SAS_UNITS": f'["{OU}"]',
    }
    made = Listener(f"https://localhost:{port}", authority, revoked, folder / "log", database, environment)
    command = [sys.executable, "-m", "api.cli", "sas-listener"]
    with made.log.open("w") as out:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=out)
        try:
            _once_ready(made, process)
            yield made
        finally:
            process.terminate()
            process.wait(timeout=15)


def _once_ready(listener: Listener, process: subprocess.Popen[bytes]) -> None:
    right = listener.authority.certificate("probe")
    deadline = time.monotonic() + 60
    while True:
        try:
            with listener.client(right) as http:
                assert http.get("/healthz").status_code == 200
            return
        except httpx.TransportError:
            assert process.poll() is None, listener.log.read_text()
            assert time.monotonic() < deadline, listener.log.read_text()
            time.sleep(0.1)


def test_the_platform_searches_and_keeps_accounts_under_its_own_name(listener: Listener) -> None:
    with listener.client(listener.authority.certificate("right")) as http:
        found = http.get(f"/fhir/Slot?{asked('810999000028')}")
        assert (found.status_code, found.json()["total"]) == (200, 0), found.text
        made = http.post("/fhir/Practitioner", json=regulator())
        assert made.status_code == 201, made.text
        # It reads again at the very address that it was told, where its certificate is known.
        assert found.json()["link"][0]["url"] == str(found.url)
        assert made.headers["location"] == f"{listener.url}/fhir/Practitioner/{made.json()['id']}"
        assert http.get(made.headers["location"]).json() == made.json()
        assert http.get("/fhir/metadata").json()["implementation"]["url"] == f"{listener.url}/fhir"
    acts = listener.database.sql(
        "SELECT DISTINCT c.client_id, c.name FROM audit_entries a JOIN machine_clients c ON c.id = a.actor_id"
        " WHERE a.action = 'regulator.created'"
    )
    assert acts == [("sas-national", "Plateforme nationale SAS")]


def test_only_fhir_is_served_there(listener: Listener) -> None:
    with listener.client(listener.authority.certificate("right")) as http:
        assert http.get("/healthz").json() == {"status": "ok"}
        assert http.get("/fhir/metadata").status_code == 200
        for path in (
            "/",
            "/api/v1/me",
            "/sas/rdv",
            "/metrics",
            "/docs",
            "/oauth/token",
            "/fhir",
            "/%66hir/../metrics",
        ):
            assert refused(http.get(path), 404) == [("not-found", None)], path


def test_what_is_refused_there_bears_the_headers_of_every_answer(listener: Listener) -> None:
    with listener.client(listener.authority.certificate("right")) as http:
        served, elsewhere = http.get("/fhir/metadata"), http.get("/docs")
    with listener.client(listener.authority.certificate("other", "autre.example", OU)) as http:
        forbidden = http.get("/fhir/metadata")
    assert [one.status_code for one in (served, elsewhere, forbidden)] == [200, 404, 403]
    for answer in (served, elsewhere, forbidden):
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(("name", "unit"), [("autre.example", OU), (CN, "autre"), (OU, CN)])
def test_another_name_or_unit_of_the_same_authority_is_refused(
    listener: Listener, name: str, unit: str
) -> None:
    before = listener.kept()
    with listener.client(listener.authority.certificate("other", name, unit)) as http:
        for path in ("/fhir/metadata", f"/fhir/Slot?{asked('810999000028')}", "/healthz"):
            assert refused(http.get(path), 403) == [("forbidden", None)]
        # What a header says is not what a certificate says.
        spoofed = {"X-SSL-Client-S-DN": f"CN={CN},OU={OU}", "X-Forwarded-Client-Cert": f'Subject="CN={CN}"'}
        assert refused(http.post("/fhir/Practitioner", json=regulator("1"), headers=spoofed), 403)
    assert listener.kept() == before
    written = listener.log.read_text()
    assert '"sas.refused"' in written
    assert name not in written or name == OU


def test_no_connection_without_a_good_certificate(listener: Listener, tmp_path: Path) -> None:
    before = listener.kept()
    right = listener.authority
    cases = {
        "none": (None, None),
        "of another authority": (Authority(tmp_path, "elsewhere").certificate("stranger"), None),
        "expired": (right.certificate("expired", days=(-9, -1)), None),
        "not yet good": (right.certificate("early", days=(1, 9)), None),
        "TLS 1.1": (right.certificate("old"), ssl.TLSVersion.TLSv1_1),
    }
    for case, (files, at_most) in cases.items():
        with listener.client(files, at_most=at_most) as http, pytest.raises(REFUSED_AT_ONCE):
            print(case, http.get("/fhir/metadata").status_code)
    with listener.client(right.certificate("recent"), at_most=ssl.TLSVersion.TLSv1_2) as http:
        assert http.get("/fhir/metadata").status_code == 200
    assert listener.kept() == before
    reasons = set(re.findall(r'"reason": "([^"]+)"', listener.log.read_text()))
    assert {"certificate has expired", "certificate is not yet valid"} <= reasons


def test_a_revoked_certificate_is_refused_as_soon_as_the_list_says_so(listener: Listener) -> None:
    files = listener.authority.certificate("betrayed")
    with listener.client(files) as http:
        assert http.get("/fhir/metadata").status_code == 200
        listener.authority.revoke("betrayed", path=listener.revoked)
        before = listener.kept()
        # The connection that is open already, then a new one.
        assert refused(http.get("/fhir/metadata"), 403) == [("forbidden", None)]
    with listener.client(files) as http, pytest.raises(REFUSED_AT_ONCE):
        http.get("/fhir/metadata")
    assert listener.kept() == before
    assert '"certificate revoked"' in listener.log.read_text()
    listener.authority.revoke(path=listener.revoked)
    with listener.client(files) as http:
        assert http.get("/fhir/metadata").status_code == 200


def test_an_expired_list_lets_nobody_in_until_it_is_replaced(listener: Listener) -> None:
    files = listener.authority.certificate("right")
    assert _check(listener).returncode == 0
    with listener.client(files) as http:
        assert http.get("/fhir/metadata").status_code == 200
        listener.authority.revoke(path=listener.revoked, until_days=-1)
        assert refused(http.get("/fhir/metadata"), 403) == [("forbidden", None)]
    with listener.client(files) as http, pytest.raises(REFUSED_AT_ONCE):
        http.get("/fhir/metadata")
    assert '"sas.revocation_list_expired"' in listener.log.read_text()
    said = _check(listener)
    assert said.returncode == 2
    assert "liste de révocation a expiré" in said.stderr
    listener.revoked.write_text("nothing")
    with listener.client(files) as http, pytest.raises(REFUSED_AT_ONCE):
        http.get("/fhir/metadata")
    assert '"sas.revocation_list_unreadable"' in listener.log.read_text()
    listener.authority.revoke(path=listener.revoked)
    with listener.client(files) as http:
        assert http.get("/fhir/metadata").status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MAILLAGE_SAS_CRL", "", "MAILLAGE_SAS_CRL"),
        ("MAILLAGE_SAS_CA", "/nowhere", "MAILLAGE_SAS_CA"),
        ("MAILLAGE_SAS_NAMES", "[]", "MAILLAGE_SAS_NAMES"),
    ],
)
def test_a_listener_that_could_not_check_does_not_start(
    listener: Listener, name: str, value: str, said: str
) -> None:
    done = _check(listener, **{name: value})
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def _check(listener: Listener, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", "sas-listener", "--check"],
        cwd=PROJECT,
        env={**listener.environment, **changed},
        capture_output=True,
        text=True,
        timeout=60,
    )
