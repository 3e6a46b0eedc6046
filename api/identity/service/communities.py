"""Communities and their rules."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.contract.models import CommunityRules, CommunityRulesInput
from api.core import clock
from api.core.actor import Actor
from api.core.db import set_community
from api.core.problems import InvalidInput
from api.core.routing import expect_version
from api.identity import community_rules
from api.identity.policy import present_community
from api.identity.tables import Community, CommunityRulesRow

_KNOWN = "community_rules"
"""Where a session keeps the rules that were read in it."""

_COMMUNITIES = "communities"
"""The same of the communities."""

# Who asks for the rules asks for the community, as a rule: for its clock.
_COMMUNITY_AND_RULES = (
    select(Community, CommunityRulesRow)
    .outerjoin(CommunityRulesRow, CommunityRulesRow.community_id == Community.id)
    .where(Community.id == bindparam("community_id"))
)


async def create_community(
    db: AsyncSession,
    actor: Actor,
    *,
    finess: str,
    name: str,
    short_name: str,
    time_zone: str,
    communes: Sequence[str],
    at: datetime,
    coordination_name: str | None = None,
    coordination_phone: str | None = None,
) -> Community:
    """A new community with the default rules. The transaction then stands in it.

    `time_zone` is an IANA name, `communes` are INSEE codes. IntegrityError when the FINESS is taken.
    """
    community = Community(
        finess=finess,
        name=name,
        short_name=short_name,
        time_zone=time_zone,
        communes=list(communes),
        coordination_name=coordination_name,
        coordination_phone=coordination_phone,
        created_at=at,
    )
    db.add(community)
    await db.flush()
    rules = CommunityRulesRow(
        community_id=community.id,
        version=community_rules.FIRST_VERSION,
        document=community_rules.default_document(),
        changed_at=at,
    )
    db.add(rules)
    await set_community(db, community.id)
    detail = {"finess": finess, "communes": list(communes)}
    await record(
        db,
        actor,
        "community.created",
        "community",
        community.id,
        detail=detail,
        community_id=community.id,
    )
    await db.flush()
    return community


async def community_of(db: AsyncSession, community_id: UUID) -> Community:
    """The community of that id, which must exist. Read once in a transaction, whoever asks."""
    community = await db.get_one(Community, community_id)
    # The session forgets what nobody holds, and would read it again.
    db.info.setdefault(_COMMUNITIES, {})[community_id] = community
    return community


def zone_of(community: Community) -> ZoneInfo:
    """The time zone on whose clocks the community lives."""
    return ZoneInfo(community.time_zone)


async def rules_of(db: AsyncSession, community_id: UUID) -> CommunityRules:
    """The present rules of a community; the defaults when it never wrote any. Read once in a transaction,
    whoever asks: what it decides, it decides by the same rules."""
    known: dict[UUID, CommunityRules] = db.info.setdefault(_KNOWN, {})
    if community_id not in known:
        row = (await db.execute(_COMMUNITY_AND_RULES, {"community_id": community_id})).one_or_none()
        written = None
        if row is not None:
            written = row[1]
            db.info.setdefault(_COMMUNITIES, {})[community_id] = row[0]
        known[community_id] = community_rules.default_rules() if written is None else _rules(written)
    return known[community_id]


async def get_community_rules(db: AsyncSession, actor: Actor) -> CommunityRules:
    """The rules of the actor's community. CommunityNotChosen when it stands in none."""
    return await rules_of(db, present_community(actor))


async def replace_community_rules(
    db: AsyncSession, actor: Actor, rules: CommunityRulesInput, *, expected: int
) -> CommunityRules:
    """Write the rules of the actor's community. What runs already keeps the plan it started with.

    `expected` is the version that the actor read: StaleVersion (412) when it changed since.
    InvalidInput names the rules that contradict one another.
    """
    community_id = present_community(actor)
    if contradictions := community_rules.contradictions(rules):
        raise InvalidInput(errors=contradictions)
    row = await db.scalar(
        select(CommunityRulesRow).where(CommunityRulesRow.community_id == community_id).with_for_update()
    )
    if row is None:
        row = CommunityRulesRow(
            community_id=community_id,
            version=community_rules.FIRST_VERSION,
            document=community_rules.default_document(),
            changed_at=clock.now(),
        )
        db.add(row)
    expect_version(expected, row.version)
    document = community_rules.document_of(rules)
    changed = community_rules.changes(row.document, document)
    row.document, row.version, row.changed_at = document, row.version + 1, clock.now()
    await record(
        db, actor, "community_rules.replaced", "community", community_id, detail={"changed": changed}
    )
    await db.flush()
    db.info.pop(_KNOWN, None)
    return _rules(row)


def _rules(row: CommunityRulesRow) -> CommunityRules:
    return community_rules.rules_from(row.document, version=row.version, changed_at=row.changed_at)
