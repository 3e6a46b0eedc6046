"""The e-mail of an invitation: its link opens an account, so it leaves and is kept nowhere."""

import re

import pytest

from api.notifications.service import deliver_due
from tests.conftest import Database
from tests.contract.contents import contents
from tests.identity.delegating import EMAIL, NAME, PASSWORD, invitation, named
from tests.letters import text_in
from tests.notifications.conftest import PostOffice
from tests.roles import AsRole

pytestmark = pytest.mark.anyio


async def test_the_link_leaves_by_email_and_opens_while_the_list_of_sendings_does_not_show_it(
    post_office: PostOffice, as_role: AsRole, connected: Database
) -> None:
    doctor, coordinator, nobody = [
        await as_role(role) for role in ("professional", "coordinator", "requester")
    ]
    given = await named(doctor)
    assert given["demo_link"] is None, "a server that sends e-mails shows no link"
    await deliver_due(doctor.community_id)
    assert connected.sql("SELECT state, last_error FROM deliveries") == [("sent", None)]
    [message] = post_office.received
    text = text_in(message)
    found = re.search(r"/invitation/([\w-]{43})\s", text)
    assert found is not None
    assert post_office.to == [EMAIL]
    [sent] = (await coordinator.call("listDeliveries", params={"channel": "email"})).json()["items"]
    assert (sent["kind"], sent["state"]) == ("invited", "sent")
    assert "/invitation" in sent["text"]
    for place in (sent["text"], str(contents(connected))):
        assert found[1] not in place
    assert [word for word in (NAME, "Essai") if word in text] == []
    body = {"token": found[1], "name": None, "password": PASSWORD}
    assert (await nobody.call("acceptInvitation", json=body)).status_code == 201


async def test_an_invitation_withdrawn_or_replaced_before_it_left_is_not_sent(
    post_office: PostOffice, as_role: AsRole, connected: Database
) -> None:
    doctor = await as_role("professional")
    withdrawn = await named(doctor)
    await doctor.call("endMyDelegation", delegation_id=withdrawn["id"])
    again = await doctor.call("inviteDelegate", json=invitation(email="lise@cabinet.example"))
    await doctor.call("sendDelegateInvitation", delegation_id=again.json()["id"])
    await deliver_due(doctor.community_id)
    assert post_office.to == ["lise@cabinet.example"]
    states = connected.sql("SELECT state, last_error IS NOT NULL FROM deliveries ORDER BY created_at, id")
    assert states == [("failed", True), ("failed", True), ("sent", False)]
