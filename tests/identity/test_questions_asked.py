"""How often the database is asked for the same thing while somebody signs in."""

from tests.contract.client import ContractClient
from tests.identity.authenticator import with_phone
from tests.identity.delegating import Office, named
from tests.roles import PASSWORD, AsRole, SignedIn
from tests.statements import statements


async def test_signing_in_asks_once_whether_there_is_a_second_factor(
    client: ContractClient, as_role: AsRole
) -> None:
    anna = await as_role("professional", password=PASSWORD)
    for status in (201, 202):
        with statements() as asked:
            answer = await client.call("createSession", json={"email": anna.email, "password": PASSWORD})
        assert answer.status_code == status
        assert len([one for one in asked if "FROM totp_factors" in one and "FROM passkeys" in one]) == 1
        if status == 201:
            await with_phone(anna)


async def test_a_delegate_of_more_doctors_costs_no_more_questions(
    doctor: SignedIn, as_role: AsRole, office: Office
) -> None:
    counted = []
    others = [await as_role("professional", name=name) for name in ("Dr Léa Essai", "Dr Noé Essai")]
    for who in (doctor, *others):
        await (await office.accept(await named(who))).aclose()
        browser, _ = await office.sign_in()
        with statements() as asked:
            me = (await browser.call("getMe")).json()
        counted.append(len(asked))
        await browser.aclose()
    assert len(me["delegations"]) == 3
    assert counted[2] == counted[1], "for both nobody is chosen yet"
