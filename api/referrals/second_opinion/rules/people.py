"""Whom a request for an opinion is put to, and how the answer reaches the attending doctor."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from api.contract.models import AttendingDoctorStatus, AttendingTold, OfferReason
from api.directory.nomenclatures import GENERAL_PRACTICE
from api.dispatch.rules import FirstResort

SUBJECT_KIND = "second_opinion_request"
"""What an appointment given as an answer says it is about."""

_FAMILIES: tuple[frozenset[str], ...] = (
    # TRE_R38 has several codes for one specialty: diplomas of different years, and options of the newest.
    GENERAL_PRACTICE,
    frozenset({"SM04", "SM73", "SM79", "SM80", "SM81"}),
    frozenset({"SM16", "SM62"}),
    frozenset({"SM32", "SM84"}),
    frozenset({"SM38", "SM85"}),
    frozenset({"SM41", "SM91"}),
    frozenset({"SM42", "SM93"}),
)


def specialty_family(code: str) -> frozenset[str]:
    """The codes (TRE_R38) that mean the same specialty as this one; itself alone when it has no others."""
    return next((family for family in _FAMILIES if code in family), frozenset({code}))


def serves(
    professional_id: UUID, specialty_codes: Sequence[str], specialty: str, named: Collection[UUID]
) -> bool:
    """Whether a member can answer: of the specialty, or one of those asked by name or with the group."""
    return professional_id in named or bool(specialty_family(specialty) & set(specialty_codes))


def first_asked(colleague: UUID | None, group: Iterable[UUID], asker: UUID | None) -> list[FirstResort]:
    """Whom to ask first and alone: the colleague, or the members of the group together, never who asks."""
    if colleague is not None:
        return [FirstResort(colleague, OfferReason.named_colleague)]
    return [FirstResort(one, OfferReason.opinion_group) for one in dict.fromkeys(group) if one != asker]


def attending_told(
    status: AttendingDoctorStatus, attending: UUID | None, asker: UUID | None, *, reached: bool
) -> AttendingTold:
    """How the answer reaches the attending doctor. `reached`: a member who has an account here."""
    if status is not AttendingDoctorStatus.known or attending is None:
        return AttendingTold.none
    if attending == asker:
        return AttendingTold.asker
    return AttendingTold.platform if reached else AttendingTold.to_pass_on
