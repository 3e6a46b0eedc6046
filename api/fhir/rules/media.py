"""In which media type an answer is wanted (FHIR R4, http.html#mime-type). Pure."""

from api.fhir.rules.refusals import FhirRefusal, Issue

FHIR, PLATFORM = "application/fhir+json", "application/json+fhir"
"""The type of FHIR R4, and the one of DSTU2 that the SAS platform still asks for."""

_ANSWERED = {
    FHIR: FHIR,
    PLATFORM: PLATFORM,
    "application/json": FHIR,
    "text/json": FHIR,
    "json": FHIR,
    "application/*": FHIR,
    "*/*": FHIR,
}


def wanted(accept: str, format_: str | None) -> str:
    """The type of the answer, by the header `Accept` (empty when absent) and the parameter `_format`, which
    wins. FhirRefusal (406) when only others are taken, such as XML."""
    if format_ is not None:
        # A + that was not encoded arrives as a space.
        found = _ANSWERED.get(format_.split(";")[0].strip().replace(" ", "+").lower())
        if found is None:
            raise FhirRefusal(
                406, Issue("not-supported", f"Ask for {FHIR}: only JSON is served", "http._format")
            )
        return found
    for media in _by_preference(accept or "*/*"):
        if media in _ANSWERED:
            return _ANSWERED[media]
    raise FhirRefusal(406, Issue("not-supported", f"Ask for {FHIR}: only JSON is served", "http.Accept"))


def _by_preference(accept: str) -> list[str]:
    """The types of an `Accept`, most wanted first; those with q=0 left out."""
    found = []
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            found.append((float(weight), media))
        except ValueError:
            continue  # a weight that is no number: as if the type had not been named
    return [media for weight, media in sorted(found, key=lambda pair: -pair[0]) if weight > 0]
