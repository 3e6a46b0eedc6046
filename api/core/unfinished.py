"""The mark of a database whose restore did not come to its end: what was forgotten since is still known."""

import psycopg

from api.core.db import plain_url
from api.core.operator import CommandRefused

MARK = "Maillage: restored, and what was forgotten since is still known"
"""A comment on the schema, from the instant in which a database is restored until all is done after it."""

IS_MARKED = f"coalesce(obj_description(to_regnamespace('public'), 'pg_namespace') = '{MARK}', false)"
"""Whether it is there, as an expression of SQL that any role may ask."""

_SECONDS = 10
"""How long a server that does not answer is waited for."""


def refuse_unfinished(owner_url: str) -> None:
    """CommandRefused of a database whose restore did not come to its end: it knows too much."""
    with psycopg.connect(plain_url(owner_url), autocommit=True, connect_timeout=_SECONDS) as connection:
        if is_unfinished(connection):
            raise CommandRefused(
                "La restauration de cette base n’est pas finie : relancez la même commande, avec --replace."
            )


def is_unfinished(connection: psycopg.Connection) -> bool:
    """The same, of a database that is open."""
    return connection.execute(f"SELECT {IS_MARKED}").fetchone() == (True,)
