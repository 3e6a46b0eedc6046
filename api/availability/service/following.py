"""Who follows appointments from further up: told within the transaction that writes them."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.tables import Appointment
from api.core.actor import Actor


class Follower(Protocol):
    """What a module above does about appointments. What it raises undoes the change."""

    async def booked(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """An appointment was booked; a move is none (see `moved`)."""
        ...

    async def moved(self, db: AsyncSession, before: Appointment, after: Appointment, at: datetime) -> None:
        """An appointment has another time, or another professional: `after` is in place of `before`."""
        ...

    async def ended(self, db: AsyncSession, appointment: Appointment, at: datetime) -> None:
        """An appointment was cancelled, or somebody said whether the person came."""
        ...


FOLLOWERS: list[Follower] = []
"""Registered at import, once for each module."""
