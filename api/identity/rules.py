"""Who may sign in, for how long, and what each role opens. Pure: no database, clock or HTTP."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from api.contract.models import DelegationState, InvitationState, OrganisationKind, ProblemType, Role
from api.core.problems import Conflict, NotAllowed, TooManyRequests, Unauthenticated, refuses
from api.identity.community_rules import default_rules as default_rules
from api.identity.scopes import (
    ACTING_ROLES as ACTING_ROLES,
)
from api.identity.scopes import (
    ANSWERING as ANSWERING,
)
from api.identity.scopes import (
    DEATHS_OF_SOFTWARE as DEATHS_OF_SOFTWARE,
)
from api.identity.scopes import (
    ENTRY_OF_TOWN_HALLS as ENTRY_OF_TOWN_HALLS,
)
from api.identity.scopes import (
    FROM_PLATFORM as FROM_PLATFORM,
)
from api.identity.scopes import (
    HAS_SITES as HAS_SITES,
)
from api.identity.scopes import (
    KEEPS_REGULATORS as KEEPS_REGULATORS,
)
from api.identity.scopes import (
    MACHINE_ROLES as MACHINE_ROLES,
)
from api.identity.scopes import (
    MACHINE_SCOPES as MACHINE_SCOPES,
)
from api.identity.scopes import (
    OF_SITES as OF_SITES,
)
from api.identity.scopes import (
    OF_WARDS as OF_WARDS,
)
from api.identity.scopes import (
    OWN_DEATHS_ONLY as OWN_DEATHS_ONLY,
)
from api.identity.scopes import (
    OWN_DEATHS_SCOPES as OWN_DEATHS_SCOPES,
)
from api.identity.scopes import (
    SCOPES as SCOPES,
)

DEMO_PASSWORD = "maillage-demo"  # noqa: S105  public by design: demo accounts sign in in demo mode only

LONGEST_SESSION = timedelta(hours=12)
"""However active, nobody stays signed in longer: a shift, not a week."""

SEEN_AGAIN_AFTER = timedelta(minutes=1)
"""`last_seen_at` is written at most that often: a write per request would serialise a session's requests."""

FAILURES_ALLOWED = 5
FAILURES_COUNT_FOR = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)
"""Lock-out (issue of sign-in; ANSSI's guide on passwords asks to slow guessing down)."""

FAILURES_OF_A_NETWORK = 50
"""Wrong passwords within an hour from one network, whatever the addresses: a hospital mistypes fewer."""

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


class PasswordWrong(NotAllowed):
    """What was given as one's present password is another one."""

    type, title = ProblemType.password_wrong, "This is not your present password"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or "Check the present password; nothing was changed")


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


class PracticeNotChosen(NotAllowed):
    """Pro Santé Connect told several practices, and the person has not said yet as which one they work."""

    type, title = ProblemType.practice_not_chosen, "Choose your practice first"


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


_BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}
"""What browsers say of themselves, those first that name others too (Edge says Chrome, Chrome Safari)."""


def device_of(browser: str | None) -> str | None:
    """`Firefox, Windows`: what somebody knows a device by; None when its `User-Agent` says neither."""
    found = (
        next((name for mark, name in known.items() if mark in (browser or "")), None)
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, found)) or None


class ProvedBy(StrEnum):
    """How a person showed who they are when they signed in."""

    password = "password"  # noqa: S105  a word, not a secret
    second_factor = "second_factor"
    pro_sante_connect = "pro_sante_connect"

    @property
    def is_strong(self) -> bool:
        """Whether by two factors (arrêté of 28 March 2022): a password and a second one, or an e-CPS."""
        return self is not ProvedBy.password


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
