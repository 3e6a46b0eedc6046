"""Where somebody lands who follows the address of a slot. Pure."""

import re
from urllib.parse import quote, urlencode

from api.fhir.rules.query import Pairs

ADDRESS = "/sas/rdv"
"""The page of the server that the `comment` of a slot names."""

_FORMS = {
    "praticien": re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII),
    "creneau": re.compile(r"[0-9a-f-]{36}\.[0-9]{8}T[0-9]{4}Z", re.ASCII),
    "origin": re.compile(r"[a-z0-9-]{1,40}", re.ASCII),
}


def booking_page(base: str, professional_id: object, slot_id: str) -> str:
    """The address of the page for this slot. It has a query already: the platform appends `&origin=…`."""
    return f"{base}{ADDRESS}?praticien={professional_id}&creneau={slot_id}"


def landing(pairs: Pairs, *, signed_in: bool) -> str:
    """The page of the web app for these parameters: the professional's, through the sign-in when nobody is
    signed in. What does not look right is left out: a person who follows a link gets a page, not an error.

    `origin` goes along, to the sign-in too: who comes from the platform proves who they are otherwise.
    """
    sent = {name: value for name, value in pairs if name in _FORMS and _FORMS[name].fullmatch(value)}
    professional_id = sent.pop("praticien", None)
    page = "/" if professional_id is None else f"/annuaire/{professional_id}"
    if sent and professional_id is not None:
        page += f"?{urlencode(sent)}"
    if signed_in:
        return page
    origin = sent.get("origin", "")
    known = f"&origin={origin}" if origin.startswith("sas") else ""
    return f"/connexion?retour={quote(page, safe='')}{known}"
