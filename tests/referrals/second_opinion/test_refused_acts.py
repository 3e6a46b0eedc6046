"""An opinion: what is refused to whom has no part in it, comes late or writes what may not be kept."""

from tests.dispatch.scene import accept, soon
from tests.referrals.second_opinion.conftest import Specialists
from tests.referrals.second_opinion.scene import act, file, moved, pointers, read, to
from tests.roles import SignedIn

OPINION = "Échographie d’abord, puis je la revois avec le résultat."


async def test_only_who_has_a_part_does_what_belongs_to_it(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    before = await read(gp, request)
    for who, operation, body in (
        (gp, "answerSecondOpinion", {"text": OPINION}),
        (gp, "askSecondOpinionDetail", {"text": "Depuis quand ?"}),
        (gp, "offerSecondOpinionAppointment", {"starts_at": soon(1)}),
        (gp, "withdrawFromSecondOpinion", {}),
        (cardiologist, "giveSecondOpinionDetail", {"text": "Trois semaines"}),
        (cardiologist, "confirmSecondOpinionReading", {"passed_on": False}),
        (cardiologist, "cancelSecondOpinionRequest", {"reason": "other"}),
    ):
        refused = await act(who, operation, request, **body)
        assert refused.status_code == 403, f"{operation}: {refused.text}"
    assert await read(gp, request) == before


async def test_an_act_on_a_version_that_has_changed_is_refused(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    for who, operation, body in (
        (cardiologist, "answerSecondOpinion", {"text": OPINION}),
        (cardiologist, "askSecondOpinionDetail", {"text": "Depuis quand ?"}),
        (cardiologist, "offerSecondOpinionAppointment", {"starts_at": soon(1)}),
        (cardiologist, "withdrawFromSecondOpinion", {}),
        (gp, "giveSecondOpinionDetail", {"text": "Trois semaines"}),
        (gp, "confirmSecondOpinionReading", {"passed_on": False}),
        (gp, "cancelSecondOpinionRequest", {"reason": "other"}),
        (coordinator, "closeSecondOpinionRequest", {"solution": "other"}),
    ):
        refused = await act(who, operation, request, version=0, **body)
        assert refused.status_code == 412, f"{operation}: {refused.text}"
    assert (await read(gp, request))["state"] == "opinion_taken"


async def test_an_act_that_the_state_forbids_is_refused(
    gp: SignedIn, coordinator: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    await moved(cardiologist, "answerSecondOpinion", request, text=OPINION)
    for who, operation, body in (
        (cardiologist, "askSecondOpinionDetail", {"text": "Depuis quand ?"}),
        (cardiologist, "withdrawFromSecondOpinion", {}),
        (gp, "giveSecondOpinionDetail", {"text": "Trois semaines"}),
        (coordinator, "closeSecondOpinionRequest", {"solution": "other"}),
    ):
        refused = await act(who, operation, request, **body)
        assert refused.status_code == 409, f"{operation}: {refused.text}"
    await moved(gp, "confirmSecondOpinionReading", request, passed_on=False)
    for operation, body in (
        ("confirmSecondOpinionReading", {"passed_on": False}),
        ("cancelSecondOpinionRequest", {"reason": "other"}),
    ):
        assert (await act(gp, operation, request, **body)).status_code == 409
    assert (await read(gp, request))["state"] == "opinion_closed"


async def test_nothing_written_may_hold_a_social_security_number(
    gp: SignedIn, cardiologists: Specialists
) -> None:
    [cardiologist] = await cardiologists(1)
    request = await file(gp, to(cardiologist))
    await accept(cardiologist)
    number = "Assurée 2 58 02 94 081 034 17"
    for operation in ("answerSecondOpinion", "askSecondOpinionDetail"):
        assert pointers(await act(cardiologist, operation, request, text=number)) == ["/text"]
        assert pointers(await act(cardiologist, operation, request, text=" " * 12)) == ["/text"]
    await moved(cardiologist, "askSecondOpinionDetail", request, text="Depuis quand ?")
    assert pointers(await act(gp, "giveSecondOpinionDetail", request, text=number)) == ["/text"]
    assert (await read(gp, request))["state"] == "detail_asked"
