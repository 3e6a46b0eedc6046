"""The trail as an auditor reads it: whole or not, the history of one thing, and a table to take along."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import At
from tests.e2e.people import ADMIN

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("device", ["phone", "desk"])
def test_an_admin_sees_that_the_chain_holds_follows_one_thing_and_takes_the_table(
    at: At, device: str
) -> None:
    admin = at(device)
    admin.signs_in(ADMIN)
    page = admin.opens("/traces")
    expect(page.get_by_text(re.compile("lignes scellées|Chaîne vérifiée"))).to_be_visible()
    admin.takes_picture(f"traces-{device}")

    page.get_by_role("button", name=re.compile(r"^session \w{6}$")).first.click()
    chip = page.get_by_role("button", name="Historique de ")
    expect(chip).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tableau pour Excel").click()
    lines = taken.value.path().read_text("utf-8-sig").splitlines()
    subject = page.url.split("subject=")[1].split("&")[0]
    assert lines[0].startswith("Numéro;Instant (UTC);")
    assert len(lines) > 1
    assert all(line.split(";")[7] == subject for line in lines[1:])
    chip.click()
    expect(chip).to_have_count(0)
