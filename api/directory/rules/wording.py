"""The French of what leaves the application in a file: kinds of places, hours, what to do there."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from api.contract.models import OrganisationKind, PlaceInstruction

KINDS: Mapping[OrganisationKind, str] = {
    OrganisationKind.practice_group: "Cabinet",
    OrganisationKind.health_house: "Maison de santé",
    OrganisationKind.health_centre: "Centre de santé",
    OrganisationKind.pharmacy: "Pharmacie",
    OrganisationKind.nursing_home: "EHPAD",
    OrganisationKind.town_hall: "Mairie",
    OrganisationKind.police: "Police",
    OrganisationKind.hospital_ward: "Service hospitalier",
    OrganisationKind.out_of_hours: "SAMI",
    OrganisationKind.unscheduled_care_centre: "CAMI",
    OrganisationKind.support_service: "DAC",
    OrganisationKind.dispatch_centre: "Régulation",
    OrganisationKind.other: "Structure",
}

INSTRUCTIONS: Mapping[PlaceInstruction, str] = {
    PlaceInstruction.call_15: "appeler le 15",
    PlaceInstruction.call: "appeler avant de venir",
    PlaceInstruction.walk_in: "sans rendez-vous",
}

_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.", "jours fériés")


def hours_in_words(hours: Sequence[Mapping[str, Any]]) -> str:
    """« lun. à ven. 8:30–12:00, 14:00–19:00 / sam. 9:00–12:00 »; empty when no hours are known.

    `hours` are `{weekday, from_time, to_time}`, 1 = Monday … 8 = public holidays. Like days go together.
    """
    of_day = [(number, _bands(hours, number + 1)) for number in range(len(_DAYS))]
    said = []
    for words, alike in groupby(of_day, key=lambda day: (day[1], day[0] == len(_DAYS) - 1)):
        if words[0]:
            days = [number for number, _ in alike]
            first, last = _DAYS[days[0]], _DAYS[days[-1]]
            joint = "" if len(days) == 1 else f" {'et' if len(days) == 2 else 'à'} {last}"
            said.append(f"{first}{joint} {words[0]}")
    return " / ".join(said)


def _bands(hours: Sequence[Mapping[str, Any]], weekday: int) -> str:
    found = sorted((band["from_time"], band["to_time"]) for band in hours if band["weekday"] == weekday)
    return ", ".join(f"{start.removeprefix('0')}–{end.removeprefix('0')}" for start, end in found)
