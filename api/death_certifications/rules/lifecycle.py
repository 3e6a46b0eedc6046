"""The states of a request to certify a death. PURE. Source: domain rules §1.2."""

from api.contract.models import DeathCertificationState as State
from api.contract.models import ProblemType
from api.core.lifecycle import Lifecycle
from api.core.problems import Conflict

SEARCHING = frozenset(
    {
        State.death_qualified,
        State.first_doctor_asked,
        State.rota_asked,
        State.volunteers_asked,
        State.nobody_found,
    }
)
"""Somebody is looked for, by the engine or by the coordination."""

COMING = frozenset({State.accepted, State.en_route})
"""A certifier has it and is not there yet."""

TAKEN = COMING | {State.on_site}
"""A certifier has it."""

BEFORE_SAMU = SEARCHING | {State.to_complete}
"""Nobody has it, the SAMU neither: it may be handed to the SAMU."""

_OPEN = {State.to_complete, State.samu_asked, *SEARCHING, *TAKEN}

DEATH_CERTIFICATION_REQUEST = Lifecycle(
    "death_certification_request",
    State.death_qualified,
    {
        "await_answers": ({State.death_qualified}, State.to_complete),
        "send_away": ({State.death_qualified, State.to_complete}, State.out_of_scope),
        "complete": ({State.to_complete}, State.death_qualified),
        "ask_first_doctor": (SEARCHING, State.first_doctor_asked),
        "ask_rota": (SEARCHING, State.rota_asked),
        "ask_volunteers": (SEARCHING, State.volunteers_asked),
        "exhaust": (SEARCHING, State.nobody_found),
        "accept": (SEARCHING, State.accepted),
        "depart": (COMING, State.en_route),
        "arrive": (COMING, State.on_site),
        # Who withdraws, or hands over to a doctor, puts it back at once.
        "withdraw": (TAKEN, State.death_qualified),
        "hand_to_doctor": ({State.on_site}, State.death_qualified),
        "certify": ({State.on_site}, State.certified),
        "report_obstacle": ({State.on_site}, State.obstacle_reported),
        "hand_to_samu": (BEFORE_SAMU, State.samu_asked),
        "close_elsewhere": (_OPEN, State.closed_externally),
        "requisition": (_OPEN, State.requisitioned),
        "cancel": (_OPEN, State.request_cancelled),
        # Only a person says that two requests are one, and may be wrong (domain rules §0.9).
        "mark_duplicate": ({State.to_complete, State.samu_asked, *SEARCHING}, State.duplicate),
        "undo_duplicate": ({State.duplicate}, State.death_qualified),
    },
)

ENDED = frozenset(State) - _OPEN - {State.duplicate}
"""Nothing opens a request again after these. What was said wrong is corrected, from one end to another, and
what was said before stays on the thread (`correcting`)."""

NOBODY_CAME = frozenset({State.duplicate, State.request_cancelled})
"""No other request may be closed as a duplicate of one of these: the death would be in nobody's hands."""


class DeathNotCertain(Conflict):
    """Somebody who may be alive is the 15's: no request is made (domain rules §1.2)."""

    type, title = ProblemType.death_not_certain, "Call the 15: the death is not certain"


class OutsideTerritory(Conflict):
    """The commune is another community's: its own must be called."""

    type, title = ProblemType.outside_territory, "This commune is outside the territory"
