"""Tables of the domain: identity, directory, people, availability, cases, dispatch, requests, messages.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.core.migrate import enable_rls

revision, down_revision = "0004", "0003"
branch_labels = depends_on = None


def upgrade() -> None:
    """Create the tables, then put row-level security on those that hold personal data."""
    op.create_table(
        "claims",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=True),
        sa.Column("slot_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("resource_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("exclusive"),
            using="gist",
            name="ex_claims_one_at_a_time",
        ),
        sa.CheckConstraint("NOT isempty(during)", name=op.f("ck_claims_during_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    op.create_index(
        "ix_claims_expires_at",
        "claims",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    op.create_index(
        "ix_claims_opening_id",
        "claims",
        ["opening_id"],
        unique=False,
        postgresql_where=sa.text("opening_id IS NOT NULL"),
    )
    op.create_index(
        "ix_claims_resource_id_during",
        "claims",
        ["resource_id", "during"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_table(
        "communities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("finess", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("communes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("coordination_name", sa.String(), nullable=True),
        sa.Column("coordination_phone", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("finess", name=op.f("uq_communities_finess")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "practice_group",
                "health_house",
                "health_centre",
                "pharmacy",
                "nursing_home",
                "town_hall",
                "police",
                "hospital_ward",
                "out_of_hours",
                "unscheduled_care_centre",
                "support_service",
                "dispatch_centre",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "search_text",
            sa.String(),
            sa.Computed(
                "regexp_replace(f_unaccent(' ' || name || ' '), '[^a-z0-9]+', ' ', 'g')", persisted=True
            ),
            nullable=False,
        ),
        sa.Column("finess", sa.String(), nullable=True),
        sa.Column("address_line", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("commune_name", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("instruction", sa.String(), nullable=False),
        sa.Column(
            "hours", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint(
            "kind", "name", "commune_insee", name=op.f("uq_organisations_kind_name_commune_insee")
        ),
    )
    op.create_index(op.f("ix_organisations_commune_insee"), "organisations", ["commune_insee"], unique=False)
    op.create_index(
        "ix_organisations_search_text",
        "organisations",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "professionals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rpps", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("profession_code", sa.String(), nullable=False),
        sa.Column(
            "specialty_codes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "search_text",
            sa.String(),
            sa.Computed(
                "regexp_replace(f_unaccent(' ' || family_name || ' ' || given_name || ' '), '[^a-z0-9]+', ' ', 'g') || regexp_replace(f_unaccent(family_name), '[^a-z0-9]+', '', 'g') || ' ' || regexp_replace(f_unaccent(given_name), '[^a-z0-9]+', '', 'g') || ' '",
                persisted=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "practice_communes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("sourced_on", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_professionals")),
        sa.UniqueConstraint("rpps", name=op.f("uq_professionals_rpps")),
    )
    op.create_index("ix_professionals_by_name", "professionals", ["search_text", "id"], unique=False)
    op.create_index(
        "ix_professionals_practice_communes",
        "professionals",
        ["practice_communes"],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_professionals_profession_code_search_text",
        "professionals",
        ["profession_code", "search_text"],
        unique=False,
    )
    op.create_index(
        "ix_professionals_search_text",
        "professionals",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_hash", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
        sa.UniqueConstraint("email_hash", name=op.f("uq_sign_in_failures_email_hash")),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email_hash", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("professional_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_accounts_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email_hash", name=op.f("uq_accounts_email_hash")),
    )
    op.create_index(op.f("ix_accounts_professional_id"), "accounts", ["professional_id"], unique=False)
    op.create_table(
        "case_counters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unscheduled_care", name="casekind", native_enum=False, create_constraint=True, length=60
            ),
            nullable=False,
        ),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_case_counters_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_counters")),
        sa.UniqueConstraint("community_id", "kind", name=op.f("uq_case_counters_community_id_kind")),
    )
    op.create_table(
        "closures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "leave",
                "training",
                "illness",
                "other",
                name="closurereason",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_closures_community_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_closures_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closures")),
    )
    op.create_index(
        "ix_closures_professional_id_during",
        "closures",
        ["professional_id", "during"],
        unique=False,
        postgresql_using="gist",
    )
    op.create_table(
        "community_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_community_rules_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_rules")),
        sa.UniqueConstraint("community_id", name=op.f("uq_community_rules_community_id")),
    )
    op.create_table(
        "machine_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "professional",
                "coordinator",
                "requester",
                "kiosk",
                "regulator",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_machine_clients_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_machine_clients_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_clients")),
        sa.UniqueConstraint("client_id", name=op.f("uq_machine_clients_client_id")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unscheduled_care", sa.Boolean(), nullable=False),
        sa.Column("attending_doctor", sa.Boolean(), nullable=False),
        sa.Column("death_certification", sa.Boolean(), nullable=False),
        sa.Column("teleconsultation", sa.Boolean(), nullable=False),
        sa.Column("training_supervision", sa.Boolean(), nullable=False),
        sa.Column("mobile_phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("accepts_new_patients", sa.Boolean(), nullable=True),
        sa.Column("home_visits", sa.Boolean(), nullable=True),
        sa.Column("weekly_cap", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_to", sa.Time(), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("absent_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_memberships_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_memberships_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "community_id", "professional_id", name=op.f("uq_memberships_community_id_professional_id")
        ),
    )
    op.create_index(op.f("ix_memberships_professional_id"), "memberships", ["professional_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("identity_hash", sa.LargeBinary(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("commune_name", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column("attending_professional_id", sa.Uuid(), nullable=True),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attending_professional_id"],
            ["professionals.id"],
            name=op.f("fk_people_attending_professional_id"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_people_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(
        "ix_people_community_id_identity_hash", "people", ["community_id", "identity_hash"], unique=False
    )
    op.create_table(
        "practices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("activity_key", sa.String(), nullable=False),
        sa.Column("structure_id", sa.String(), nullable=True),
        sa.Column("finess", sa.String(), nullable=True),
        sa.Column("siret", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("address_line", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("commune_name", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("mode_code", sa.String(), nullable=True),
        sa.Column("sector_code", sa.String(), nullable=True),
        sa.Column("role_code", sa.String(), nullable=True),
        sa.Column(
            "hours", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_practices_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint(
            "professional_id", "activity_key", name=op.f("uq_practices_professional_id_activity_key")
        ),
    )
    op.create_index("ix_practices_commune_insee", "practices", ["commune_insee"], unique=False)
    op.create_index(
        "ix_practices_place",
        "practices",
        [sa.literal_column("ll_to_earth(latitude, longitude)")],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("latitude IS NOT NULL"),
    )
    op.create_table(
        "sectors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commune_insee", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_sectors_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sectors")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_sectors_community_id_name")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "professional",
                "coordinator",
                "requester",
                "kiosk",
                "regulator",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_grants_account_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_grants_community_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_grants_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint(
            "account_id", "community_id", "role", name=op.f("uq_grants_account_id_community_id_role")
        ),
    )
    op.create_index(op.f("ix_grants_community_id"), "grants", ["community_id"], unique=False)
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "offer_made",
                "offer_reminder",
                "offer_taken",
                "offer_withdrawn",
                "request_accepted",
                "request_widened",
                "request_needs_coordinator",
                "appointment_confirmed",
                "professional_withdrew",
                "confirmation_overdue",
                "request_closed",
                "message_posted",
                "assigned",
                name="notificationkind",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("may_open_case", sa.Boolean(), nullable=False),
        sa.Column(
            "facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notifications_account_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_notifications_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
    )
    op.create_index(
        "ix_notifications_account_id_created_at", "notifications", ["account_id", "created_at"], unique=False
    )
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "openings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "slots", "range", name="openingkind", native_enum=False, create_constraint=True, length=60
            ),
            nullable=False,
        ),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("step_minutes", sa.Integer(), nullable=True),
        sa.Column("buffer_before_minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_after_minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("needs", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("modes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("audiences", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(weekday IS NULL) <> (on_day IS NULL)", name=op.f("ck_openings_weekly_or_one_day")
        ),
        sa.CheckConstraint("from_minute < to_minute", name=op.f("ck_openings_ends_after_start")),
        sa.CheckConstraint("slot_minutes BETWEEN 5 AND 60", name=op.f("ck_openings_slot_minutes")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_openings_community_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_openings_practice_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_openings_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
    )
    op.create_index(
        "ix_openings_community_id",
        "openings",
        ["community_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_openings_professional_id",
        "openings",
        ["professional_id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_sessions_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_account_id"), "sessions", ["account_id"], unique=False)
    op.create_table(
        "unscheduled_care_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_unscheduled_care_drafts_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_unscheduled_care_drafts_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unscheduled_care_drafts")),
        sa.UniqueConstraint(
            "community_id", "account_id", name=op.f("uq_unscheduled_care_drafts_community_id_account_id")
        ),
    )
    op.create_table(
        "usual_professionals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_usual_professionals_community_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_usual_professionals_person_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_usual_professionals_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usual_professionals")),
    )
    op.create_index("ix_usual_professionals_person_id", "usual_professionals", ["person_id"], unique=False)
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "fulfilled",
                "no_show",
                "cancelled",
                "moved",
                name="appointmentstate",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.Column("opening_id", sa.Uuid(), nullable=True),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "office",
                "home_visit",
                "video",
                name="caremode",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "need",
            sa.Enum(
                "ear_nose_throat",
                "dermatology",
                "minor_trauma",
                "urinary",
                "digestive",
                "paediatrics",
                "prescription_renewal",
                "sick_note",
                "other",
                name="need",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "unscheduled_care",
                "direct",
                name="appointmentorigin",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_number", sa.String(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column("booked_by_kind", sa.String(), nullable=False),
        sa.Column("booked_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_appointments_community_id")
        ),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_appointments_opening_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_appointments_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practices.id"], name=op.f("fk_appointments_practice_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_appointments_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(
        "ix_appointments_professional_id_starts_at",
        "appointments",
        ["professional_id", "starts_at"],
        unique=False,
    )
    op.create_index("ix_appointments_subject_id", "appointments", ["subject_id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("notification_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "screen",
                "email",
                name="deliverychannel",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "delivered",
                "read",
                "failed",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_deliveries_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name=op.f("fk_deliveries_notification_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index(
        "ix_deliveries_community_id_created_at", "deliveries", ["community_id", "created_at"], unique=False
    )
    op.create_index(
        "ix_deliveries_next_attempt_at",
        "deliveries",
        ["next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("state = 'queued'"),
    )
    op.create_index(op.f("ix_deliveries_notification_id"), "deliveries", ["notification_id"], unique=False)
    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("slot_id", sa.String(), nullable=False),
        sa.Column("opening_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_kind", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_holds_community_id")),
        sa.ForeignKeyConstraint(["opening_id"], ["openings.id"], name=op.f("fk_holds_opening_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_holds_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_claim_id"), "holds", ["claim_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unscheduled_care", name="casekind", native_enum=False, create_constraint=True, length=60
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column("mobility", sa.String(), nullable=True),
        sa.Column("urgency", sa.String(), nullable=True),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("commune_insee", sa.String(), nullable=True),
        sa.Column("commune_name", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("requester_kind", sa.String(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=False),
        sa.Column("requester_professional_id", sa.Uuid(), nullable=True),
        sa.Column("requester_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("requester_name", sa.String(), nullable=False),
        sa.Column("requester_phone", sa.String(), nullable=True),
        sa.Column("requester_profession", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("professional_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_id", sa.Uuid(), nullable=True),
        sa.Column("appointment_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wished_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "waits_for",
            sa.Enum(
                "coordinator",
                "professional",
                "requester",
                "person",
                "nobody",
                name="waitsfor",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "clock_kind",
            sa.Enum(
                "answer",
                "confirmation",
                "appointment",
                "coordination",
                name="clockkind",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("clock_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.Column("handled_by_name", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_cases_appointment_id")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_cases_community_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_cases_person_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_cases_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_cases_community_id_number")),
    )
    op.create_index("ix_cases_community_id_created_at", "cases", ["community_id", "created_at"], unique=False)
    op.create_index(
        "ix_cases_community_id_open",
        "cases",
        ["community_id", "due_at"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_cases_due_at"), "cases", ["due_at"], unique=False)
    op.create_index(op.f("ix_cases_professional_id"), "cases", ["professional_id"], unique=False)
    op.create_index(op.f("ix_cases_requester_id"), "cases", ["requester_id"], unique=False)
    op.create_index(
        op.f("ix_cases_requester_organisation_id"), "cases", ["requester_organisation_id"], unique=False
    )
    op.create_table(
        "case_followers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_case_followers_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_followers_case_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_case_followers_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_followers")),
        sa.UniqueConstraint("case_id", "account_id", name=op.f("uq_case_followers_case_id_account_id")),
    )
    op.create_index(op.f("ix_case_followers_account_id"), "case_followers", ["account_id"], unique=False)
    op.create_table(
        "dispatches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "unscheduled_care", name="casekind", native_enum=False, create_constraint=True, length=60
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "paused",
                "answered",
                "exhausted",
                "stopped",
                name="dispatchstate",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("plan", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("wave_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wave_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("coordinator_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coordinator_alerted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remaining_seconds", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_dispatches_case_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_dispatches_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatches")),
        sa.UniqueConstraint("case_id", name=op.f("uq_dispatches_case_id")),
    )
    op.create_index(
        "ix_dispatches_next_at",
        "dispatches",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "timeline_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "requested",
                "red_flag_redirected",
                "waiting_for_completion",
                "completed",
                "duplicate_follower",
                "first_resort_skipped",
                "wave_opened",
                "offer_seen",
                "offer_declined",
                "offers_lapsed",
                "offer_accepted",
                "coordinator_alerted",
                "paused",
                "resumed",
                "relaunched",
                "widened",
                "assigned",
                "confirmation_overdue",
                "appointment_booked",
                "appointment_confirmed",
                "professional_withdrew",
                "appointment_cancelled",
                "fulfilled",
                "no_show",
                "cancelled",
                "closed",
                "message",
                "identity_erased",
                name="timelinekind",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=True),
        sa.Column("professional_id", sa.Uuid(), nullable=True),
        sa.Column(
            "facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_timeline_events_case_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_timeline_events_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_timeline_events_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_events")),
    )
    op.create_index("ix_timeline_events_case_id_at", "timeline_events", ["case_id", "at", "id"], unique=False)
    op.create_table(
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("professional_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "accepted",
                "declined",
                "lapsed",
                "withdrawn",
                name="offerstate",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "attending_doctor",
                "usual_professional",
                "near",
                "network",
                "assigned",
                name="offerreason",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum(
                "first_resort",
                "near",
                "network",
                name="waveaudience",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("distance_km", sa.Double(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "no_room",
                "outside_skills",
                "too_far",
                "absent",
                "other",
                name="declinereason",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("slot_id", sa.String(), nullable=True),
        sa.Column("slot_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slot_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("practice_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_offers_case_id")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_offers_community_id")),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatches.id"], name=op.f("fk_offers_dispatch_id")),
        sa.ForeignKeyConstraint(
            ["professional_id"], ["professionals.id"], name=op.f("fk_offers_professional_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    op.create_index("ix_offers_case_id", "offers", ["case_id"], unique=False)
    op.create_index(
        "ix_offers_professional_id_offered_at", "offers", ["professional_id", "offered_at"], unique=False
    )
    op.create_index(
        "uq_offers_dispatch_id_accepted",
        "offers",
        ["dispatch_id"],
        unique=True,
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.create_index(
        "uq_offers_dispatch_id_professional_id_step",
        "offers",
        ["dispatch_id", "professional_id", "step"],
        unique=True,
        postgresql_where=sa.text("reason <> 'assigned'"),
    )
    op.create_table(
        "unscheduled_care_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "to_complete",
                "redirected_15",
                "qualified",
                "attending_doctor_asked",
                "wave_1",
                "wave_2",
                "wave_3",
                "wave_4",
                "slot_held",
                "appointment_confirmed",
                "fulfilled",
                "no_show",
                "cancelled_professional",
                "no_solution",
                "closed_elsewhere",
                "cancelled",
                name="unscheduledcarestate",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=False,
        ),
        sa.Column(
            "need",
            sa.Enum(
                "ear_nose_throat",
                "dermatology",
                "minor_trauma",
                "urinary",
                "digestive",
                "paediatrics",
                "prescription_renewal",
                "sick_note",
                "other",
                name="need",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "urgency",
            sa.Enum(
                "same_day",
                "within_24_hours",
                "within_48_hours",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "mobility",
            sa.Enum(
                "can_travel",
                "home_visit",
                name="mobility",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("red_flags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("red_flags_cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "attending_doctor_status",
            sa.Enum(
                "known",
                "none",
                "unknown",
                name="attendingdoctorstatus",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "attending_contact",
            sa.Enum(
                "not_called",
                "called_unavailable",
                "called_no_answer",
                name="attendingdoctorcontact",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column("interpreter", sa.String(), nullable=True),
        sa.Column("note_flagged", sa.Boolean(), nullable=False),
        sa.Column("informed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatch_id", sa.Uuid(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "solution",
            sa.Enum(
                "out_of_hours",
                "unscheduled_care_centre",
                "sas",
                "teleconsultation",
                "emergency_department",
                "found_elsewhere",
                name="solution",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.Column(
            "cancellation_reason",
            sa.Enum(
                "person_better",
                "found_elsewhere",
                "person_unreachable",
                "mistake",
                "other",
                name="cancellationreason",
                native_enum=False,
                create_constraint=True,
                length=60,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_unscheduled_care_requests_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["dispatch_id"], ["dispatches.id"], name=op.f("fk_unscheduled_care_requests_dispatch_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["cases.id"], name=op.f("fk_unscheduled_care_requests_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unscheduled_care_requests")),
    )
    op.create_index(
        op.f("ix_unscheduled_care_requests_community_id"),
        "unscheduled_care_requests",
        ["community_id"],
        unique=False,
    )
    enable_rls(op, "appointments")
    enable_rls(op, "case_followers")
    enable_rls(op, "cases")
    enable_rls(op, "deliveries")
    enable_rls(op, "dispatches")
    enable_rls(op, "holds")
    enable_rls(op, "memberships")
    enable_rls(op, "notifications")
    enable_rls(op, "offers")
    enable_rls(op, "people")
    enable_rls(op, "timeline_events")
    enable_rls(op, "unscheduled_care_drafts")
    enable_rls(op, "unscheduled_care_requests")
    enable_rls(op, "usual_professionals")


def downgrade() -> None:
    """Drop them all."""
    op.drop_table("unscheduled_care_requests")
    op.drop_table("offers")
    op.drop_table("timeline_events")
    op.drop_table("dispatches")
    op.drop_table("case_followers")
    op.drop_table("cases")
    op.drop_table("holds")
    op.drop_table("deliveries")
    op.drop_table("appointments")
    op.drop_table("usual_professionals")
    op.drop_table("unscheduled_care_drafts")
    op.drop_table("sessions")
    op.drop_table("openings")
    op.drop_table("notifications")
    op.drop_table("grants")
    op.drop_table("sectors")
    op.drop_table("practices")
    op.drop_table("people")
    op.drop_table("memberships")
    op.drop_table("machine_clients")
    op.drop_table("community_rules")
    op.drop_table("closures")
    op.drop_table("case_counters")
    op.drop_table("accounts")
    op.drop_table("sign_in_failures")
    op.drop_table("professionals")
    op.drop_table("organisations")
    op.drop_table("communities")
    op.drop_table("claims")
