"""What the board says of a search: counters, reasons, and what comes by itself if nobody moves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cases.kinds import BoardFacts
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import DispatchState, NextStepKind, OfferState
from api.core.db import held
from api.core.direct import Direct
from api.dispatch.forecast import forecast, human_at
from api.dispatch.rules import Wave
from api.dispatch.service.crowd import asked_in_round
from api.dispatch.service.dispatch_views import wave_number
from api.dispatch.service.engine import crowd_for
from api.dispatch.service.progress import network_waves, round_start
from api.dispatch.tables import Dispatch, Offer

_SEARCHES = select(Dispatch).where(Dispatch.case_id == any_(bindparam("cases", type_=ARRAY(Uuid))))
_TALLIES = Direct(
    select(
        Offer.dispatch_id,
        Offer.step,
        Offer.state,
        Offer.decline_reason,
        func.count(),
        func.count(Offer.seen_at),
    )
    .where(Offer.dispatch_id == any_(bindparam("searches", type_=ARRAY(Uuid))))
    .group_by(Offer.dispatch_id, Offer.step, Offer.state, Offer.decline_reason)
)


@dataclass(frozen=True)
class SearchFacts:
    """The search of one case, as its row on the board says it."""

    dispatch: Dispatch
    wave: int
    waves: int
    counters: wire.Counters
    decline_reasons: list[wire.DeclineCount]
    upcoming: list[wire.NextStep]

    def added_to(self, shown: BoardFacts) -> BoardFacts:
        """The row with what is known of the search; what comes next stays as its module says it."""
        return replace(
            shown,
            wave=self.wave,
            waves=self.waves,
            counters=self.counters,
            decline_reasons=self.decline_reasons,
            dispatch_id=self.dispatch.id,
        )


async def search_facts(
    db: AsyncSession, cases: Sequence[Case], *, at: datetime, with_people: bool
) -> dict[UUID, SearchFacts]:
    """The searches of many cases at once, by case id; a case that nobody was asked for is absent.

    Counters are those of the wave under way, of the whole search once it is over. `with_people` also says
    how many the coming waves would ask, for one page: it reads the whole crowd of each case.
    """
    ids = {case.id for case in cases}
    searches = {search.case_id: search for search in held(db, Dispatch) if search.case_id in ids}
    if unread := list(ids - searches.keys()):
        rows = await db.scalars(_SEARCHES, {"cases": unread})
        searches |= {dispatch.case_id: dispatch for dispatch in rows}
    tallies = await _tallies(db, [dispatch.id for dispatch in searches.values()])
    facts = {}
    for case in cases:
        if (dispatch := searches.get(case.id)) is not None:
            counts = tallies.get(dispatch.id, [])
            facts[case.id] = SearchFacts(
                dispatch=dispatch,
                wave=wave_number(dispatch),
                waves=network_waves(dispatch),
                counters=_counters(dispatch, counts),
                decline_reasons=_reasons(counts),
                upcoming=await _upcoming(db, dispatch, case, at, with_people=with_people),
            )
    return facts


@dataclass(frozen=True)
class _Tally:
    step: int
    state: OfferState
    reason: wire.DeclineReason | None
    count: int
    seen: int


async def _tallies(db: AsyncSession, dispatch_ids: list[UUID]) -> dict[UUID, list[_Tally]]:
    found: dict[UUID, list[_Tally]] = {}
    for search_id, step, state, reason, *counts in await _TALLIES.rows(db, {"searches": dispatch_ids}):
        why = None if reason is None else wire.DeclineReason(reason)
        found.setdefault(search_id, []).append(_Tally(step, OfferState(state), why, *counts))
    return found


def _counters(dispatch: Dispatch, rows: Sequence[_Tally]) -> wire.Counters:
    if dispatch.state in (DispatchState.running, DispatchState.paused):
        rows = [row for row in rows if row.step == dispatch.step or row.state is OfferState.pending]
    total: Counter[OfferState] = Counter()
    for row in rows:
        total[row.state] += row.count
    return wire.Counters(
        asked=total.total(),
        seen=sum(row.seen for row in rows),
        declined=total[OfferState.declined],
        lapsed=total[OfferState.lapsed],
        pending=total[OfferState.pending],
    )


def _reasons(rows: Sequence[_Tally]) -> list[wire.DeclineCount]:
    reasons: Counter[wire.DeclineReason] = Counter()
    for row in rows:
        if row.reason is not None:
            reasons[row.reason] += row.count
    return [wire.DeclineCount(reason=reason, count=count) for reason, count in reasons.most_common()]


async def _upcoming(
    db: AsyncSession, dispatch: Dispatch, case: Case, at: datetime, *, with_people: bool
) -> list[wire.NextStep]:
    """The waves to come, the call of the coordinator, the deadline of care; nothing once it is answered."""
    if dispatch.state not in (DispatchState.running, DispatchState.paused, DispatchState.exhausted):
        return []
    steps: list[wire.NextStep] = []
    if dispatch.state is not DispatchState.paused and dispatch.wakes_at is not None:
        steps.append(next_step(NextStepKind.quiet_hours_end, dispatch.wakes_at))
    if dispatch.state is DispatchState.running:
        waves, spent = await _waves_to_come(db, dispatch, case, with_people=with_people)
        steps += waves
        if dispatch.coordinator_alerted_at is None:
            called_at = human_at(dispatch.coordinator_at, spent, dispatch.wakes_at)
            steps.append(next_step(NextStepKind.coordinator_called, called_at))
    if case.wished_before is not None and case.wished_before > at:
        steps.append(next_step(NextStepKind.care_deadline, case.wished_before))
    return sorted(steps, key=lambda step: step.at)


async def _waves_to_come(
    db: AsyncSession, dispatch: Dispatch, case: Case, *, with_people: bool
) -> tuple[list[wire.NextStep], datetime | None]:
    """The waves that would open, and when everybody would have been asked in vain."""
    if dispatch.wave_due_at is None:
        return [], None
    coming = [Wave.of(stored) for stored in dispatch.plan[dispatch.step + 1 :]]
    waves, opens_at = network_waves(dispatch), dispatch.wave_due_at
    if with_people and coming:
        crowd = await crowd_for(db, dispatch, case, opens_at)
        already = (await asked_in_round(db, dispatch, round_start(dispatch))).keys()
        openings = forecast(coming, opens_at, crowd.pick, already=already)
        steps = [wave_step(opening.wave, opening.at, waves, len(opening.people)) for opening in openings]
        return steps, openings[-1].ends_at if openings else opens_at
    steps = []
    for wave in coming:
        steps.append(wave_step(wave, opens_at, waves, None))
        opens_at += timedelta(minutes=wave.minutes)
    return steps, opens_at


def wave_step(wave: Wave, at: datetime, waves: int, people: int | None) -> wire.NextStep:
    """The opening of a wave as something to come; `people` None when they were not counted."""
    return wire.NextStep(
        kind=NextStepKind.wave_opens,
        at=at,
        wave=wave.number,
        waves=waves,
        audience=wave.audience,
        people=people,
    )


def next_step(kind: NextStepKind, at: datetime) -> wire.NextStep:
    """Something else to come."""
    return wire.NextStep(kind=kind, at=at, wave=None, waves=None, audience=None, people=None)
