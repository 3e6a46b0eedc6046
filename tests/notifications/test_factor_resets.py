"""Whoever's second factors were taken away is told by e-mail, which names nobody."""

import re

from api.core.actor import system_actor
from api.core.db import unit_of_work
from api.identity import service
from api.notifications.service import factor_resets
from tests.conftest import Database
from tests.identity.authenticator import with_phone
from tests.notifications.conftest import PostOffice
from tests.roles import AsRole


async def test_the_letter_says_what_happened_and_what_to_do_and_names_nobody(
    as_role: AsRole, connected: Database, post_office: PostOffice
) -> None:
    anna = await as_role("coordinator", name="Anna Exemple")
    await with_phone(anna)
    async with unit_of_work() as db:
        assert await service.take_away(db, system_actor(), anna.account_id)
    [(account_id,)] = connected.sql(
        "SELECT args->>'account_id' FROM procrastinate_jobs WHERE task_name = %s", factor_resets.TELL
    )
    await factor_resets.deliver(str(account_id))
    assert post_office.to == [anna.email]
    [letter] = post_office.received
    text = f"{letter['Subject']}\n{letter.get_payload(decode=True).decode()}"  # type: ignore[union-attr]
    assert "/connexion" in text
    assert not re.search(r"anna|exemple|vitry", text, re.IGNORECASE)


async def test_a_closed_account_is_written_nothing(
    as_role: AsRole, connected: Database, post_office: PostOffice
) -> None:
    anna = await as_role("coordinator")
    connected.sql("UPDATE accounts SET is_active = false WHERE id = %s", anna.account_id)
    await factor_resets.deliver(str(anna.account_id))
    assert post_office.received == []
