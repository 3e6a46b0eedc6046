"""Requests at every stage, lived just now: what makes the demonstration alive on any day."""

from datetime import datetime, timedelta
from uuid import UUID

from api.cases.service import list_cases
from api.contract.models import (
    CancellationReason,
    CareRole,
    CaseAction,
    CaseKind,
    DeclineReason,
    ListCasesQuery,
    Mobility,
    Need,
    RedFlag,
    Solution,
    UnscheduledCareCancellation,
    UnscheduledCareConfirmation,
    UnscheduledCareOutcome,
    UnscheduledCareSolution,
    Urgency,
)
from api.dispatch import service as dispatching
from api.seed.stage import Stage
from api.unscheduled_care import service as requests

NURSE, PHARMACIST, COORDINATOR = "Solène Marchetti", "Hugo Delannoy", "Inès Carpentier"
AUBERTIN, ESTEVE, BELHADDAD = "Dr Camille Aubertin", "Dr Pauline Estève", "Dr Yanis Belhaddad"
GIRAUDET, THEVENIN, KERVELLA = "Dr Marc-Antoine Giraudet", "Dr Lucie Thévenin", "Dr Thomas Kervella"
CAMI = ("CAMI de Vitry, Agathe Rollin", "0199006320")


async def vitry(stage: Stage) -> None:
    """Vitry-sur-Seine: over, booked, waiting for somebody, refused by everybody."""
    await _came(stage)
    await _did_not_come(stage)
    await _cancelled(stage)
    await _nobody_answered(stage)
    await _withdrawn_then_asked_again(stage)
    await _booked(stage)
    await _declined_then_taken(stage)
    await _whole_network(stage)
    await _paused(stage)
    await stage.red_flag(PHARMACIST, stage.ago(95), RedFlag.chest_pain)
    await stage.ask(PHARMACIST, stage.ago(35), Need.prescription_renewal, informed=False)
    await _to_confirm(stage)
    await _near_network(stage)
    # Last, so that the doctor one signs in as has fresh clocks.
    await _attending_doctor_alone(stage)


async def provence(stage: Stage) -> None:
    """Gardanne and its neighbours: a smaller day."""
    doctor, nurse, coordinator = "Dr Élise Roumanille", "Cyrille Vidalenc", "Maud Ferréol"
    attending = _professional(stage, doctor)
    over = await stage.ask(nurse, stage.ago(300), Need.digestive, attending=attending)
    if await stage.accepts(doctor, over, stage.ago(290)):
        await _confirm(stage, doctor, over, 280)
    await stage.ask(nurse, stage.ago(4), Need.dermatology, attending=attending)
    await stage.ask(coordinator, stage.ago(130), Need.urinary, caller=("EHPAD Les Olivades", "0465716201"))
    await _quarters(stage, 130)


async def close_what_is_left(stage: Stage, coordinator: str) -> None:
    """The coordination closes the requests of another day that nobody is booked for."""
    query = ListCasesQuery(kind=CaseKind.unscheduled_care, limit=200)
    async with stage.act(stage.now) as db:
        board = await list_cases(db, stage.cast[coordinator], query)
    for case in board.items:
        if CaseAction.close in case.actions:
            body = UnscheduledCareSolution(solution=Solution.found_elsewhere)
            async with stage.act(stage.now) as db:
                await requests.close_unscheduled_care_request(
                    db, stage.cast[coordinator], case.id, case.version, body, at=stage.now
                )


async def _came(stage: Stage) -> None:
    request = await stage.ask(
        NURSE, stage.ago(26 * 60), Need.minor_trauma, attending=_professional(stage, AUBERTIN)
    )
    if await stage.accepts(AUBERTIN, request, stage.ago(26 * 60 - 9)):
        await _confirm(stage, AUBERTIN, request, 26 * 60 - 15)
        await _outcome(stage, AUBERTIN, request, came=True)


