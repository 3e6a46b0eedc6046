"""Sites of teleconsultation and the census of those who assist, over HTTP."""

from uuid import UUID

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.teleconsultations.sites import service

routes = Routes("teleconsultation_sites")


@routes.operation("listTeleconsultationSites")
async def list_teleconsultation_sites(db: Db, actor: CurrentActor) -> wire.TeleconsultationSiteList:
    return await service.list_teleconsultation_sites(db, actor)


@routes.operation("openTeleconsultationSite")
async def open_teleconsultation_site(
    db: Db, actor: CurrentActor, body: wire.TeleconsultationSiteInput
) -> wire.TeleconsultationSite:
    return await service.open_teleconsultation_site(db, actor, body)


@routes.operation("getTeleconsultationSite")
async def get_teleconsultation_site(db: Db, actor: CurrentActor, site_id: UUID) -> wire.TeleconsultationSite:
    return await service.get_teleconsultation_site(db, actor, site_id)


@routes.operation("replaceTeleconsultationSite")
async def replace_teleconsultation_site(
    db: Db,
    actor: CurrentActor,
    site_id: UUID,
    body: wire.TeleconsultationSiteInput,
    version: ExpectedVersion,
) -> wire.TeleconsultationSite:
    return await service.replace_teleconsultation_site(db, actor, site_id, body, expected=version)


@routes.operation("replaceTeleconsultationSitePeople")
async def replace_teleconsultation_site_people(
    db: Db,
    actor: CurrentActor,
    site_id: UUID,
    body: wire.TeleconsultationSitePeopleInput,
    version: ExpectedVersion,
) -> wire.TeleconsultationSite:
    return await service.replace_teleconsultation_site_people(db, actor, site_id, body, expected=version)


@routes.operation("replaceTeleconsultationSiteOpening")
async def replace_teleconsultation_site_opening(
    db: Db,
    actor: CurrentActor,
    site_id: UUID,
    body: wire.TeleconsultationSiteOpening,
    version: ExpectedVersion,
) -> wire.TeleconsultationSite:
    return await service.replace_teleconsultation_site_opening(db, actor, site_id, body, expected=version)


@routes.operation("replaceTeleconsultationSiteKit")
async def replace_teleconsultation_site_kit(
    db: Db,
    actor: CurrentActor,
    site_id: UUID,
    body: wire.TeleconsultationKitInput,
    version: ExpectedVersion,
) -> wire.TeleconsultationSite:
    return await service.replace_teleconsultation_site_kit(db, actor, site_id, body, expected=version)


@routes.operation("recordTeleconsultationConnectionTest")
async def record_teleconsultation_connection_test(
    db: Db,
    actor: CurrentActor,
    site_id: UUID,
    body: wire.TeleconsultationConnectionInput,
    version: ExpectedVersion,
) -> wire.TeleconsultationSite:
    return await service.record_teleconsultation_connection_test(db, actor, site_id, body, expected=version)


@routes.operation("listTeleconsultationAssistants")
async def list_teleconsultation_assistants(db: Db, actor: CurrentActor) -> wire.TeleconsultationAssistantList:
    return await service.list_teleconsultation_assistants(db, actor)


@routes.operation("replaceTeleconsultationTraining")
async def replace_teleconsultation_training(
    db: Db,
    actor: CurrentActor,
    professional_id: UUID,
    body: wire.TeleconsultationTrainingInput,
    version: ExpectedVersion,
) -> wire.TeleconsultationAssistant:
    return await service.replace_teleconsultation_training(db, actor, professional_id, body, expected=version)


@routes.operation("getMyTeleconsultation")
async def get_my_teleconsultation(db: Db, actor: CurrentActor) -> wire.OwnTeleconsultation:
    return await service.get_my_teleconsultation(db, actor)


@routes.operation("replaceMyTeleconsultation")
async def replace_my_teleconsultation(
    db: Db, actor: CurrentActor, body: wire.OwnTeleconsultationInput
) -> wire.OwnTeleconsultation:
    return await service.replace_my_teleconsultation(db, actor, body)
