"""Requests for an opinion, the groups that may be asked together, and what each specialty asks to know.

The question, the answers to the template's texts and the opinion are medical: encrypted, and erased with the
identity of the person.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import (
    AttendingDoctorStatus,
    OpinionCancellationReason,
    OpinionSolution,
    OpinionUrgency,
    SecondOpinionState,
)
from api.core.crypto import Json, Sealed, Text
from api.core.db import Base


class SecondOpinionRequest(Base):
    """One request; its header, version and clock are the case of the same id."""

    __tablename__ = "second_opinion_requests"
    __personal__ = True

    id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), primary_key=True, sort_order=-1)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    state: Mapped[SecondOpinionState]
    specialty_code: Mapped[str]
    urgency: Mapped[OpinionUrgency]
    colleague_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"))
    group_name: Mapped[str | None]  # as it was called then: a group may be renamed, or go
    group_member_ids: Mapped[list[UUID]]  # who belonged to it then
    facts: Mapped[list[dict[str, Any]]]  # closed answers {label, value}: shown before acceptance
    question = Sealed(Text, nullable=True)
    texts = Sealed(Json, nullable=True)  # {"items": [{label, value}]}: the free answers
    answer = Sealed(Text, nullable=True)
    answered_at: Mapped[datetime | None]
    informed_at: Mapped[datetime]
    attending_doctor_status: Mapped[AttendingDoctorStatus]
    passed_on: Mapped[bool] = mapped_column(default=False)
    read_at: Mapped[datetime | None]
    dispatch_id: Mapped[UUID | None] = mapped_column(ForeignKey("dispatches.id"))
    solution: Mapped[OpinionSolution | None]
    cancellation_reason: Mapped[OpinionCancellationReason | None]


class OpinionGroup(Base):
    """People of a community who answer together for a specialty (filière). No personal data but who they are
    professionally, which the directory says to all."""

    __tablename__ = "opinion_groups"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    specialty_code: Mapped[str]
    member_ids: Mapped[list[UUID]]
    created_at: Mapped[datetime]


class OpinionTemplate(Base):
    """The questions of a specialty that a community wrote in place of those it began with."""

    __tablename__ = "opinion_templates"
    __table_args__ = (UniqueConstraint("community_id", "specialty_code"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    specialty_code: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    questions: Mapped[list[dict[str, Any]]]
