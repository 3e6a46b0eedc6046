"""Who must prove more than a password, with what, and for how long a proof counts; what is open until all is
said of who comes in. Pure."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp

from api.contract.models import ProblemType, Role
from api.core.problems import Conflict, NotAllowed, Unauthenticated, refuses
from api.identity.rules import ProvedBy

ALWAYS_TWO = frozenset({Role.coordinator, Role.admin, Role.auditor})
"""Whoever sees the requests of everybody, says who may do what, or reads who did what (arrêté of 28
March 2022, which makes the référentiel on electronic identification of health professionals binding: two
factors)."""

SEES_IDENTITIES = "identity:read"
"""The scope by which a requester sees who somebody is: they are held to two factors by the same text."""

WITHOUT_FACTOR = frozenset(
    {
        "getMe",
        "getCommunity",
        "deleteSession",
        "getMySecondFactor",
        "askFactorProof",
        "proveAgain",
        "startTotp",
        "confirmTotp",
        "startPasskey",
        "addPasskey",
        "openBookingPage",
    }
)
"""What is open to who still owes a second factor: setting one up, leaving, knowing where one is; and the page
that only sends a browser on."""

BEFORE_PRACTICE = frozenset(
    {"getMe", "getCommunity", "choosePractice", "listMySessions", "deleteSession", "openBookingPage"}
)
"""The same for who has several practices by Pro Santé Connect and chose none: choosing, leaving, knowing
where one is."""

ASKED_FOR = timedelta(minutes=5)
"""How long after the password the second factor may come; how long a challenge serves."""

PROOF_FOR = timedelta(minutes=5)
"""How long a fresh proof waits for the one change that it serves."""

FIRST_WITHIN = timedelta(minutes=15)
"""How long after signing in a first factor may be set without proving again who one is."""

KNOWN_FOR = timedelta(days=30)
"""How long a device on which one signed in is known; ended sessions are kept no longer."""

SETUP_FOR = timedelta(minutes=15)
"""How long a drawn secret waits for its first code."""

STEP_SECONDS = 30
STEPS_AROUND = 1
"""Clocks of telephones differ: the code before and the code after are good too (RFC 6238, section 5.2)."""

RECOVERY_CODES = 10
MOST_PASSKEYS = 10
ALPHABET = "abcdefghijkmnopqrstuvwxyz23456789"
"""Of recovery codes: no letters that look alike."""

_TOTP = re.compile(r"[0-9]{6}")


class FactorPurpose(StrEnum):
    """What a challenge was drawn for: it serves nothing else."""

    sign_in = "sign_in"
    proof = "proof"
    passkey = "passkey"  # noqa: S105  a word, not a secret
    totp = "totp"


class FactorNews(StrEnum):
    """What an account is told of how it signs in."""

    added = "added"
    removed = "removed"
    codes_drawn = "codes_drawn"
    reset = "reset"
    password_changed = "password_changed"  # noqa: S105  a word, not a secret
    new_device = "new_device"
    tried_again = "tried_again"
    """A code that had served already: somebody may have seen it."""


class SecondFactorNeeded(NotAllowed):
    """The person's roles ask for a second factor, which this session did not prove."""

    type, title = ProblemType.second_factor_needed, "Set up a second factor first"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(
            detail or "See GET /api/v1/me/second-factor: add an authenticator application or a passkey"
        )


@refuses("uq_passkeys_credential_id")
class SecondFactorWrong(NotAllowed):
    """The code, the passkey or the password is not right, was used, or is too old: answered alike."""

    type, title = ProblemType.second_factor_wrong, "This does not prove who you are"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(
            detail or "Take the code that is shown now, or another passkey; each code serves once"
        )


class SecondFactorExpired(Unauthenticated):
    """No second factor is asked of this browser (any more)."""

    type, title = ProblemType.second_factor_expired, "The second factor came too late"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or "Begin again with the password (POST /api/v1/session)")


class FactorSetupExpired(Conflict):
    """There is nothing to confirm: it was not begun, was finished, or waited for too long."""

    type, title = ProblemType.factor_setup_expired, "Begin again: this took too long"


class ProofNeeded(NotAllowed):
    """A change of factors, one's own or a member's, that needs a fresh proof of who one is."""

    type, title = ProblemType.proof_needed, "Prove again who you are"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or "POST /api/v1/me/second-factor/proofs first; it serves one change")


def owes_factor(
    roles: Collection[Role], scopes: Collection[str], *, is_demo: bool, proved_by: ProvedBy
) -> bool:
    """Whether a session with these roles and scopes is held to two factors and proved fewer. Accounts of the
    demonstration are public: nothing is asked of them."""
    asked = bool(ALWAYS_TWO & set(roles)) or (Role.requester in roles and SEES_IDENTITIES in scopes)
    return asked and not is_demo and not proved_by.is_strong


def may_change(
    *, has_factor: bool, opened_at: datetime, proved_again_at: datetime | None, at: datetime
) -> bool:
    """Whether one's factors may be changed in this session now: a page that is left open must not do it."""
    if is_fresh(proved_again_at, at=at):
        return True
    return not has_factor and at - opened_at < FIRST_WITHIN


def is_fresh(proved_again_at: datetime | None, *, at: datetime) -> bool:
    """Whether who one is was proved again a moment ago."""
    return proved_again_at is not None and at - proved_again_at < PROOF_FOR


def normal_code(text: str) -> str:
    """A code as it is compared: without the spaces and dashes that help to read it."""
    return re.sub(r"[ -]", "", text).lower()


def is_totp(code: str) -> bool:
    """Whether a normal code is one of an authenticator application; else it is a recovery code."""
    return _TOTP.fullmatch(code) is not None


def accepted_step(secret: str, code: str, *, last_step: int | None, at: datetime) -> int | None:
    """The step of thirty seconds whose code this is, near `at` and after `last_step`; None without one.

    Each code is thus good once, and so is every older one (RFC 6238, section 5.2).
    """
    totp, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP_SECONDS
    steps = range(now - STEPS_AROUND, now + STEPS_AROUND + 1)
    right = [step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), code)]
    return next((step for step in right if last_step is None or step > last_step), None)


def spelt(code: str) -> str:
    """A recovery code as it is shown: two groups of five."""
    return f"{code[:5]}-{code[5:]}"
