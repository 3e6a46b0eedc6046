"""What is written on the thread of a death: never why somebody died."""

import pytest

from tests.conftest import Database
from tests.death_certifications.conftest import Certifiers
from tests.death_certifications.scene import accept, file
from tests.dispatch.scene import file as file_care
from tests.dispatch.scene import thread
from tests.roles import AsRole, SignedIn


async def write(who: SignedIn, case_id: str, text: str, *, confirmed: bool = False) -> tuple[int, str]:
    """Write on a thread; the status, and what is said of the text."""
    body = {"text": text, "confirmed_not_medical": confirmed}
    answer = await who.call("postMessage", case_id=case_id, json=body)
    errors = answer.json().get("errors", [{}])
    return answer.status_code, errors[0].get("pointer", "") + " " + errors[0].get("message", "")


@pytest.mark.parametrize("confirmed", [False, True], ids=["as typed", "confirmed"])
async def test_words_that_look_like_a_cause_are_shown_back_unless_their_author_confirms(
    town_hall: SignedIn, doctors: Certifiers, database: Database, *, confirmed: bool
) -> None:
    [doctor] = await doctors(1)
    request = await file(town_hall)
    await accept(doctor)
    before = await thread(town_hall, request)
    for who, text in ((town_hall, "Le certificat est attendu"), (doctor, "Une overdose, sans doute")):
        status, said = await write(who, request["id"], text, confirmed=confirmed)
        assert status == (201 if confirmed else 422)
        assert confirmed or said.startswith("/text These words look medical: ")
    written = [line["text"] for line in await thread(town_hall, request) if line["kind"] == "message"]
    assert len(written) == (2 if confirmed else 0)
    assert confirmed or await thread(town_hall, request) == before
    assert await write(town_hall, request["id"], "Sonnez chez la gardienne") == (201, " ")


async def test_a_request_for_care_is_written_of_as_before(as_role: AsRole, awake: object) -> None:
    ward = await as_role("requester", organisation_kind="hospital_ward")
    request = await file_care(ward)
    assert await write(ward, request["id"], "L’ordonnance est prête") == (201, " ")
