"""When rows are written: some as late as may be, and none while others wait."""

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from api.core.db import Base

_LAST = "written_last"


def write_last(db: AsyncSession, row: Base) -> None:
    """Write this row when the transaction is about to commit: until then it may change without a statement
    for each change. In a savepoint it is written with the rest, to be undone with it."""
    if db.in_nested_transaction():
        db.add(row)
    else:
        db.info.setdefault(_LAST, []).append(row)


async def write_before_waiting(db: AsyncSession) -> None:
    """Write what the session holds so far, the rows written last too: nothing of it is then written while
    others wait for what this transaction is about to lock. In a savepoint, those of the transaction around it
    stay for its end."""
    _add_last(db.sync_session)
    await db.flush()


def will_be_written(db: AsyncSession, row: Base) -> bool:
    """Whether this row is part of what the transaction writes: not if a savepoint took it back."""
    return row in db or row in db.info.get(_LAST, ())


@event.listens_for(Session, "before_commit")
def _add_last(session: Session) -> None:
    if not session.in_nested_transaction():  # the end of a savepoint is told, too
        session.add_all(session.info.pop(_LAST, ()))
