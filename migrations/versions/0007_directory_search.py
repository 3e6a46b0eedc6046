"""What the directory's search reads fast: words of names, and the point of whoever has one place only.

Revision ID: 0007
Revises: 0005
"""

# ruff: noqa: S608  # one expression written once, no value

import sqlalchemy as sa
from alembic import op

revision, down_revision = "0007", "0005"
branch_labels = depends_on = None

_WORDS = "string_to_array(search_text, ' ')"

_PLACE = """
    CREATE OR REPLACE FUNCTION place_professionals() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE professionals
        SET practice_communes = present.communes,
            single_latitude = present.latitude, single_longitude = present.longitude
        FROM (
            SELECT changed.professional_id, coalesce(places.communes, '{}') AS communes,
                   CASE places.number WHEN 1 THEN places.latitude END AS latitude,
                   CASE places.number WHEN 1 THEN places.longitude END AS longitude
            FROM (SELECT DISTINCT professional_id FROM changed) AS changed
            CROSS JOIN LATERAL (
                SELECT array_agg(DISTINCT commune_insee::text ORDER BY commune_insee::text) AS communes,
                       count(*) AS number, min(practices.latitude) AS latitude,
                       min(practices.longitude) AS longitude
                FROM practices
                WHERE practices.professional_id = changed.professional_id AND is_active
            ) AS places
        ) AS present
        WHERE professionals.id = present.professional_id
          AND (professionals.practice_communes, professionals.single_latitude, professionals.single_longitude)
              IS DISTINCT FROM (present.communes, present.latitude, present.longitude);
        RETURN NULL;
    END $$
"""

_PLACE_BEFORE = """
    CREATE OR REPLACE FUNCTION place_professionals() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE professionals SET practice_communes = present.communes
        FROM (
            SELECT changed.professional_id,
                   ARRAY(
                       SELECT DISTINCT commune_insee::text FROM practices
                       WHERE practices.professional_id = changed.professional_id AND is_active
                       ORDER BY 1
                   ) AS communes
            FROM (SELECT DISTINCT professional_id FROM changed) AS changed
        ) AS present
        WHERE professionals.id = present.professional_id
          AND professionals.practice_communes IS DISTINCT FROM present.communes;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    """Columns, a vocabulary with its triggers, then what is already there."""
    op.execute("CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public")
    op.add_column("professionals", sa.Column("single_latitude", sa.Float(), nullable=True))
    op.add_column("professionals", sa.Column("single_longitude", sa.Float(), nullable=True))
    op.execute(_PLACE)
    op.execute(
        """
        UPDATE professionals SET single_latitude = alone.latitude, single_longitude = alone.longitude
        FROM (SELECT professional_id, min(latitude) AS latitude, min(longitude) AS longitude
              FROM practices WHERE is_active GROUP BY professional_id HAVING count(*) = 1) AS alone
        WHERE professionals.id = alone.professional_id AND alone.latitude IS NOT NULL
        """
    )
    op.create_index(
        "ix_professionals_words", "professionals", [sa.text(_WORDS)], unique=False, postgresql_using="gin"
    )
    op.create_table(
        "name_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_name_words")),
    )
    op.execute(f"INSERT INTO name_words SELECT DISTINCT unnest({_WORDS}) FROM professionals")
    op.create_index(
        "ix_name_words_word_trigrams",
        "name_words",
        ["word"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "off"},
    )
    # In the order of the words, so that two imports wait for each other instead of deadlocking.
    op.execute(
        f"""
        CREATE FUNCTION note_name_words() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO name_words
                SELECT DISTINCT word FROM after, unnest({_WORDS}) AS word ORDER BY word
                ON CONFLICT DO NOTHING;
            ELSE
                INSERT INTO name_words
                SELECT DISTINCT word
                FROM (SELECT id, search_text FROM after EXCEPT SELECT id, search_text FROM before) AS renamed,
                     unnest({_WORDS}) AS word
                ORDER BY word
                ON CONFLICT DO NOTHING;
            END IF;
            RETURN NULL;
        END $$
        """
    )
    for event, rows in (
        ("INSERT", "NEW TABLE AS after"),
        ("UPDATE", "OLD TABLE AS before NEW TABLE AS after"),
    ):
        op.execute(
            f"CREATE TRIGGER professionals_words_{event.lower()} AFTER {event} ON professionals "
            f"REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION note_name_words()"
        )


def downgrade() -> None:
    """The search of before: without the vocabulary and the points."""
    for event in ("insert", "update"):
        op.execute(f"DROP TRIGGER professionals_words_{event} ON professionals")
    op.execute("DROP FUNCTION note_name_words()")
    op.drop_table("name_words")
    op.drop_index("ix_professionals_words", table_name="professionals")
    op.execute(_PLACE_BEFORE)
    op.drop_column("professionals", "single_longitude")
    op.drop_column("professionals", "single_latitude")
    op.execute("DROP EXTENSION fuzzystrmatch")