async def _did_not_come(stage: Stage) -> None:
    request = await stage.ask(
        PHARMACIST, stage.ago(27 * 60), Need.urinary, attending=_professional(stage, KERVELLA)
    )
    if await stage.accepts(KERVELLA, request, stage.ago(27 * 60 - 5)):
        await _confirm(stage, KERVELLA, request, 27 * 60 - 11)
        await _outcome(stage, KERVELLA, request, came=False)


async def _cancelled(stage: Stage) -> None:
    request = await stage.ask(NURSE, stage.ago(190), Need.other)
    at = stage.ago(171)
    version = await stage.version(request)
    body = UnscheduledCareCancellation(reason=CancellationReason.person_better)
    async with stage.act(at) as db:
        await requests.cancel_unscheduled_care_request(db, stage.cast[NURSE], request, version, body, at=at)


async def _nobody_answered(stage: Stage) -> None:
    request = await stage.ask(
        PHARMACIST,
        stage.ago(128),
        Need.urinary,
        urgency=Urgency.same_day,
        person=stage.patient(ages=(30, 40)),
    )
    for minutes, who in ((121, GIRAUDET), (118, BELHADDAD)):
        await stage.declines(who, request, stage.ago(minutes), DeclineReason.no_room)
    await _quarters(stage, 128)


async def _withdrawn_then_asked_again(stage: Stage) -> None:
    request = await stage.ask(
        COORDINATOR, stage.ago(75), Need.paediatrics, person=stage.patient(ages=(1, 2)), caller=CAMI
    )
    who, _ = await _first_yes(stage, request, range(68, 28, -5))
    if who is not None:
        version, at = await stage.version(request), stage.ago(25)
        async with stage.act(at) as db:
            await requests.withdraw_from_unscheduled_care_request(
                db, stage.cast[who], request, version, at=at
            )


async def _first_yes(
    stage: Stage, request: UUID, minutes_ago: range, *, not_before: datetime | None = None
) -> tuple[str | None, int]:
    """The first of these doctors whom the search reaches accepts, with a slot from `not_before` on: who, and
    how many minutes ago; None when it reached none of them."""
    for minutes in minutes_ago:
        await stage.time_passes(stage.ago(minutes))
        for who in (GIRAUDET, THEVENIN, ESTEVE, BELHADDAD):
            if await stage.accepts(who, request, stage.ago(minutes), not_before=not_before):
                return who, minutes
    return None, 0


async def _booked(stage: Stage) -> None:
    request = await stage.ask(
        NURSE,
        stage.ago(140),
        Need.prescription_renewal,
        person=stage.patient(ages=(80, 130)),
        attending=_professional(stage, ESTEVE),
        note="Sonner deux fois, la personne entend mal.",
    )
    if await stage.accepts(ESTEVE, request, stage.ago(131), not_before=stage.ago(-60)):
        await _confirm(stage, ESTEVE, request, 120)
        asked = await stage.writes(NURSE, request, stage.ago(112), "Sa fille l’accompagnera. Apporter quoi ?")
        await stage.reads(ESTEVE, request, stage.ago(108), asked)
        said = await stage.writes(ESTEVE, request, stage.ago(107), "La liste de ce qu’elle prend, merci.")
        await stage.reads(NURSE, request, stage.ago(104), said)
    await stage.follow(NURSE, request, stage.ago(100), {ESTEVE: CareRole.attending_doctor})


async def _declined_then_taken(stage: Stage) -> None:
    """The search at work: the own doctor declines, those near do not answer, somebody of the network does."""
    request = await stage.ask(
        NURSE,
        stage.ago(84),
        Need.dermatology,
        person=stage.patient(ages=(20, 40)),
        attending=_professional(stage, BELHADDAD),
    )
    await stage.declines(BELHADDAD, request, stage.ago(79), DeclineReason.no_room)
    await stage.seen(GIRAUDET, request, stage.ago(76))
    await stage.declines(GIRAUDET, request, stage.ago(75), DeclineReason.outside_skills)
    who, minutes = await _first_yes(stage, request, range(71, 6, -5), not_before=stage.ago(-120))
    if who is not None:
        await _confirm(stage, who, request, minutes - 3)


