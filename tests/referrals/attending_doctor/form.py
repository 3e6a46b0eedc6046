"""Somebody who fills the public form in, with a browser that works for it."""

from hashlib import sha256
from typing import Any

from tests.contract.client import ContractClient

FINESS = "940000001"
"""Of the first community that `make_community` makes."""


def answered(challenge: dict[str, Any]) -> dict[str, Any]:
    """The proof that a browser finds for a challenge."""
    number = next(
        n
        for n in range(challenge["most"] + 1)
        if sha256(f"{challenge['salt']}{n}".encode()).hexdigest() == challenge["challenge"]
    )
    return {"number": number, **{name: challenge[name] for name in ("challenge", "salt", "signature")}}


async def worked(client: ContractClient, finess: str = FINESS) -> dict[str, Any]:
    """A fresh proof for the form of a community."""
    drawn = await client.call("drawAttendingDoctorChallenge", finess=finess)
    assert drawn.status_code == 201, drawn.text
    return answered(drawn.json())


def a_person(**changed: Any) -> dict[str, Any]:
    """Whom the form is about."""
    return {
        "family_name": "Lefèvre",
        "given_name": "Zoé",
        "birth_date": "1941-03-12",
        "sex": "female",
        "phone": "06 39 98 01 02",
        "commune_insee": "94081",
        **changed,
    }


def a_form(proof: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A whole form, filled in by the person."""
    return {
        "proof": proof,
        "filed_by": "person",
        "consent": True,
        "person": a_person(),
        "declared_doctor": False,
        "absence_reason": "doctor_retired",
        "long_term_illness": True,
        **changed,
    }
