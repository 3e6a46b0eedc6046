"""Requests for an opinion, lived just now: answered, waiting for a detail, asked of a group."""

from typing import Any
from uuid import UUID

from api.cases.service import list_cases
from api.contract.models import (
    AttendingDoctorStatus,
    CaseKind,
    ListCasesQuery,
    ListOpinionGroupsQuery,
    OpinionAnswer,
    OpinionCancellation,
    OpinionCancellationReason,
    OpinionGroupInput,
    OpinionText,
    OpinionUrgency,
    SecondOpinionRequestInput,
)
from api.referrals.second_opinion import service as opinions
from api.seed.stage import Stage, person_facts
from api.seed.stories import AUBERTIN, BELHADDAD, COORDINATOR, ESTEVE

OKONJIA, HERVOUIN, SAADOUNI = "Dr Lina Okonjia", "Dr Cyril Hervouin", "Dr Rosa Saadouni"
CARDIOLOGY, GERIATRICS = "SM04", "SM18"
GROUPS = {
    "Filière cardiologie": (CARDIOLOGY, (OKONJIA, HERVOUIN)),
    "Filière gériatrie": (GERIATRICS, (SAADOUNI,)),
}
_HOUR, _DAY = 60, 24 * 60


async def vitry(stage: Stage) -> None:
    """Vitry-sur-Seine, from the day before yesterday to now."""
    groups = await _groups(stage)
    cardiology = groups["Filière cardiologie"]
    await _answered(stage, cardiology)
    await _waits_for_a_detail(stage, cardiology)
    await _ask(
        stage,
        ESTEVE,
        25,
        cardiology,
        OpinionUrgency.few_days,
        "Hypertension à 16/9 malgré trois molécules, sans retentissement : quel bilan avant d’ajouter ?",
        {"Motif": "Hypertension difficile à équilibrer", "ECG de moins d’un mois": "Fait, normal"},
    )
    await _ask(
        stage,
        BELHADDAD,
        3 * _HOUR,
        groups["Filière gériatrie"],
        OpinionUrgency.few_weeks,
        "Trois chutes en deux mois, huit médicaments dont deux psychotropes : par lesquels commencer ?",
        {
            "Motif": "Chutes répétées",
            "Lieu de vie": "Domicile, seul",
            "Aides en place": "Oui",
            "Chute dans les trois mois": "Oui",
        },
    )


async def close_what_is_left(stage: Stage, coordinator: str) -> None:
    """The coordination ends the requests of another day: their answers came from elsewhere."""
    actor = stage.cast[coordinator]
    body = OpinionCancellation(reason=OpinionCancellationReason.answered_elsewhere)
    async with stage.act(stage.now) as db:
        board = await list_cases(db, actor, ListCasesQuery(kind=CaseKind.second_opinion, limit=200))
    for case in board.items:
        async with stage.act(stage.now) as db:
            await opinions.cancel_second_opinion_request(db, actor, case.id, case.version, body, at=stage.now)


async def _groups(stage: Stage) -> dict[str, UUID]:
    """The groups of the community by name, made the first time."""
    actor = stage.cast[COORDINATOR]
    async with stage.act(stage.ago(2 * _DAY)) as db:
        known = await opinions.list_opinion_groups(db, actor, ListOpinionGroupsQuery())
        found = {group.name: group.id for group in known.items}
        for name, (specialty, members) in GROUPS.items():
            if name not in found:
                ids = [id_ for who in members if (id_ := stage.cast[who].professional_id)]
                body = OpinionGroupInput(name=name, specialty_code=specialty, member_ids=ids)
                found[name] = (await opinions.create_opinion_group(db, actor, body)).id
    return found


async def _answered(stage: Stage, group: UUID) -> None:
    """Asked yesterday, answered within some hours, not yet read."""
    request = await _ask(
        stage,
        AUBERTIN,
        _DAY + 4 * _HOUR,
        group,
        OpinionUrgency.few_days,
        "Palpitations depuis trois semaines, ECG de repos normal, sous bisoprolol 2,5 mg. "
        "Faut-il un Holter avant d’arrêter le bêtabloquant ?",
        {"Motif": "Palpitations", "ECG de moins d’un mois": "Fait, normal"},
    )
    if not await stage.takes(OKONJIA, request, stage.ago(_DAY + 2 * _HOUR)):
        return
    at, version = stage.ago(_DAY), await stage.version(request)
    text = (
        "Holter de 24 heures d’abord, en gardant le bêtabloquant. S’il est normal, arrêt en deux paliers "
        "sur quinze jours. Je revois la patiente si des pauses apparaissent."
    )
    async with stage.act(at) as db:
        actor = stage.cast[OKONJIA]
        await opinions.answer_second_opinion(db, actor, request, version, OpinionAnswer(text=text), at=at)


async def _waits_for_a_detail(stage: Stage, group: UUID) -> None:
    """Asked this morning; the cardiologist needs to know more before answering."""
    request = await _ask(
        stage,
        AUBERTIN,
        5 * _HOUR,
        group,
        OpinionUrgency.same_day,
        "Dyspnée d’effort apparue en un mois, auscultation normale : à voir avant l’échographie ?",
        {"Motif": "Dyspnée d’effort", "ECG de moins d’un mois": "Fait, à discuter"},
    )
    if not await stage.takes(OKONJIA, request, stage.ago(4 * _HOUR)):
        return
    at, version = stage.ago(3 * _HOUR), await stage.version(request)
    body = OpinionText(text="Quel est le BNP, et y a-t-il une orthopnée ?")
    async with stage.act(at) as db:
        actor = stage.cast[OKONJIA]
        await opinions.ask_second_opinion_detail(db, actor, request, version, body, at=at)


async def _ask(
    stage: Stage,
    who: str,
    minutes_ago: float,
    group: UUID,
    urgency: OpinionUrgency,
    question: str,
    facts: dict[str, str],
) -> UUID:
    """A doctor asks a group about one of their own patients; the id of the request."""
    cardiology = "ECG de moins d’un mois" in facts
    answers = facts | ({"Traitement anticoagulant": "Non"} if cardiology else {})
    body: dict[str, Any] = {
        "group_id": group,
        "person": person_facts(stage.patient(ages=(45, 130))),
        "specialty_code": CARDIOLOGY if cardiology else GERIATRICS,
        "urgency": urgency,
        "question": question,
        "facts": [{"label": label, "value": value} for label, value in answers.items()],
        "attending_doctor_status": AttendingDoctorStatus.known,
        "attending_professional_id": stage.cast[who].professional_id,
        "informed": True,
    }
    at = stage.ago(minutes_ago)
    async with stage.act(at) as db:
        asked = SecondOpinionRequestInput.model_validate(body)
        return (await opinions.create_second_opinion_request(db, stage.cast[who], asked, at=at)).id
