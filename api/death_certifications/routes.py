"""The certification of deaths on the wire."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.death_certifications import service

routes = Routes("death_certifications")


@routes.operation("listDeathCertificationRequests")
async def list_death_certification_requests(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListDeathCertificationRequestsQuery, Query()]
) -> wire.DeathCertificationRequestList:
    return await service.list_death_certification_requests(db, actor, query)


@routes.operation("createDeathCertificationRequest")
async def create_death_certification_request(
    db: Db, actor: CurrentActor, body: wire.DeathCertificationRequestInput
) -> wire.DeathCertificationRequest:
    return await service.create_death_certification_request(db, actor, body)


@routes.operation("getDeathCertificationRequest")
async def get_death_certification_request(
    db: Db, actor: CurrentActor, request_id: UUID
) -> wire.DeathCertificationRequest:
    return await service.get_death_certification_request(db, actor, request_id)


@routes.operation("answerDeathSafetyQuestions")
async def answer_death_safety_questions(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathSafetyAnswers
) -> wire.DeathCertificationRequest:
    return await service.answer_death_safety_questions(db, actor, request_id, version, body)


@routes.operation("cancelDeathCertificationRequest")
async def cancel_death_certification_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathCancellation
) -> wire.DeathCertificationRequest:
    return await service.cancel_death_certification_request(db, actor, request_id, version, body)


@routes.operation("departForDeathCertification")
async def depart_for_death_certification(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathDeparture
) -> wire.DeathCertificationRequest:
    return await service.depart_for_death_certification(db, actor, request_id, version, body)


@routes.operation("arriveForDeathCertification")
async def arrive_for_death_certification(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.DeathCertificationRequest:
    return await service.arrive_for_death_certification(db, actor, request_id, version)


@routes.operation("certifyDeath")
async def certify_death(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathCertificate
) -> wire.DeathCertificationRequest:
    return await service.certify_death(db, actor, request_id, version, body)


@routes.operation("reportMedicoLegalObstacle")
async def report_medico_legal_obstacle(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathObstacle
) -> wire.DeathCertificationRequest:
    return await service.report_medico_legal_obstacle(db, actor, request_id, version, body)


@routes.operation("handDeathCertificationToDoctor")
async def hand_death_certification_to_doctor(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.DeathCertificationRequest:
    return await service.hand_death_certification_to_doctor(db, actor, request_id, version)


@routes.operation("withdrawFromDeathCertification")
async def withdraw_from_death_certification(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.DeathCertificationRequest:
    return await service.withdraw_from_death_certification(db, actor, request_id, version)


@routes.operation("handDeathCertificationToSamu")
async def hand_death_certification_to_samu(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.DeathCertificationRequest:
    return await service.hand_death_certification_to_samu(db, actor, request_id, version)


@routes.operation("closeDeathCertificationElsewhere")
async def close_death_certification_elsewhere(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathExternalClosure
) -> wire.DeathCertificationRequest:
    return await service.close_death_certification_elsewhere(db, actor, request_id, version, body)


@routes.operation("markDeathCertificationDuplicate")
async def mark_death_certification_duplicate(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathDuplicate
) -> wire.DeathCertificationRequest:
    return await service.mark_death_certification_duplicate(db, actor, request_id, version, body)


@routes.operation("undoDeathCertificationDuplicate")
async def undo_death_certification_duplicate(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.DeathCertificationRequest:
    return await service.undo_death_certification_duplicate(db, actor, request_id, version)


@routes.operation("correctDeathCertificationRequest")
async def correct_death_certification_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.DeathCorrection
) -> wire.DeathCertificationRequest:
    return await service.correct_death_certification_request(db, actor, request_id, version, body)


@routes.operation("shareDeathCertificationWithFamily")
async def share_death_certification_with_family(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.DeathFamilyLink:
    return await service.share_death_certification_with_family(db, actor, request_id, version)


@routes.operation("withdrawDeathFamilyLink")
async def withdraw_death_family_link(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.DeathCertificationRequest:
    return await service.withdraw_death_family_link(db, actor, request_id, version)


@routes.operation("getDeathFamilyPage")
async def get_death_family_page(
    db: Db, family_token: Annotated[str, Path(pattern="^[A-Za-z0-9_-]{43}$")]
) -> wire.DeathFamilyPage:
    return await service.get_death_family_page(db, family_token)


@routes.operation("getDeathCertificationFigures")
async def get_death_certification_figures(
    db: Db, actor: CurrentActor, query: Annotated[wire.GetDeathCertificationFiguresQuery, Query()]
) -> wire.DeathCertificationFigures:
    return await service.get_death_certification_figures(db, actor, query)


@routes.operation("exportDeathCertificationFigures")
async def export_death_certification_figures(
    db: Db, actor: CurrentActor, query: Annotated[wire.ExportDeathCertificationFiguresQuery, Query()]
) -> Response:
    return await service.export_death_certification_figures(db, actor, query)
