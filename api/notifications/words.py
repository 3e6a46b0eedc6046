"""The French words of messages, and how an hour is said in them. Pure."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from api.contract.models import Need, Urgency

NBSP = "\u00a0"

NEEDS: dict[Need, str] = {
    Need.ear_nose_throat: "ORL",
    Need.dermatology: "Dermatologie",
    Need.minor_trauma: "Traumatologie mineure",
    Need.urinary: "Urinaire",
    Need.digestive: "Digestif",
    Need.paediatrics: "Pédiatrie",
    Need.prescription_renewal: "Renouvellement d’ordonnance",
    Need.sick_note: "Arrêt de travail",
    Need.other: "Autre besoin",
}

URGENCIES: dict[Urgency, str] = {
    Urgency.same_day: "dans la journée",
    Urgency.within_24_hours: f"sous 24{NBSP}h",
    Urgency.within_48_hours: f"sous 48{NBSP}h",
}

_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def hour(instant: datetime, *, on: datetime, zone: ZoneInfo) -> str:
    """An instant as people say it on the day of `on`: “10:48” today, “mer. 25 nov. 9:20” another day."""
    local = instant.astimezone(zone)
    time = f"{local.hour}:{local.minute:02d}"
    if local.date() == on.astimezone(zone).date():
        return time
    return f"{_DAYS[local.weekday()]} {local.day}{NBSP}{_MONTHS[local.month - 1]} {time}"


def plain(text: str) -> str:
    """A text for comparison: lower case, no accent, apostrophes and hyphens as spaces, single spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))
    return " ".join(bare.split())
