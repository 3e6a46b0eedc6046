"""A contact card for the telephone of a colleague. PURE.

vCard 3.0 (RFC 2426) rather than 4.0: every telephone and Outlook read it, 4.0 only some of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.core.content_lines import text, written
from api.core.phones import PhoneRefused, e164


@dataclass(frozen=True)
class Address:
    """Where somebody works, and the telephone of that place; None where nobody knows."""

    name: str | None
    address_line: str | None
    postal_code: str | None
    commune_name: str
    latitude: float | None
    longitude: float | None
    phone: str | None


@dataclass(frozen=True)
class Card:
    """What a card says. `family_name` is None for a structure; `mobile_phone` for those who may see it."""

    id: UUID
    name: str
    family_name: str | None
    given_name: str | None
    title: str | None
    role: str
    places: Sequence[Address]
    mobile_phone: str | None
    note: str | None
    url: str


def vcard(card: Card) -> bytes:
    """The card as a file."""
    return written(_lines(card))


def _lines(card: Card) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield "PRODID:-//Maillage//Annuaire//FR"
    yield f"UID:urn:uuid:{card.id}"
    yield f"FN:{text(card.name)}"
    parts = (card.family_name or card.name, card.given_name or "", "", card.title or "", "")
    yield f"N:{';'.join(map(text, parts))}"
    first = next(iter(card.places), None)
    if card.family_name is None:
        yield f"ORG:{text(card.name)}"
        yield "X-ABSHOWAS:COMPANY"
    elif first and first.name:
        yield f"ORG:{text(first.name)}"
    yield f"TITLE:{text(card.role)}"
    for place in card.places:
        if place.phone:
            yield f"TEL;TYPE=WORK,VOICE:{_dialled(place.phone)}"
        street = place.address_line or ""
        where = ("", "", street, place.commune_name, "", place.postal_code or "", "France")
        yield f"ADR;TYPE=WORK:{';'.join(map(text, where))}"
    if card.mobile_phone:
        yield f"TEL;TYPE=CELL,VOICE:{_dialled(card.mobile_phone)}"
    if first and first.latitude is not None and first.longitude is not None:
        yield f"GEO:{first.latitude:.6f};{first.longitude:.6f}"
    if card.note:
        yield f"NOTE:{text(card.note)}"
    yield f"URL:{card.url}"
    yield "END:VCARD"


def _dialled(phone: str) -> str:
    """The number as a telephone dials it from anywhere; a short one (15) as it is."""
    try:
        return e164(phone)
    except PhoneRefused:
        return text(phone)
