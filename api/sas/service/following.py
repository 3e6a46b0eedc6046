"""Writing what the platform is to be told, in the transaction that changes the appointment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.availability.service import FOLLOWERS
from api.availability.tables import Appointment
from api.contract.models import AppointmentOrigin, LiveTopic, Role, SasTransmissionState
from api.core import live
from api.core.actor import Actor
from api.core.jobs import defer
from api.core.settings import settings
from api.identity import service as identity
from api.sas.rules import TRANSMISSION
from api.sas.tables import SasTransmission

SEND = "sas.send"

READERS = (live.role_key(Role.admin),)
"""Those whom the scope `transmissions:read` shows them, as an audience of live events."""


class TellPlatform:
    """Follows the appointments that regulators of the platform booked, and no other."""

    async def booked(self, db: AsyncSession, actor: Actor, appointment: Appointment, at: datetime) -> None:
        """To be sent: `POST`."""
        if appointment.origin is not AppointmentOrigin.sas:
            return
        operator = await identity.national_identifier(db, actor.id)
        assert operator is not None  # noqa: S101  the origin says so
        row = SasTransmission(
            community_id=appointment.community_id,
            appointment_id=appointment.id,
            identifier_system=settings().sas_identifier_system,
            operator_system=operator.system,
            operator_value=operator.value,
            operator_type=operator.type_code,
            booked_at=appointment.created_at,
            state=TRANSMISSION.start,
            next_attempt_at=at,
        )
        _copy(row, appointment, at)
        db.add(row)
        await _to_be_sent(db, appointment.community_id)

    async def moved(self, db: AsyncSession, before: Appointment, after: Appointment, at: datetime) -> None:
        """The same appointment for the platform, at another time."""
        await self._changed(db, before.id, after, at)

    async def ended(self, db: AsyncSession, appointment: Appointment, at: datetime) -> None:
        """Cancelled, came, or did not come."""
        await self._changed(db, appointment.id, appointment, at)

    async def _changed(
        self, db: AsyncSession, known_as: UUID, appointment: Appointment, at: datetime
    ) -> None:
        if appointment.origin is not AppointmentOrigin.sas:
            return
        row = await db.scalar(
            select(SasTransmission).where(SasTransmission.appointment_id == known_as).with_for_update()
        )
        if row is None:  # forgotten long after the appointment
            return
        row.appointment_id = appointment.id
        _copy(row, appointment, at)
        row.revision += 1
        if row.state is not SasTransmissionState.waiting:
            row.failures, row.next_attempt_at = 0, at
        # Otherwise it waits for the answer that is under way, or with what did not leave yet.
        row.state = TRANSMISSION.after("change", row.state)
        await _to_be_sent(db, appointment.community_id)


def _copy(row: SasTransmission, appointment: Appointment, at: datetime) -> None:
    row.professional_id = appointment.professional_id
    row.appointment_state = appointment.state
    row.starts_at, row.ends_at = appointment.starts_at, appointment.ends_at
    row.changed_at = at


async def _to_be_sent(db: AsyncSession, community_id: UUID) -> None:
    await db.flush()
    live.announce(db, community_id, LiveTopic.deliveries, READERS)
    await defer(db, SEND)


FOLLOWERS.append(TellPlatform())
