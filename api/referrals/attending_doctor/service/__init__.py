"""The search for an attending doctor, by the names of the contract's operations.

Importing this registers the kind with what stands below: the board, the offer engine, erasure. `file_request`
enters a person for whoever has found out who they are (`FilingSource`): a form, a list.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import ERASURES, CaseKindSpec
from api.cases.tables import Case
from api.contract.models import CaseKind
from api.dispatch import service as dispatch
from api.people import service as people
from api.referrals.attending_doctor.service.asking import FilingSource
from api.referrals.attending_doctor.service.board import board_facts
from api.referrals.attending_doctor.service.capacity import (
    get_my_attending_doctor_capacity,
    set_my_attending_doctor_capacity,
)
from api.referrals.attending_doctor.service.correcting import follow_correction
from api.referrals.attending_doctor.service.ending import forget
from api.referrals.attending_doctor.service.figures import get_attending_doctor_figures
from api.referrals.attending_doctor.service.filing import (
    Filed,
    create_attending_doctor_request,
    file_request,
    open_requests_of,
)
from api.referrals.attending_doctor.service.following import (
    close_attending_doctor_request,
    declare_attending_doctor,
    renew_attending_doctor_request,
    set_attending_doctor_appointment,
    withdraw_from_attending_doctor_request,
)
from api.referrals.attending_doctor.service.kind import AttendingDoctor
from api.referrals.attending_doctor.service.qualifying import (
    complete_attending_doctor_request,
    escalate_attending_doctor_request,
    propose_attending_doctor,
    qualify_attending_doctor_request,
    record_attending_doctor_contact,
)
from api.referrals.attending_doctor.service.views import (
    get_attending_doctor_request,
    list_attending_doctor_requests,
)
from api.referrals.attending_doctor.service.waiting_list import list_attending_doctor_waiting_list


async def _forget(db: AsyncSession, case: Case, at: datetime) -> None:
    if case.kind is CaseKind.attending_doctor:
        await forget(db, case, at)


dispatch.KINDS[CaseKind.attending_doctor] = AttendingDoctor()
cases.KINDS[CaseKind.attending_doctor] = CaseKindSpec(
    prefix="MT", facts=board_facts, retention_months=lambda rules: rules.retention.attending_doctor_months
)
ERASURES.append(_forget)
people.FOLLOWS.append(follow_correction)

__all__ = [
    "Filed",
    "FilingSource",
    "close_attending_doctor_request",
    "complete_attending_doctor_request",
    "create_attending_doctor_request",
    "declare_attending_doctor",
    "escalate_attending_doctor_request",
    "file_request",
    "get_attending_doctor_figures",
    "get_attending_doctor_request",
    "get_my_attending_doctor_capacity",
    "list_attending_doctor_requests",
    "list_attending_doctor_waiting_list",
    "open_requests_of",
    "propose_attending_doctor",
    "qualify_attending_doctor_request",
    "record_attending_doctor_contact",
    "renew_attending_doctor_request",
    "set_attending_doctor_appointment",
    "set_my_attending_doctor_capacity",
    "withdraw_from_attending_doctor_request",
]
