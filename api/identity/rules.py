"""Who may sign in, for how long, and what each role opens. Pure: no database, clock or HTTP."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from api.contract.models import DelegationState, InvitationState, OrganisationKind, ProblemType, Role
from api.core.problems import Conflict, NotAllowed, TooManyRequests, Unauthenticated, refuses
from api.identity.community_rules import default_rules as default_rules

DEMO_PASSWORD = "maillage-demo"  # noqa: S105  public by design: demo accounts sign in in demo mode only

LONGEST_SESSION = timedelta(hours=12)
"""However active, nobody stays signed in longer: a shift, not a week."""

SEEN_AGAIN_AFTER = timedelta(minutes=1)
"""`last_seen_at` is written at most that often: a write per request would serialise a session's requests."""

FAILURES_ALLOWED = 5
FAILURES_COUNT_FOR = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
"""Lock-out (issue of sign-in; ANSSI's guide on passwords asks to slow guessing down)."""

TOKEN_LIFETIME = timedelta(minutes=10)
"""How long a machine's access token is good."""

SHORTEST_PASSWORD = 12
"""Characters of a password chosen by its owner (CNIL, recommendation 2022-100)."""


class SessionIdle(Unauthenticated):
    """The session ended by itself: nobody did anything in it for too long."""

    type, title = ProblemType.session_idle, "The session ended after some time without activity"


class SessionEnded(Unauthenticated):
    """The session was ended: signed out in another place, or by who may end it."""

    type, title = ProblemType.session_ended, "The session was ended in another place"


PASSWORD_LINK_FOR = timedelta(hours=24)
"""How long the link to a new password serves."""

PASSWORD_LINK_PAUSE = timedelta(minutes=2)
"""Whoever asks again sooner gets no second e-mail."""


class WrongCredentials(Unauthenticated):
    """Address and password do not go together, or the account is unknown or closed: answered alike."""

    type, title = ProblemType.wrong_credentials, "The address or the password is not right"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or "Check the address and the password")


class OriginNeeded(NotAllowed):
    """The account is the SAS platform's, and the browser does not say that it comes from there."""

    type, title = ProblemType.origin_needed, "Sign in by way of the SAS platform"


class AccountLocked(TooManyRequests):
    """Too many failures with this address, whether or not an account has it."""

    type, title = ProblemType.account_locked, "Too many failures: wait before trying again"


class CsrfTokenMissing(NotAllowed):
    """A write came with the session's cookie and without its CSRF token."""

    type, title = ProblemType.csrf_token_missing, "The CSRF token is missing or is not this session's"


class CommunityNotChosen(NotAllowed):
    """The operation belongs to a community, and the caller stands in none."""

    type, title = ProblemType.community_not_chosen, "Choose a community first"


class DelegationEnded(NotAllowed):
    """The session was open for a professional for whom the person may act no more."""

    type, title = ProblemType.delegation_ended, "You no longer act for this professional"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(
            detail
            or "They stopped the delegation or left the community: ask them, or choose another with "
            "PUT /api/v1/session/delegation"
        )


class ActingForAnother(NotAllowed):
    """The call is meant for another professional than the one for whom the session acts, or does not say."""

    type, title = ProblemType.acting_for_another, "The session acts for another professional"


@refuses("uq_delegations_open")
class AlreadyDelegate(Conflict):
    """This person acts for the professional already, or was invited to."""

    type, title = ProblemType.already_delegate, "This person was named already"


@refuses("uq_invitations_open")
class AlreadyInvited(Conflict):
    """This professional was invited here, or works here already."""

    type, title = ProblemType.already_invited, "This professional was invited already"


class HasOtherRole(Conflict):
    """One address works under one name in a community: nobody is a secretary where they work in their own
    name, or two professionals."""

    type, title = ProblemType.has_other_role, "This address has another role in the community"


def _scopes(words: str) -> frozenset[str]:
    return frozenset(words.split())


