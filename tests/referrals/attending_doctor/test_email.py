"""The e-mail of who looks for a doctor: kept with the identity, read with it, and by nobody else."""

from typing import Any

import pytest

from tests.conftest import Database
from tests.contract.client import ContractClient
from tests.dispatch.scene import accept, offers_of, thread
from tests.people.corrections import correct
from tests.referrals.attending_doctor.conftest import Volunteers
from tests.referrals.attending_doctor.form import a_form, worked
from tests.referrals.attending_doctor.scene import act, enter, looks_for_a_doctor, moved, read
from tests.roles import SignedIn

EMAIL = "honorine@courriel.demo"
CSV = (
    "Nom;Prénom;Date de naissance;Sexe;Téléphone;Code INSEE;Mail\r\n"
    f"Delorme;Honorine;12/03/1950;F;0639984112;94081;{EMAIL}\r\n"
)


async def email_of(who: SignedIn, person_id: str) -> str | None:
    """The e-mail that stands in the identity, for who may read it."""
    shown = await who.call("readIdentity", person_id=person_id, json={})
    assert shown.status_code == 200, shown.text
    found: str | None = shown.json()["email"]
    return found


async def by_the_form(client: ContractClient, coordinator: SignedIn) -> None:
    sent = await client.call(
        "fileAttendingDoctorForm", finess="940000001", json=a_form(await worked(client), email=EMAIL)
    )
    assert sent.status_code == 201, sent.text


async def by_the_list(client: ContractClient, coordinator: SignedIn) -> None:
    entered = await coordinator.call(
        "importAttendingDoctorList",
        content=CSV.encode(),
        headers={"Content-Type": "text/csv"},
        params={"informed_on": "2026-11-02"},
    )
    assert entered.json()["imported"] == 1, entered.text


async def by_hand(client: ContractClient, coordinator: SignedIn) -> None:
    await enter(coordinator, looks_for_a_doctor(email=f"  {EMAIL} "))


@pytest.mark.parametrize("way", [by_the_form, by_the_list, by_hand])
async def test_the_email_given_is_read_with_the_identity_by_whoever_must_reach_the_person(
    way: Any, client: ContractClient, coordinator: SignedIn, volunteers: Volunteers
) -> None:
    [doctor] = await volunteers(1)
    await way(client, coordinator)
    [row] = (await coordinator.call("listAttendingDoctorWaitingList")).json()["items"]
    request = await read(coordinator, row)
    assert await email_of(coordinator, request["person_id"]) == EMAIL
    await moved(coordinator, "qualifyAttendingDoctorRequest", request, outcome="ready")
    await moved(coordinator, "proposeAttendingDoctor", request)
    assert EMAIL not in str(await offers_of(doctor))
    early = await doctor.call("readIdentity", person_id=request["person_id"], json={})
    assert early.status_code == 404
    assert (await accept(doctor)).status_code == 200
    assert EMAIL not in str(await read(doctor, request))
    assert await email_of(doctor, request["person_id"]) == EMAIL


async def test_what_is_added_to_a_person_leaves_their_email_as_it_was(coordinator: SignedIn) -> None:
    request = await enter(coordinator, looks_for_a_doctor(email=EMAIL, informed=False))
    added = await act(
        coordinator, "completeAttendingDoctorRequest", request, informed=True, phone="06 39 98 41 13"
    )
    assert added.status_code == 200, added.text
    shown = (await coordinator.call("readIdentity", person_id=request["person_id"], json={})).json()
    assert (shown["phone"], shown["email"]) == ("+33639984113", EMAIL)


async def test_a_wrong_email_is_put_right_and_can_be_taken_away(coordinator: SignedIn) -> None:
    request = await enter(coordinator, looks_for_a_doctor(email="odile.barsac@courriel.demo"))
    refused = await correct(coordinator, request["person_id"], 422, email="odile.barsac@")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/email"]
    assert await email_of(coordinator, request["person_id"]) == "odile.barsac@courriel.demo"
    await correct(coordinator, request["person_id"], email=EMAIL)
    assert await email_of(coordinator, request["person_id"]) == EMAIL
    [line] = [one for one in await thread(coordinator, request) if one["kind"] == "corrected"]
    assert line["corrected_identity"] == ["email"]
    await correct(coordinator, request["person_id"], email=None)
    assert await email_of(coordinator, request["person_id"]) is None


async def test_without_an_email_the_identity_says_none(coordinator: SignedIn) -> None:
    request = await enter(coordinator)
    assert await email_of(coordinator, request["person_id"]) is None


async def test_an_opposition_erases_the_email_with_the_identity(
    coordinator: SignedIn, connected: Database
) -> None:
    request = await enter(coordinator, looks_for_a_doctor(email=EMAIL))
    await moved(coordinator, "closeAttendingDoctorRequest", request, end="opposition")
    assert connected.sql("SELECT identity_sealed IS NULL FROM people") == [(True,)]
    gone = await coordinator.call("readIdentity", person_id=request["person_id"], json={})
    assert gone.status_code == 404
