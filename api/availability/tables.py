"""Time: claims (who is taken when, nationally), openings, closures, holds and appointments.

`claims` is the net under every booking, whatever the community: it holds no identity and no community,
so one exclusion constraint sees all of them. Free slots are computed, never stored.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from api.availability.absence_tables import Absence as Absence
from api.availability.absence_tables import DisplacedAppointment as DisplacedAppointment
from api.availability.waiting_tables import NoShowFollowUp as NoShowFollowUp
from api.availability.waiting_tables import Reminder as Reminder
from api.availability.waiting_tables import WaitingEntry as WaitingEntry
from api.availability.waiting_tables import WaitingProposal as WaitingProposal
from api.contract.models import (
    AppointmentOrigin,
    AppointmentState,
    CareMode,
    ClosureReason,
    Need,
    OpeningKind,
    OutsideCalendarError,
    OutsideCalendarKind,
)
from api.core.crypto import Sealed, Text
from api.core.db import Base


class Claim(Base):
    """A resource is taken for some time. Half-open. A hold's claim has an end (`expires_at`)."""

    __tablename__ = "claims"
    __table_args__ = (
        ExcludeConstraint(
            ("resource_id", "="),
            ("during", "&&"),
            name="ex_claims_one_at_a_time",
            using="gist",
            where=text("exclusive"),
        ),
        Index("ix_claims_resource_id_during", "resource_id", "during", postgresql_using="gist"),
        Index("ix_claims_expires_at", "expires_at", postgresql_where=text("expires_at IS NOT NULL")),
        Index("ix_claims_opening_id", "opening_id", postgresql_where=text("opening_id IS NOT NULL")),
        CheckConstraint("NOT isempty(during)", name="during_not_empty"),
    )

    resource_id: Mapped[UUID]  # a professional, or a room
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)  # buffers included
    exclusive: Mapped[bool]  # false: one of several places of an opening with a capacity
    opening_id: Mapped[UUID | None]  # of the places counted by capacity
    slot_starts_at: Mapped[datetime | None]  # which start of that opening (capacity is per start)
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Opening(Base):
    """Time that a professional opens at a practice, in wall-clock time of the territory."""

    __tablename__ = "openings"
    __table_args__ = (
        CheckConstraint("(weekday IS NULL) <> (on_day IS NULL)", name="weekly_or_one_day"),
        CheckConstraint("from_minute < to_minute", name="ends_after_start"),
        CheckConstraint("slot_minutes BETWEEN 5 AND 60", name="slot_minutes"),
        CheckConstraint("every_weeks IN (1, 2)", name="every_weeks"),
        CheckConstraint("quota_per_day > 0", name="quota_per_day"),
        CheckConstraint("(instead_of_id IS NULL) = (instead_of_day IS NULL)", name="instead_of_a_day"),
        Index(
            "ix_openings_instead_of_id", "instead_of_id", postgresql_where=text("instead_of_id IS NOT NULL")
        ),
        Index("ix_openings_absence_id", "absence_id", postgresql_where=text("absence_id IS NOT NULL")),
        Index("ix_openings_professional_id", "professional_id", postgresql_where=text("ended_at IS NULL")),
        Index("ix_openings_community_id", "community_id", postgresql_where=text("ended_at IS NULL")),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practices.id"))
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[OpeningKind]
    weekday: Mapped[int | None]
    on_day: Mapped[date | None]
    every_weeks: Mapped[int] = mapped_column(default=1)  # counted from the week of valid_from
    nth_of_month: Mapped[list[str]] = mapped_column(default=list)
    on_holidays: Mapped[bool] = mapped_column(default=False)
    except_days: Mapped[list[date]] = mapped_column(ARRAY(Date), default=list)  # cancelled or changed
    instead_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("openings.id"))  # for one of its days:
    instead_of_day: Mapped[date | None]
    from_minute: Mapped[int]  # minutes of the wall clock since 0:00
    to_minute: Mapped[int]  # up to 1440
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]  # last day included
    slot_minutes: Mapped[int]
    step_minutes: Mapped[int | None]
    buffer_before_minutes: Mapped[int] = mapped_column(default=0)
    buffer_after_minutes: Mapped[int] = mapped_column(default=0)
    capacity: Mapped[int] = mapped_column(default=1)
    min_delay_minutes: Mapped[int | None]  # null: as the community says
    max_delay_days: Mapped[int | None]  # null: as the community says, which stays the upper bound
    quota_per_day: Mapped[int | None]  # of appointments of this opening, counted under the lock
    absence_id: Mapped[UUID | None] = mapped_column(ForeignKey("absences.id"))  # inherited in that absence
    replaces_name: Mapped[str | None]  # from whom
    needs: Mapped[list[str]]
    modes: Mapped[list[str]]
    audiences: Mapped[list[str]]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]  # since when it is as it is; null: since it was created
    ended_at: Mapped[datetime | None]  # closed for good, or replaced by what it was changed to


