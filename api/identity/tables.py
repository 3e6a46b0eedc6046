"""Communities, their rules, accounts and what they are granted, sessions, machine clients."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.contract.models import Role
from api.core.crypto import Json, Sealed, Text
from api.core.db import Base
from api.identity.rules import ProvedBy


class Community(Base):
    """A CPTS: the tenant. National row; what belongs to it carries its id."""

    __tablename__ = "communities"

    finess: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str]
    time_zone: Mapped[str]
    communes: Mapped[list[str]]  # INSEE codes: several communes share a postcode
    coordination_name: Mapped[str | None]
    coordination_phone: Mapped[str | None]
    created_at: Mapped[datetime]


class CommunityRulesRow(Base):
    """The one versioned document of a community's rules (`CommunityRules` in the contract)."""

    __tablename__ = "community_rules"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), unique=True)
    version: Mapped[int]
    document: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class Account(Base):
    """A named person who signs in. National: one person may work in several communities."""

    __tablename__ = "accounts"

    email_hash: Mapped[bytes] = mapped_column(unique=True)  # keyed hash: found without being readable
    email = Sealed(Text)
    name = Sealed(Text)
    password_hash: Mapped[str | None]
    link_serial: Mapped[int] = mapped_column(default=0)  # of the last link to a password, as invitations
    link_until: Mapped[datetime | None]
    link_sent_at: Mapped[datetime | None]  # by e-mail
    professional_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[
        datetime | None
    ]  # last; with `closed_at`, tells when its time is over (api/retention)
    closed_at: Mapped[datetime | None]  # kept by a trigger on `is_active`
    erased_at: Mapped[datetime | None]


class RegulatorAccount(Base):
    """An account that the national SAS platform keeps (INT_R02): it signs in coming from there only.

    National, as the account is. Its address may be another account's too, so it is found by its own
    `email_hash` here, and the account's is a hash of nothing that anybody types (docs/decisions/0027).
    """

    __tablename__ = "regulator_accounts"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    email_hash: Mapped[bytes] = mapped_column(index=True)
    family = Sealed(Text)
    given = Sealed(Text)
    terms_accepted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class RegulatorIdentity(Base):
    """An identifier under which the platform knows such an account; one for each system at most.

    National, as the account is. Only one active account has it; `active` repeats the account's `is_active`,
    for that index.
    """

    __tablename__ = "regulator_identities"
    __table_args__ = (
        UniqueConstraint("account_id", "system"),
        Index(
            "uq_regulator_identities_active",
            "token_hash",
            unique=True,
            postgresql_where=text("active"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    system: Mapped[str]
    value = Sealed(Text)
    token_hash: Mapped[bytes] = mapped_column(index=True)  # keyed hash of system|value
    active: Mapped[bool]
    created_at: Mapped[datetime]


class Grant(Base):
    """A role of an account in a community, for an organisation when it acts for one."""

    __tablename__ = "grants"
    __table_args__ = (UniqueConstraint("account_id", "community_id", "role"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]


class Invitation(Base):
    """A link that makes an account act in a community, once. National, as the account is.

    The link itself is not kept: it is signed over the id and the `serial`, which each sending changes.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        Index(
            "uq_invitations_open",
            "professional_id",
            "community_id",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[Role]
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    professional_id: Mapped[UUID | None] = mapped_column(ForeignKey("professionals.id"))
    name = Sealed(Text)  # as the inviter wrote it: the name of an account of another community is not theirs
    serial: Mapped[int]
    notification_id: Mapped[UUID | None] = mapped_column(index=True)  # the message that carries the link
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Delegation(Base):
    """An account that may act for a professional in a community, from `since` to `ended_at`."""

    __tablename__ = "delegations"
    __table_args__ = (
        Index(
            "uq_delegations_open",
            "account_id",
            "professional_id",
            "community_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    professional_id: Mapped[UUID] = mapped_column(ForeignKey("professionals.id"), index=True)
    given_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))  # the professional's own account
    invitation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("invitations.id", ondelete="SET NULL"), index=True
    )
    version: Mapped[int] = mapped_column(default=1)
    may_answer: Mapped[bool]
    created_at: Mapped[datetime]
    since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Session(Base):
    """A signed-in browser. Only the hash of its token is kept. National, as the account is."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index(
            "ix_sessions_delegation_id", "delegation_id", postgresql_where=text("delegation_id IS NOT NULL")
        ),
    )

    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("communities.id"))
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegations.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str | None] = mapped_column(String(60))
    proved_by: Mapped[ProvedBy]
    proved_again_at: Mapped[datetime | None]  # for one change of one's factors
    pro_sante_connect = Sealed(Json, nullable=True)  # id_token and where to end it there, until signing out
    practices = Sealed(Json, nullable=True)  # `told`: what Pro Santé Connect said one works as, and where
    practice_number: Mapped[int | None]  # the chosen one of them, from 1


def ended(at: datetime) -> dict[str, Any]:
    """What becomes of the columns of a session that ends: what the provider told of its person goes."""
    return {"ended_at": at, "pro_sante_connect_sealed": None, "practices_sealed": None}


class ProSanteConnectReturn(Base):
    """A way back from Pro Santé Connect that was taken: no other comes by it again. Kept for a day."""

    __tablename__ = "pro_sante_connect_returns"

    state_hash: Mapped[bytes] = mapped_column(unique=True)
    taken_at: Mapped[datetime]


class SignInFailure(Base):
    """Failures by e-mail hash, known or not, so that lock-out tells nobody which accounts exist."""

    __tablename__ = "sign_in_failures"

    email_hash: Mapped[bytes] = mapped_column(unique=True)
    failures: Mapped[int]
    first_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class MachineClient(Base):
    """A program that calls the API (OAuth2 client credentials)."""

    __tablename__ = "machine_clients"

    client_id: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]
    name: Mapped[str]
    role: Mapped[Role]
    scopes: Mapped[list[str]]
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("communities.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    department: Mapped[str | None]  # of a national client: it sees the communities of this one alone
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
