"""Where a search stands in its plan, and the lines of the timeline that say so."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.cases import service as cases
from api.cases.tables import Case
from api.contract.models import TimelineKind, WaveAudience
from api.core.actor import system_actor
from api.dispatch.rules import Wave
from api.dispatch.service.crowd import Crowd
from api.dispatch.tables import Dispatch


def round_start(dispatch: Dispatch) -> int:
    """Index in the plan of the first wave since the last relaunch."""
    searches = [wave["search"] for wave in dispatch.plan]
    return searches.index(searches[-1]) if searches else 0


def network_waves(dispatch: Dispatch) -> int:
    """How many network waves the present round has: "vague 1 sur 3"."""
    return max((wave["number"] for wave in dispatch.plan[round_start(dispatch) :]), default=0)


def is_in_turn(dispatch: Dispatch) -> bool:
    """Whether the next wave asks one alone, in the order of its kind."""
    coming = dispatch.plan[dispatch.step + 1 : dispatch.step + 2]
    return any(wave["audience"] == WaveAudience.in_turn.value for wave in coming)


async def say_opened(
    db: AsyncSession, dispatch: Dispatch, case: Case, wave: Wave, people: int, at: datetime
) -> None:
    """A wave opens for so many people."""
    await cases.record(
        db,
        case,
        TimelineKind.wave_opened,
        system_actor(case.community_id),
        at=at,
        wave=wave.number,
        waves=network_waves(dispatch),
        audience=wave.audience.value,
        asked=people,
    )


async def say_left_out(db: AsyncSession, crowd: Crowd, case: Case, at: datetime) -> None:
    """Which usual professionals are not asked, each with the reason."""
    for usual, reason in crowd.left_out(at):
        await cases.record(
            db,
            case,
            TimelineKind.first_resort_skipped,
            system_actor(case.community_id),
            at=at,
            professional_id=usual.professional_id,
            skip_reason=reason.value,
        )
