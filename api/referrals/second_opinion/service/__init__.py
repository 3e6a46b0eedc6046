"""Requests for an opinion, by the names of the contract's operations.

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
from api.referrals.second_opinion.policy import may_read_content
from api.referrals.second_opinion.rules import SUBJECT_KIND
from api.referrals.second_opinion.service.appointments import OpinionAppointments
from api.referrals.second_opinion.service.board import board_facts
from api.referrals.second_opinion.service.filing import create_second_opinion_request
from api.referrals.second_opinion.service.giving import (
    answer_second_opinion,
    ask_second_opinion_detail,
    confirm_second_opinion_reading,
    give_second_opinion_detail,
    offer_second_opinion_appointment,
)
from api.referrals.second_opinion.service.groups import (
    create_opinion_group,
    delete_opinion_group,
    list_opinion_groups,
    replace_opinion_group,
)
from api.referrals.second_opinion.service.kind import SecondOpinion
from api.referrals.second_opinion.service.moves import (
    cancel_second_opinion_request,
    close_second_opinion_request,
    withdraw_from_second_opinion,
)
from api.referrals.second_opinion.service.templates import list_opinion_templates, replace_opinion_template
from api.referrals.second_opinion.service.views import (
    get_second_opinion_request,
    list_second_opinion_requests,
)
from api.referrals.second_opinion.tables import SecondOpinionRequest


async def _forget_what_was_written(db: AsyncSession, case: Case, at: datetime) -> None:
    """Erase the question, its facts and the answer when the person is forgotten."""
    request = await db.get(SecondOpinionRequest, case.id)
    if request is not None:
        request.question = request.answer = None
        request.texts = None
        request.facts = []


dispatch.KINDS[CaseKind.second_opinion] = SecondOpinion()
cases.KINDS[CaseKind.second_opinion] = CaseKindSpec(
    prefix="AVI",
    facts=board_facts,
    retention_months=lambda rules: rules.retention.second_opinion_months,
    reads_texts=may_read_content,
)
availability.SUBJECTS[SUBJECT_KIND] = OpinionAppointments()
ERASURES.append(_forget_what_was_written)

__all__ = [
    "answer_second_opinion",
    "ask_second_opinion_detail",
    "cancel_second_opinion_request",
    "close_second_opinion_request",
    "confirm_second_opinion_reading",
    "create_opinion_group",
    "create_second_opinion_request",
    "delete_opinion_group",
    "get_second_opinion_request",
    "give_second_opinion_detail",
    "list_opinion_groups",
    "list_opinion_templates",
    "list_second_opinion_requests",
    "offer_second_opinion_appointment",
    "replace_opinion_group",
    "replace_opinion_template",
    "withdraw_from_second_opinion",
]
