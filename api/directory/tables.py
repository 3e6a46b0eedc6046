"""Professionals, where they practise, structures, and who is a member of which community.

Professionals, practices and organisations are national and public (the national directory); what a
professional declared to a community is the community's.
"""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import DirectoryFact, DutyKind, FactChecker, OrganisationChecker, OrganisationKind
from api.core.crypto import Sealed
from api.core.crypto import Text as SealedText
from api.core.db import Base
from api.directory.news_tables import DirectoryChange as DirectoryChange
from api.directory.news_tables import DirectoryImport as DirectoryImport
from api.directory.news_tables import Welcome as Welcome

_WORDS = "regexp_replace(f_unaccent({}), '[^a-z0-9]+', {}, 'g')"
_SEARCHED = (
    _WORDS.format("' ' || family_name || ' ' || given_name || ' '", "' '")
    + " || "
    + _WORDS.format("family_name", "''")
    + " || ' ' || "
    + _WORDS.format("given_name", "''")
    + " || ' '"
)


ON_THE_GLOBE = (
    "cube(ARRAY[cos(radians({0}latitude)) * cos(radians({0}longitude)),"
    " cos(radians({0}latitude)) * sin(radians({0}longitude)), sin(radians({0}latitude))])"
)
"""A point of the globe in space, in SQL: the straight line between two of them grows with the distance.

`{0}` is what stands before `latitude` and `longitude`. The same as `ll_to_earth`, but for the scale and
for its type, whose checks cost 5 to 25 µs for each place that is passed: this costs one."""


class Professional(Base):
    """A person of the national directory, known by an RPPS number."""

    __tablename__ = "professionals"
    __table_args__ = (
        Index(
            "ix_professionals_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
        # Who practises in these communes, by one index and without a join: kept by a trigger on practices.
        Index("ix_professionals_practice_communes", "practice_communes", postgresql_using="gin"),
        Index("ix_professionals_profession_code_search_text", "profession_code", "search_text"),
        Index("ix_professionals_by_name", "search_text", "id"),
        Index("ix_professionals_words", text("string_to_array(search_text, ' ')"), postgresql_using="gin"),
    )

    rpps: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str | None]
    family_name: Mapped[str]
    given_name: Mapped[str]
    profession_code: Mapped[str]
    specialty_codes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    # " le goff maiwenn legoff maiwenn ": words between spaces, then the names without their own spaces.
    search_text: Mapped[str] = mapped_column(Computed(_SEARCHED, persisted=True))
    # Kept by a trigger on practices. The point is that of the only place: None with none or with several.
    practice_communes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    single_latitude: Mapped[float | None]
    single_longitude: Mapped[float | None]
    sourced_on: Mapped[date | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


NAME_WORDS = Table(
    "name_words",
    Base.metadata,
    Column("word", Text, primary_key=True),
    Index(
        "ix_name_words_word_trigrams",
        "word",
        postgresql_using="gin",
        postgresql_ops={"word": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "off"},  # an import adds thousands of words just before they are read
    ),
)
"""Every word that a name of the directory ever held, kept by a trigger: what a misspelt word may have been.

Words that nobody bears any more stay; a search asks who bears them among those it looks at."""


class Practice(Base):
    """One professional at one place in one activity: where agendas hang."""

    __tablename__ = "practices"
    __table_args__ = (
        UniqueConstraint("professional_id", "activity_key"),
        Index("ix_practices_commune_insee", "commune_insee"),
        Index(
            "ix_practices_place",
            text(ON_THE_GLOBE.format("")),
            postgresql_using="gist",
            postgresql_where=text("latitude IS NOT NULL"),
        ),
    )

    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"))
    activity_key: Mapped[str]  # structure technical id, mode, genre, role: an activity has no id of its own
    structure_id: Mapped[str | None]
    finess: Mapped[str | None]
    siret: Mapped[str | None]
    name: Mapped[str | None]
    address_line: Mapped[str | None]
    postal_code: Mapped[str | None]
    commune_insee: Mapped[str]
    commune_name: Mapped[str]
    sector: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    phone: Mapped[str | None]
    file_phone: Mapped[str | None]  # what the national file said last: the person may have said another since
    email: Mapped[str | None]
    mode_code: Mapped[str | None]
    sector_code: Mapped[str | None]
    role_code: Mapped[str | None]
    hours: Mapped[list[dict[str, Any]]] = mapped_column(server_default=text("'[]'"))
    accessibility: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    is_active: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime]


