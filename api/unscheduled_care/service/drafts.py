"""What somebody has typed so far: one per account and community, encrypted, gone after a day."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput, NotAllowed, NotFound
from api.people.rules import NIR_HINT, refuse_nir
from api.unscheduled_care.policy import drafts_visible_to, may_request
from api.unscheduled_care.rules import DRAFT_KEPT_FOR
from api.unscheduled_care.tables import UnscheduledCareDraft


async def get_unscheduled_care_draft(db: AsyncSession, actor: Actor) -> wire.UnscheduledCareDraft:
    """My draft. NotFound when there is none, or when its day is over."""
    draft = await db.scalar(select(UnscheduledCareDraft).where(drafts_visible_to(actor)))
    if draft is None or draft.expires_at <= clock.now():
        raise NotFound("There is no draft")
    await audit.record(db, actor, "unscheduled_care_draft.read", "draft", draft.id)  # it names a patient
    return _view(draft)


async def save_unscheduled_care_draft(
    db: AsyncSession, actor: Actor, body: wire.UnscheduledCareDraftInput
) -> wire.UnscheduledCareDraft:
    """Keep what was typed, for a day, in place of what was kept before.

    Nothing is checked yet but the NIR, which may not be stored anywhere (InvalidInput).
    """
    if not may_request(actor):
        raise NotAllowed("Your role files no request for care")
    content = body.model_dump(mode="json")
    errors = [
        FieldError(f"/{name}", NIR_HINT)
        for name, value in content.items()
        if isinstance(value, str) and refuse_nir(value)
    ]
    if errors:
        raise InvalidInput(errors=errors)
    at = clock.now()
    draft = await _row(db, actor, at)
    draft.content, draft.saved_at, draft.expires_at = content, at, at + DRAFT_KEPT_FOR
    await audit.record(db, actor, "unscheduled_care_draft.saved", "draft", draft.id)
    await db.flush()
    return _view(draft)


async def delete_unscheduled_care_draft(db: AsyncSession, actor: Actor) -> None:
    """Throw my draft away; nothing happens when there is none."""
    await forget_draft(db, actor)
    await audit.record(db, actor, "unscheduled_care_draft.deleted", "account", actor.id)


async def forget_draft(db: AsyncSession, actor: Actor) -> bool:
    """Delete the actor's draft; whether there was one."""
    gone = delete(UnscheduledCareDraft).where(drafts_visible_to(actor)).returning(UnscheduledCareDraft.id)
    return await db.scalar(gone.execution_options(synchronize_session=False)) is not None


async def forget_expired_drafts(db: AsyncSession, at: datetime) -> int:
    """Delete the drafts of the transaction's community whose day is over; how many. For a periodic job."""
    old = delete(UnscheduledCareDraft).where(UnscheduledCareDraft.expires_at <= at)
    gone = await db.scalars(
        old.returning(UnscheduledCareDraft.id).execution_options(synchronize_session=False)
    )
    return len(gone.all())


async def _row(db: AsyncSession, actor: Actor, at: datetime) -> UnscheduledCareDraft:
    """The actor's row, made when there is none; two tabs that save at once share it."""
    fresh = UnscheduledCareDraft(
        community_id=actor.community_id, account_id=actor.id, content={}, saved_at=at, expires_at=at
    )
    values = {
        "id": fresh.id,
        "community_id": actor.community_id,
        "account_id": actor.id,
        "content_sealed": fresh.content_sealed,  # type: ignore[attr-defined]  # the column that `Base` adds
        "saved_at": at,
        "expires_at": at,
    }
    await db.execute(insert(UnscheduledCareDraft).values(values).on_conflict_do_nothing())
    found = select(UnscheduledCareDraft).where(drafts_visible_to(actor)).with_for_update()
    return (await db.scalars(found)).one()


def _view(draft: UnscheduledCareDraft) -> wire.UnscheduledCareDraft:
    content = wire.UnscheduledCareDraftInput.model_validate(draft.content)
    return wire.UnscheduledCareDraft(saved_at=draft.saved_at, expires_at=draft.expires_at, content=content)
