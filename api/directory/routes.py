"""The directory and the territory, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.contract.models import (
    Community,
    DirectoryChangeList,
    DirectoryEntries,
    DirectoryFacets,
    Duty,
    DutyInput,
    DutyList,
    ListDirectoryChangesQuery,
    ListDutiesQuery,
    ListProfessionalPointsQuery,
    Membership,
    MembershipInput,
    Newcomer,
    NewcomerInvitationInput,
    NewcomerList,
    OpenPlaceList,
    OrganisationList,
    OrganisationPage,
    OrganisationPageInput,
    PageInput,
    Professional,
    ProfessionalHitList,
    ProfessionalPointList,
    SearchOrganisationsQuery,
    SearchProfessionalsQuery,
    Territory,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, KnownTags, Routes
from api.directory import service

routes = Routes("directory")
communities = Routes("communities")


@communities.operation("getCommunity")
async def get_community(db: Db, actor: CurrentActor) -> Community:
    return await service.get_community(db, actor)


@communities.operation("getTerritory")
async def get_territory(db: Db, actor: CurrentActor) -> Territory:
    return await service.get_territory(db, actor)


@routes.operation("searchProfessionals")
async def search_professionals(
    db: Db, actor: CurrentActor, query: Annotated[SearchProfessionalsQuery, Query()]
) -> ProfessionalHitList:
    return await service.search_professionals(db, actor, query)


@routes.operation("listProfessionalPoints")
async def list_professional_points(
    db: Db, actor: CurrentActor, query: Annotated[ListProfessionalPointsQuery, Query()]
) -> ProfessionalPointList:
    return await service.list_professional_points(db, actor, query)


@routes.operation("getProfessional")
async def get_professional(db: Db, actor: CurrentActor, professional_id: UUID) -> Professional:
    return await service.get_professional(db, actor, professional_id)


@routes.operation("exportProfessionals")
async def export_professionals(db: Db, actor: CurrentActor) -> Response:
    return await service.export_professionals(db, actor)


@routes.operation("getProfessionalCard")
async def get_professional_card(db: Db, actor: CurrentActor, professional_id: UUID) -> Response:
    return await service.get_professional_card(db, actor, professional_id)


@routes.operation("listDirectoryEntries")
async def list_directory_entries(
    db: Db, actor: CurrentActor, known: KnownTags, request: Request
) -> DirectoryEntries | Response:
    return await service.list_directory_entries(db, actor, known, request.headers.get("accept-encoding", ""))


@routes.operation("listDirectoryFacets")
async def list_directory_facets(db: Db, actor: CurrentActor) -> DirectoryFacets:
    return await service.list_directory_facets(db, actor)


@routes.operation("searchOrganisations")
async def search_organisations(
    db: Db, actor: CurrentActor, query: Annotated[SearchOrganisationsQuery, Query()]
) -> OrganisationList:
    return await service.search_organisations(db, actor, query)


@routes.operation("getOrganisation")
async def get_organisation(db: Db, actor: CurrentActor, organisation_id: UUID) -> OrganisationPage:
    return await service.get_organisation(db, actor, organisation_id)


@routes.operation("replaceOrganisationPage")
async def replace_organisation_page(
    db: Db,
    actor: CurrentActor,
    organisation_id: UUID,
    body: OrganisationPageInput,
    version: ExpectedVersion,
) -> OrganisationPage:
    return await service.replace_organisation_page(db, actor, organisation_id, body, expected=version)


@routes.operation("exportOrganisations")
async def export_organisations(db: Db, actor: CurrentActor) -> Response:
    return await service.export_organisations(db, actor)


@routes.operation("getOrganisationCard")
async def get_organisation_card(db: Db, actor: CurrentActor, organisation_id: UUID) -> Response:
    return await service.get_organisation_card(db, actor, organisation_id)


@routes.operation("listDuties")
async def list_duties(db: Db, actor: CurrentActor, query: Annotated[ListDutiesQuery, Query()]) -> DutyList:
    return await service.list_duties(db, actor, query)


@routes.operation("createDuty")
async def create_duty(db: Db, actor: CurrentActor, body: DutyInput) -> Duty:
    return await service.create_duty(db, actor, body)


@routes.operation("deleteDuty")
async def delete_duty(db: Db, actor: CurrentActor, duty_id: UUID) -> None:
    return await service.delete_duty(db, actor, duty_id)


@routes.operation("listOpenNow")
async def list_open_now(db: Db, actor: CurrentActor) -> OpenPlaceList:
    return await service.list_open_now(db, actor)


@routes.operation("getMyMembership")
async def get_my_membership(db: Db, actor: CurrentActor) -> Membership:
    return await service.get_my_membership(db, actor)


@routes.operation("replaceMyMembership")
async def replace_my_membership(
    db: Db, actor: CurrentActor, body: MembershipInput, version: ExpectedVersion
) -> Membership:
    return await service.replace_my_membership(db, actor, body, expected=version)


@routes.operation("confirmMyMembership")
async def confirm_my_membership(db: Db, actor: CurrentActor, version: ExpectedVersion) -> Membership:
    return await service.confirm_my_membership(db, actor, expected=version)


@routes.operation("replaceMyPage")
async def replace_my_page(
    db: Db, actor: CurrentActor, body: PageInput, version: ExpectedVersion
) -> Membership:
    return await service.replace_my_page(db, actor, body, expected=version)


@routes.operation("listDirectoryChanges")
async def list_directory_changes(
    db: Db, actor: CurrentActor, query: Annotated[ListDirectoryChangesQuery, Query()]
) -> DirectoryChangeList:
    return await service.list_directory_changes(db, actor, query)


@routes.operation("listNewcomers")
async def list_newcomers(db: Db, actor: CurrentActor) -> NewcomerList:
    return await service.list_newcomers(db, actor)


@routes.operation("welcomeNewcomer")
async def welcome_newcomer(db: Db, actor: CurrentActor, professional_id: UUID) -> Newcomer:
    return await service.welcome_newcomer(db, actor, professional_id)


@routes.operation("inviteNewcomer")
async def invite_newcomer(
    db: Db, actor: CurrentActor, professional_id: UUID, body: NewcomerInvitationInput
) -> Newcomer:
    return await service.invite_newcomer(db, actor, professional_id, body)


@routes.operation("sendNewcomerInvitation")
async def send_newcomer_invitation(db: Db, actor: CurrentActor, professional_id: UUID) -> Newcomer:
    return await service.send_newcomer_invitation(db, actor, professional_id)


@routes.operation("withdrawNewcomerInvitation")
async def withdraw_newcomer_invitation(db: Db, actor: CurrentActor, professional_id: UUID) -> None:
    return await service.withdraw_newcomer_invitation(db, actor, professional_id)
