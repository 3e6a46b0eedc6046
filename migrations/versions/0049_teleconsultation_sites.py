"""Sites of assisted teleconsultation, their kit, who assists there and who was trained; decision 0049.

Revision ID: 0049
Revises: 0048
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import enable_rls

revision, down_revision = "0049", "0048"
branch_labels = depends_on = None

_SITES = "teleconsultation_sites"
_KIT = "teleconsultation_kit_checks"
_PEOPLE = "teleconsultation_site_people"
_TRAININGS = "teleconsultation_trainings"
_ITEMS = (
    "stethoscope",
    "otoscope",
    "oximeter",
    "blood_pressure",
    "thermometer",
    "dermatoscope",
    "electrocardiograph",
    "glucose_meter",
    "scales",
)


def _words(name: str, words: tuple[str, ...], *, key: str, nullable: bool = False) -> sa.Column[Any]:
    """A column held to these words."""
    kind = sa.Enum(*words, name=key, native_enum=False, create_constraint=True, length=60)
    return sa.Column(name, kind, nullable=nullable)


def _refers(table: str, column: str, to: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def upgrade() -> None:
    """Four tables of the community."""
    op.create_table(
        _SITES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _words(
            "kind",
            ("pharmacy", "nurse_practice", "home_visits", "health_centre"),
            key="teleconsultationsitekind",
        ),
        _words("state", ("active", "closed"), key="teleconsultationsitestate"),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address_line", sa.String(), nullable=True),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("commune_name", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("room_closed", sa.Boolean(), nullable=False),
        sa.Column("room_seated", sa.Boolean(), nullable=False),
        sa.Column("room_apart", sa.Boolean(), nullable=False),
        sa.Column("join_link_base", sa.String(), nullable=True),
        sa.Column("hours", postgresql.JSONB(), nullable=False),
        sa.Column("exceptions", postgresql.JSONB(), nullable=False),
        sa.Column("connection_tested_on", sa.Date(), nullable=True),
        sa.Column("connection_worked", sa.Boolean(), nullable=True),
        sa.Column("down_mbps", sa.Float(), nullable=True),
        sa.Column("up_mbps", sa.Float(), nullable=True),
        sa.Column("connection_tested_by_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_SITES}")),
        _refers(_SITES, "community_id", "communities"),
        _refers(_SITES, "organisation_id", "organisations"),
    )
    op.create_index(op.f(f"ix_{_SITES}_community_id"), _SITES, ["community_id"])
    op.create_index(op.f(f"ix_{_SITES}_organisation_id"), _SITES, ["organisation_id"])
    op.create_table(
        _KIT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        _words("item", _ITEMS, key="teleconsultationkititem"),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_KIT}")),
        _refers(_KIT, "community_id", "communities"),
        _refers(_KIT, "site_id", _SITES, ondelete="CASCADE"),
        sa.UniqueConstraint("site_id", "item", name=op.f(f"uq_{_KIT}_site_id_item")),
    )
    op.create_table(
        _PEOPLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("hours", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_PEOPLE}")),
        _refers(_PEOPLE, "community_id", "communities"),
        _refers(_PEOPLE, "site_id", _SITES, ondelete="CASCADE"),
        _refers(_PEOPLE, "professional_id", "professionals"),
        sa.UniqueConstraint("site_id", "professional_id", name=op.f(f"uq_{_PEOPLE}_site_id_professional_id")),
    )
    op.create_index(op.f(f"ix_{_PEOPLE}_professional_id"), _PEOPLE, ["professional_id"])
    op.create_table(
        _TRAININGS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _words(
            "kind",
            ("community", "supplier", "training_body", "other"),
            key="teleconsultationtrainingkind",
            nullable=True,
        ),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{_TRAININGS}")),
        _refers(_TRAININGS, "community_id", "communities"),
        _refers(_TRAININGS, "professional_id", "professionals"),
        sa.UniqueConstraint(
            "community_id",
            "professional_id",
            name=op.f(f"uq_{_TRAININGS}_community_id_professional_id"),
        ),
    )
    for table in (_SITES, _KIT, _PEOPLE, _TRAININGS):
        enable_rls(op, table)


def downgrade() -> None:
    """Take them back."""
    for table in (_TRAININGS, _PEOPLE, _KIT, _SITES):
        op.drop_table(table)
