"""Where somebody lands who follows the address of a slot. Pure."""

import re
from collections.abc import Callable
from urllib.parse import quote, urlencode

from api.fhir.rules.query import Pairs
from api.fhir.rules.resources import slot_named
from api.identity.regulators import comes_from_platform

ADDRESS = "/sas/rdv"
"""The page of the server that the `comment` of a slot names."""

_FORMS: dict[str, Callable[[str], object]] = {
    "praticien": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII).fullmatch,
    "creneau": slot_named,
    "origin": re.compile(r"[a-z0-9-]{1,40}", re.ASCII).fullmatch,
}


def booking_page(base: str, professional_id: object, slot_id: str) -> str:
    """The address of the page for this slot. It has a query already: the platform appends `&origin=…`."""
    return f"{base}{ADDRESS}?praticien={professional_id}&creneau={slot_id}"


def sent_to(pairs: Pairs) -> dict[str, str]:
    """What the address of a slot says: `praticien`, `creneau`, `origin`. What does not look right is left
    out: a person who follows a link gets a page, not an error."""
    return {name: value for name, value in pairs if name in _FORMS and _FORMS[name](value)}


def landing(sent: dict[str, str], *, signed_in: bool) -> str:
    """The page of the web app for these parameters: the professional's, through the sign-in when nobody is
    signed in.

    `origin` goes along. Who comes from the platform comes back here from the sign-in: they may have no role
    yet in the community of the slot.
    """
    page = f"/disponibilites?{urlencode(sent)}" if "praticien" in sent else "/"
    if signed_in:
        return page
    origin = sent.get("origin", "")
    if not comes_from_platform(origin):
        return f"/connexion?retour={quote(page, safe='')}"
    back = f"{ADDRESS}?{urlencode(sent)}" if "praticien" in sent else page
    return f"/connexion?retour={quote(back, safe='')}&origin={origin}"
