"""Every kind of message by every way: what it says, how long it is, and what it never says."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.contract.models import Need, NotificationKind, Urgency
from api.notifications import gsm, links, pages, rules, ways
from api.notifications.care_words import NEEDS

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)
BASE = "https://maillage.cpts.example"
LONGEST_LINK = f"{BASE}/demandes/01900000-0000-7000-8000-000000000000"

NIR = "2 84 12 94 081 123 45"
HOSTILE_TEXTS = [
    "Jeanne COSTE, née en 1984",
    "12 rue du Fort, 94400 Vitry",
    "jeanne.coste@coste.example",
    "06 39 98 01 02",
    "+33639980102",
    NIR,
    NIR.replace(" ", ""),
    "Fort\r\nBcc: voleur@ailleurs.example",
    "Fort\nContent-Type: text/html",
    "<script>alert(1)</script>",
    "<a href='https://ailleurs.example'>Fort</a>",
    "https://ailleurs.example/Coste",
    "Fort\u202eetsoC",
    "Fo\u200brt Coste 12",
    "Ｊｅａｎｎｅ Ｃｏｓｔｅ １２",
    "Coste\u2028Jeanne",
    "{{7*7}} ${Coste}",
    "C\u0336o\u0336s\u0336t\u0336e\u0336",
    "Coste" * 40,
    "\x00Coste",
    "\x1b[31mCoste",
]
"""None has the form of a place's name. A bare word has; so the sector of a request is never typed: it is one
of those that the territory names (docs/decisions/0008)."""

NAMES = {"need", "sector", "urgency", "due_at", "starts_at", "name", "family_name", "given_name", "phone"} | {
    "ends_at", "absence_id", "appointments", "case_kind",
    "address_line", "nir", "birth_date", "note", "person", "number", "link", "subject", "text", "title",
}  # fmt: skip
NEVER = re.compile(
    r"coste|jeanne|rue du|94400|39 ?98|63998|2 ?84 ?12|voleur|ailleurs|script|<|>|\{\{|\$\{|content-type"
    r"|[\u200b\u202e\u2028\x00\x1b\u0336]|ｃｏｓ",
    re.IGNORECASE,
)


def everything_said(kind: NotificationKind, facts: rules.Facts, number: str | None) -> list[str]:
    """The texts of one message by every way, and its line in a summary."""
    full = rules.message(kind, facts, number=number, link=LONGEST_LINK, at=AT, zone=PARIS)
    push = rules.push(kind, facts, at=AT, zone=PARIS)
    sms = rules.sms(kind, facts, link=LONGEST_LINK, at=AT, zone=PARIS)
    summary = ways.summary([rules.title(kind, facts, number)], LONGEST_LINK)
    return [full.subject, full.text, push.subject, push.text, sms, summary.subject, summary.text]


@pytest.mark.parametrize("kind", list(NotificationKind))
def test_nothing_hostile_passes_through_any_template(kind: NotificationKind) -> None:
    for hostile in HOSTILE_TEXTS:
        facts = rules.facts_of(dict.fromkeys(NAMES, hostile))
        assert facts == rules.Facts()
        for text in everything_said(kind, facts, hostile):
            assert not NEVER.search(text), (hostile, text)
            assert hostile not in text


@given(st.sampled_from(list(NotificationKind)), st.text(max_size=70))
def test_no_header_is_broken_into_whatever_is_typed(kind: NotificationKind, typed: str) -> None:
    facts = rules.facts_of(dict.fromkeys(NAMES, typed))
    full, _, title, line, sms, summary, _ = everything_said(kind, facts, typed)
    for text in (full, title, line, sms, summary):
        assert len(text.splitlines()) <= 1
        assert text.isprintable() or "\u00a0" in text
    assert set(sms) == set(gsm.in_alphabet(sms))


def worst(kind: NotificationKind) -> rules.Facts:
    """The longest that each fact can be, on another day."""
    longest = max(Need, key=lambda need: len(NEEDS[need]))
    return rules.facts_of(
        {
            "need": longest.value,
            "sector": "Saint-Étienne-du-Grand-Bois-sur-Mer et Ses Environs-Nord",
            "urgency": Urgency.same_day.value,
            "due_at": AT + timedelta(days=1),
            "starts_at": AT + timedelta(days=2),
            "ends_at": AT + timedelta(days=20),
            "appointments": 1200,
        }
    )


@pytest.mark.parametrize("kind", list(NotificationKind))
def test_each_sms_is_one_part_and_holds_its_whole_link(kind: NotificationKind) -> None:
    for facts in (rules.Facts(), worst(kind)):
        for link in (LONGEST_LINK, pages.answer_link(BASE, "x" * 36)):
            text = rules.sms(kind, facts, link=link, at=AT, zone=PARIS)
            assert gsm.parts(text) == 1, f"{gsm.places(text)} places: {text}"
            assert gsm.in_alphabet(text) == text
            assert text.endswith(link)


def test_what_matters_most_in_an_sms_is_kept_longest() -> None:
    due = {"due_at": AT + timedelta(minutes=23)}
    facts = rules.facts_of({"need": "urinary", "sector": "Fort", "urgency": "same_day", **due})
    opening = "Une demande attend votre réponse : réponse avant 11:05, Urinaire, Fort"
    roomy = rules.sms(NotificationKind.offer_made, facts, link="https://m.example/r/x", at=AT, zone=PARIS)
    assert roomy == f"{opening}, dans la journée. https://m.example/r/x"
    narrow = rules.sms(NotificationKind.offer_made, facts, link=LONGEST_LINK, at=AT, zone=PARIS)
    assert narrow == f"{opening}. {LONGEST_LINK}"


def test_letters_outside_the_gsm_alphabet_have_a_neighbour_there() -> None:
    assert gsm.in_alphabet("L’Haÿ-les-Roses, forêt, œdème, 9\u00a0h…") == (
        "L'Haÿ-les-Roses, forêt, œdème, 9 h...".replace("ÿ", "y").replace("ê", "e").replace("œ", "oe")
    )
    assert gsm.in_alphabet("é à ù è") == "é à ù è"
    assert gsm.in_alphabet("日本\U0001f600") == "???"
    assert (gsm.places("[€]"), gsm.parts("a" * 160), gsm.parts("a" * 161), gsm.parts("a" * 307)) == (
        6,
        1,
        2,
        3,
    )


def test_a_link_is_good_for_one_person_and_one_offer() -> None:
    message, account, offer = uuid4(), uuid4(), uuid4()
    token = links.token(message, account_id=account, offer_id=offer)
    assert len(token) == 36
    assert links.notification_of(token) == message
    good = {"account_id": account, "offer_id": offer}
    assert links.is_signed(token, **good)
    for other in ({"account_id": uuid4()}, {"offer_id": uuid4()}):
        assert not links.is_signed(token, **good | other)
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert not links.is_signed(forged, **good)
    assert links.notification_of("é" * 36) is None
    assert links.notification_of("short") is None
