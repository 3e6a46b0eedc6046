"""Lists by pages: keyset pagination behind an opaque cursor."""

import base64
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.core.crypto import keyed_hash
from api.core.problems import FieldError, InvalidInput

DEFAULT_LIMIT, MAX_LIMIT = 50, 200
SIGNATURE_BYTES = 8

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Key:
    """One column of the order. Its values are never NULL (`coalesce` what may be), the last key is unique."""

    column: ColumnElement[Any] | InstrumentedAttribute[Any]
    descending: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page, and the cursor of the next one (None at the end)."""

    items: list[T]
    next_cursor: str | None

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """The same page of other things, for example of contract models instead of rows."""
        return Page([change(item) for item in self.items], self.next_cursor)


async def page_of(
    db: AsyncSession,
    statement: Select[Any],
    *,
    keys: Sequence[Key],
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[Row[Any]]:
    """Read one page of `statement`, ordered by `keys`, after `cursor`, at most `limit` rows.

    The statement must carry no order of its own. Rows come as selected (`row[0]` is the first entity).
    Raises InvalidInput when the cursor is not one of this list.
    """
    wanted = max(1, min(limit, MAX_LIMIT))
    order = [key.column.desc() if key.descending else key.column.asc() for key in keys]
    query = statement.add_columns(*(key.column.label(f"_key_{i}") for i, key in enumerate(keys)))
    if cursor is not None:
        query = query.where(_after(keys, decode_cursor(cursor, keys)))
    rows = (await db.execute(query.order_by(None).order_by(*order).limit(wanted + 1))).all()
    more = len(rows) > wanted
    rows = rows[:wanted]
    return Page(list(rows), encode_cursor(keys, list(rows[-1])[-len(keys) :]) if more else None)


def _after(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """The rows that come after these values in the order of the keys."""
    branches: list[ColumnElement[bool]] = []
    for i, key in enumerate(keys):
        further = key.column < values[i] if key.descending else key.column > values[i]
        branches.append(and_(*(k.column == v for k, v in zip(keys[:i], values[:i], strict=True)), further))
    return or_(false(), *branches)


def _signature(keys: Sequence[Key], plain: bytes) -> bytes:
    """Ties a cursor to its order: one that we did not give for this list is refused, not misread."""
    words = "|".join(f"{key.column}{'-' if key.descending else '+'}" for key in keys)
    return keyed_hash("cursor", words.encode() + b"\n" + plain)[:SIGNATURE_BYTES]


def encode_cursor(keys: Sequence[Key], values: Sequence[Any]) -> str:
    """The opaque cursor that stands after a row with these key values."""
    plain = json.dumps([_tagged(value) for value in values], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_signature(keys, plain) + plain).rstrip(b"=").decode()


def decode_cursor(cursor: str, keys: Sequence[Key]) -> list[Any]:
    """The key values inside a cursor. Raises InvalidInput on anything that `encode_cursor` did not give."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        signed = base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        signed = b""
    signature, plain = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _signature(keys, plain)):
        message = "This cursor does not belong to this list: start again without it"
        raise InvalidInput(errors=[FieldError("/query/cursor", message)])
    return [_READERS[tag](value) for tag, value in json.loads(plain)]


_READERS: dict[str, Callable[[Any], Any]] = {
    "s": str,
    "i": int,
    "b": bool,
    "f": float,
    "n": Decimal,
    "u": UUID,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
}


def _tagged(value: Any) -> list[Any]:
    match value:
        case bool():
            return ["b", value]
        case int():
            return ["i", value]
        case float():
            return ["f", value]
        case Decimal():
            return ["n", str(value)]
        case UUID():
            return ["u", str(value)]
        case datetime():
            return ["t", value.isoformat()]
        case date():
            return ["d", value.isoformat()]
        case str():
            return ["s", value]
    raise TypeError(f"A page cannot be ordered by a {type(value).__name__}")
