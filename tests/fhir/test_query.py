"""How a query is read: every form that the platform and the acceptance kit send, and what is no query."""

from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from api.core.national_ids import PERSON_IDS
from api.fhir import rules
from api.fhir.rules import FhirRefusal, SlotSearch

PEOPLE = "schedule.actor:Practitioner.identifier"
ONE = f"{PEOPLE}={PERSON_IDS}|810999000028"
STRETCH = "start=ge2026-11-23T08:00:00.000Z&start=le2026-11-25T23:59:59.999Z"


def read(query: str, *, strict: bool = False) -> SlotSearch:
    """The search in a query, decoded as the server decodes it."""
    return rules.read_search(parse_qsl(query, keep_blank_values=True), strict=strict)


def issues(query: str, *, strict: bool = False) -> list[tuple[str, str | None]]:
    """The code and the place of each issue of a query that is refused."""
    with pytest.raises(FhirRefusal) as refused:
        read(query, strict=strict)
    assert refused.value.status == 400
    return [(issue.code, issue.expression) for issue in refused.value.issues]


def at(hour: int, minute: int = 0, second: int = 0, *, day: int = 23) -> datetime:
    """An instant of November 2026, in UTC."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-23T08:00:00.000%2B01:00",  # encoded as it should be
        "2026-11-23T08:00:00.000+01:00",  # a + that was not encoded is a space by now
        "2026-11-23T08:00:00+01:00",
        "2026-11-23T07:00:00.000Z",
        "2026-11-23T07:00:00Z",
        "2026-11-23T07:00:00.000%2B00:00",
        "2026-11-23T08:00:00.000",  # without an offset, Paris time
        "2026-11-23T08:00:00",
        "2026-11-23T08:00",
        "2026-11-23T02:00:00-05:00",
    ],
)
def test_every_way_to_write_a_start_is_read(written: str) -> None:
    search = read(f"start=ge{written}&start=le2026-11-25T23:59:59.999Z&{ONE}")
    assert search.from_at == at(7)


@pytest.mark.parametrize(
    ("low", "high", "first", "last"),
    [
        ("ge2026-11-23T08:00:00Z", "le2026-11-23T09:00:00Z", at(8), at(9, 0, 1)),
        ("ge2026-11-23T08:00:00.001Z", "le2026-11-23T09:00:00.999Z", at(8, 0, 1), at(9, 0, 1)),
        ("gt2026-11-23T08:00:00Z", "lt2026-11-23T09:00:00Z", at(8, 0, 1), at(9)),
        ("gt2026-11-23T08:00:00.500Z", "lt2026-11-23T09:00:00.500Z", at(8, 0, 1), at(9, 0, 1)),
        ("ge2026-11-23T08:00Z", "le2026-11-23T09:00Z", at(8), at(9, 1)),
        ("ge2026-11-23", "le2026-11-24", at(23, day=22), at(23, day=24)),
        ("gt2026-11-23", "lt2026-11-25", at(23), at(23, day=24)),
    ],
)
def test_both_ends_count_as_their_prefix_and_their_precision_say(
    low: str, high: str, first: datetime, last: datetime
) -> None:
    search = read(f"start={low}&start={high}&{ONE}")
    assert (search.from_at, search.to_at) == (first, last)


def test_the_order_of_the_two_starts_does_not_matter() -> None:
    assert read(f"start=le2026-11-24&start=ge2026-11-23&{ONE}") == read(
        f"start=ge2026-11-23&start=le2026-11-24&{ONE}"
    )


def test_an_hour_without_offset_that_comes_twice_makes_the_search_wider() -> None:
    search = read(f"start=ge2026-10-25T02:30:00&start=le2026-10-25T02:30:00&{ONE}")
    assert search.from_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert search.to_at == datetime(2026, 10, 25, 1, 30, 1, tzinfo=UTC)


def test_an_hour_that_the_clock_jumps_over_is_read_all_the_same() -> None:
    search = read(f"start=ge2027-03-28T02:30:00&start=le2027-03-28T04:00:00&{ONE}")
    assert search.from_at < search.to_at


def test_a_day_that_is_an_hour_longer_is_read_whole() -> None:
    search = read(f"start=ge2026-10-25&start=le2026-10-25&{ONE}")
    assert (search.to_at - search.from_at).total_seconds() == 25 * 3600


def test_people_are_read_once_each_whatever_the_form() -> None:
    tokens = (
        f"{PERSON_IDS}|810999000028, {PERSON_IDS}%7C810999000036,10999000028,{PERSON_IDS}|3456780581/11242343"
    )
    assert read(f"{STRETCH}&{PEOPLE}={tokens}").rpps == ("10999000028", "10999000036")
    assert len(read(f"{STRETCH}&{PEOPLE}={','.join(_people(25))}").rpps) == 25


def _people(count: int) -> list[str]:
    return [f"{PERSON_IDS}|8109990{n:05d}" for n in range(count)]


def test_the_includes_tell_the_two_flows_apart() -> None:
    individual = f"{STRETCH}&{ONE}&_include=Slot:schedule&_include:iterate=Schedule:actor"
    cpts = (
        f"{individual}&_include=Slot:service-type-reference&_include:iterate=HealthcareService:organization"
    )
    assert (read(individual).with_communities, read(cpts).with_communities) == (False, True)
    assert len(read(f"{cpts}&_include=Slot:schedule:Schedule").includes) == 4


def test_unknown_parameters_are_ignored_unless_the_caller_is_strict() -> None:
    query = f"{STRETCH}&{ONE}&status=free&_count=5&origin=sas&_sort=start"
    assert read(query).count == 5
    assert issues(query, strict=True) == [("not-supported", "http.origin"), ("not-supported", "http._sort")]


@pytest.mark.parametrize(
    ("query", "code", "place"),
    [
        (f"{STRETCH}&{PEOPLE}={','.join(_people(26))}", "too-costly", PEOPLE),
        (STRETCH, "required", PEOPLE),
        (f"{STRETCH}&{PEOPLE}=", "required", PEOPLE),
        (f"{STRETCH}&{PEOPLE}={PERSON_IDS}|", "value", PEOPLE),
        (f"{STRETCH}&{PEOPLE}={PERSON_IDS}|8109", "value", PEOPLE),
        (f"{STRETCH}&{PEOPLE}={PERSON_IDS}|81099900002A", "value", PEOPLE),
        (f"{STRETCH}&{PEOPLE}={PERSON_IDS}|８１０９９９００００２８", "value", PEOPLE),
        (f"{STRETCH}&{PEOPLE}={PERSON_IDS}|810999000028,", "value", PEOPLE),
        (f"{STRETCH}&{PEOPLE}=urn:oid:1.2.3|810999000028", "code-invalid", PEOPLE),
        (f"{STRETCH}&{PEOPLE}=|810999000028", "code-invalid", PEOPLE),
        (f"{STRETCH}&{ONE}&{ONE}", "invalid", PEOPLE),
        (f"start=ge2026-01-01&start=le2027-02-05&{ONE}", "too-costly", "start"),
        (f"start=ge2026-11-25&start=le2026-11-23&{ONE}", "invalid", "start"),
        (f"start=ge2026-11-25&{ONE}", "required", "start"),
        (f"start=le2026-11-25&{ONE}", "required", "start"),
        (f"{STRETCH}&start=ge2026-11-24&{ONE}", "invalid", "start"),
        (f"start=2026-11-25&start=le2026-11-26&{ONE}", "not-supported", "start"),
        (f"start=eq2026-11-25&start=le2026-11-26&{ONE}", "not-supported", "start"),
        (f"start=ge2026-02-30&start=le2026-03-02&{ONE}", "value", "start"),
        (f"start=ge2026-11-25T25:00&start=le2026-11-26&{ONE}", "value", "start"),
        (f"start=ge2026-11-25T10:00:00%2B99:99&start=le2026-11-26&{ONE}", "value", "start"),
        (f"start=geyesterday&start=le2026-11-26&{ONE}", "value", "start"),
        (f"start=ge2026-11-25%00&start=le2026-11-26&{ONE}", "value", "start"),
        (f"start=&start=le2026-11-26&{ONE}", "value", "start"),
        (f"{STRETCH}&{ONE}&status=open", "code-invalid", "status"),
        (f"{STRETCH}&{ONE}&_count=many", "value", "_count"),
        (f"{STRETCH}&{ONE}&_count=-1", "value", "_count"),
        (f"{STRETCH}&{ONE}&_count=1&_count=2", "value", "_count"),
        (f"{STRETCH}&{ONE}&_include=Slot:owner", "not-supported", "_include"),
        (f"{STRETCH}&{ONE}&_include=*", "not-supported", "_include"),
        (f"{STRETCH}&{ONE}&_include:iterate=Schedule:actor:Device", "not-supported", "_include:iterate"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(query: str, code: str, place: str) -> None:
    assert (code, f"http.{place}") in issues(query)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = issues("status=open&_count=x&_include=Slot:owner")
    assert [place for _, place in found] == [
        f"http.{PEOPLE}",
        "http.start",
        "http.start",
        "http.status",
        "http._count",
        "http._include",
    ]


@pytest.mark.parametrize(
    ("accept", "format_", "media"),
    [
        ("", None, "application/fhir+json"),
        ("application/fhir+json", None, "application/fhir+json"),
        ("application/json+fhir", None, "application/json+fhir"),
        ("application/json", None, "application/fhir+json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", None, "application/fhir+json"),
        ("application/fhir+xml;q=0.9, application/json+fhir;q=0.5", None, "application/json+fhir"),
        ("application/fhir+json; fhirVersion=4.0; charset=utf-8", None, "application/fhir+json"),
        ("application/fhir+xml", "json", "application/fhir+json"),
        ("", "application/json fhir", "application/json+fhir"),  # the + of a query is a space
    ],
)
def test_the_answer_comes_in_the_type_asked_for(accept: str, format_: str | None, media: str) -> None:
    assert rules.wanted(accept, format_) == media


@pytest.mark.parametrize(
    ("accept", "format_", "place"),
    [
        ("application/fhir+xml", None, "http.Accept"),
        ("text/html", None, "http.Accept"),
        ("application/fhir+json;q=0", None, "http.Accept"),
        ("application/fhir+json;q=much", None, "http.Accept"),
        ("application/fhir+json", "xml", "http._format"),
        ("*/*", "application/fhir xml", "http._format"),
    ],
)
def test_what_is_not_json_is_not_served(accept: str, format_: str | None, place: str) -> None:
    with pytest.raises(FhirRefusal) as refused:
        rules.wanted(accept, format_)
    [issue] = refused.value.issues
    assert (refused.value.status, issue.code, issue.expression) == (406, "not-supported", place)
