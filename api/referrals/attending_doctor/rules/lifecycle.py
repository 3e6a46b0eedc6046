"""The states of a search for an attending doctor. PURE. Source: domain rules §3.2."""

from api.contract.models import AttendingDoctorEnd as End
from api.contract.models import AttendingDoctorState as State
from api.contract.models import ProblemType
from api.core.lifecycle import Lifecycle
from api.core.problems import Conflict

READY = frozenset({State.waiting, State.handed_back, State.cpam_asked})
"""Checked, and asked to nobody at present: a doctor may be proposed."""

SEARCHING = READY | {State.submitted, State.to_complete, State.proposed}
"""Open, without a doctor: what the waiting list shows."""

ASKABLE = READY | {State.proposed}
"""A doctor is looked for, or may be."""

TAKEN = frozenset({State.doctor_accepted, State.first_appointment, State.declared})
"""A doctor has the person."""

COMING = TAKEN - {State.declared}
"""Accepted, and not declared yet."""

OPEN = SEARCHING | TAKEN
ENDED = frozenset(State) - OPEN

PROPOSED = frozenset({State.proposed})
TO_COMPLETE = frozenset({State.to_complete})
FOUND = TAKEN | {State.doctor_found}
"""What the tabs of the waiting list hold."""

_UNCHECKED = {State.submitted, State.to_complete}

ATTENDING_DOCTOR_REQUEST = Lifecycle(
    "attending_doctor_request",
    State.submitted,
    {
        "ask_missing": ({State.submitted, State.waiting, State.handed_back}, State.to_complete),
        "complete": ({State.to_complete}, State.submitted),
        "qualify": (_UNCHECKED, State.waiting),
        "mark_duplicate": (_UNCHECKED | {State.waiting, State.handed_back}, State.duplicate),
        "send_away": (_UNCHECKED, State.outside_territory),
        "propose": (ASKABLE, State.proposed),
        # Nobody has a place for this person now.
        "wait": (ASKABLE, State.waiting),
        "hand_back": (ASKABLE, State.handed_back),
        "escalate": ({State.waiting, State.handed_back}, State.cpam_asked),
        "accept": (ASKABLE, State.doctor_accepted),
        "set_first_appointment": (COMING, State.first_appointment),
        "declare": (COMING, State.declared),
        # The doctor gives the person back: the next one is asked.
        "give_back": (COMING, State.waiting),
        "close_found": (TAKEN, State.doctor_found),
        "find_elsewhere": (OPEN, State.found_elsewhere),
        "withdraw_request": (OPEN, State.request_withdrawn),
        "oppose": (OPEN, State.opposition),
        "lose_touch": (SEARCHING, State.unreachable),
        "report_death": (OPEN, State.deceased),
        "move_away": (OPEN, State.moved_away),
        "give_up": (OPEN, State.no_longer_looking),
    },
)

ENDS: dict[End, str] = {
    End.doctor_found: "close_found",
    End.found_elsewhere: "find_elsewhere",
    End.request_withdrawn: "withdraw_request",
    End.opposition: "oppose",
    End.deceased: "report_death",
    End.moved_away: "move_away",
}
"""The action of each end that somebody says."""


class NoPlaceLeft(Conflict):
    """No doctor who could take this person has a place left this month, or theirs are taken."""

    type, title = ProblemType.no_place_left, "No volunteer has a place left"
