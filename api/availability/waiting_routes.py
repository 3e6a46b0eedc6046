"""Appointments that move, the waiting list, people who did not come, on the wire. Served by `routes`."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from api.availability import service
from api.contract.models import (
    Appointment,
    AppointmentMove,
    ListNoShowFollowUpsQuery,
    ListWaitingEntriesQuery,
    NoShowCall,
    NoShowFollowUp,
    NoShowFollowUpList,
    WaitingEntry,
    WaitingEntryInput,
    WaitingEntryList,
)
from api.core.actor import CurrentActor
from api.core.db import Db
from api.core.routing import ExpectedVersion, Routes

routes = Routes("availability")


@routes.operation("moveAppointment")
async def move_appointment(
    db: Db, actor: CurrentActor, appointment_id: UUID, version: ExpectedVersion, body: AppointmentMove
) -> Appointment:
    return await service.move_appointment(db, actor, appointment_id, version, body)


@routes.operation("listWaitingEntries")
async def list_waiting_entries(
    db: Db, actor: CurrentActor, query: Annotated[ListWaitingEntriesQuery, Query()]
) -> WaitingEntryList:
    return await service.list_waiting_entries(db, actor, query)


@routes.operation("createWaitingEntry")
async def create_waiting_entry(db: Db, actor: CurrentActor, body: WaitingEntryInput) -> WaitingEntry:
    return await service.create_waiting_entry(db, actor, body)


@routes.operation("deleteWaitingEntry")
async def delete_waiting_entry(db: Db, actor: CurrentActor, entry_id: UUID) -> None:
    return await service.delete_waiting_entry(db, actor, entry_id)


@routes.operation("acceptWaitingProposal")
async def accept_waiting_proposal(db: Db, actor: CurrentActor, proposal_id: UUID) -> WaitingEntry:
    return await service.accept_waiting_proposal(db, actor, proposal_id)


@routes.operation("declineWaitingProposal")
async def decline_waiting_proposal(db: Db, actor: CurrentActor, proposal_id: UUID) -> WaitingEntry:
    return await service.decline_waiting_proposal(db, actor, proposal_id)


@routes.operation("listNoShowFollowUps")
async def list_no_show_follow_ups(
    db: Db, actor: CurrentActor, query: Annotated[ListNoShowFollowUpsQuery, Query()]
) -> NoShowFollowUpList:
    return await service.list_no_show_follow_ups(db, actor, query)


@routes.operation("recordNoShowCall")
async def record_no_show_call(
    db: Db, actor: CurrentActor, follow_up_id: UUID, version: ExpectedVersion, body: NoShowCall
) -> NoShowFollowUp:
    return await service.record_no_show_call(db, actor, follow_up_id, version, body)
