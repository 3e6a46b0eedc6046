"""What somebody is told of how they sign in: among their messages, and by e-mails that name nobody."""

import re

import pytest

from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.identity import service
from api.identity.factor_rules import FactorNews
from api.notifications.service import factor_news
from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.identity.authenticator import password_typed, prove, proved, with_passkey, with_phone
from tests.letters import whole
from tests.notifications.conftest import PostOffice, choose
from tests.roles import PASSWORD, AsRole, SignedIn

pytestmark = pytest.mark.usefixtures("step_begins")

CHANGED, AGAIN = "factors_changed", "code_tried_again"


@pytest.fixture
async def anna(as_role: AsRole) -> SignedIn:
    """A coordinator with a password."""
    return await as_role("coordinator", password=PASSWORD, name="Anna Exemple")


async def messages(who: ContractClient) -> list[str]:
    """The kinds of what is on the screen about one's account, the oldest first."""
    found = (await who.call("listNotifications")).json()["items"]
    return [one["kind"] for one in reversed(found) if one["kind"] in (CHANGED, AGAIN)]


async def letters(database: Database, office: PostOffice) -> list[str]:
    """What the e-mails that wait say, the oldest first, once they are sent; each names nobody."""
    waiting = database.sql(
        "SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", factor_news.TELL
    )
    database.sql("DELETE FROM procrastinate_jobs WHERE task_name = %s", factor_news.TELL)
    before = len(office.received)
    for (args,) in waiting:
        await factor_news.deliver(**args)  # type: ignore[arg-type]
    said = [whole(one) for one in office.received[before:]]
    assert not any(re.search(r"anna|exemple|vitry", text, re.IGNORECASE) for text in said)
    return said


async def test_each_change_of_ones_factors_is_told_on_screen_and_by_e_mail(
    anna: SignedIn, connected: Database, post_office: PostOffice
) -> None:
    _, codes = await with_phone(anna)
    [added] = await letters(connected, post_office)
    assert "est ajouté" in added
    assert "/double-authentification" in added
    await proved(anna, {"code": codes[0]})
    await with_passkey(anna)
    await proved(anna, {"code": codes[1]})
    drawn = (await anna.call("drawRecoveryCodes")).json()["codes"]
    await proved(anna, {"code": drawn[0]})
    assert (await anna.call("removeTotp")).status_code == 204
    await proved(anna, {"code": drawn[1]})
    assert await messages(anna) == [CHANGED] * 4
    [passkey] = (await anna.call("getMySecondFactor")).json()["passkeys"]
    assert (await anna.call("removePasskey", passkey_id=passkey["id"])).status_code == 204
    assert (await anna.call("getMe")).json()["second_factor_owed"] is True
    key, fresh, phone, last = await letters(connected, post_office)
    assert "est ajouté" in key
    assert "nouveaux codes de secours" in fresh
    assert "est retiré" in phone
    assert "est retiré" in last
    assert post_office.to == [anna.email] * 5
    assert connected.sql("SELECT kind FROM notifications") == [(CHANGED,)] * 5


async def test_what_is_refused_is_no_change_to_tell(
    anna: SignedIn, connected: Database, post_office: PostOffice
) -> None:
    await with_phone(anna)
    await letters(connected, post_office)
    for operation in ("removeTotp", "drawRecoveryCodes"):
        assert (await anna.call(operation)).status_code == 403
    assert (await anna.call("proveAgain", json={"code": "000000"})).status_code == 403
    assert await letters(connected, post_office) == []
    assert await messages(anna) == [CHANGED]


@pytest.mark.parametrize("by", ["application", "recovery code"])
async def test_a_code_that_served_already_is_told_when_it_is_tried_again(
    anna: SignedIn, client: ContractClient, connected: Database, post_office: PostOffice, by: str
) -> None:
    phone, codes = await with_phone(anna)
    code = phone.code(1) if by == "application" else codes[0]
    await password_typed(client, anna.email)
    assert await prove(client, {"code": code}) == (201, "signed in")
    await letters(connected, post_office)
    await password_typed(client, anna.email)
    assert await prove(client, {"code": code}) == (403, "second_factor_wrong")
    [told] = await letters(connected, post_office)
    assert "avait déjà servi" in told
    assert "/mes-connexions" in told
    assert await messages(anna) == [CHANGED, AGAIN]


async def test_a_code_that_never_was_one_is_not_told(
    anna: SignedIn, client: ContractClient, connected: Database, post_office: PostOffice
) -> None:
    phone, _ = await with_phone(anna)
    await letters(connected, post_office)
    for code in (phone.code(3), "abcde-fghij"):
        await password_typed(client, anna.email)
        assert await prove(client, {"code": code}) == (403, "second_factor_wrong")
    assert await letters(connected, post_office) == []
    assert await messages(anna) == [CHANGED]


async def test_who_turned_every_e_mail_off_is_told_all_the_same(
    as_role: AsRole, connected: Database, post_office: PostOffice
) -> None:
    doctor = await as_role("professional", password=PASSWORD)
    silent = {"email": False, "sms": False, "push": False}
    known = (await doctor.call("getNotificationPreferences")).json()
    await choose(doctor, choices=dict.fromkeys(known["choices"], silent))
    await with_phone(doctor)
    assert len(await letters(connected, post_office)) == 1


async def test_a_reset_says_what_to_do_also_from_the_command_line(
    anna: SignedIn, client: ContractClient, connected: Database, post_office: PostOffice
) -> None:
    await with_phone(anna)
    await letters(connected, post_office)
    async with unit_of_work() as db:
        assert await service.take_away(db, system_actor(), anna.account_id)
    [reset] = await letters(connected, post_office)
    assert "vient d’être retirée" in reset
    assert "/connexion" in reset
    assert connected.sql("SELECT kind FROM notifications ORDER BY created_at") == [(CHANGED,)] * 2


async def test_who_has_no_community_left_is_told_by_e_mail(
    anna: SignedIn, connected: Database, post_office: PostOffice
) -> None:
    await with_phone(anna)
    await letters(connected, post_office)
    connected.sql("DELETE FROM grants WHERE account_id = %s", anna.account_id)
    async with unit_of_work() as db:
        assert await service.take_away(db, system_actor(), anna.account_id)
    assert len(await letters(connected, post_office)) == 1
    assert connected.sql("SELECT count(*) FROM notifications") == [(1,)]


async def test_a_letter_that_is_sent_again_is_the_same_one_and_a_closed_account_gets_none(
    anna: SignedIn, connected: Database, post_office: PostOffice
) -> None:
    await with_phone(anna)
    [(args,)] = connected.sql("SELECT args FROM procrastinate_jobs WHERE task_name = %s", factor_news.TELL)
    assert isinstance(args, dict)
    for _ in range(2):
        await factor_news.deliver(**args)
    first, again = post_office.received
    assert first["Message-ID"] == again["Message-ID"]
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", anna.account_id)
    await factor_news.deliver(**args)
    assert len(post_office.received) == 2
    assert set(FactorNews) == set(factor_news._LETTERS)
