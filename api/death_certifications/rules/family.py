"""What a family reads from its link, and until when. PURE. Source: domain rules §7 (an open link says no
identity, no address, no number); which steps are told is the community's choice, no text asks for them.
"""

from datetime import datetime, timedelta

from api.contract.models import DeathCertificationState as State
from api.contract.models import DeathFamilyStep
from api.contract.models import DeathFamilyStepKind as Step
from api.death_certifications.rules.lifecycle import COMING, ENDED

READABLE = frozenset(State) - ENDED - {State.duplicate} | {State.certified}
"""States of a request whose link serves: while it runs, and once certified, which is what a family waits for.
Whatever else ends it is told by voice: the link then answers as if it never was."""

SHAREABLE = READABLE - {State.certified}
"""States of a request for which a link may be made."""


def expiry_of(at: datetime, hours: int) -> datetime:
    """Until when a link made at `at` serves, by the rules of the community (`family_link_hours`)."""
    return at + timedelta(hours=hours)


def serves(state: State, expires_at: datetime, at: datetime) -> bool:
    """Whether a link shows anything at `at`."""
    return state in READABLE and at < expires_at


def steps_of(
    received_at: datetime,
    accepted_at: datetime | None,
    departed_at: datetime | None,
    arrived_at: datetime | None,
    certified_at: datetime | None,
) -> list[DeathFamilyStep]:
    """The five steps in order. One that nobody wrote down, though a later one came, takes the instant of that
    later one: a certifier may arrive without having said that they left."""
    told = [
        (Step.received, received_at),
        (Step.accepted, accepted_at),
        (Step.en_route, departed_at),
        (Step.on_site, arrived_at),
        (Step.certificate, certified_at),
    ]
    steps: list[DeathFamilyStep] = []
    later: datetime | None = None
    for kind, instant in reversed(told):
        later = instant or later
        steps.append(DeathFamilyStep(kind=kind, at=later))
    return steps[::-1]


def eta_of(state: State, eta_at: datetime | None) -> datetime | None:
    """When somebody is expected there; None when nobody is on the way, or they are there already."""
    return eta_at if state in COMING else None
