"""What somebody is told of a changed password, and of a sign-in where they never do (decision 0061)."""

import pytest

from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import password_typed, prove, with_phone
from tests.identity.test_own_sessions import EDGE, IPHONE
from tests.identity.test_password_links import EMAIL, choice, link_of
from tests.identity.test_regulators import Kept, enter, kept
from tests.notifications.conftest import PostOffice
from tests.notifications.test_factor_news import letters
from tests.roles import PASSWORD, AsRole, ShiftClock, SignedIn

__all__ = ["kept"]
"""Fixtures of other tests."""

CHOSEN = "cinq mots bien longs"


@pytest.fixture
async def anna(as_role: AsRole) -> SignedIn:
    """A doctor with a password, who signed in once, with a browser that says nothing of itself."""
    return await as_role("professional", password=PASSWORD, name="Anna Exemple")


def lines(database: Database) -> list[str]:
    """The kinds of what is on screens, the oldest first."""
    return [str(kind) for (kind,) in database.sql("SELECT kind FROM notifications ORDER BY created_at, id")]


async def signs_in(http: ContractClient, email: str, browser: str) -> None:
    """Somebody signs in with that browser, in a window that knows nothing of the one before."""
    http.cookies.clear()
    body = {"email": email, "password": PASSWORD}
    answer = await http.call("createSession", json=body, headers={"user-agent": browser})
    assert answer.status_code == 201, answer.text


async def test_a_changed_password_is_told_on_screen_and_by_e_mail(
    anna: SignedIn, connected: Database, post_office: PostOffice
) -> None:
    wrong = {"present": "quatre autres mots", "chosen": CHOSEN}
    assert (await anna.call("changePassword", json=wrong)).status_code == 403
    assert lines(connected) == []
    assert await letters(connected, post_office) == []
    body = {"present": PASSWORD, "chosen": CHOSEN}
    assert (await anna.call("changePassword", json=body)).status_code == 204
    assert lines(connected) == ["password_changed"]
    [told] = await letters(connected, post_office)
    assert "mot de passe de votre compte Maillage vient d’être changé" in told
    assert post_office.to == [anna.email]


async def test_a_password_chosen_by_a_link_is_told_when_there_was_one_before(
    client: ContractClient, kept: Kept, connected: Database, post_office: PostOffice
) -> None:
    await kept(password=None)
    for password, told in ((PASSWORD, 0), (CHOSEN, 1)):
        token = await link_of(client, connected, post_office)
        connected.sql("UPDATE accounts SET link_sent_at = link_sent_at - interval '3 minutes'")
        body = choice(token, password=password)
        assert (await client.call("choosePassword", json=body)).status_code == 204
        assert len(await letters(connected, post_office)) == told
    assert post_office.to == [EMAIL] * 3
    assert (await enter(client, origin="sas")).status_code == 401


async def test_a_sign_in_on_another_device_is_told_once_by_its_name(
    anna: SignedIn, client: ContractClient, connected: Database, post_office: PostOffice
) -> None:
    await signs_in(client, anna.email, EDGE)
    assert lines(connected) == ["new_device"]
    [told] = await letters(connected, post_office)
    assert "Edge, Windows." in told
    assert "/mes-connexions" in told
    for browser in (EDGE, EDGE.replace("128", "131"), "curl/8.10.1"):
        await signs_in(client, anna.email, browser)
    assert lines(connected) == ["new_device"], "its newer version is the same device, and so is the first one"
    await signs_in(client, anna.email, IPHONE)
    [told] = await letters(connected, post_office)
    assert "Safari, iPhone." in told


async def test_a_device_that_says_nothing_known_is_told_too(
    anna: SignedIn, client: ContractClient, connected: Database, post_office: PostOffice
) -> None:
    connected.sql("UPDATE sessions SET device = 'Edge, Windows'")
    await signs_in(client, anna.email, "curl/8.10.1")
    [told] = await letters(connected, post_office)
    assert "navigateur inconnu." in told


async def test_a_device_is_forgotten_after_thirty_days(
    anna: SignedIn, client: ContractClient, connected: Database, shift_clock: ShiftClock
) -> None:
    await signs_in(client, anna.email, EDGE)
    shift_clock(days=29)
    await signs_in(client, anna.email, EDGE)
    shift_clock(days=29)
    await signs_in(client, anna.email, EDGE)
    assert lines(connected) == ["new_device"]
    shift_clock(days=30)
    await signs_in(client, anna.email, EDGE)
    assert lines(connected) == ["new_device"] * 2


@pytest.mark.parametrize("why", ["the first time", "the demonstration"])
async def test_the_first_sign_in_is_no_news_nor_is_any_of_the_demonstration(
    anna: SignedIn, client: ContractClient, connected: Database, post_office: PostOffice, why: str
) -> None:
    if why == "the first time":
        connected.sql("UPDATE accounts SET signed_in_at = NULL")
        connected.sql("DELETE FROM sessions")
    else:
        connected.sql("UPDATE accounts SET is_demo = true")
    await signs_in(client, anna.email, EDGE)
    assert lines(connected) == []
    assert await letters(connected, post_office) == []


@pytest.mark.usefixtures("step_begins")
async def test_with_a_second_factor_it_is_told_once_that_is_proved(
    anna: SignedIn, client: ContractClient, connected: Database, post_office: PostOffice
) -> None:
    phone, _ = await with_phone(anna)
    await letters(connected, post_office)
    connected.sql("UPDATE sessions SET device = 'Edge, Windows'")
    await password_typed(client, anna.email)
    assert await letters(connected, post_office) == [], "it is not open yet"
    assert await prove(client, {"code": phone.code(1)}) == (201, "signed in")
    assert len(await letters(connected, post_office)) == 1
    assert lines(connected) == ["factors_changed", "new_device"]
