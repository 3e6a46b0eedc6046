"""The rules of sites of assisted teleconsultation. PURE."""

from api.teleconsultations.sites.rules.assistants import (
    ASSISTING,
    AssistantFacts,
    assists,
    faults_of_training,
    lacks_of_assistant,
    lacks_of_named,
)
from api.teleconsultations.sites.rules.bookable import (
    REQUIRED_KIT,
    Connection,
    SiteFacts,
    good_until,
    lacks_at,
    lacks_of,
)
from api.teleconsultations.sites.rules.faults import (
    faults_of_connection,
    faults_of_kind,
    faults_of_kit,
    faults_of_opening,
    faults_of_people,
    faults_of_place,
)
from api.teleconsultations.sites.rules.times import Place, open_spans, present_spans

__all__ = [
    "ASSISTING",
    "REQUIRED_KIT",
    "AssistantFacts",
    "Connection",
    "Place",
    "SiteFacts",
    "assists",
    "faults_of_connection",
    "faults_of_kind",
    "faults_of_kit",
    "faults_of_opening",
    "faults_of_people",
    "faults_of_place",
    "faults_of_training",
    "good_until",
    "lacks_at",
    "lacks_of",
    "lacks_of_assistant",
    "lacks_of_named",
    "open_spans",
    "present_spans",
]
