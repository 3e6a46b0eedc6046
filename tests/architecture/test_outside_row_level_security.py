"""Which tables that have to do with people or communities stand outside row-level security, and why."""

from tests.architecture.test_personal_data import MAPPERS

ABOUT = {"people", "cases", "appointments", "accounts", "professionals", "memberships"}
"""Tables whose rows are somebody, or about somebody."""

_SIGNS_IN = "of an account, which is national: read before any community is chosen"
_AGENDA = "an hour of a professional, without a patient: one is free or away in all communities at once"
_NO_PERSON = "of a community, about nobody"
_DIRECTORY = "of the national directory, which is public"

OUTSIDE = {
    **dict.fromkeys(
        (
            "accounts",
            "factor_requests",
            "grants",
            "notification_preferences",
            "passkeys",
            "push_subscriptions",
            "recovery_codes",
            "regulator_accounts",
            "regulator_identities",
            "sessions",
            "totp_factors",
        ),
        _SIGNS_IN,
    ),
    "delegations": "for whom a secretary may act: read before she has chosen a community",
    "invitations": "a link is opened before anybody knows in which community",
    **dict.fromkeys(("absences", "closures", "openings", "outside_busy"), _AGENDA),
    "calendar_feeds": "found by its secret before any community is known; holds no patient",
    "death_family_links": "found by its secret before any community is known; holds a hash and two ids",
    "sas_transmissions": "the worker sends those of all communities to one platform, in order; holds no"
    " identity: the message is made when it leaves",
    "attending_doctor_capacities": "how many patients a doctor takes: figures of the whole territory",
    **dict.fromkeys(
        (
            "case_counters",
            "community_rules",
            "machine_clients",
            "opinion_templates",
            "rota_gaps_told",
            "sectors",
        ),
        _NO_PERSON,
    ),
    "live_events": "ids alone, told to those whom its audience names",
    **dict.fromkeys(
        ("directory_changes", "directory_imports", "organisation_members", "practices"), _DIRECTORY
    ),
}


def test_a_table_about_people_or_of_a_community_is_under_row_level_security_or_says_why_not() -> None:
    about = {
        table.name
        for mapper in MAPPERS
        if mapper.class_.__module__.startswith("api.") and not mapper.class_.__personal__
        for table in [mapper.class_.__table__]
        if "community_id" in table.columns
        or any(key.column.table.name in ABOUT for key in table.foreign_keys)
    }
    assert about == OUTSIDE.keys()
