"""What identity does, by the names of the contract's operations, and what other modules ask of it."""

from api.audit.service import NAMES
from api.identity.community_rules import availability_rules, directory_rules
from api.identity.regulators import IdentifierTaken, NationalIdentifier, Regulator
from api.identity.rules import invitation_state
from api.identity.service.accepting import accept_invitation, read_invitation
from api.identity.service.accounts import (
    account_ids_of_kind,
    account_ids_of_organisation,
    account_ids_of_professionals,
    accounts_of_professional,
    accounts_with_role,
    actor_names,
    at_address,
    create_account,
    email_hash,
    end_sessions,
    forget_owner,
    grant_role,
    other_account_of,
)
from api.identity.service.clients import (
    PLATFORM,
    actor_of_token,
    close_client,
    create_access_token,
    create_client,
    draw_new_secret,
    platform_actor,
)
from api.identity.service.communities import (
    community_of,
    create_community,
    get_community_rules,
    replace_community_rules,
    rules_of,
    zone_of,
)
from api.identity.service.delegations import (
    answering_for,
    end_my_delegation,
    invite_delegate,
    let_act,
    list_my_delegations,
    replace_my_delegation,
    send_delegate_invitation,
)
from api.identity.service.factor_news import FACTOR_NEWS
from api.identity.service.factor_proofs import ask_factor_proof, prove_again
from api.identity.service.factor_resets import (
    address_of,
    reset_second_factor,
    take_away,
    take_away_all,
)
from api.identity.service.factors import draw_recovery_codes, get_my_second_factor
from api.identity.service.forgetting import forget_old_sessions
from api.identity.service.invitations import (
    JOINING,
    SENDERS,
    invite,
    invited_addresses,
    is_open_invitation,
    link_of_demonstration,
    link_of_message,
    open_invitations,
    revoke,
    send_again,
)
from api.identity.service.me import get_instance, get_me
from api.identity.service.own_passkeys import add_passkey, remove_passkey, start_passkey
from api.identity.service.own_password import change_password
from api.identity.service.own_sessions import end_my_other_sessions, end_my_session, list_my_sessions
from api.identity.service.own_totp import confirm_totp, remove_totp, start_totp
from api.identity.service.password_links import (
    LINK_SENDERS,
    choose_password,
    draw_first_link,
    password_link,
    request_password_link,
)
from api.identity.service.practices import choose_practice
from api.identity.service.regulators import (
    create_regulator,
    national_identifier,
    regulator_of,
    replace_regulator,
)
from api.identity.service.sessions import (
    arrive,
    choose_community,
    choose_delegation,
    delete_session,
    open_session,
)
from api.identity.service.signing_in import Asked, complete_sign_in, create_session
from api.identity.service.who import actor_of_session, actors_of_sessions, why_signed_out

NAMES.append(actor_names)

__all__ = [
    "FACTOR_NEWS",
    "JOINING",
    "LINK_SENDERS",
    "PLATFORM",
    "SENDERS",
    "Asked",
    "IdentifierTaken",
    "NationalIdentifier",
    "Regulator",
    "accept_invitation",
    "account_ids_of_kind",
    "account_ids_of_organisation",
    "account_ids_of_professionals",
    "accounts_of_professional",
    "accounts_with_role",
    "actor_names",
    "actor_of_session",
    "actor_of_token",
    "actors_of_sessions",
    "add_passkey",
    "address_of",
    "answering_for",
    "arrive",
    "ask_factor_proof",
    "at_address",
    "availability_rules",
    "change_password",
    "choose_community",
    "choose_delegation",
    "choose_password",
    "choose_practice",
    "close_client",
    "community_of",
    "complete_sign_in",
    "confirm_totp",
    "create_access_token",
    "create_account",
    "create_client",
    "create_community",
    "create_regulator",
    "create_session",
    "delete_session",
    "directory_rules",
    "draw_first_link",
    "draw_new_secret",
    "draw_recovery_codes",
    "email_hash",
    "end_my_delegation",
    "end_my_other_sessions",
    "end_my_session",
    "end_sessions",
    "forget_old_sessions",
    "forget_owner",
    "get_community_rules",
    "get_instance",
    "get_me",
    "get_my_second_factor",
    "grant_role",
    "invitation_state",
    "invite",
    "invite_delegate",
    "invited_addresses",
    "is_open_invitation",
    "let_act",
    "link_of_demonstration",
    "link_of_message",
    "list_my_delegations",
    "list_my_sessions",
    "national_identifier",
    "open_invitations",
    "open_session",
    "other_account_of",
    "password_link",
    "platform_actor",
    "prove_again",
    "read_invitation",
    "regulator_of",
    "remove_passkey",
    "remove_totp",
    "replace_community_rules",
    "replace_my_delegation",
    "replace_regulator",
    "request_password_link",
    "reset_second_factor",
    "revoke",
    "rules_of",
    "send_again",
    "send_delegate_invitation",
    "start_passkey",
    "start_totp",
    "take_away",
    "take_away_all",
    "why_signed_out",
    "zone_of",
]
