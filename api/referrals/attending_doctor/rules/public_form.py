"""What the public form refuses beside what every entry refuses. PURE. Source: domain rules §3.2 and §7.2."""

from collections.abc import Iterator

from api.contract.models import AttendingDoctorFiler, AttendingDoctorFormInput
from api.core.problems import FieldError
from api.people.rules import NIR_HINT, normal_name, refuse_nir

CHALLENGES_OF_AN_ADDRESS = 60
FORMS_OF_AN_ADDRESS = 10
FORMS_OF_A_COMMUNITY = 120
"""In an hour. An address may be that of a pharmacy's counter or of a mobile network, which many share; a
community of a hundred thousand people has some thousand without a doctor, who do not all come in one hour."""


def errors_of(body: AttendingDoctorFormInput) -> list[FieldError]:
    """What is wrong with who fills the form in, each with its cure; empty when nothing is."""
    return [FieldError(pointer, message) for pointer, message in _found(body)]


def carer_of(body: AttendingDoctorFormInput) -> str | None:
    """Who is called, when that is not the person: "sa fille, Mme Coste"."""
    if body.filed_by is AttendingDoctorFiler.person:
        return None
    return f"{_text(body.carer_link)}, {_text(body.carer_name)}"


def _found(body: AttendingDoctorFormInput) -> Iterator[tuple[str, str]]:
    if not body.consent:
        yield "/consent", "Without the agreement of the person nothing is taken"
    if _text(body.person.phone_of):
        yield (
            "/person/phone_of",
            "Leave it out: the phone is that of the person, or of the carer who is named",
        )
    if body.filed_by is AttendingDoctorFiler.person:
        return
    for name in ("carer_name", "carer_link"):
        typed = _text(getattr(body, name))
        if not normal_name(typed):
            yield f"/{name}", "Say who you are, and who you are to the person"
        elif refuse_nir(typed):
            yield f"/{name}", NIR_HINT


def _text(typed: object) -> str:
    return typed.strip() if isinstance(typed, str) else ""
