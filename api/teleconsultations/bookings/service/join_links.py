"""Where the video takes place: elsewhere, at the provider that the site names. An interface, one example."""

import base64
from typing import Protocol
from uuid import UUID

from api.core.crypto import keyed_hash

_ROOM_BYTES = 15


class JoinLinks(Protocol):
    """What a provider of video does for a booking. It is told no name."""

    def link(self, base: str, booking_id: UUID) -> str:
        """The address at which doctor and site meet, the same each time it is asked."""
        ...


class RoomsByName:
    """The example: providers that open a room for whoever knows its name (Jitsi and the like). The name
    cannot be guessed, and says nothing of the booking."""

    def link(self, base: str, booking_id: UUID) -> str:
        """The base with the name of the room after it."""
        name = keyed_hash("join link", booking_id.bytes)[:_ROOM_BYTES]
        return f"{base.rstrip('/')}/{base64.b32encode(name).decode().lower()}"


PROVIDER: JoinLinks = RoomsByName()
"""The provider in force; another one takes its place here."""


def join_link(base: str | None, booking_id: UUID) -> str | None:
    """The link of a booking; None when the site names no provider."""
    return None if base is None else PROVIDER.link(base, booking_id)
