"""A discharge that is handed to the DAC: its accounts are told, by a number, of nothing else."""

import pytest

from tests.conftest import Database
from tests.referrals.hospital_discharge.scene import a_discharge, act, done, file, read
from tests.roles import AsRole, MakeCommunity, SignedIn

CRITERIA = ["isolated", "refusal_of_help"]


@pytest.fixture
async def dac(as_role: AsRole) -> SignedIn:
    """Whoever answers for the DAC of the territory."""
    return await as_role("requester", organisation_kind="support_service")


async def told(who: SignedIn) -> list[dict[str, object]]:
    """The messages by which somebody learns that a person is handed to them."""
    answer = await who.call("listNotifications", params={"limit": 100})
    assert answer.status_code == 200, answer.text
    return [item for item in answer.json()["items"] if item["kind"] == "discharge_handed_over"]


async def test_the_dac_is_told_by_the_number_and_of_nothing_else(
    ward: SignedIn, coordinator: SignedIn, dac: SignedIn, as_role: AsRole, connected: Database
) -> None:
    colleague = await as_role("requester", organisation_id=dac.organisation_id)
    request = await file(ward, a_discharge("nurse", "equipment", fragilities=["isolated"]))
    await done(coordinator, "handDischargeOver", request, to="dac", criteria=CRITERIA)
    for who in (dac, colleague):
        [message] = await told(who)
        assert message["case_number"] == request["number"]
        said = ("case_id", "need", "discharge_need", "home_at", "starts_at", "due_at")
        assert [message[name] for name in said] == [None] * len(said)
    for other in (ward, coordinator):
        assert await told(other) == []
    sent = connected.sql(
        "SELECT d.channel, d.subject || d.text FROM deliveries d JOIN notifications n"
        " ON n.id = d.notification_id WHERE n.kind = 'discharge_handed_over' AND n.account_id = %s",
        dac.account_id,
    )
    assert {str(channel) for channel, _ in sent} == {"screen", "email"}
    for _, text in sent:
        assert request["number"] in str(text)
        for word in ("Castaing", "Lina", "infirmier", "isol", "refus", "fragil", "Charles"):
            assert word not in str(text)
    assert (await dac.call("getHospitalDischargeRequest", request_id=request["id"])).status_code == 404
    written = connected.sql(
        "SELECT detail->>'told' FROM audit_entries WHERE action = 'hospital_discharge_request.dac_told'"
    )
    assert written == [("2",)]


async def test_prado_and_a_refused_hand_over_tell_the_dac_nothing(
    ward: SignedIn, coordinator: SignedIn, dac: SignedIn
) -> None:
    request = await file(ward)
    few = await act(coordinator, "handDischargeOver", request, to="dac", criteria=["isolated"])
    assert (few.status_code, (await read(coordinator, request))["closed_at"]) == (422, None)
    assert await told(dac) == []
    await done(ward, "handDischargeOver", request, to="prado")
    assert await told(dac) == []


async def test_the_dac_of_another_community_is_told_nothing(
    ward: SignedIn, coordinator: SignedIn, as_role: AsRole, make_community: MakeCommunity
) -> None:
    elsewhere = await make_community("Ailleurs")
    theirs = await as_role("requester", organisation_kind="support_service", community_id=elsewhere.id)
    request = await file(ward)
    seen = await done(coordinator, "handDischargeOver", request, to="dac", criteria=CRITERIA)
    assert seen["state"] == "handed_to_dac"
    assert await told(theirs) == []
