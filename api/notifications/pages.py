"""Where a message leads: a page of the web app, or one that says nothing before sign-in. Pure."""

from uuid import UUID

from api.contract.models import NotificationKind
from api.notifications.words import OF_AGENDA, PAGES

PAGES_BY_PREFIX = {
    "DC": "deces",
    "MT": "medecin-traitant",
    "AVI": "avis",
    "SOR": "sorties",
    "TLC": "teleconsultations",
}
"""Where requests of a kind have their page, by the beginning of their numbers; the others share one."""


def link(
    base_url: str,
    kind: NotificationKind,
    case_id: UUID | None,
    *,
    may_open_case: bool,
    absence_id: UUID | None = None,
    number: str | None = None,
) -> str:
    """Where a message leads: the absence it is about, the page of its kind, the request (its `number` says of
    which kind) for who may open it, else one's own list of what to answer."""
    base = base_url.rstrip("/")
    if kind in PAGES:
        return f"{base}{PAGES[kind]}" + ("" if absence_id is None else f"?absence={absence_id}")
    if case_id is not None and may_open_case:
        return f"{base}/{_page_of(number)}/{case_id}"
    if kind in OF_AGENDA:
        return f"{base}/agenda"
    return f"{base}/a-repondre"


def _page_of(number: str | None) -> str:
    return PAGES_BY_PREFIX.get((number or "").partition("-")[0], "demandes")


def answer_link(base_url: str, token: str) -> str:
    """Where a message about an offer leads: a page that says nothing before sign-in, then the offer."""
    return f"{base_url.rstrip('/')}/r/{token}"
