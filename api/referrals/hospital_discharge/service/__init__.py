"""Discharges from hospital, by the names of the contract's operations.

Importing this registers the kind with what stands below: the board, the offer engine, erasure.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability import service as availability
from api.cases import service as cases
from api.cases.service import ERASURES, CaseKindSpec
from api.cases.tables import Case
from api.contract.models import CaseKind, DischargeNeed
from api.dispatch import service as dispatch
from api.referrals.hospital_discharge import rules
from api.referrals.hospital_discharge.rules import SUBJECT_KIND
from api.referrals.hospital_discharge.service.adding import add_discharge_line, give_discharge_visit_time
from api.referrals.hospital_discharge.service.appointments import VisitAppointments
from api.referrals.hospital_discharge.service.board import board_facts
from api.referrals.hospital_discharge.service.course import part_changed
from api.referrals.hospital_discharge.service.filing import create_hospital_discharge_request
from api.referrals.hospital_discharge.service.home import (
    cancel_hospital_discharge,
    hand_discharge_over,
    record_discharge_check,
)
from api.referrals.hospital_discharge.service.kind import HospitalDischarge
from api.referrals.hospital_discharge.service.lines import (
    drop_discharge_line,
    keep_discharge_line,
    settle_discharge_line,
    withdraw_from_discharge_line,
)
from api.referrals.hospital_discharge.service.moves import (
    check_hospital_discharge_readiness,
    confirm_hospital_discharge,
    note_hospital_call,
    postpone_hospital_discharge,
    record_hospital_departure,
)
from api.referrals.hospital_discharge.service.views import (
    get_hospital_discharge_request,
    list_hospital_discharge_requests,
)
from api.referrals.hospital_discharge.tables import HospitalDischargeRequest


async def _forget(db: AsyncSession, case: Case, at: datetime) -> None:
    """Erase what names or describes somebody, when the person is forgotten."""
    request = await db.get(HospitalDischargeRequest, case.id)
    if request is not None:
        request.note = request.caller_name = request.fragilities = None


def _message_facts(case: Case) -> dict[str, str]:
    """What is asked and for which day, of a line."""
    if case.parent_id is None or case.need is None or case.wished_before is None:
        return {}
    home_at = rules.home_at(DischargeNeed(case.need), case.wished_before)
    return {"discharge_need": case.need, "home_at": home_at.isoformat()}


dispatch.KINDS[CaseKind.hospital_discharge] = HospitalDischarge()
availability.SUBJECTS[SUBJECT_KIND] = VisitAppointments()
cases.KINDS[CaseKind.hospital_discharge] = CaseKindSpec(
    prefix="SOR",
    facts=board_facts,
    retention_months=lambda rules: rules.retention.hospital_discharge_months,
    part_changed=part_changed,
    message_facts=_message_facts,
)
ERASURES.append(_forget)

__all__ = [
    "add_discharge_line",
    "cancel_hospital_discharge",
    "check_hospital_discharge_readiness",
    "confirm_hospital_discharge",
    "create_hospital_discharge_request",
    "drop_discharge_line",
    "get_hospital_discharge_request",
    "give_discharge_visit_time",
    "hand_discharge_over",
    "keep_discharge_line",
    "list_hospital_discharge_requests",
    "note_hospital_call",
    "postpone_hospital_discharge",
    "record_discharge_check",
    "record_hospital_departure",
    "settle_discharge_line",
    "withdraw_from_discharge_line",
]
