"""What a database holds, in a form that two moments can be compared by."""

from tests.conftest import Database

NOT_COMPARED = frozenset({"audit_entries", "sessions", "sign_in_failures", "throttle_counts"})
"""A refusal may leave a line in the audit and a count, a request its hour on the session it came with."""


def contents(database: Database) -> dict[str, str]:
    """Table -> a digest of all its rows, whatever the community."""
    tables = database.sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
        "AND relname NOT LIKE 'procrastinate_%' ORDER BY relname"
    )
    digest = "SELECT coalesce(md5(string_agg(row::text, '|' ORDER BY row::text)), '') FROM {} AS row"
    return {
        str(table): str(database.sql(digest.format(table))[0][0])
        for (table,) in tables
        if table not in NOT_COMPARED
    }
