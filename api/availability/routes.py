"""Closed time, free slots, holds and appointments, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.availability import service
from api.availability.absence_routes import routes as absence_routes
from api.availability.opening_routes import routes as opening_routes
from api.availability.regulation_routes import routes as regulation_routes
from api.availability.waiting_routes import routes as waiting_routes
from api.contract.models import (
    Agenda,
    Appointment,
    AppointmentCancellation,
    AppointmentInput,
    AppointmentList,
    CaldavCalendars,
    CaldavSearch,
    CalendarFeed,
    CalendarFeedInput,
    CallOfferList,
    CallTimes,
    CallTimesInput,
    Closure,
    ClosureInput,
    ExplainTimeQuery,
    GetAgendaQuery,
    GivenTimeInput,
    Hold,
    HoldInput,
    ListAppointmentsQuery,
    ListCallOffersQuery,
    ListNextSlotsQuery,
    ListOutsideCalendarsQuery,
    NewCalendarFeed,
    NextSlotsList,
    OpenProfessionalList,
    OutsideCalendar,
    OutsideCalendarInput,
    OutsideCalendarList,
    SearchSlotsQuery,
    SlotList,
    TimeExplanation,
    UploadOutsideCalendarQuery,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, KnownTags, Routes

__all__ = ["absence_routes", "opening_routes", "regulation_routes", "routes", "waiting_routes"]

routes = Routes("availability")


@routes.operation("createClosure")
async def create_closure(db: Db, actor: CurrentActor, body: ClosureInput) -> Closure:
    return await service.create_closure(db, actor, body)


@routes.operation("deleteClosure")
async def delete_closure(db: Db, actor: CurrentActor, closure_id: UUID) -> None:
    return await service.delete_closure(db, actor, closure_id)


@routes.operation("getAgenda")
async def get_agenda(db: Db, actor: CurrentActor, query: Annotated[GetAgendaQuery, Query()]) -> Agenda:
    return await service.get_agenda(db, actor, query)


@routes.operation("searchSlots")
async def search_slots(db: Db, actor: CurrentActor, query: Annotated[SearchSlotsQuery, Query()]) -> SlotList:
    return await service.search_slots(db, actor, query)


@routes.operation("listNextSlots")
async def list_next_slots(
    db: Db, actor: CurrentActor, query: Annotated[ListNextSlotsQuery, Query()]
) -> NextSlotsList:
    return await service.list_next_slots(db, actor, query)


@routes.operation("explainTime")
async def explain_time(
    db: Db, actor: CurrentActor, query: Annotated[ExplainTimeQuery, Query()]
) -> TimeExplanation:
    return await service.explain_time(db, actor, query)


@routes.operation("getMyCallTimes")
async def get_my_call_times(db: Db, actor: CurrentActor) -> CallTimes:
    return await service.get_my_call_times(db, actor)


@routes.operation("replaceMyCallTimes")
async def replace_my_call_times(
    db: Db, actor: CurrentActor, body: CallTimesInput, version: ExpectedVersion
) -> CallTimes:
    return await service.replace_my_call_times(db, actor, body, version)


@routes.operation("listOpenProfessionals")
async def list_open_professionals(db: Db, actor: CurrentActor) -> OpenProfessionalList:
    return await service.list_open_professionals(db, actor)


@routes.operation("listCallOffers")
async def list_call_offers(
    db: Db, actor: CurrentActor, query: Annotated[ListCallOffersQuery, Query()]
) -> CallOfferList:
    return await service.list_call_offers(db, actor, query)


@routes.operation("bookGivenTime")
async def book_given_time(db: Db, actor: CurrentActor, body: GivenTimeInput) -> Appointment:
    return await service.book_given_time(db, actor, body)


@routes.operation("createHold")
async def create_hold(db: Db, actor: CurrentActor, body: HoldInput) -> Hold:
    return await service.create_hold(db, actor, body)


@routes.operation("deleteHold")
async def delete_hold(db: Db, actor: CurrentActor, hold_id: UUID) -> None:
    return await service.delete_hold(db, actor, hold_id)


@routes.operation("listAppointments")
async def list_appointments(
    db: Db, actor: CurrentActor, query: Annotated[ListAppointmentsQuery, Query()]
) -> AppointmentList:
    return await service.list_appointments(db, actor, query)


@routes.operation("bookAppointment")
async def book_appointment(db: Db, actor: CurrentActor, body: AppointmentInput) -> Appointment:
    return await service.book_appointment(db, actor, body)


@routes.operation("getAppointment")
async def get_appointment(db: Db, actor: CurrentActor, appointment_id: UUID) -> Appointment:
    return await service.get_appointment(db, actor, appointment_id)


@routes.operation("cancelAppointment")
async def cancel_appointment(
    db: Db, actor: CurrentActor, appointment_id: UUID, body: AppointmentCancellation
) -> Appointment:
    return await service.cancel_appointment(db, actor, appointment_id, body)


@routes.operation("fulfilAppointment")
async def fulfil_appointment(db: Db, actor: CurrentActor, appointment_id: UUID) -> Appointment:
    return await service.fulfil_appointment(db, actor, appointment_id)


@routes.operation("recordNoShow")
async def record_no_show(db: Db, actor: CurrentActor, appointment_id: UUID) -> Appointment:
    return await service.record_no_show(db, actor, appointment_id)


@routes.operation("listOutsideCalendars")
async def list_outside_calendars(
    db: Db, actor: CurrentActor, query: Annotated[ListOutsideCalendarsQuery, Query()]
) -> OutsideCalendarList:
    return await service.list_outside_calendars(db, actor, query)


@routes.operation("addOutsideCalendar")
async def add_outside_calendar(db: Db, actor: CurrentActor, body: OutsideCalendarInput) -> OutsideCalendar:
    return await service.add_outside_calendar(db, actor, body)


@routes.operation("findCaldavCalendars")
async def find_caldav_calendars(db: Db, actor: CurrentActor, body: CaldavSearch) -> CaldavCalendars:
    return await service.find_caldav_calendars(db, actor, body)


@routes.operation("uploadOutsideCalendar")
async def upload_outside_calendar(
    db: Db, actor: CurrentActor, query: Annotated[UploadOutsideCalendarQuery, Query()], request: Request
) -> OutsideCalendar:
    media = request.headers.get("content-type", "")
    return await service.upload_outside_calendar(db, actor, query, media, await request.body())


@routes.operation("getOutsideCalendar")
async def get_outside_calendar(db: Db, actor: CurrentActor, calendar_id: UUID) -> OutsideCalendar:
    return await service.get_outside_calendar(db, actor, calendar_id)


@routes.operation("replaceOutsideCalendar")
async def replace_outside_calendar(
    db: Db, actor: CurrentActor, calendar_id: UUID, body: OutsideCalendarInput, version: ExpectedVersion
) -> OutsideCalendar:
    return await service.replace_outside_calendar(db, actor, calendar_id, body, version)


@routes.operation("deleteOutsideCalendar")
async def delete_outside_calendar(
    db: Db, actor: CurrentActor, calendar_id: UUID, version: ExpectedVersion
) -> None:
    return await service.delete_outside_calendar(db, actor, calendar_id, version)


@routes.operation("replaceOutsideCalendarFile")
async def replace_outside_calendar_file(
    db: Db, actor: CurrentActor, calendar_id: UUID, version: ExpectedVersion, request: Request
) -> OutsideCalendar:
    media, content = request.headers.get("content-type", ""), await request.body()
    return await service.replace_outside_calendar_file(db, actor, calendar_id, version, media, content)


@routes.operation("refreshOutsideCalendar")
async def refresh_outside_calendar(db: Db, actor: CurrentActor, calendar_id: UUID) -> OutsideCalendar:
    return await service.refresh_outside_calendar(db, actor, calendar_id)


@routes.operation("getCalendarFeed")
async def get_calendar_feed(db: Db, actor: CurrentActor) -> CalendarFeed:
    return await service.get_calendar_feed(db, actor)


@routes.operation("renewCalendarFeed")
async def renew_calendar_feed(db: Db, actor: CurrentActor, body: CalendarFeedInput) -> NewCalendarFeed:
    return await service.renew_calendar_feed(db, actor, body)


@routes.operation("revokeCalendarFeed")
async def revoke_calendar_feed(db: Db, actor: CurrentActor) -> None:
    return await service.revoke_calendar_feed(db, actor)


@routes.operation("readCalendarFeed")
async def read_calendar_feed(db: Db, secret: str, known: KnownTags) -> Response:
    return await service.read_calendar_feed(db, secret, known)
