"""Requests for an opinion, groups and templates on the wire."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.referrals.second_opinion import service

routes = Routes("second_opinion")


@routes.operation("listSecondOpinionRequests")
async def list_second_opinion_requests(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListSecondOpinionRequestsQuery, Query()]
) -> wire.SecondOpinionRequestList:
    return await service.list_second_opinion_requests(db, actor, query)


@routes.operation("createSecondOpinionRequest")
async def create_second_opinion_request(
    db: Db, actor: CurrentActor, body: wire.SecondOpinionRequestInput
) -> wire.SecondOpinionRequest:
    return await service.create_second_opinion_request(db, actor, body)


@routes.operation("getSecondOpinionRequest")
async def get_second_opinion_request(
    db: Db, actor: CurrentActor, request_id: UUID
) -> wire.SecondOpinionRequest:
    return await service.get_second_opinion_request(db, actor, request_id)


@routes.operation("answerSecondOpinion")
async def answer_second_opinion(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.OpinionAnswer
) -> wire.SecondOpinionRequest:
    return await service.answer_second_opinion(db, actor, request_id, version, body)


@routes.operation("askSecondOpinionDetail")
async def ask_second_opinion_detail(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.OpinionText
) -> wire.SecondOpinionRequest:
    return await service.ask_second_opinion_detail(db, actor, request_id, version, body)


@routes.operation("giveSecondOpinionDetail")
async def give_second_opinion_detail(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.OpinionText
) -> wire.SecondOpinionRequest:
    return await service.give_second_opinion_detail(db, actor, request_id, version, body)


@routes.operation("offerSecondOpinionAppointment")
async def offer_second_opinion_appointment(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.OpinionAppointment
) -> wire.SecondOpinionRequest:
    return await service.offer_second_opinion_appointment(db, actor, request_id, version, body)


@routes.operation("confirmSecondOpinionReading")
async def confirm_second_opinion_reading(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.OpinionReading
) -> wire.SecondOpinionRequest:
    return await service.confirm_second_opinion_reading(db, actor, request_id, version, body)


@routes.operation("withdrawFromSecondOpinion")
async def withdraw_from_second_opinion(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion
) -> wire.SecondOpinionRequest:
    return await service.withdraw_from_second_opinion(db, actor, request_id, version)


@routes.operation("cancelSecondOpinionRequest")
async def cancel_second_opinion_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.OpinionCancellation
) -> wire.SecondOpinionRequest:
    return await service.cancel_second_opinion_request(db, actor, request_id, version, body)


@routes.operation("closeSecondOpinionRequest")
async def close_second_opinion_request(
    db: Db, actor: CurrentActor, request_id: UUID, version: ExpectedVersion, body: wire.OpinionSolutionInput
) -> wire.SecondOpinionRequest:
    return await service.close_second_opinion_request(db, actor, request_id, version, body)


@routes.operation("listOpinionGroups")
async def list_opinion_groups(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListOpinionGroupsQuery, Query()]
) -> wire.OpinionGroupList:
    return await service.list_opinion_groups(db, actor, query)


@routes.operation("createOpinionGroup")
async def create_opinion_group(
    db: Db, actor: CurrentActor, body: wire.OpinionGroupInput
) -> wire.OpinionGroup:
    return await service.create_opinion_group(db, actor, body)


@routes.operation("replaceOpinionGroup")
async def replace_opinion_group(
    db: Db, actor: CurrentActor, group_id: UUID, version: ExpectedVersion, body: wire.OpinionGroupInput
) -> wire.OpinionGroup:
    return await service.replace_opinion_group(db, actor, group_id, version, body)


@routes.operation("deleteOpinionGroup")
async def delete_opinion_group(db: Db, actor: CurrentActor, group_id: UUID) -> None:
    return await service.delete_opinion_group(db, actor, group_id)


@routes.operation("listOpinionTemplates")
async def list_opinion_templates(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListOpinionTemplatesQuery, Query()]
) -> wire.OpinionTemplateList:
    return await service.list_opinion_templates(db, actor, query)


@routes.operation("replaceOpinionTemplate")
async def replace_opinion_template(
    db: Db,
    actor: CurrentActor,
    specialty_code: Annotated[str, Path(pattern="^S[A-Z]{1,2}[0-9]{2}$")],
    version: ExpectedVersion,
    body: wire.OpinionTemplateInput,
) -> wire.OpinionTemplate:
    return await service.replace_opinion_template(db, actor, specialty_code, version, body)
