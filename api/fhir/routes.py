"""FHIR for the national SAS platform, and the page where the address of a slot leads."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from api.core.actor import CurrentActor, OptionalActor
from api.core.db import Db
from api.core.routing import Routes
from api.fhir import requests, service

fhir = Routes("fhir")


@fhir.operation("getFhirCapabilities")
async def get_fhir_capabilities(request: Request) -> Response:
    return requests.answer(requests.read(request), service.capabilities())


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


@fhir.operation("openBookingPage")
async def open_booking_page(actor: OptionalActor, request: Request) -> Response:
    page = service.booking_page(request.query_params.multi_items(), signed_in=actor is not None)
    return RedirectResponse(page, 302)
