"""What a process says to the others when something changed."""

import psycopg

from api.core import db as core_db
from api.core.db import plain_url
from api.core.live import CHANNEL, ring
from tests.conftest import Database

CONNECTING = "SELECT count(*) FROM pg_stat_activity WHERE state = 'starting'"


async def test_a_process_that_ends_tells_the_others_first_and_breaks_off_no_connection(
    connected: Database,
) -> None:
    with psycopg.connect(plain_url(connected.owner_url), autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        ring()
        await core_db.disconnect()
        assert [told.channel for told in listener.notifies(timeout=5, stop_after=1)] == [CHANNEL]
        assert listener.execute(CONNECTING).fetchone() == (0,)
