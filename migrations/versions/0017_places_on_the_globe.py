"""The index of places holds points of `cube`, which are cheap to compare, instead of `earth`.

Revision ID: 0017
Revises: 0010
"""

from alembic import op
from sqlalchemy import text

revision, down_revision = "0017", "0010"
branch_labels = depends_on = None

_ON_THE_GLOBE = (
    "cube(ARRAY[cos(radians(latitude)) * cos(radians(longitude)),"
    " cos(radians(latitude)) * sin(radians(longitude)), sin(radians(latitude))])"
)


def upgrade() -> None:
    """The same index on another expression."""
    _index(_ON_THE_GLOBE)


def downgrade() -> None:
    """The index of before."""
    _index("ll_to_earth(latitude, longitude)")


def _index(expression: str) -> None:
    op.drop_index("ix_practices_place", table_name="practices")
    op.create_index(
        "ix_practices_place",
        "practices",
        [text(expression)],
        unique=False,
        postgresql_using="gist",
        postgresql_where=text("latitude IS NOT NULL"),
    )
