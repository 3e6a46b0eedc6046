"""Where a request for an opinion may stand, and what moves it."""

from api.contract.models import SecondOpinionState as State
from api.core.lifecycle import Lifecycle

SEARCHING = frozenset(
    {
        State.opinion_filed,
        State.colleague_asked,
        State.group_asked,
        State.specialty_asked,
        State.opinion_unanswered,
    }
)
"""States in which somebody is still looked for, by the engine or by the coordination."""

AT_WORK = frozenset({State.opinion_taken, State.detail_asked})
"""Somebody has it and has not answered yet."""

ANSWERED = frozenset({State.opinion_given, State.opinion_appointment})
"""Who asked has their answer, or the time of one."""

_OPEN = frozenset({*SEARCHING, *AT_WORK, *ANSWERED})

SECOND_OPINION_REQUEST = Lifecycle(
    "second_opinion_request",
    State.opinion_filed,
    {
        "ask_colleague": (SEARCHING, State.colleague_asked),
        "ask_group": (SEARCHING, State.group_asked),
        "ask_specialty": (SEARCHING, State.specialty_asked),
        "exhaust": (SEARCHING, State.opinion_unanswered),
        "accept": (SEARCHING, State.opinion_taken),
        "ask_detail": ({State.opinion_taken}, State.detail_asked),
        "give_detail": ({State.detail_asked}, State.opinion_taken),
        # After an appointment too: the person was seen, and this is what came of it.
        "answer": ({*AT_WORK, State.opinion_appointment}, State.opinion_given),
        "give_time": (AT_WORK, State.opinion_appointment),
        "move_time": ({State.opinion_appointment}, State.opinion_appointment),
        # Whoever was away is back, and nobody else has it: the time that they had given holds after all.
        "take_again": (SEARCHING, State.opinion_appointment),
        "lose_time": ({State.opinion_appointment}, State.opinion_taken),
        "give_back": ({*AT_WORK, State.opinion_appointment}, State.opinion_filed),
        "note_reading": ({State.opinion_appointment}, State.opinion_appointment),
        "read": ({State.opinion_given}, State.opinion_closed),
        "end": (ANSWERED, State.opinion_closed),
        "cancel": (_OPEN, State.opinion_cancelled),
        "close_elsewhere": (SEARCHING, State.opinion_closed_elsewhere),
    },
)
