"""What a message says, and what it never says."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contract.models import CaseKind, Need, NotificationKind, Urgency
from api.notifications import gsm, pages, rules
from api.notifications.care_words import NBSP, NEEDS, URGENCIES
from api.notifications.words import PAGES, hour

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)  # 10:42 in Vitry

HOSTILE = {
    "family_name": "Coste",
    "given_name": "Jeanne",
    "name": "Jeanne Coste",
    "birth_date": "1984-12-03",
    "phone": "+33639980102",
    "phone_of": "Mère, Mme Coste",
    "address_line": "12 rue du Fort",
    "note": "code 45B, chez la voisine",
    "person": {"family_name": "Coste"},
    "need": "Coste, cancer",
    "sector": "12 rue du Fort, Mme Coste 06 39 98 01 02",
    "urgency": "Jeanne",
    "due_at": "03/12/1984",
    "starts_at": {"name": "Coste"},
    "ends_at": "1984",
    "absence_id": "Jeanne",
    "appointments": "12 rue du Fort",
}
TOLD = re.compile(r"coste|jeanne|1984|63998|39 98|rue du fort|45B|voisine|cancer", re.IGNORECASE)


def the_message(kind: NotificationKind, **facts: object) -> rules.Message:
    """A message about SNP-1204 at 10:42."""
    known = rules.facts_of(facts)
    return rules.message(kind, known, number="SNP-1204", link="https://m.example/x", at=AT, zone=PARIS)


@pytest.mark.parametrize("kind", list(NotificationKind))
def test_no_kind_of_message_says_who_the_person_is(kind: NotificationKind) -> None:
    message = the_message(kind, **HOSTILE)
    assert not TOLD.search(message.subject + message.text)
    assert rules.facts_of(HOSTILE).stored() == {}


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=60) | st.integers() | st.none()))
def test_whatever_is_given_only_known_facts_are_kept(anything: dict[str, object]) -> None:
    known = {"case_kind", "need", "sector", "urgency", "due_at", "starts_at", "ends_at", "absence_id"}
    assert set(rules.facts_of(anything).stored()) <= known


@given(st.text(max_size=80))
def test_a_sector_that_is_said_is_the_name_of_a_place(typed: str) -> None:
    said = rules.facts_of({"sector": typed}).sector
    assert said is None or not re.search(r"[\d@:/\n]", said)


@pytest.mark.parametrize(
    "sector", ["Port-à-l’Anglais", "Commune de Paris", "Fort", "Gare", "Moulin-Vert", "L'Hay"]
)
def test_sectors_as_people_name_them_are_said(sector: str) -> None:
    assert f"Secteur : {sector}." in the_message(NotificationKind.offer_made, sector=sector).text


def test_an_offer_says_need_sector_and_until_when() -> None:
    message = the_message(
        NotificationKind.offer_made,
        need=Need.urinary,
        sector="Plateau",
        urgency=Urgency.same_day,
        due_at=AT + timedelta(minutes=30),
    )
    assert message.text == (
        "Une demande de soins vous est proposée. Besoin : Urinaire. Secteur : Plateau. "
        "À voir dans la journée. Réponse attendue avant 11:12. Demande SNP-1204.\n\n"
        "Répondre : https://m.example/x\n"
    )


def test_a_patient_who_looks_for_an_attending_doctor_is_not_called_a_request_for_care() -> None:
    facts = rules.facts_of({"case_kind": "attending_doctor", "sector": "Plateau"})
    for kind in rules.ANSWERS_AN_OFFER:
        said = rules.message(kind, facts, number="MT-0412", link="https://m.example/x", at=AT, zone=PARIS)
        short = rules.sms(kind, facts, link="https://m.example/x", at=AT, zone=PARIS)
        assert "cherche un médecin traitant" in said.text
        assert "soins" not in said.subject + said.text + short
    pushed = rules.push(NotificationKind.offer_made, facts, at=AT, zone=PARIS)
    assert (pushed.subject, pushed.text) == ("Un patient cherche un médecin traitant", "Plateau")
    title = rules.title(NotificationKind.offer_reminder, facts, "MT-0412")
    assert title == "Rappel : un patient cherche un médecin traitant (MT-0412)"


@pytest.mark.parametrize("case_kind", sorted(CaseKind), ids=str)
def test_the_words_of_each_kind_of_offer_fit_into_one_sms(case_kind: CaseKind) -> None:
    facts = rules.facts_of({"case_kind": case_kind.value, "due_at": AT + timedelta(days=7)})
    for kind in rules.ANSWERS_AN_OFFER:
        text = rules.sms(kind, facts, link="https://maillage.example/r/0123456789abcdef", at=AT, zone=PARIS)
        assert gsm.places(text) <= gsm.ONE_PART


def test_the_first_hour_of_a_replacement_is_not_called_an_appointment() -> None:
    kind, facts = NotificationKind.replacement_named, rules.Facts(starts_at=AT + timedelta(days=2))
    said = the_message(kind, starts_at=facts.starts_at).text + rules.push(kind, facts, at=AT, zone=PARIS).text
    assert "Début : " in said
    assert "début " in said
    assert "Rendez-vous : " not in said


def test_many_appointments_at_once_are_counted_and_the_first_hour_said() -> None:
    facts = rules.facts_of({"starts_at": AT + timedelta(hours=3), "appointments": 10})
    kind = NotificationKind.appointment_moved
    text = rules.message(kind, facts, number=None, link="https://m.example/x", at=AT, zone=PARIS)
    assert text.subject == "Rendez-vous déplacés"
    assert "10 rendez-vous, le premier : 13:42." in text.text
    assert rules.facts_of(facts.stored()) == facts
    for odd in (1, 0, -3, "²", "12345", True, 2.5, None):
        assert rules.facts_of({"appointments": odd}).appointments is None


def test_every_kind_has_its_sentences_and_every_need_its_word() -> None:
    messages = [the_message(kind) for kind in NotificationKind]
    assert all(message.subject and "https://m.example/x" in message.text for message in messages)
    assert len({message.subject for message in messages}) == len(NotificationKind)
    assert set(NEEDS) == set(Need)
    assert set(URGENCIES) == set(Urgency)
    assert not any(re.search(r"!|\.\.\.", message.subject + message.text) for message in messages)


def test_an_hour_is_said_with_its_day_unless_it_is_today() -> None:
    assert hour(AT + timedelta(hours=1), on=AT, zone=PARIS) == "11:42"
    assert hour(AT + timedelta(hours=23), on=AT, zone=PARIS) == f"mer. 25{NBSP}nov. 9:42"
    # 23:30 UTC is already the day after on the clocks of Vitry.
    assert hour(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), on=AT, zone=PARIS) == f"mer. 25{NBSP}nov. 0:30"


def test_a_link_leads_to_the_request_only_for_who_may_open_it() -> None:
    case_id = uuid4()
    offer = NotificationKind.offer_made
    assert pages.link("https://m.example/", offer, case_id, may_open_case=False) == (
        "https://m.example/a-repondre"
    )
    assert pages.link("https://m.example", offer, case_id, may_open_case=True).endswith(
        f"/demandes/{case_id}"
    )
    for number, page in (
        ("DC-0031", "deces"),
        ("AVI-0055", "avis"),
        ("TLC-0007", "teleconsultations"),
        ("SNP-1204", "demandes"),
    ):
        led = pages.link("https://m.example", offer, case_id, may_open_case=True, number=number)
        assert led == f"https://m.example/{page}/{case_id}"


def test_every_page_that_a_message_names_is_one_of_the_web_app() -> None:
    routes = (Path(__file__).parents[2] / "frontend/src/routeTree.gen.ts").read_text()
    known = set(re.findall(r'fullPath: "(.+?)/?"', routes))
    led = {page for page in PAGES.values() if page != "/invitation"}
    assert led - known == set()
    assert {f"/{page}/$id" for page in pages.PAGES_BY_PREFIX.values()} - known == set()


def test_attempts_are_spaced_and_end_with_the_fifth() -> None:
    waits = [rules.next_attempt_after(n, AT) for n in range(1, 6)]
    assert [w and (w - AT).total_seconds() / 60 for w in waits] == [1, 5, 15, 60, None]


def test_an_offer_is_not_sent_once_its_time_has_passed() -> None:
    facts = rules.facts_of({"due_at": AT})
    assert rules.too_late(NotificationKind.offer_made, facts, AT)
    assert not rules.too_late(NotificationKind.offer_made, facts, AT - timedelta(seconds=1))
    assert not rules.too_late(NotificationKind.request_accepted, facts, AT)
