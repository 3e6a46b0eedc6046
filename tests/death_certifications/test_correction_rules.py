"""Whatever is said in a correction: what is let through is in order, has one end, and never reopens."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from api.contract.models import (
    CertificateChannel,
    DeathClosedBy,
    DeathCorrection,
    DeathCorrectionReason,
    DeathOutcome,
)
from api.contract.models import DeathCertificationState as State
from api.death_certifications import rules
from api.death_certifications.rules import Course

MADE = datetime(2026, 10, 25, 0, 30, 20, tzinfo=UTC)
"""In the night in which the clocks of Paris go back."""
NOW = MADE + timedelta(hours=5)

TIMES = st.integers(-30, 330).map(lambda minutes: MADE + timedelta(minutes=minutes))
ENDS: dict[State, dict[str, Any]] = {
    State.certified: {
        "arrived_at": MADE + timedelta(minutes=40),
        "certified_at": MADE + timedelta(minutes=70),
        "certificate_channel": CertificateChannel.paper,
    },
    State.obstacle_reported: {"arrived_at": MADE + timedelta(minutes=40)},
    State.closed_externally: {"closed_by": DeathClosedBy.samu},
    State.requisitioned: {"closed_by": DeathClosedBy.requisition},
    State.request_cancelled: {},
}


@st.composite
def corrections(draw: st.DrawFn) -> DeathCorrection:
    """Some of what may be said."""
    said: dict[str, Any] = {"reason": draw(st.sampled_from(DeathCorrectionReason))}
    for name in ("accepted_at", "departed_at", "arrived_at", "certified_at"):
        if draw(st.booleans()):
            nobody = name in ("departed_at", "arrived_at") and draw(st.booleans())
            said[name] = None if nobody else draw(TIMES)
    if draw(st.booleans()):
        said["outcome"] = draw(st.sampled_from(DeathOutcome))
    if draw(st.booleans()):
        said["certificate_channel"] = draw(st.sampled_from(CertificateChannel))
    return DeathCorrection.model_validate(said)


@given(st.sampled_from(sorted(ENDS)), st.booleans(), corrections())
@settings(max_examples=500, derandomize=True, deadline=None)
def test_what_is_let_through_is_in_order_and_has_one_end(
    state: State, was_taken: bool, said: DeathCorrection
) -> None:
    was_taken = was_taken or state in rules.CAME
    before = Course(
        **{
            "accepted_at": MADE + timedelta(minutes=5) if was_taken else None,
            "departed_at": None,
            "arrived_at": None,
            "certified_at": None,
            "closed_by": None,
            "certificate_channel": None,
            "cancellation_reason": None,
            **ENDS[state],
            "state": state,
        }
    )
    refused = rules.errors_of_correction(
        before, said, created_at=MADE, at=NOW, was_taken=was_taken, erased=False
    )
    after = rules.corrected(before, said, MADE)
    if refused:
        assert all(error.pointer == "" or hasattr(said, error.pointer[1:]) for error in refused)
        return
    assert rules.changes(before, after)
    assert after.state in rules.CORRECTABLE
    steps = (MADE, after.accepted_at, after.departed_at, after.arrived_at, after.certified_at)
    known = [step for step in steps if step is not None]
    assert known == sorted(known)
    assert known[-1] <= NOW + timedelta(minutes=5)
    certified = after.state is State.certified
    assert (after.certified_at is not None, after.certificate_channel is not None) == (certified, certified)
    assert (after.closed_by is None) == (after.state not in (State.closed_externally, State.requisitioned))
    assert was_taken or (after.accepted_at, after.arrived_at) == (None, None)
    assert after.state not in rules.CAME or (was_taken and after.arrived_at is not None)
