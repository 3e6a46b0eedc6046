"""Groups of a community that one may ask together (filières), kept by the coordination."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.paging import Key, page_of
from api.core.problems import FieldError, InvalidInput, NotAllowed, NotFound
from api.core.routing import expect_version
from api.directory import service as directory
from api.directory.nomenclatures import savoir_faire, specialty_label
from api.identity.policy import present_community
from api.notifications.words import plain
from api.people.rules import refuse_nir
from api.referrals.second_opinion import policy
from api.referrals.second_opinion.tables import OpinionGroup


async def list_opinion_groups(
    db: AsyncSession, actor: Actor, query: wire.ListOpinionGroupsQuery
) -> wire.OpinionGroupList:
    """One page of the groups of the community, by name."""
    wanted = select(OpinionGroup).where(policy.groups_visible_to(actor))
    keys = [Key(OpinionGroup.name), Key(OpinionGroup.id)]
    page = await page_of(db, wanted, keys=keys, cursor=query.cursor, limit=query.limit)
    views = await _views(db, [row[0] for row in page.items])
    return wire.OpinionGroupList(items=views, next_cursor=page.next_cursor)


async def create_opinion_group(
    db: AsyncSession, actor: Actor, body: wire.OpinionGroupInput
) -> wire.OpinionGroup:
    """Make a group. InvalidInput when its name is taken, its specialty unknown, or somebody no member."""
    _refuse_others(actor)
    community_id = present_community(actor)
    await _check(db, community_id, body, other_than=None)
    group = OpinionGroup(community_id=community_id, version=1, created_at=clock.now())
    _write(group, body)
    db.add(group)
    await db.flush()
    await audit.record(db, actor, "opinion_group.created", "opinion_group", group.id)
    return (await _views(db, [group]))[0]


async def replace_opinion_group(
    db: AsyncSession, actor: Actor, group_id: UUID, version: int, body: wire.OpinionGroupInput
) -> wire.OpinionGroup:
    """Change a group; who was asked before stays asked. StaleVersion, InvalidInput, NotFound."""
    _refuse_others(actor)
    group = await _one(db, actor, group_id)
    expect_version(version, group.version)
    await _check(db, group.community_id, body, other_than=group.id)
    _write(group, body)
    group.version += 1
    await db.flush()
    await audit.record(db, actor, "opinion_group.replaced", "opinion_group", group.id)
    return (await _views(db, [group]))[0]


async def delete_opinion_group(db: AsyncSession, actor: Actor, group_id: UUID) -> None:
    """Nobody may ask it any more; requests already made to it go on."""
    _refuse_others(actor)
    group = await _one(db, actor, group_id)
    await db.delete(group)
    await audit.record(db, actor, "opinion_group.deleted", "opinion_group", group.id)
    await db.flush()


def _refuse_others(actor: Actor) -> None:
    if not policy.may_coordinate(actor):
        raise NotAllowed("Only the coordination keeps the groups")


async def _one(db: AsyncSession, actor: Actor, group_id: UUID) -> OpinionGroup:
    found = select(OpinionGroup).where(OpinionGroup.id == group_id, policy.groups_visible_to(actor))
    group = await db.scalar(found.with_for_update())
    if group is None:
        raise NotFound("There is no such group: it may have been deleted")
    return group


def _write(group: OpinionGroup, body: wire.OpinionGroupInput) -> None:
    group.name, group.specialty_code = body.name.strip(), body.specialty_code
    group.member_ids = list(dict.fromkeys(body.member_ids))


async def _check(
    db: AsyncSession, community_id: UUID, body: wire.OpinionGroupInput, *, other_than: UUID | None
) -> None:
    """Raise InvalidInput with everything that is wrong."""
    await wait_for_turn(db, f"opinion groups|{community_id}")
    errors = []
    if body.specialty_code not in savoir_faire():
        errors.append(FieldError("/specialty_code", "There is no such specialty (TRE_R38)"))
    if refuse_nir(body.name) or not plain(body.name):
        errors.append(FieldError("/name", "Name the group in words"))
    rows = await db.execute(
        select(OpinionGroup.id, OpinionGroup.name).where(OpinionGroup.community_id == community_id)
    )
    if any(id_ != other_than and plain(name) == plain(body.name) for id_, name in rows):
        errors.append(FieldError("/name", "Another group has this name"))
    members = {member.professional_id for member in await directory.members_of(db, community_id)}
    errors += [
        FieldError(f"/member_ids/{index}", "This professional is no member of the community")
        for index, id_ in enumerate(body.member_ids)
        if id_ not in members
    ]
    if errors:
        raise InvalidInput(errors=errors)


async def _views(db: AsyncSession, groups: Sequence[OpinionGroup]) -> list[wire.OpinionGroup]:
    names = await directory.summaries(db, [id_ for group in groups for id_ in group.member_ids])
    return [
        wire.OpinionGroup(
            id=group.id,
            version=group.version,
            name=group.name,
            specialty_code=group.specialty_code,
            specialty_label=specialty_label(group.specialty_code),
            members=[names[id_] for id_ in group.member_ids if id_ in names],
        )
        for group in groups
    ]
