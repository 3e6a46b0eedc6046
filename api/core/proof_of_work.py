"""Proof that a browser worked before it sends a public form: costs a person a second, and a flood its profit.

ALTCHA (SHA-256 of a salt and a number to find): nobody outside is asked, nothing is shown to solve. A
challenge is signed, so that none is kept before it is answered; whoever takes the proof lets it serve once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from altcha import v1 as altcha

from api.core.crypto import derived_secret

GOOD_FOR = timedelta(minutes=30)
"""How long a challenge may be answered: a form is filled in within two minutes, by some in twenty."""

MOST = 150_000
"""The largest number to find: half of it on average, under a second on a phone of these years."""


@dataclass(frozen=True)
class Challenge:
    """What a browser looks for: the number, from 0 to `most`, whose hash after the salt is `challenge`."""

    challenge: str
    salt: str
    signature: str
    most: int
    expires_at: datetime


@dataclass(frozen=True)
class Proof:
    """A challenge with the number that answers it."""

    challenge: str
    salt: str
    signature: str
    number: int


def draw(purpose: str, at: datetime) -> Challenge:
    """A challenge that serves for this purpose alone (a form of a community)."""
    expires_at = at + GOOD_FOR
    made = altcha.create_challenge(
        altcha.ChallengeOptions(max_number=MOST, hmac_key=_key(purpose), expires=expires_at)
    )
    return Challenge(made.challenge, made.salt, made.signature, made.max_number, expires_at)


def holds(purpose: str, proof: Proof, at: datetime) -> bool:
    """Whether this server drew the challenge for that purpose, it is not too old, and the number answers it.

    Whether it served already is the caller's to know.
    """
    sent: altcha.PayloadType = {
        "algorithm": altcha.SHA256,
        "challenge": proof.challenge,
        "number": proof.number,
        "salt": proof.salt,
        "signature": proof.signature,
    }
    # Its own check of the hour reads another clock than ours. The salt is under the signature.
    answered, _ = altcha.verify_solution(sent, _key(purpose), check_expires=False)
    if not answered:
        return False
    expires = altcha.extract_params(sent).get("expires", ["0"])[0]
    return at.timestamp() < int(expires)


def _key(purpose: str) -> str:
    return derived_secret(f"proof of work: {purpose}")
