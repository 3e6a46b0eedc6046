"""Requests for unscheduled care, by the names of the contract's operations.

Importing this registers the kind with what stands below: the board, the offer engine, the agenda, erasure.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.cases import service as cases
from api.cases.service import CaseKindSpec
from api.cases.service.retention import ERASURES
from api.cases.tables import Case
from api.contract.models import CaseKind
from api.dispatch import service as dispatch
from api.unscheduled_care.rules import SUBJECT_KIND
from api.unscheduled_care.service.appointments import RequestAppointments
from api.unscheduled_care.service.board import board_facts
from api.unscheduled_care.service.drafts import (
    delete_unscheduled_care_draft,
    forget_expired_drafts,
    get_unscheduled_care_draft,
    save_unscheduled_care_draft,
)
from api.unscheduled_care.service.filing import create_unscheduled_care_request
from api.unscheduled_care.service.kind import UnscheduledCare
from api.unscheduled_care.service.moves import (
    cancel_unscheduled_care_request,
    close_unscheduled_care_request,
    complete_unscheduled_care_request,
    confirm_unscheduled_care_appointment,
    follow_unscheduled_care_request,
    record_unscheduled_care_outcome,
    withdraw_from_unscheduled_care_request,
)
from api.unscheduled_care.service.preview import preview_unscheduled_care_request
from api.unscheduled_care.service.views import (
    get_unscheduled_care_request,
    list_unscheduled_care_requests,
)
from api.unscheduled_care.tables import UnscheduledCareRequest


async def _forget_note(db: AsyncSession, case: Case, at: datetime) -> None:
    """Erase what the author wrote for the professional, when the person is forgotten."""
    request = await db.get(UnscheduledCareRequest, case.id)
    if request is not None:
        request.note = request.interpreter = None


dispatch.KINDS[CaseKind.unscheduled_care] = UnscheduledCare()
cases.KINDS[CaseKind.unscheduled_care] = CaseKindSpec(
    prefix="SNP", facts=board_facts, retention_months=lambda rules: rules.retention.unscheduled_care_months
)
availability.SUBJECTS[SUBJECT_KIND] = RequestAppointments()
ERASURES.append(_forget_note)

__all__ = [
    "cancel_unscheduled_care_request",
    "close_unscheduled_care_request",
    "complete_unscheduled_care_request",
    "confirm_unscheduled_care_appointment",
    "create_unscheduled_care_request",
    "delete_unscheduled_care_draft",
    "follow_unscheduled_care_request",
    "forget_expired_drafts",
    "get_unscheduled_care_draft",
    "get_unscheduled_care_request",
    "list_unscheduled_care_requests",
    "preview_unscheduled_care_request",
    "record_unscheduled_care_outcome",
    "save_unscheduled_care_draft",
    "withdraw_from_unscheduled_care_request",
]