SCOPES: dict[Role, frozenset[str]] = {
    Role.professional: _scopes(
        "directory:read availability:read availability:write appointments:read appointments:write"
        " offers:answer requests:read requests:write cases:read messages:write identity:read"
        " notifications:read preferences:write newcomers:welcome membership:write calendars:write"
        " delegates:write structures:write proofs:read agendas:read agendas:write"
        " deaths:read deaths:write attending_doctors:read attending_doctors:write"
        " teleconsultation_sites:read teleconsultation_sites:keep"
    ),
    # What a secretary does for a doctor all day. Not here: what the doctor promises or keeps as their own
    # (membership and page, agendas kept elsewhere, delegates, messages), and what concerns others.
    Role.delegate: _scopes(
        "directory:read availability:read availability:write appointments:read appointments:write"
        " requests:read requests:write cases:read messages:write identity:read preferences:write"
        " agendas:read agendas:write"
    ),
    Role.coordinator: _scopes(
        "directory:read availability:read appointments:read appointments:write requests:read"
        " requests:write cases:read board:read dispatch:read dispatch:manage messages:write identity:read"
        " load:read notifications:read preferences:write deliveries:read deliveries:retry rules:read"
        " duties:write imports:read newcomers:welcome newcomers:invite structures:write proofs:read"
        " agendas:read agendas:write certifiers:write"
        " deaths:read deaths:write attending_doctors:read attending_doctors:write discharges:write"
        " teleconsultation_sites:read teleconsultation_sites:keep teleconsultation_sites:write"
    ),
    Role.requester: _scopes(
        "directory:read requests:read requests:write cases:read messages:write identity:read"
        " notifications:read preferences:write structures:write"
        " deaths:read deaths:write attending_doctors:read attending_doctors:write"
    ),
    Role.regulator: _scopes(
        "directory:read availability:read appointments:read appointments:write requests:read"
        " requests:write cases:read messages:write identity:read notifications:read preferences:write"
        " fhir:read regulation:read"
        " deaths:read deaths:write"
    ),
    Role.kiosk: _scopes(
        "directory:read availability:read appointments:read appointments:write requests:read requests:write"
    ),
    Role.admin: _scopes(
        "rules:read rules:write deliveries:read deliveries:retry audit:read directory:read notifications:read"
        " preferences:write load:read duties:write imports:read structures:write"
        " transmissions:read transmissions:retry webhooks:read webhooks:write"
    ),
    Role.auditor: _scopes("audit:read rules:read"),
}
"""Role -> what it may call; `policy.py` of each module then says on which things."""

FROM_PLATFORM = _scopes("availability:read regulation:read appointments:read appointments:write")
"""What an account that the SAS platform keeps may call, as a regulator: search for time, and book it. Not the
directory, which can be taken along whole."""

ANSWERING = frozenset({"offers:answer"})
"""What a delegate may besides, when the professional said so."""

ACTING_ROLES = frozenset({Role.delegate, Role.professional})
"""As what a delegate acts: the policies see the professional, the scopes are the delegate's."""

OWN_DEATHS_ONLY = frozenset({OrganisationKind.town_hall, OrganisationKind.police})
OWN_DEATHS_SCOPES = _scopes(
    "requests:read deaths:read deaths:write cases:read messages:write identity:read notifications:read"
    " preferences:write"
)
"""Town halls and police see nothing but their own death requests (domain rules §7.2)."""

ENTRY_OF_TOWN_HALLS = _scopes("attending_doctors:read attending_doctors:write")
"""Besides, a town hall makes known who has no attending doctor, and follows that (domain rules §3.2)."""

OF_WARDS = frozenset({"discharges:write"})
"""What a requester may besides, for a hospital ward: prepare the return home of a person."""

OF_SITES = _scopes("teleconsultation_sites:read teleconsultation_sites:keep")
"""What a requester may besides, for a structure that may have a site of teleconsultation: keep it."""

_KINDS_WITH_SITES = "pharmacy practice_group health_house health_centre unscheduled_care_centre"
HAS_SITES = frozenset(map(OrganisationKind, _KINDS_WITH_SITES.split()))

KEEPS_REGULATORS = "fhir:write"
"""The scope of the national platform alone. No role has it: it is given to one client, by its name."""