class Membership(Base):
    """A professional in a community: what they volunteer for, and when they may be asked."""

    __tablename__ = "memberships"
    __personal__ = True
    __table_args__ = (UniqueConstraint("community_id", "professional_id"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    unscheduled_care: Mapped[bool] = mapped_column(default=False)
    attending_doctor: Mapped[bool] = mapped_column(default=False)
    death_certification: Mapped[bool] = mapped_column(default=False)
    teleconsultation: Mapped[bool] = mapped_column(default=False)
    training_supervision: Mapped[bool] = mapped_column(default=False)
    accepts_new_patients: Mapped[bool | None]
    # First day on which « yes » no longer holds; kept once the answer is gone, to say that it lapsed.
    new_patients_until: Mapped[date | None]
    home_visits: Mapped[bool | None]
    sectors: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    weekly_cap: Mapped[int | None]
    quiet_from: Mapped[time | None]
    quiet_to: Mapped[time | None]
    not_before: Mapped[datetime | None]
    declared_on: Mapped[date | None]  # the day when the whole page was last found right
    times_asked: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # to confirm it again
    asked_on: Mapped[date | None]
    mobile_phone = Sealed(SealedText, nullable=True)
    joined_on: Mapped[date]
    # A doctor who stays to certify deaths, even once they practise nowhere: as the coordination wrote it.
    without_practice: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    practice_needed_at: Mapped[datetime | None]  # when the coordination took that back


class FactCheck(Base):
    """Who last found one fact of a member's page right, and when. The fact itself stands elsewhere."""

    __tablename__ = "fact_checks"
    __personal__ = True
    __table_args__ = (
        UniqueConstraint("membership_id", "fact", "practice_id", postgresql_nulls_not_distinct=True),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"))
    practice_id: Mapped[UUID | None] = mapped_column(ForeignKey("practices.id"))
    fact: Mapped[DirectoryFact]
    checked_on: Mapped[date]
    checked_by: Mapped[FactChecker]


class Organisation(Base):
    """A structure: pharmacy, health centre, SAMI, town hall… Its hours are its own calendar.

    National and public, like what its page says: whoever reads it in another community reads the same.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("kind", "name", "commune_insee"),
        Index(
            "ix_organisations_search_text",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
    )

    kind: Mapped[OrganisationKind]
    name: Mapped[str]
    search_text: Mapped[str] = mapped_column(
        Computed(_WORDS.format("' ' || name || ' '", "' '"), persisted=True)
    )
    finess: Mapped[str | None]
    address_line: Mapped[str | None]
    postal_code: Mapped[str | None]
    commune_insee: Mapped[str] = mapped_column(index=True)
    commune_name: Mapped[str]
    sector: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    phone: Mapped[str | None]
    instruction: Mapped[str]  # call_15, call, walk_in: what to tell a person who wants to go there
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    hours: Mapped[list[dict[str, Any]]] = mapped_column(server_default=text("'[]'"))
    # `{from_day, to_day, spans}`: days whose hours are these, whatever the week and the holidays say.
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(server_default=text("'[]'"))
    checked_on: Mapped[date | None]
    checked_by: Mapped[OrganisationChecker | None]
    is_active: Mapped[bool] = mapped_column(default=True)


class OrganisationMember(Base):
    """Somebody who works in a structure, as its page says it."""

    __tablename__ = "organisation_members"
    __table_args__ = (UniqueConstraint("organisation_id", "professional_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"), index=True)


class Duty(Base):
    """Who is on duty in a community from when to when: a structure, or a professional."""

    __tablename__ = "duties"
    __personal__ = True
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint("num_nonnulls(organisation_id, professional_id) = 1", name="one_on_duty"),
        # Nobody stands twice at the same time on the rota of those who certify deaths.
        ExcludeConstraint(
            ("community_id", "="),
            ("professional_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            name="ex_duties_once_on_the_death_rota",
            using="gist",
            where=text("kind = 'death_certification'"),
        ),
        Index("ix_duties_community_id_ends_at", "community_id", "ends_at"),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[DutyKind]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    professional_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"))
    phone: Mapped[str | None]  # None: that of the structure or of the practice
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Sector(Base):
    """A quarter or village that people name, with a point in its middle: where, without an address."""

    __tablename__ = "sectors"
    __table_args__ = (UniqueConstraint("community_id", "name"),)

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[str]
    commune_insee: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
