"""FHIR for the national SAS platform, and the page where the address of a slot leads."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.contract.models import RegulationView
from api.core.actor import CurrentActor, OptionalActor
from api.core.db import Db
from api.core.routing import Routes
from api.fhir import requests, service

fhir = Routes("fhir")


@fhir.operation("getFhirCapabilities")
async def get_fhir_capabilities(request: Request) -> Response:
    sent = requests.read(request)
    return requests.answer(sent, service.capabilities(sent))


@fhir.operation("searchFhirSlots")
async def search_fhir_slots(db: Db, actor: CurrentActor, request: Request) -> Response:
    sent = requests.read(request)
    return requests.answer(sent, await service.search_slots(db, actor, sent))


@fhir.operation("searchFhirSlotsByForm")
async def search_fhir_slots_by_form(db: Db, actor: CurrentActor, request: Request) -> Response:
    sent = await requests.read_form(request)
    return requests.answer(sent, await service.search_slots(db, actor, sent))


@fhir.operation("readFhirSlot")
async def read_fhir_slot(db: Db, actor: CurrentActor, request: Request, resource_id: str) -> Response:
    return requests.answer(requests.read(request), await service.read_slot(db, actor, resource_id))


@fhir.operation("readFhirSchedule")
async def read_fhir_schedule(db: Db, actor: CurrentActor, request: Request, resource_id: str) -> Response:
    return requests.answer(requests.read(request), await service.read_schedule(db, actor, resource_id))


@fhir.operation("createFhirPractitioner")
async def create_fhir_practitioner(db: Db, actor: CurrentActor, request: Request) -> Response:
    sent, body = requests.read(request), await requests.read_resource(request)
    resource, address = await service.create_regulator(db, actor, sent, body)
    return requests.answer_kept(sent, resource, address, status=201)


@fhir.operation("replaceFhirPractitioner")
async def replace_fhir_practitioner(db: Db, actor: CurrentActor, request: Request) -> Response:
    sent, body = requests.read(request), await requests.read_resource(request)
    resource, address = await service.replace_regulator(db, actor, sent, body)
    return requests.answer_kept(sent, resource, address, status=200)


@fhir.operation("readFhirPractitioner")
async def read_fhir_practitioner(db: Db, actor: CurrentActor, request: Request, resource_id: str) -> Response:
    return requests.answer(requests.read(request), await service.read_practitioner(db, actor, resource_id))


@fhir.operation("readFhirPractitionerRole")
async def read_fhir_practitioner_role(
    db: Db, actor: CurrentActor, request: Request, resource_id: str
) -> Response:
    return requests.answer(
        requests.read(request), await service.read_practitioner_role(db, actor, resource_id)
    )


@fhir.operation("readFhirHealthcareService")
async def read_fhir_healthcare_service(
    db: Db, actor: CurrentActor, request: Request, resource_id: str
) -> Response:
    return requests.answer(
        requests.read(request), await service.read_healthcare_service(db, actor, resource_id)
    )


@fhir.operation("readFhirOrganization")
async def read_fhir_organization(db: Db, actor: CurrentActor, request: Request, resource_id: str) -> Response:
    return requests.answer(requests.read(request), await service.read_organization(db, actor, resource_id))


@fhir.operation("getMyRegulationView")
async def get_my_regulation_view(db: Db, actor: CurrentActor) -> RegulationView:
    return await service.get_my_regulation_view(db, actor)


@fhir.operation("openBookingPage")
async def open_booking_page(db: Db, actor: OptionalActor, request: Request) -> Response:
    page = await service.booking_page(db, actor, request.query_params.multi_items())
    return RedirectResponse(page, 302)
