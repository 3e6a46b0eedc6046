"""The public form and the list of the CPAM on the wire."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from api.contract import models as wire
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.idempotency import write_of
from api.core.routing import Routes
from api.core.throttle import network_of_caller
from api.referrals.attending_doctor.service import list_import, public_form

entry_routes = Routes("attending_doctor")

Finess = Annotated[str, Path(pattern="^[0-9][0-9AB][0-9]{7}$")]


@entry_routes.operation("getAttendingDoctorForm")
async def get_attending_doctor_form(db: Db, finess: Finess) -> wire.AttendingDoctorForm:
    return await public_form.get_attending_doctor_form(db, finess)


@entry_routes.operation("drawAttendingDoctorChallenge")
async def draw_attending_doctor_challenge(db: Db, finess: Finess, request: Request) -> wire.WorkChallenge:
    return await public_form.draw_attending_doctor_challenge(db, finess, network_of_caller(request))


@entry_routes.operation("fileAttendingDoctorForm")
async def file_attending_doctor_form(
    db: Db, finess: Finess, body: wire.AttendingDoctorFormInput, request: Request
) -> wire.AttendingDoctorFormReceipt | Response:
    sent = await write_of(request, None, body.proof.challenge)
    return await public_form.file_attending_doctor_form(db, finess, network_of_caller(request), body, sent)


@entry_routes.operation("withdrawAttendingDoctorForm")
async def withdraw_attending_doctor_form(db: Db, body: wire.AttendingDoctorFormWithdrawal) -> None:
    await public_form.withdraw_attending_doctor_form(db, body)


@entry_routes.operation("checkAttendingDoctorList")
async def check_attending_doctor_list(
    db: Db, actor: CurrentActor, request: Request
) -> wire.AttendingDoctorListCheck:
    media, content = request.headers.get("content-type", ""), await request.body()
    return await list_import.check_attending_doctor_list(db, actor, media, content)


@entry_routes.operation("importAttendingDoctorList")
async def import_attending_doctor_list(
    db: Db,
    actor: CurrentActor,
    query: Annotated[wire.ImportAttendingDoctorListQuery, Query()],
    request: Request,
) -> wire.AttendingDoctorListImport:
    media, content = request.headers.get("content-type", ""), await request.body()
    return await list_import.import_attending_doctor_list(db, actor, query, media, content)


@entry_routes.operation("exportRefusedAttendingDoctorLines")
async def export_refused_attending_doctor_lines(db: Db, actor: CurrentActor, request: Request) -> Response:
    media, content = request.headers.get("content-type", ""), await request.body()
    return await list_import.export_refused_attending_doctor_lines(db, actor, media, content)
