"""Listening to what changes: who hears what, on a stream that lasts as long as the session."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from api.contract import models as wire
from api.contract.models import Role
from api.core import clock, live
from api.core.actor import Actor
from api.core.db import unit_of_work
from api.core.event_stream import EventStream
from api.core.live_hub import PER_ACCOUNT, Standing, hub
from api.identity import service as identity
from api.identity.policy import present_community
from api.notifications.ways import TooManyStreams


def stream_events(
    actor: Actor, query: wire.StreamEventsQuery, headers: wire.StreamEventsHeaders
) -> EventStream:
    """What changes for this person in their present community, from now or from the last event they had.

    TooManyStreams (429) for an account that listens too often at the same time; CommunityNotChosen (403).
    """
    community_id = present_community(actor)
    assert actor.session_id is not None  # noqa: S101  the contract lets nobody else in
    if hub.is_full_for(actor.person_id):
        raise TooManyStreams(f"At most {PER_ACCOUNT}: share one stream between tabs", retry_after=60)
    listen = partial(
        hub.listen,
        community_id=community_id,
        account_id=actor.person_id,
        session_id=actor.session_id,
        keys=keys_of(actor),
        after=query.after if headers.last_event_id is None else headers.last_event_id,
    )
    return EventStream(hub, listen)


def keys_of(actor: Actor) -> frozenset[str]:
    """The audiences that an account belongs to, as the policies of the modules let it see things."""
    keys = {
        live.account_key(actor.person_id),
        live.account_key(actor.id),
        *(live.role_key(role) for role in actor.roles),
    }
    if actor.professional_id is not None and Role.professional in actor.roles:
        keys.add(live.professional_key(actor.professional_id))
    if actor.organisation_id is not None and Role.requester in actor.roles:
        keys.add(live.organisation_key(actor.organisation_id))
    return frozenset(keys)


async def standings(session_ids: Sequence[UUID]) -> Standing:
    """Of these sessions, those that still stand, with what their person may hear now."""
    async with unit_of_work() as db:
        actors = await identity.actors_of_sessions(db, session_ids, at=clock.now())
    return {
        session_id: (actor.community_id, keys_of(actor))
        for session_id, actor in actors.items()
        if actor.community_id is not None
    }
