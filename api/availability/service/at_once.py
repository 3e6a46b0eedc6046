"""Free time of a few professionals, in a statement that asks for other things in the same round trip.

`OPEN` and `STANDING` are parts of somebody's statement, which has `wanted` (the `id` of professionals) and
names the first of them `open`; `values` are their parameters, and `free_of` reads what they answer of one
professional. It finds what `free_slots` finds, for whom a handful of professionals is everything: nothing is
done in lots, and claims travel as they stand.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from struct import iter_unpack
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ARRAY, BindParameter, Date, Text, Uuid, bindparam

from api.availability.rules import Busy, Calendar, Span, Stretches, instant
from api.availability.service import times
from api.availability.service.opening_columns import AS_TEXT
from api.availability.service.standing import LONGEST_DAY
from api.contract.models import AvailabilityRules, SlotAudience
from api.core.public_holidays import holidays_of
from api.identity import service as identity

OPEN = f"""
    SELECT id, community_id, professional_id, practice_id, quota_per_day, {AS_TEXT} AS said
    FROM openings
    WHERE ended_at IS NULL AND professional_id = ANY(ARRAY(SELECT id FROM wanted))
      AND valid_from <= :last AND coalesce(valid_to, :last) >= :first
      AND (on_day IS NOT NULL OR weekday = ANY(CAST(:weekdays AS integer[])))
      AND audiences && CAST(:audiences AS text[])
      AND (:communities IS NULL OR community_id = ANY(:communities))
"""  # noqa: S608  made of constants

_RUNS = "(expires_at IS NULL OR expires_at > CAST(:at AS timestamptz))"

# A stretch as PostgreSQL sends it: one function for each, where its two ends as texts or seconds take eight.
STANDING = f"""
    SELECT 'taken', wanted.id::text, its.during
    FROM wanted CROSS JOIN LATERAL (
        SELECT string_agg(range_send(during), '') AS during FROM claims
        WHERE resource_id = wanted.id AND during && CAST(:around AS tstzrange) AND {_RUNS}
    ) AS its
    WHERE its.during IS NOT NULL
    UNION ALL
    SELECT 'closed', professional_id::text, string_agg(range_send(during), '')
    FROM closures
    WHERE professional_id = ANY(ARRAY(SELECT id FROM wanted)) AND during && CAST(:around AS tstzrange)
    GROUP BY professional_id
    UNION ALL
    -- The same hour in two agendas of one person is taken once.
    SELECT 'taken', professional_id::text, string_agg(range_send(away), '')
    FROM (
        SELECT professional_id, unnest(range_agg(during)) AS away FROM outside_busy
        WHERE professional_id = ANY(ARRAY(SELECT id FROM wanted)) AND during && CAST(:around AS tstzrange)
        GROUP BY professional_id
    ) AS elsewhere
    GROUP BY professional_id
    UNION ALL
    -- What is taken of openings with a quota, on the whole of the days that the window touches.
    SELECT 'counted', open.professional_id::text,
           string_agg(uuid_send(opening_id) || timestamptz_send(slot_starts_at), '')
    FROM claims JOIN open ON open.id = opening_id
    WHERE opening_id = ANY(ARRAY(SELECT id FROM open WHERE quota_per_day IS NOT NULL))
      AND CAST(:days AS tstzrange) @> slot_starts_at AND {_RUNS}
    GROUP BY open.professional_id
"""  # noqa: S608  made of constants

PARAMETERS: tuple[BindParameter[Any], ...] = (
    *(bindparam(name, type_=Date) for name in ("first", "last")),
    *(bindparam(name, type_=Text) for name in ("weekdays", "audiences", "around", "days")),
    bindparam("communities", type_=ARRAY(Uuid)),
)
"""The types of the parameters of both, but for `at`."""


def values(
    from_at: datetime,
    to_at: datetime,
    at: datetime,
    audiences: Collection[SlotAudience],
    communities: Collection[UUID] | None,
) -> dict[str, Any]:
    """The parameters of both: slots that start in [from_at, to_at), of openings meant for one of these
    audiences, in these communities only when they are named. `at` is the present instant."""
    first, last = times.days_near(from_at, to_at)
    start, end = times.window_of(from_at, to_at)
    around = start - times.LONGEST_BUFFER, end + LONGEST_DAY + times.LONGEST_BUFFER
    return {
        "first": first,
        "last": last,
        "weekdays": array(times.weekdays(first, last)),
        "audiences": array([audience.value for audience in audiences]),
        "communities": None if communities is None else list(communities),
        "around": _range(around),
        "days": _range((around[0] - LONGEST_DAY, around[1] + LONGEST_DAY)),
        "at": at,
    }


def array(words: Iterable[object]) -> str:
    """Words or numbers of ours, none of which has a comma or a quote, as PostgreSQL writes an array: the
    driver takes ten times as long over a list."""
    return "{" + ",".join(map(str, words)) + "}"


def _range(span: Span) -> str:
    return f"[{instant(span[0])},{instant(span[1])})"


class Clock(NamedTuple):
    """How time is counted in a community."""

    calendar: Calendar
    delays: AvailabilityRules


def clock(time_zone: str, communes: Iterable[str], delays: Mapping[str, Any] | None) -> Clock:
    """From a community's time zone and communes, and the `availability` section of its stored rules."""
    return Clock(Calendar(ZoneInfo(time_zone), holidays_of(communes)), identity.availability_rules(delays))


Standing = tuple[tuple[str, bytes], ...]
"""What stands against one professional: the rows of `STANDING` that have their id, without it."""


def free_of(
    rows: Iterable[Any],
    clocks: Mapping[UUID, Clock],
    standing: Standing,
    window: Span,
    at: datetime | None = None,
) -> times.Free:
    """What is free of the slots of one professional's openings that start in the window, opening by opening,
    by start: when somebody looks at `at`, or, without, whatever the delays of openings and communities are.

    Each start by itself: that it is free does not depend on the window, as long as `standing` was read for
    one in which it lies.
    """
    settings = {community_id: times.Setting(*its, at) for community_id, its in clocks.items()}
    ordered = sorted(rows, key=_by_id)
    busy = {row.professional_id: _busy(standing) for row in ordered[:1]}
    return list(times.less(times.in_window(ordered, settings, window), busy))


def _by_id(row: Any) -> int:
    return int(row.id.int)


def _busy(standing: Standing) -> Busy:
    its, taken = Busy(), list[Span]()
    for what, packed in standing:
        if what == "counted":
            for opening, at in iter_unpack(">16sq", packed):
                its.counted.setdefault(UUID(bytes=opening), []).append(_second(at))
        elif what == "closed":
            its.closed = Stretches.of(_spans(packed))
        else:
            taken += _spans(packed)
    its.taken = Stretches.of(taken)
    for starts in its.counted.values():
        starts.sort()
    return its


_EPOCH = int(timedelta(days=10_957).total_seconds())
"""PostgreSQL counts microseconds from 2000."""


def _spans(packed: bytes) -> list[Span]:
    """The stretches that the database put one after the other, in seconds: a byte that says which ends are
    part of it, then each end with its length. None is without an end, so all are as long."""
    return [(_second(start), _second(end)) for start, end in iter_unpack(">5xq4xq", packed)]


def _second(microseconds: int) -> int:
    return (microseconds + 500_000) // 1_000_000 + _EPOCH
