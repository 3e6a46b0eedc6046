"""Certifiers and their rota, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.certifiers import service
from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes

routes = Routes("certifiers")


@routes.operation("listCertifiers")
async def list_certifiers(db: Db, actor: CurrentActor) -> wire.CertifierList:
    return await service.list_certifiers(db, actor)


@routes.operation("addCertifier")
async def add_certifier(db: Db, actor: CurrentActor, body: wire.NewCertifierInput) -> wire.Certifier:
    return await service.add_certifier(db, actor, body)


@routes.operation("getCertifier")
async def get_certifier(db: Db, actor: CurrentActor, professional_id: UUID) -> wire.Certifier:
    return await service.get_certifier(db, actor, professional_id)


@routes.operation("replaceCertifier")
async def replace_certifier(
    db: Db,
    actor: CurrentActor,
    professional_id: UUID,
    body: wire.CertifierInput,
    version: ExpectedVersion,
) -> wire.Certifier:
    return await service.replace_certifier(db, actor, professional_id, body, expected=version)


@routes.operation("getMyCertifier")
async def get_my_certifier(db: Db, actor: CurrentActor) -> wire.OwnCertifier:
    return await service.get_my_certifier(db, actor)


@routes.operation("getDeathRota")
async def get_death_rota(
    db: Db, actor: CurrentActor, query: Annotated[wire.GetDeathRotaQuery, Query()]
) -> wire.DeathRota:
    return await service.get_death_rota(db, actor, query)


@routes.operation("putOnDeathRota")
async def put_on_death_rota(db: Db, actor: CurrentActor, body: wire.RotaShiftInput) -> wire.RotaShift:
    return await service.put_on_death_rota(db, actor, body)


@routes.operation("moveOnDeathRota")
async def move_on_death_rota(
    db: Db, actor: CurrentActor, duty_id: UUID, body: wire.RotaShiftInput, version: ExpectedVersion
) -> wire.RotaShift:
    return await service.move_on_death_rota(db, actor, duty_id, body, expected=version)


@routes.operation("takeOffDeathRota")
async def take_off_death_rota(db: Db, actor: CurrentActor, duty_id: UUID, version: ExpectedVersion) -> None:
    await service.take_off_death_rota(db, actor, duty_id, expected=version)


@routes.operation("copyDeathRotaWeek")
async def copy_death_rota_week(db: Db, actor: CurrentActor, body: wire.RotaCopyInput) -> wire.RotaCopy:
    return await service.copy_death_rota_week(db, actor, body)
