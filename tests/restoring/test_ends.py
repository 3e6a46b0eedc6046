"""What a backup holds open for somebody who was forgotten since ends, whatever its kind."""

import pytest

from api.core import clock
from api.identity.tables import Community
from api.restoring.again import forget_again
from api.restoring.marks import Marks
from tests.conftest import Database
from tests.retention.demonstration import READS, community, database, read_all
from tests.roles import AsRole

__all__ = ["community", "database"]
"""Fixtures of other tests."""

pytestmark = pytest.mark.slow

RUNNING = "SELECT kind, id FROM cases WHERE community_id = %s AND parent_id IS NULL AND closed_at IS NULL"


async def test_requests_of_every_kind_end_and_one_that_is_too_far_on_is_named_and_left(
    connected: Database, community: Community, as_role: AsRole
) -> None:
    running = connected.sql(RUNNING, community.id)
    assert {kind for kind, _ in running} == READS.keys()
    coming = (
        "SELECT count(*) FROM appointments WHERE community_id = %s AND state = 'booked' AND ends_at > now()"
    )
    assert connected.sql(coming, community.id) != [(0,)]
    everybody = {
        person for (person,) in connected.sql("SELECT id FROM people WHERE community_id = %s", community.id)
    }
    elsewhere = "SELECT md5(string_agg(p::text, '' ORDER BY id)) FROM people AS p WHERE community_id <> %s"
    before = connected.sql(elsewhere, community.id)

    done = await forget_again({community.id: Marks(erased=everybody)}, clock.now())  # type: ignore[arg-type]  # ids
    assert done.persons > len(running) / 2
    left = connected.sql(f"{RUNNING.replace('kind, id', 'number')} ORDER BY number", community.id)
    assert done.open == [number for (number,) in left] != []
    ended = [one for one in running if one not in connected.sql(RUNNING, community.id)]
    assert {kind for kind, _ in ended} == READS.keys(), "some of each kind"
    known = (
        "SELECT count(*) FROM people WHERE community_id = %s AND erased_at IS NULL AND NOT EXISTS"
        " (SELECT FROM cases WHERE person_id = people.id AND closed_at IS NULL)"
    )
    assert connected.sql(known, community.id) == [(0,)]
    lines = await read_all(await as_role("coordinator"), ended)
    assert {line["text"] for one in lines for line in one["thread"]} == {None}
    assert connected.sql(elsewhere, community.id) == before, "another community"
