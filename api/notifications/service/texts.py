"""What one message says by each way, and where it leads."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.core.settings import settings
from api.notifications import links, pages, rules
from api.notifications.tables import Notification


@dataclass(frozen=True)
class Texts:
    """What one message says, by each way."""

    full: rules.Message
    sms: str
    push: rules.Message

    @classmethod
    def of(cls, about: Notification, facts: rules.Facts, zone: ZoneInfo) -> "Texts":
        """The texts of a message that was just written, with its own link."""
        at, link = about.created_at, link_of(about)
        return cls(
            rules.message(about.kind, facts, number=about.case_number, link=link, at=at, zone=zone),
            rules.sms(about.kind, facts, link=link, at=at, zone=zone),
            rules.push(about.kind, facts, at=at, zone=zone),
        )


def link_of(about: Notification) -> str:
    """Where a message leads its reader: a signed link for an offer, else a page of the web app."""
    base = settings().base_url
    if about.offer_id is None or about.kind not in rules.ANSWERS_AN_OFFER:
        return pages.link(
            base,
            about.kind,
            about.case_id,
            may_open_case=about.may_open_case,
            absence_id=rules.facts_of(about.facts).absence_id,
            number=about.case_number,
        )
    token = links.token(about.id, account_id=about.account_id, offer_id=about.offer_id)
    return pages.answer_link(base, token)