async def _whole_network(stage: Stage) -> None:
    request = await stage.ask(COORDINATOR, stage.ago(52), Need.dermatology, caller=CAMI)
    await stage.seen(THEVENIN, request, stage.ago(47))
    await stage.declines(GIRAUDET, request, stage.ago(44), DeclineReason.outside_skills)
    await _quarters(stage, 52)


async def _paused(stage: Stage) -> None:
    request = await stage.ask(PHARMACIST, stage.ago(22), Need.sick_note, urgency=Urgency.within_48_hours)
    at = stage.ago(12)
    actor = stage.cast[COORDINATOR]
    async with stage.act(at) as db:
        view = await requests.get_unscheduled_care_request(db, actor, request)
        if view.dispatch_id is None:
            return
        search = await dispatching.get_dispatch(db, actor, view.dispatch_id)
        await dispatching.pause_dispatch(db, actor, search.id, search.version, at=at)


async def _to_confirm(stage: Stage) -> None:
    request = await stage.ask(
        NURSE,
        stage.ago(30),
        Need.digestive,
        person=stage.patient(ages=(40, 70)),
        attending=_professional(stage, AUBERTIN),
        note="Préfère être appelée après 18 h.",
    )
    if await stage.accepts(AUBERTIN, request, stage.ago(19), not_before=stage.ago(-100)):
        await stage.writes(NURSE, request, stage.ago(6), "Elle préfère l’interphone : le sonner longtemps.")


async def _near_network(stage: Stage) -> None:
    request = await stage.ask(
        COORDINATOR,
        stage.ago(8),
        Need.minor_trauma,
        urgency=Urgency.same_day,
        person=stage.patient(ages=(16, 20)),
        caller=CAMI,
    )
    await stage.seen(THEVENIN, request, stage.ago(5))
    await stage.declines(KERVELLA, request, stage.ago(4), DeclineReason.outside_skills)


async def _attending_doctor_alone(stage: Stage) -> None:
    attending = _professional(stage, AUBERTIN)
    await stage.ask(
        NURSE,
        stage.ago(3),
        Need.ear_nose_throat,
        person=stage.patient(ages=(4, 7)),
        attending=attending,
        note="Gêne à l’oreille depuis hier soir.",
    )
    await stage.ask(
        PHARMACIST,
        stage.ago(1),
        Need.prescription_renewal,
        urgency=Urgency.within_48_hours,
        mobility=Mobility.home_visit,
        person=stage.patient(ages=(70, 80)),
        attending=attending,
    )


async def _confirm(stage: Stage, who: str, request: UUID, minutes_ago: float) -> None:
    booked = await stage.appointment(who, request)
    if booked is None:
        return
    version, at = await stage.version(request), stage.ago(minutes_ago)
    async with stage.act(at) as db:
        await requests.confirm_unscheduled_care_appointment(
            db, stage.cast[who], request, version, UnscheduledCareConfirmation(), at=at
        )


async def _outcome(stage: Stage, who: str, request: UUID, *, came: bool) -> None:
    booked = await stage.appointment(who, request)
    if booked is None or booked.starts_at > stage.ago(10):
        return
    version, at = await stage.version(request), booked.starts_at + timedelta(minutes=4)
    async with stage.act(at) as db:
        await requests.record_unscheduled_care_outcome(
            db, stage.cast[who], request, version, UnscheduledCareOutcome(came=came), at=at
        )


async def _quarters(stage: Stage, since_minutes: int) -> None:
    """Let the sweep act every five minutes from then to now, as the worker would have."""
    for minutes in range(since_minutes, -1, -5):
        await stage.time_passes(stage.ago(minutes))


def _professional(stage: Stage, who: str) -> UUID:
    found = stage.cast[who].professional_id
    if found is None:
        raise LookupError(f"{who} is no professional in the demonstration")
    return found
