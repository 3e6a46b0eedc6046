"""What identity does, by the names of the contract's operations, and what other modules ask of it."""

from api.audit.service import NAMES
from api.identity.community_rules import availability_rules, directory_rules
from api.identity.service.accounts import (
    account_ids_of_organisation,
    account_ids_of_professionals,
    accounts_of_professional,
    accounts_with_role,
    actor_names,
    create_account,
    email_hash,
    grant_role,
)
from api.identity.service.clients import actor_of_token, create_access_token, create_client
from api.identity.service.communities import (
    community_of,
    create_community,
    get_community_rules,
    replace_community_rules,
    rules_of,
    zone_of,
)
from api.identity.service.me import get_instance, get_me
from api.identity.service.sessions import (
    actor_of_session,
    actors_of_sessions,
    choose_community,
    create_session,
    delete_session,
    open_session,
)

NAMES.append(actor_names)

__all__ = [
    "account_ids_of_organisation",
    "account_ids_of_professionals",
    "accounts_of_professional",
    "accounts_with_role",
    "actor_names",
    "actor_of_session",
    "actor_of_token",
    "actors_of_sessions",
    "availability_rules",
    "directory_rules",
    "choose_community",
    "community_of",
    "create_access_token",
    "create_account",
    "create_client",
    "create_community",
    "create_session",
    "delete_session",
    "email_hash",
    "get_community_rules",
    "get_instance",
    "get_me",
    "grant_role",
    "open_session",
    "replace_community_rules",
    "rules_of",
    "zone_of",
]
