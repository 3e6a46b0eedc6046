"""The offer engine: searches, waves, offers, first acceptance. Request modules register in `KINDS`."""

from api.availability.service import FAIRNESS
from api.dispatch.service.answers import accept_offer, answer_of, decline_offer, mark_offer_seen
from api.dispatch.service.appointments import CaseAppointments, case_holding, counts_on, subject_of
from api.dispatch.service.board import SearchFacts, next_step, search_facts
from api.dispatch.service.closing import Locked, lock_case, lock_of_case, lock_of_parts, settle_by_hand, stop
from api.dispatch.service.crowd import Crowd, crowd_of, did_lately
from api.dispatch.service.dispatch_views import (
    actions,
    get_dispatch,
    list_candidates,
    list_dispatch_offers,
)
from api.dispatch.service.engine import begin_again, follow_wish, plan_for, restart, start
from api.dispatch.service.fairness import get_my_balance, list_member_load
from api.dispatch.service.messages import tell, tell_coordinators, tell_professional
from api.dispatch.service.offer_views import get_my_share, get_offer, list_offers, states_of
from api.dispatch.service.registry import (
    KINDS,
    OF_CARE,
    WITHOUT_PRACTICE,
    Answer,
    Judge,
    RequestKind,
    Subject,
)
from api.dispatch.service.steering import (
    assign_dispatch,
    pause_dispatch,
    relaunch_dispatch,
    resume_dispatch,
    widen_dispatch,
)
from api.dispatch.service.sweep import tick
from api.notifications.service import OUTCOMES

OUTCOMES.append(states_of)

FAIRNESS.append(did_lately)

__all__ = [
    "KINDS",
    "OF_CARE",
    "WITHOUT_PRACTICE",
    "Answer",
    "CaseAppointments",
    "Crowd",
    "Judge",
    "Locked",
    "RequestKind",
    "SearchFacts",
    "Subject",
    "accept_offer",
    "actions",
    "answer_of",
    "assign_dispatch",
    "begin_again",
    "case_holding",
    "counts_on",
    "crowd_of",
    "decline_offer",
    "follow_wish",
    "get_dispatch",
    "get_my_balance",
    "get_my_share",
    "get_offer",
    "list_candidates",
    "list_dispatch_offers",
    "list_member_load",
    "list_offers",
    "lock_case",
    "lock_of_case",
    "lock_of_parts",
    "mark_offer_seen",
    "next_step",
    "pause_dispatch",
    "plan_for",
    "relaunch_dispatch",
    "restart",
    "resume_dispatch",
    "search_facts",
    "settle_by_hand",
    "start",
    "stop",
    "subject_of",
    "tell",
    "tell_coordinators",
    "tell_professional",
    "tick",
    "widen_dispatch",
]
