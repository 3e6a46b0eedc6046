"""The shapes of the official examples, each as we write it: a golden file per shape, whole.

After a change that is meant: `python -m tests.fhir.test_golden` writes them again; then read the difference.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from api.contract.models import CareMode, OpeningKind, SlotAudience
from api.core.national_ids import PERSON_IDS, SAS_IDS, STRUCTURE_IDS, identifier
from api.fhir import rules
from api.fhir.rules import CommunityFacts, PersonFacts, PlaceFacts, Resource, Timetable
from tests.fhir import structure

GOLDEN = Path(__file__).resolve().parent / "golden"
BASE = "https://maillage.example"
PARIS = ZoneInfo("Europe/Paris")


def _id(number: int) -> UUID:
    return UUID(int=number)


PERSON = PersonFacts(_id(1), "10999000028", "ARNOUX", "Agathe", ("SM54", "SM05"))
PLACE = PlaceFacts(
    _id(11), _id(1), "010000099", None, None, "12 rue des Tilleuls", "Belley", "01300", "+33199000011"
)
OFFICE = PlaceFacts(
    _id(12), _id(1), None, None, "R10999000028012", "3 place du Marché", "Belley", "01300", None
)
COMMUNITIES = (
    CommunityFacts(_id(21), "019990005", "CPTS des Tilleuls", "+33199000021", PARIS),
    CommunityFacts(_id(22), "019990013", "CPTS du Marché", None, PARIS),
)


def _timetable(**given: Any) -> Timetable:
    values: dict[str, Any] = {
        "practice_id": PLACE.id,
        "professional_id": PERSON.id,
        "kind": OpeningKind.slots,
        "modes": [CareMode.office],
        "audiences": [SlotAudience.public],
        "motives": ["Soins non programmés"],
        "specialties": PERSON.specialties,
        "communities": [],
    }
    return Timetable(**{**values, **given})


def _slot(number: int, timetable: Timetable, *, for_communities: bool) -> tuple[bytes, ...]:
    frame = rules.slot_frame(timetable, for_communities=for_communities)
    starts = datetime(2026, 11, 23, 8, 20 * number, tzinfo=UTC)
    booked_with = PERSON.id if timetable.kind is OpeningKind.slots else None
    parts = rules.SlotEntries(frame, BASE, BASE, booked_with).of(f"{_id(30 + number)}.".encode())
    return rules.pieces(parts, rules.when(int(starts.timestamp()), 20 * 60, PARIS))


def _bundle(slots: list[tuple[bytes, ...]], included: list[Resource], *, for_communities: bool) -> Resource:
    text = rules.bundle(
        [piece for slot in slots for piece in slot],
        [rules.included(resource, BASE) for resource in included],
        total=len(slots),
        base=BASE,
        asked="status=free&start=ge2026-11-23T08:00:00.000%2B01:00",
        for_communities=for_communities,
    )
    return json.loads(text)


def _around(*places: PlaceFacts) -> list[Resource]:
    schedules = [rules.schedule(place) for place in places]
    roles = [rules.practitioner_role(place, BASE) for place in places]
    return [*schedules, rules.practitioner(PERSON), *roles]


def individual() -> Resource:
    """One professional at two places: bookable in two ways, a range to walk into, a home visit."""
    both = _timetable(modes=[CareMode.office, CareMode.video], audiences=[SlotAudience.public])
    walk_in = _timetable(
        practice_id=OFFICE.id, kind=OpeningKind.range, audiences=[SlotAudience.pro], motives=["Traumatologie"]
    )
    visit = _timetable(
        modes=[CareMode.home_visit],
        audiences=[SlotAudience.public, SlotAudience.snp, SlotAudience.cpts],
        motives=["Pédiatrie", "Digestif"],
    )
    slots = [_slot(n, its, for_communities=False) for n, its in enumerate((both, walk_in))]
    return _bundle(
        [*slots, _slot(1, visit, for_communities=False)], _around(PLACE, OFFICE), for_communities=False
    )


def cpts() -> Resource:
    """A slot for the public that is at the disposal of one CPTS too."""
    return _of_communities(COMMUNITIES[:1], [SlotAudience.public, SlotAudience.cpts])


def two_cpts() -> Resource:
    """A slot at the disposal of two CPTS, and of nobody else."""
    return _of_communities(COMMUNITIES, [SlotAudience.cpts])


def _of_communities(whose: tuple[CommunityFacts, ...], audiences: list[SlotAudience]) -> Resource:
    timetable = _timetable(audiences=audiences, communities=[one.id for one in whose])
    services = [rules.healthcare_service(one) for one in whose]
    organizations = [rules.organization(one) for one in whose]
    return _bundle(
        [_slot(0, timetable, for_communities=True)],
        [*_around(PLACE), *services, *organizations],
        for_communities=True,
    )


def empty() -> Resource:
    """Nothing free."""
    return _bundle([], [], for_communities=True)


def refusal() -> Resource:
    """A query without anything."""
    with pytest.raises(rules.FhirRefusal) as refused:
        rules.read_search([], strict=False)
    return rules.outcome(refused.value.issues)


def _kept(value: str, *, system: str, code: str, active: bool = True) -> Resource:
    """What is answered to a body of the platform's, which has its own `id` and no `meta`."""
    body = {
        "resourceType": "Practitioner",
        "id": "constant",
        "identifier": [identifier(code, system, value)],
        "active": active,
        "name": [{"family": "ARNOUX", "given": ["Agathe"]}],
        "telecom": [{"system": "email", "value": "agathe.arnoux@samu01.example"}],
    }
    return rules.regulator(rules.read_regulator(json.dumps(body).encode()), _id(41))