class Closure(Base):
    """Closed time of a professional: a slot, an afternoon, a leave."""

    __tablename__ = "closures"
    __table_args__ = (
        Index("ix_closures_professional_id_during", "professional_id", "during", postgresql_using="gist"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    reason: Mapped[ClosureReason]
    created_at: Mapped[datetime]


class OutsideCalendar(Base):
    """An agenda kept elsewhere, in which a professional's busy time is read. Its address is a secret."""

    __tablename__ = "outside_calendars"
    __personal__ = True
    __table_args__ = (
        Index("ix_outside_calendars_professional_id", "professional_id"),
        Index(
            "ix_outside_calendars_next_fetch_at",
            "community_id",
            "next_fetch_at",
            postgresql_where=text("next_fetch_at IS NOT NULL"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    version: Mapped[int] = mapped_column(default=1)  # of what its owner decided, not of what was read
    kind: Mapped[OutsideCalendarKind]
    name: Mapped[str]
    host: Mapped[str | None]
    url = Sealed(Text, nullable=True)
    user_name = Sealed(Text, nullable=True)
    password = Sealed(Text, nullable=True)
    all_day_busy: Mapped[bool]
    created_at: Mapped[datetime]
    next_fetch_at: Mapped[datetime | None]  # none for a file
    last_attempt_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_error: Mapped[OutsideCalendarError | None]
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    told_at: Mapped[datetime | None]  # its owner was told that it fails
    read_until: Mapped[datetime | None]  # busy time is known until then
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    events: Mapped[int] = mapped_column(default=0)
    unread_events: Mapped[int] = mapped_column(default=0)


class OutsideBusy(Base):
    """Time that a professional gave to something else. National like a closure: one is away everywhere at
    once. Nothing here says what for, nor in which agenda it stands to anybody but its owner."""

    __tablename__ = "outside_busy"
    __table_args__ = (
        Index("ix_outside_busy_professional_id_during", "professional_id", "during", postgresql_using="gist"),
        CheckConstraint("NOT isempty(during)", name="during_not_empty"),
    )

    calendar_id: Mapped[UUID] = mapped_column(
        ForeignKey("outside_calendars.id", ondelete="CASCADE"), index=True
    )
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)


class CalendarFeed(Base):
    """The secret address at which another agenda reads a professional's appointments. Found by its secret
    before any community is known, so it stands outside row-level security, and holds no more than this."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (UniqueConstraint("professional_id", "community_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    secret_hash: Mapped[bytes] = mapped_column(unique=True)
    with_openings: Mapped[bool]
    created_at: Mapped[datetime]
    last_read_at: Mapped[datetime | None]


class Hold(Base):
    """A slot kept for some minutes by somebody who is filling a form."""

    __tablename__ = "holds"
    __personal__ = True

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    claim_id: Mapped[UUID] = mapped_column(index=True)  # no foreign key: an expired claim is swept by anybody
    token_hash: Mapped[bytes]
    slot_id: Mapped[str]
    opening_id: Mapped[UUID] = mapped_column(ForeignKey("openings.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    made_by_kind: Mapped[str]
    made_by_id: Mapped[UUID]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Appointment(Base):
    """A booked time. What it is about is an opaque subject: the request holds the link, not this row."""

    __tablename__ = "appointments"
    __personal__ = True
    __table_args__ = (
        Index("ix_appointments_professional_id_starts_at", "professional_id", "starts_at"),
        Index("ix_appointments_subject_id", "subject_id"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[AppointmentState]
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    practice_id: Mapped[UUID | None] = mapped_column(ForeignKey("practices.id"))
    opening_id: Mapped[UUID | None] = mapped_column(ForeignKey("openings.id"))
    claim_id: Mapped[UUID | None]  # null once cancelled: the time is free again
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    mode: Mapped[CareMode]
    need: Mapped[Need | None]
    origin: Mapped[AppointmentOrigin]
    subject_kind: Mapped[str | None]
    subject_id: Mapped[UUID | None]
    subject_number: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    age_band: Mapped[str | None]
    booked_by_kind: Mapped[str]
    booked_by_id: Mapped[UUID]
    confirm_by_phone: Mapped[bool] = mapped_column(default=False)  # as it stood when it was booked
    sas_case_number = Sealed(Text, nullable=True)  # of the regulation that booked
    created_at: Mapped[datetime]
    state_changed_at: Mapped[datetime]


class CallTimes(Base):
    """When a professional accepts a call for one person more than the agenda holds (surnuméraire)."""

    __tablename__ = "call_times"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "professional_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    version: Mapped[int] = mapped_column(default=1)
    phone = Sealed(Text)
    hours: Mapped[list[dict[str, Any]]]
    changed_at: Mapped[datetime]
