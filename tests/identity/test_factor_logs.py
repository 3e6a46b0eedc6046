"""A second factor set up and used before a real process: none of its secrets is in the logs."""

from pathlib import Path

import pytest

from tests.conftest import Database
from tests.contract.running import serving
from tests.identity.authenticator import Phone
from tests.roles import PASSWORD, AsRole
from tests.test_logs import Secrets, browser


@pytest.mark.slow
async def test_the_logs_hold_no_secret_of_a_second_factor(
    as_role: AsRole, database: Database, tmp_path: Path
) -> None:
    anna, log, secrets = await as_role("coordinator", password=PASSWORD), tmp_path / "web.log", Secrets()
    factor, door = "/api/v1/me/second-factor", "/api/v1/session/second-factor"
    with serving(database.owner_url, log) as url:
        with browser(url, anna) as http:
            phone = Phone(http.post(f"{factor}/totp").json()["secret"])
            secrets.keep(totp=phone.secret)
            wrong = http.post(f"{factor}/totp/confirmation", json={"code": phone.code(9)})
            assert wrong.status_code == 403, wrong.text
            added = http.post(f"{factor}/totp/confirmation", json={"code": phone.code()})
            assert added.status_code == 200, added.text
            codes = added.json()["recovery_codes"]
            secrets.keep(**{f"recovery {number}": code for number, code in enumerate(codes)})
        for number, proof in enumerate((phone.code(1), codes[0])):
            with browser(url) as nobody:
                body = {"email": anna.email, "password": PASSWORD}
                assert nobody.post("/api/v1/session", json=body).status_code == 202
                secrets.keep(**{f"asked {number}": nobody.cookies["maillage_factor"]})
                refused = nobody.post(door, json={"code": codes[1][:-1] + "0"})
                assert refused.status_code == 403, refused.text
                opened = nobody.post(door, json={"code": proof})
                assert opened.status_code == 201, opened.text
    said = log.read_text()
    for expected in ('"startTotp"', '"confirmTotp"', '"completeSignIn"'):
        assert expected in said, "what was to be tried was tried"
    assert secrets.found_in(said) == []