def regulator_of_a_structure() -> Resource:
    """A regulator whom a structure numbers."""
    return _kept("3456780581/11242343", system=STRUCTURE_IDS, code="IDNPS")


def regulator() -> Resource:
    """A regulator with a national identifier."""
    return _kept("810999000028", system=PERSON_IDS, code="IDNPS")


def regulator_closed() -> Resource:
    """The same, closed."""
    return _kept("810999000028", system=PERSON_IDS, code="IDNPS", active=False)


def regulator_of_the_platform() -> Resource:
    """A regulator whom the platform numbers."""
    return _kept("0b8e1f7e-9a0a-4f1c-9c39-2f4f6b1b6c11", system=SAS_IDS, code="INTRN")


REGULATORS = (regulator_of_a_structure, regulator, regulator_closed, regulator_of_the_platform)

SHAPES: tuple[Callable[[], Resource], ...] = (
    individual,
    cpts,
    two_cpts,
    empty,
    *REGULATORS,
    refusal,
)


def _text(resource: Resource) -> str:
    return json.dumps(resource, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_each_official_shape_is_written_as_in_its_golden_file(shape: Callable[[], Resource]) -> None:
    assert _text(shape()) == (GOLDEN / f"{shape.__name__}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", SHAPES[:-1], ids=lambda shape: shape.__name__)
def test_the_golden_files_hold_the_official_profiles(shape: Callable[[], Resource]) -> None:
    assert structure.faults(json.loads((GOLDEN / f"{shape.__name__}.json").read_text())) == []


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda slot: slot.pop("start"), "Slot.start: 0, at least 1"),
        (lambda slot: slot.update(status="busy"), "Slot.status: does not hold the pattern free"),
        (lambda slot: slot.update(comment=""), "comment: empty"),
        (lambda slot: slot.update(colour="blue"), "colour is no element of its profile"),
        (lambda slot: slot["meta"]["security"][0].update(code="ALL"), "is not of"),
        (lambda slot: slot["meta"]["profile"].append("x"), "2 profiles, not one"),
        (lambda slot: slot["serviceType"][1].pop("extension"), "extension: 0, at least 1"),
        (lambda slot: slot["specialty"][0]["coding"][0].update(code="SM999"), "is not of"),
    ],
)
def test_what_does_not_hold_a_profile_is_noticed(break_it: Callable[[Resource], Any], said: str) -> None:
    broken = cpts()
    break_it(broken["entry"][0]["resource"])
    assert any(said in fault for fault in structure.faults(broken)), structure.faults(broken)


if __name__ == "__main__":
    for made in SHAPES:
        (GOLDEN / f"{made.__name__}.json").write_text(_text(made()), encoding="utf-8")
