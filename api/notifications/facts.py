"""What a message may say: words of closed lists, places and instants, whatever a caller gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.contract.models import CaseKind, DischargeNeed, Need, Urgency
from api.notifications import read

_YES = "yes"


@dataclass(frozen=True)
class Facts:
    """What a message may say. Everything else that a caller gives is dropped."""

    case_kind: CaseKind | None = None
    need: Need | None = None
    discharge_need: DischargeNeed | None = None
    """What is asked for a return home from hospital; `home_at` is its planned day."""
    home_at: datetime | None = None
    sector: str | None = None
    urgency: Urgency | None = None
    due_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    absence_id: UUID | None = None
    after_wish: bool = False
    appointments: int | None = None
    """How many it is about, when they are several: `starts_at` is that of the first."""

    def stored(self) -> dict[str, str]:
        """The facts as JSON, without those that are not known."""
        values = {
            "case_kind": self.case_kind,
            "need": self.need,
            "discharge_need": self.discharge_need,
            "home_at": self.home_at and self.home_at.isoformat(),
            "sector": self.sector,
            "urgency": self.urgency,
            "due_at": self.due_at and self.due_at.isoformat(),
            "starts_at": self.starts_at and self.starts_at.isoformat(),
            "ends_at": self.ends_at and self.ends_at.isoformat(),
            "absence_id": self.absence_id,
            "after_wish": _YES if self.after_wish else None,
            "appointments": self.appointments,
        }
        return {name: str(value) for name, value in values.items() if value is not None}


def facts_of(given: Mapping[str, Any]) -> Facts:
    """The facts that may be said, of whatever was given: unknown names, words that no list holds, sectors
    that are not the name of a place, and dates that are not instants are left out."""
    return Facts(
        case_kind=read.word(CaseKind, given.get("case_kind")),
        need=read.word(Need, given.get("need")),
        discharge_need=read.word(DischargeNeed, given.get("discharge_need")),
        home_at=read.instant(given.get("home_at")),
        sector=read.sector(given.get("sector")),
        urgency=read.word(Urgency, given.get("urgency")),
        due_at=read.instant(given.get("due_at")),
        starts_at=read.instant(given.get("starts_at")),
        ends_at=read.instant(given.get("ends_at")),
        absence_id=read.identifier(given.get("absence_id")),
        after_wish=given.get("after_wish") in (True, _YES),
        appointments=read.several(given.get("appointments")),
    )