DEATHS_OF_SOFTWARE = _scopes("deaths:read deaths:write")
"""What the software of a requester may call, in the name of its structure: deaths to certify, no more."""

MACHINE_SCOPES = SCOPES[Role.kiosk] | DEATHS_OF_SOFTWARE | {"fhir:read", KEEPS_REGULATORS}
"""All that a machine client may ever hold: the client credentials flow of the contract names these."""

MACHINE_ROLES = frozenset({Role.kiosk, Role.regulator, Role.requester})


def scopes_of(
    grants: Iterable[tuple[Role, OrganisationKind | None]], *, from_platform: bool = False
) -> frozenset[str]:
    """The scopes that these roles, each held for an organisation of that kind or for none, open together
    in one's own name. `from_platform`: to an account that the SAS platform keeps."""
    found: frozenset[str] = frozenset()
    for role, kind in grants:
        if role is Role.delegate:  # only while acting for somebody: `acting_scopes`
            continue
        limited = role is Role.requester and kind in OWN_DEATHS_ONLY
        found |= OWN_DEATHS_SCOPES if limited else SCOPES[role]
        if limited and kind is OrganisationKind.town_hall:
            found |= ENTRY_OF_TOWN_HALLS
        if role is Role.requester and kind is OrganisationKind.hospital_ward:
            found |= OF_WARDS
        if role is Role.requester and kind in HAS_SITES:
            found |= OF_SITES
    return found & FROM_PLATFORM if from_platform else found


def acting_scopes(*, may_answer: bool) -> frozenset[str]:
    """What a delegate may call while acting for a professional."""
    return SCOPES[Role.delegate] | (ANSWERING if may_answer else frozenset())


def acting_name(person: str, acts_for: str) -> str:
    """Under what name an act of a delegate is written, for whoever sees the author's name."""
    return f"{person} pour {acts_for}"


def delegation_state(*, since: datetime | None, expires_at: datetime | None, at: datetime) -> DelegationState:
    """Where naming a delegate stands; `expires_at` is that of the link."""
    if since is not None:
        return DelegationState.active
    waits = (
        expires_at is not None and invitation_state(expires_at=expires_at, at=at) is InvitationState.invited
    )
    return DelegationState.invited if waits else DelegationState.late


def invitation_state(*, expires_at: datetime, at: datetime) -> InvitationState:
    """Whether the link of an invitation that nobody took up still serves."""
    return InvitationState.late if expires_at <= at else InvitationState.invited


def is_over(*, created_at: datetime, last_seen_at: datetime, idle: timedelta, at: datetime) -> bool:
    """Whether a session has ended by itself: `idle` without activity, or LONGEST_SESSION."""
    return at - last_seen_at >= idle or at - created_at >= LONGEST_SESSION


def why_over(
    *, ended: bool, created_at: datetime, last_seen_at: datetime, idle: timedelta, at: datetime
) -> Unauthenticated | None:
    """Why a session opens nothing any more; None when there is nothing to say (it lasted long enough)."""
    if ended:
        return SessionEnded("Open a session again (POST /api/v1/session)")
    if at - last_seen_at >= idle and at - created_at < LONGEST_SESSION:
        return SessionIdle("Open a session again (POST /api/v1/session)")
    return None


def normal_email(text: str) -> str:
    """The form under which an address is found again: no outer space, no difference of case."""
    return unicodedata.normalize("NFC", text.strip()).casefold()


def normal_password(text: str) -> str:
    """The same characters whatever keyboard composed them (an é is one character or two)."""
    return unicodedata.normalize("NFC", text)


_TITLES = frozenset({"dr", "pr", "m", "mme", "mlle"})
_LINKS = frozenset({"de", "du", "des", "la", "le", "les", "d", "l", "et"})


def initials(name: str) -> str:
    """One or two capitals for the badge: "Dr Camille Aubertin" -> "CA", "Mairie de Vitry" -> "MV"."""
    words = [word for word in re.split(r"[\s.’']+", name) if word.casefold() not in _TITLES | _LINKS | {""}]
    return "".join(word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words))
