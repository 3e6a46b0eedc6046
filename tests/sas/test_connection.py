"""Without configuration nothing leaves; with it, both sides show who they are."""

import ssl
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.core.settings import Settings
from api.sas.service import send_due
from tests.availability.conftest import Opens
from tests.fhir.authority import Authority
from tests.roles import ShiftClock, SignedIn
from tests.sas.conftest import connected_to
from tests.sas.fake_platform import FakePlatform, Papers, fake_platform, papers_of
from tests.sas.scene import an_opening, booked, listed


async def test_without_a_platform_bookings_go_on_and_wait_for_one(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, admin: SignedIn
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    assert await send_due() == 0
    seen = (await admin.call("listSasTransmissions")).json()
    assert (seen["connected"], seen["waiting"], seen["items"][0]["attempts"]) == (False, 1, 0)


async def test_a_platform_that_another_authority_vouches_for_gets_nothing(
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    papers: Papers,
    admin: SignedIn,
    environment: Path,
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    other = Authority(environment, "autre")
    with connected_to(platform.url, Papers(papers.certificate, papers.key, other.file)):
        await send_due()
    assert platform.asked == []
    [waiting] = await listed(admin)
    assert waiting["last_error"] == "Le certificat de la plateforme n’est pas reconnu."


@pytest.mark.parametrize(
    ("newest", "then"),
    [
        (ssl.TLSVersion.TLSv1_2, "POST"),
        (ssl.TLSVersion.TLSv1_3, "PUT"),  # refused when the request has left: it may be there
    ],
)
async def test_a_platform_that_refuses_our_certificate_keeps_nothing_and_the_right_one_passes(
    newest: ssl.TLSVersion,
    then: str,
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    authority: Authority,
    papers: Papers,
    admin: SignedIn,
    environment: Path,
    later: ShiftClock,
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    stranger = papers_of(Authority(environment, "etrangere"), "inconnu")
    async with fake_platform(authority, newest) as platform:
        with connected_to(platform.url, Papers(stranger.certificate, stranger.key, papers.authority)):
            await send_due()
        assert platform.asked == []
        [waiting] = await listed(admin)
        assert "certificat" in waiting["last_error"]
        later(seconds=11)
        with connected_to(platform.url, papers):
            await send_due()
        assert (platform.said, len(platform.kept)) == ([(then, "booked")], 1)


@pytest.mark.parametrize("what", ["missing", "not a certificate"])
async def test_a_certificate_of_ours_that_cannot_be_read_is_said_on_the_list(
    what: str,
    regulator: SignedIn,
    doctor: SignedIn,
    opens: Opens,
    platform: FakePlatform,
    papers: Papers,
    admin: SignedIn,
    tmp_path: Path,
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    file = tmp_path / "ours.pem"
    if what != "missing":
        file.write_text(what)
    with connected_to(platform.url, Papers(file, papers.key, papers.authority)):
        await send_due()
    [waiting] = await listed(admin)
    assert (waiting["attempts"], waiting["last_status"]) == (1, None)
    assert waiting["last_error"].startswith("Le certificat de ce serveur")


async def test_an_address_where_nobody_answers_is_said_on_the_list(
    regulator: SignedIn, doctor: SignedIn, opens: Opens, papers: Papers, admin: SignedIn
) -> None:
    await booked(regulator, await an_opening(doctor, opens))
    with connected_to("https://127.0.0.1:1/fhir", papers):
        await send_due()
    [waiting] = await listed(admin)
    assert waiting["last_error"] == "Personne ne répond à l’adresse de la plateforme."


@pytest.mark.parametrize(
    "given",
    [
        {"MAILLAGE_SAS_URL": "https://sas.example/fhir"},
        {"MAILLAGE_SAS_URL": "https://sas.example/fhir", "MAILLAGE_SAS_CLIENT_KEY": "/k"},
        {"MAILLAGE_SAS_URL": "http://sas.example/fhir"},
    ],
)
def test_half_a_configuration_is_refused_at_start(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=r"MAILLAGE_SAS_CLIENT_CERTIFICATE|sas_url"):
        Settings()
