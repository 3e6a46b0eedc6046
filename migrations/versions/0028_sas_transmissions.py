"""Appointments that regulators booked, and what the SAS platform is told of them; decision 0028.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import allow_words

revision, down_revision = "0028", "0027"
branch_labels = depends_on = None

_ORIGIN = "ck_appointments_appointmentorigin"


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """A new origin of appointments; no appointment has it yet, so nothing waits to be sent."""
    allow_words(op, "appointments", _ORIGIN, "sas")
    op.create_table(
        "sas_transmissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("identifier_system", sa.String(), nullable=False),
        sa.Column("operator_system", sa.String(), nullable=False),
        sa.Column("operator_value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("operator_type", sa.String(), nullable=False),
        sa.Column(
            "appointment_state",
            _words("appointmentstate", "booked", "fulfilled", "no_show", "cancelled", "moved"),
            nullable=False,
        ),
        _at("starts_at"),
        _at("ends_at"),
        _at("booked_at"),
        _at("changed_at"),
        sa.Column("state", _words("sastransmissionstate", "waiting", "sent", "failed"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("may_be_there", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _at("next_attempt_at", nullable=True),
        _at("last_attempt_at", nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        _at("sent_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sas_transmissions")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_sas_transmissions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_sas_transmissions_appointment_id")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_sas_transmissions_professional_id")
        ),
        sa.UniqueConstraint("appointment_id", name=op.f("uq_sas_transmissions_appointment_id")),
    )
    op.create_index(
        "ix_sas_transmissions_community_id_changed_at", "sas_transmissions", ["community_id", "changed_at"]
    )
    op.create_index(
        "ix_sas_transmissions_next_attempt_at",
        "sas_transmissions",
        ["next_attempt_at"],
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    """What was to be sent is forgotten; appointments of regulators count as made directly."""
    op.drop_table("sas_transmissions")
    op.execute("UPDATE appointments SET origin = 'direct' WHERE origin = 'sas'")
    allow_words(op, "appointments", _ORIGIN, no_more=("sas",))
