"""Dossiers of those who certify deaths, and their rota: nobody stands on it twice at the same time.

Revision ID: 0032
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

from api.core.migrate import enable_rls

revision, down_revision = "0032", "0030"
branch_labels = depends_on = None

_ONCE = "ex_duties_once_on_the_death_rota"
_ROTA = "kind = 'death_certification'"
_CATEGORIES = ("active_doctor", "retired_doctor", "third_cycle_student", "padhue", "nurse")
_FACTS = ("category", "diploma", "training", "order_list")


def upgrade() -> None:
    """Two tables; shifts of one person that met become one, from the first start to the last end."""
    op.create_table(
        "certifier_dossiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("category", _words(_CATEGORIES, "certifiercategory"), nullable=True),
        sa.Column("diploma_on", sa.Date(), nullable=True),
        sa.Column("training_validated_on", sa.Date(), nullable=True),
        sa.Column("order_list_checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_certifier_dossiers_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_certifier_dossiers_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certifier_dossiers")),
        sa.UniqueConstraint(
            "community_id", "professional_id", name=op.f("uq_certifier_dossiers_community_id_professional_id")
        ),
    )
    op.create_table(
        "certifier_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("fact", _words(_FACTS, "certifierfact"), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_certifier_checks_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["certifier_dossiers.id"],
            name=op.f("fk_certifier_checks_dossier_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certifier_checks")),
        sa.UniqueConstraint("dossier_id", "fact", name=op.f("uq_certifier_checks_dossier_id_fact")),
    )
    for table in ("certifier_dossiers", "certifier_checks"):
        enable_rls(op, table)
    op.add_column("duties", sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    # Of shifts that meet, the first takes all their time and the others go.
    op.execute(
        """
        WITH rota AS (
          SELECT id, community_id, professional_id, tstzrange(starts_at, ends_at) AS during
          FROM duties WHERE kind = 'death_certification'
        ), stretches AS (
          SELECT community_id, professional_id, unnest(range_agg(during)) AS during
          FROM rota AS one
          WHERE EXISTS (
            SELECT FROM rota AS other
            WHERE other.community_id = one.community_id AND other.professional_id = one.professional_id
              AND other.id <> one.id AND other.during && one.during
          )
          GROUP BY community_id, professional_id
        ), ranked AS (
          SELECT one.id, s.during, row_number() OVER (
            PARTITION BY s.community_id, s.professional_id, s.during ORDER BY one.during, one.id
          ) AS place
          FROM rota AS one
          JOIN stretches AS s USING (community_id, professional_id)
          WHERE s.during && one.during
        ), gone AS (
          DELETE FROM duties WHERE id IN (SELECT id FROM ranked WHERE place > 1)
        )
        UPDATE duties SET starts_at = lower(ranked.during), ends_at = upper(ranked.during)
        FROM ranked WHERE ranked.id = duties.id AND place = 1
        """
    )
    op.execute(
        f"ALTER TABLE duties ADD CONSTRAINT {_ONCE} EXCLUDE USING gist"
        " (community_id WITH =, professional_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
        f" WHERE ({_ROTA})"
    )


def downgrade() -> None:
    """Take them back; shifts that were made one stay one."""
    op.execute(f"ALTER TABLE duties DROP CONSTRAINT {_ONCE}")
    op.drop_column("duties", "version")
    op.drop_table("certifier_checks")
    op.drop_table("certifier_dossiers")


def _words(words: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=60)
