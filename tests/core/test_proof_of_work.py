"""The work of a browser before a public form: signed, for one purpose, for half an hour."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from api.core import proof_of_work
from api.core.proof_of_work import Challenge, Proof

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)


def worked(challenge: Challenge) -> Proof:
    """What a browser finds."""
    number = next(
        n
        for n in range(challenge.most + 1)
        if sha256(f"{challenge.salt}{n}".encode()).hexdigest() == challenge.challenge
    )
    return Proof(challenge.challenge, challenge.salt, challenge.signature, number)


@pytest.fixture(scope="module")
def proof() -> Proof:
    return worked(proof_of_work.draw("a form", AT))


def test_the_number_that_was_looked_for_holds(proof: Proof) -> None:
    assert proof_of_work.holds("a form", proof, AT)
    assert proof_of_work.holds("a form", proof, AT + timedelta(minutes=29))


def test_a_proof_does_not_hold_for_another_purpose(proof: Proof) -> None:
    assert not proof_of_work.holds("another form", proof, AT)


def test_a_proof_does_not_hold_after_half_an_hour(proof: Proof) -> None:
    assert not proof_of_work.holds("a form", proof, AT + timedelta(minutes=30))


def test_another_number_does_not_hold(proof: Proof) -> None:
    assert not proof_of_work.holds("a form", replace(proof, number=proof.number + 1), AT)


@pytest.mark.parametrize("salt", ["", "x", "00?expires=99999999999&", "?expires=never"])
def test_a_salt_that_was_not_drawn_here_does_not_hold(proof: Proof, salt: str) -> None:
    assert not proof_of_work.holds("a form", replace(proof, salt=salt), AT)


def test_the_hour_of_its_end_cannot_be_moved(proof: Proof) -> None:
    longer = proof.salt.replace("expires=", "expires=9")
    assert not proof_of_work.holds("a form", replace(proof, salt=longer), AT + timedelta(hours=1))


def test_a_challenge_made_up_with_a_hash_of_ones_own_does_not_hold() -> None:
    salt, number = "00?expires=99999999999&", 7
    challenge = sha256(f"{salt}{number}".encode()).hexdigest()
    assert not proof_of_work.holds("a form", Proof(challenge, salt, challenge, number), AT)
