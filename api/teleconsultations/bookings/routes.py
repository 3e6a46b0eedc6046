"""Bookings of assisted teleconsultations on the wire."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Query

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes
from api.teleconsultations.bookings import service

routes = Routes("teleconsultations")
kiosk = Routes("teleconsultation_kiosk")


@routes.operation("listTeleconsultationTimes")
async def list_teleconsultation_times(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListTeleconsultationTimesQuery, Query()]
) -> wire.TeleconsultationTimeList:
    return await service.list_teleconsultation_times(db, actor, query)


@routes.operation("holdTeleconsultation")
async def hold_teleconsultation(
    db: Db, actor: CurrentActor, body: wire.TeleconsultationHoldInput
) -> wire.TeleconsultationHold:
    return await service.hold_teleconsultation(db, actor, body)


@routes.operation("releaseTeleconsultationHold")
async def release_teleconsultation_hold(db: Db, actor: CurrentActor, hold_id: UUID) -> None:
    await service.release_teleconsultation_hold(db, actor, hold_id)


@routes.operation("listTeleconsultations")
async def list_teleconsultations(
    db: Db, actor: CurrentActor, query: Annotated[wire.ListTeleconsultationsQuery, Query()]
) -> wire.TeleconsultationList:
    return await service.list_teleconsultations(db, actor, query)


@routes.operation("confirmTeleconsultation")
async def confirm_teleconsultation(
    db: Db, actor: CurrentActor, body: wire.TeleconsultationInput
) -> wire.Teleconsultation:
    return await service.confirm_teleconsultation(db, actor, body)


@routes.operation("askTeleconsultationSoon")
async def ask_teleconsultation_soon(
    db: Db, actor: CurrentActor, body: wire.TeleconsultationSearchInput
) -> wire.Teleconsultation:
    return await service.ask_teleconsultation_soon(db, actor, body)


@routes.operation("getTeleconsultation")
async def get_teleconsultation(db: Db, actor: CurrentActor, booking_id: UUID) -> wire.Teleconsultation:
    return await service.get_teleconsultation(db, actor, booking_id)


@routes.operation("moveTeleconsultation")
async def move_teleconsultation(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion, body: wire.TeleconsultationMove
) -> wire.Teleconsultation:
    return await service.move_teleconsultation(db, actor, booking_id, version, body)


@routes.operation("cancelTeleconsultation")
async def cancel_teleconsultation(
    db: Db,
    actor: CurrentActor,
    booking_id: UUID,
    version: ExpectedVersion,
    body: wire.TeleconsultationCancellation,
) -> wire.Teleconsultation:
    return await service.cancel_teleconsultation(db, actor, booking_id, version, body)


@routes.operation("confirmTeleconsultationByPhone")
async def confirm_teleconsultation_by_phone(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion
) -> wire.Teleconsultation:
    return await service.confirm_teleconsultation_by_phone(db, actor, booking_id, version)


@routes.operation("recordTeleconsultationConsent")
async def record_teleconsultation_consent(
    db: Db,
    actor: CurrentActor,
    booking_id: UUID,
    version: ExpectedVersion,
    body: wire.TeleconsultationConsentInput,
) -> wire.Teleconsultation:
    return await service.record_teleconsultation_consent(db, actor, booking_id, version, body)


@routes.operation("checkInTeleconsultation")
async def check_in_teleconsultation(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion
) -> wire.Teleconsultation:
    return await service.check_in_teleconsultation(db, actor, booking_id, version)


@routes.operation("startTeleconsultation")
async def start_teleconsultation(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion
) -> wire.Teleconsultation:
    return await service.start_teleconsultation(db, actor, booking_id, version)


@routes.operation("interruptTeleconsultation")
async def interrupt_teleconsultation(
    db: Db,
    actor: CurrentActor,
    booking_id: UUID,
    version: ExpectedVersion,
    body: wire.TeleconsultationInterruption,
) -> wire.Teleconsultation:
    return await service.interrupt_teleconsultation(db, actor, booking_id, version, body)


@routes.operation("finishTeleconsultation")
async def finish_teleconsultation(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion, body: wire.TeleconsultationEnd
) -> wire.Teleconsultation:
    return await service.finish_teleconsultation(db, actor, booking_id, version, body)


@routes.operation("tickTeleconsultationReport")
async def tick_teleconsultation_report(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion, body: wire.TeleconsultationEnd
) -> wire.Teleconsultation:
    return await service.tick_teleconsultation_report(db, actor, booking_id, version, body)


@routes.operation("recordTeleconsultationNoShow")
async def record_teleconsultation_no_show(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion
) -> wire.Teleconsultation:
    return await service.record_teleconsultation_no_show(db, actor, booking_id, version)


@routes.operation("releaseTeleconsultation")
async def release_teleconsultation(
    db: Db, actor: CurrentActor, booking_id: UUID, version: ExpectedVersion
) -> wire.Teleconsultation:
    return await service.release_teleconsultation(db, actor, booking_id, version)


@routes.operation("closeTeleconsultation")
async def close_teleconsultation(
    db: Db,
    actor: CurrentActor,
    booking_id: UUID,
    version: ExpectedVersion,
    body: wire.TeleconsultationSolutionInput,
) -> wire.Teleconsultation:
    return await service.close_teleconsultation(db, actor, booking_id, version, body)


@routes.operation("getMyTeleconsultationCount")
async def get_my_teleconsultation_count(db: Db, actor: CurrentActor) -> wire.TeleconsultationCount:
    return await service.get_my_teleconsultation_count(db, actor)


@routes.operation("getTeleconsultationFigures")
async def get_teleconsultation_figures(
    db: Db, actor: CurrentActor, query: Annotated[wire.GetTeleconsultationFiguresQuery, Query()]
) -> wire.TeleconsultationFigures:
    return await service.get_teleconsultation_figures(db, actor, query)


@routes.operation("listTeleconsultationKiosks")
async def list_teleconsultation_kiosks(db: Db, actor: CurrentActor) -> wire.TeleconsultationKioskList:
    return await service.list_teleconsultation_kiosks(db, actor)


@kiosk.operation("readKiosk")
async def read_kiosk(db: Db, actor: CurrentActor, site_id: UUID) -> wire.Kiosk:
    return await service.read_kiosk(db, actor, site_id)


@kiosk.operation("sendKioskHeartbeat")
async def send_kiosk_heartbeat(
    db: Db, actor: CurrentActor, site_id: UUID, headers: Annotated[wire.SendKioskHeartbeatHeaders, Header()]
) -> wire.KioskHeartbeat:
    return await service.send_kiosk_heartbeat(db, actor, site_id, headers)


@kiosk.operation("findKioskTimes")
async def find_kiosk_times(
    db: Db, actor: CurrentActor, site_id: UUID, query: Annotated[wire.FindKioskTimesQuery, Query()]
) -> wire.TeleconsultationTimeList:
    return await service.find_kiosk_times(db, actor, site_id, query)


@kiosk.operation("holdKioskTime")
async def hold_kiosk_time(
    db: Db, actor: CurrentActor, site_id: UUID, body: wire.TeleconsultationHoldInput
) -> wire.TeleconsultationHold:
    return await service.hold_kiosk_time(db, actor, site_id, body)


@kiosk.operation("confirmKioskBooking")
async def confirm_kiosk_booking(
    db: Db, actor: CurrentActor, site_id: UUID, body: wire.TeleconsultationInput
) -> wire.Teleconsultation:
    return await service.confirm_kiosk_booking(db, actor, site_id, body)


@kiosk.operation("askKioskSoon")
async def ask_kiosk_soon(
    db: Db, actor: CurrentActor, site_id: UUID, body: wire.KioskSearchInput
) -> wire.Teleconsultation:
    return await service.ask_kiosk_soon(db, actor, site_id, body)


@kiosk.operation("getKioskBooking")
async def get_kiosk_booking(
    db: Db, actor: CurrentActor, site_id: UUID, booking_id: UUID
) -> wire.Teleconsultation:
    return await service.get_kiosk_booking(db, actor, site_id, booking_id)


@kiosk.operation("sendKioskEvents")
async def send_kiosk_events(
    db: Db,
    actor: CurrentActor,
    site_id: UUID,
    headers: Annotated[wire.SendKioskEventsHeaders, Header()],
    body: wire.KioskEventBatch,
) -> wire.KioskEventResults:
    return await service.send_kiosk_events(db, actor, site_id, headers, body)
