"""Second factors of accounts, and what is asked of somebody for a few minutes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.crypto import Sealed, Text
from api.core.db import Base
from api.identity.factor_rules import FactorPurpose


class TotpFactor(Base):
    """The authenticator application of an account, confirmed by a first code. National, as the account is."""

    __tablename__ = "totp_factors"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    secret = Sealed(Text)
    confirmed_at: Mapped[datetime]
    last_step: Mapped[int]  # thirty seconds since 1970: a code of this one, or before, is used


class Passkey(Base):
    """A passkey of an account (WebAuthn). National, as the account is."""

    __tablename__ = "passkeys"
    __table_args__ = (UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]  # as COSE spells it
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name = Sealed(Text)
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One recovery code of an account: a keyed digest, and whether it served."""

    __tablename__ = "recovery_codes"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]


class FactorRequest(Base):
    """Something asked of one browser for a few minutes: it is deleted when it is answered. National, as the
    account is.

    At sign-in the browser is known by its cookie (`token_hash`), later by its session.
    """

    __tablename__ = "factor_requests"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[FactorPurpose]
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    address: Mapped[bytes | None]  # hash of what was typed: under it wrong proofs are counted
    delegation_id: Mapped[UUID | None] = mapped_column(ForeignKey("delegations.id", ondelete="CASCADE"))
    challenge: Mapped[bytes]
    secret = Sealed(Text, nullable=True)  # of an authenticator application, until a first code confirms it
    expires_at: Mapped[datetime]
