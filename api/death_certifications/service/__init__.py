"""Requests to certify a death, by the names of the contract's operations.

Importing this registers the kind with what stands below: the board, the offer engine, erasure.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.service import CaseKindSpec
from api.cases.service.retention import ERASURES
from api.cases.tables import Case
from api.contract.models import CaseKind
from api.death_certifications.service.board import board_facts
from api.death_certifications.service.coordinating import (
    close_death_certification_elsewhere,
    hand_death_certification_to_samu,
    mark_death_certification_duplicate,
    undo_death_certification_duplicate,
)
from api.death_certifications.service.correcting import correct_death_certification_request
from api.death_certifications.service.family import (
    get_death_family_page,
    share_death_certification_with_family,
    withdraw_death_family_link,
)
from api.death_certifications.service.figures import (
    export_death_certification_figures,
    get_death_certification_figures,
)
from api.death_certifications.service.filing import create_death_certification_request
from api.death_certifications.service.kind import DeathCertification
from api.death_certifications.service.moves import (
    answer_death_safety_questions,
    arrive_for_death_certification,
    cancel_death_certification_request,
    certify_death,
    depart_for_death_certification,
    hand_death_certification_to_doctor,
    report_medico_legal_obstacle,
    withdraw_from_death_certification,
)
from api.death_certifications.service.views import (
    get_death_certification_request,
    list_death_certification_requests,
)
from api.death_certifications.tables import DeathCertificationRequest, DeathFamilyLink
from api.dispatch import service as dispatch


async def _forget(db: AsyncSession, case: Case, at: datetime) -> None:
    """Erase what names somebody, when the dead person is forgotten: who asked, the doctor, the note."""
    request = await db.get(DeathCertificationRequest, case.id)
    if request is not None:
        request.note = request.attending_doctor_name = request.requester_person = None
        await db.execute(delete(DeathFamilyLink).where(DeathFamilyLink.case_id == case.id))


dispatch.KINDS[CaseKind.death_certification] = DeathCertification()
dispatch.WITHOUT_PRACTICE.add(CaseKind.death_certification)
cases.KINDS[CaseKind.death_certification] = CaseKindSpec(
    prefix="DC", facts=board_facts, retention_months=lambda rules: rules.retention.death_certification_months
)
ERASURES.append(_forget)

__all__ = [
    "answer_death_safety_questions",
    "arrive_for_death_certification",
    "cancel_death_certification_request",
    "certify_death",
    "close_death_certification_elsewhere",
    "correct_death_certification_request",
    "create_death_certification_request",
    "depart_for_death_certification",
    "export_death_certification_figures",
    "get_death_certification_figures",
    "get_death_certification_request",
    "get_death_family_page",
    "hand_death_certification_to_doctor",
    "hand_death_certification_to_samu",
    "list_death_certification_requests",
    "mark_death_certification_duplicate",
    "report_medico_legal_obstacle",
    "share_death_certification_with_family",
    "undo_death_certification_duplicate",
    "withdraw_death_family_link",
    "withdraw_from_death_certification",
]
