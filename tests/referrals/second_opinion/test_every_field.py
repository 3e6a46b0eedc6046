"""Every role by every field of a request: who reads what is medical, and who knows of it at all."""

from typing import Any

from tests.dispatch.scene import accept
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import FACTS, QUESTION, an_ask, file, make_group, moved
from tests.roles import AsRole, SignedIn

OPINION = "Échographie d’abord, puis je la revois avec le résultat."
MEDICAL: dict[str, Any] = {"question": QUESTION, "facts": FACTS, "answer": OPINION}
WITHHELD: dict[str, Any] = {"question": None, "facts": [], "answer": None}
OWN = {"may_read_content", "may_read_identity", "is_mine", "has_taken", "actions"}
"""Fields that say what the reader is to the request: they differ from one to the other."""


async def test_each_role_reads_the_fields_that_are_for_it_and_no_other(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists, as_role: AsRole
) -> None:
    taker, silent = await cardiologists(2)
    doctor, stranger = await as_role("professional"), await as_role("professional")
    group = await make_group(coordinator, [taker, silent])
    request = await file(
        gp,
        an_ask(
            group_id=group["id"],
            attending_doctor_status="known",
            attending_professional_id=str(doctor.professional_id),
        ),
    )
    await accept(taker)
    await moved(taker, "answerSecondOpinion", request, text=OPINION)

    async def fields(who: SignedIn) -> dict[str, Any] | int:
        answer = await who.call("getSecondOpinionRequest", request_id=request["id"])
        return answer.json() if answer.status_code == 200 else answer.status_code

    whole = await fields(gp)
    assert isinstance(whole, dict)
    header = {name: value for name, value in whole.items() if name not in OWN | MEDICAL.keys()}
    for who, medical in (
        (gp, MEDICAL),
        (taker, MEDICAL),
        (doctor, MEDICAL),
        (coordinator, WITHHELD),
    ):
        seen = await fields(who)
        assert isinstance(seen, dict)
        assert {name: seen[name] for name in MEDICAL} == medical
        assert {name: seen[name] for name in header} == header, "the header is the same for all"
        assert seen["may_read_content"] is (medical is MEDICAL)

    nothing = {
        "asked with the group, and too late": await fields(silent),
        "another professional": await fields(stranger),
        "a ward": await fields(await as_role("requester", organisation_kind="hospital_ward")),
        "a regulator": await fields(await as_role("regulator")),
    }
    assert set(nothing.values()) == {404}, nothing
    closed = {
        "a town hall": await fields(await as_role("requester", organisation_kind="town_hall")),
        "the administration": await fields(await as_role("admin")),
        "an auditor": await fields(await as_role("auditor")),
    }
    assert closed == {"a town hall": 404, "the administration": 403, "an auditor": 403}
