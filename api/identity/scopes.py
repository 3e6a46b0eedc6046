"""Which role may call what: the scopes of the contract. PURE. `policy.py` of each module then says on which
things.
"""

from api.contract.models import OrganisationKind, Role


def _scopes(words: str) -> frozenset[str]:
    return frozenset(words.split())


SCOPES: dict[Role, frozenset[str]] = {
    Role.professional: _scopes(
        "directory:read availability:read availability:write appointments:read appointments:write"
        " offers:answer requests:read requests:write cases:read messages:write identity:read identity:write"
        " notifications:read preferences:write newcomers:welcome membership:write calendars:write"
        " delegates:write structures:write proofs:read agendas:read agendas:write"
        " deaths:read deaths:write attending_doctors:read attending_doctors:write"
        " teleconsultation_sites:read teleconsultation_sites:keep"
        " teleconsultations:read teleconsultations:write teleconsultations:kiosk"
    ),
    # What a secretary does for a doctor all day. Not here: what the doctor promises or keeps as their own
    # (membership and page, agendas kept elsewhere, delegates, messages), and what concerns others.
    Role.delegate: _scopes(
        "directory:read availability:read availability:write appointments:read appointments:write"
        " requests:read requests:write cases:read messages:write identity:read preferences:write"
        " agendas:read agendas:write teleconsultations:read teleconsultations:write"
        " teleconsultation_sites:read"
    ),
    Role.coordinator: _scopes(
        "directory:read availability:read appointments:read appointments:write requests:read"
        " requests:write cases:read board:read dispatch:read dispatch:manage messages:write identity:read"
        " identity:write load:read notifications:read preferences:write deliveries:read deliveries:retry"
        " rules:read duties:write imports:read newcomers:welcome newcomers:invite structures:write"
        " proofs:read agendas:read agendas:write certifiers:write"
        " deaths:read deaths:write attending_doctors:read attending_doctors:write discharges:write"
        " teleconsultation_sites:read teleconsultation_sites:keep teleconsultation_sites:write"
        " teleconsultations:read teleconsultations:write teleconsultations:kiosk teleconsultations:coordinate"
    ),
    Role.requester: _scopes(
        "directory:read requests:read requests:write cases:read messages:write identity:read identity:write"
        " notifications:read preferences:write structures:write"
        " deaths:read deaths:write attending_doctors:read attending_doctors:write"
    ),
    Role.regulator: _scopes(
        "directory:read availability:read appointments:read appointments:write requests:read"
        " requests:write cases:read messages:write identity:read notifications:read preferences:write"
        " fhir:read regulation:read"
        " deaths:read deaths:write"
    ),
    Role.kiosk: _scopes(
        "directory:read availability:read appointments:read appointments:write requests:read requests:write"
        " teleconsultations:kiosk"
    ),
    Role.admin: _scopes(
        "rules:read rules:write deliveries:read deliveries:retry audit:read directory:read notifications:read"
        " preferences:write load:read duties:write imports:read structures:write"
        " transmissions:read transmissions:retry webhooks:read webhooks:write factors:reset"
    ),
    Role.auditor: _scopes("audit:read rules:read"),
}
"""Role -> what it may call; `policy.py` of each module then says on which things."""

FROM_PLATFORM = _scopes("availability:read regulation:read appointments:read appointments:write")
"""What an account that the SAS platform keeps may call, as a regulator: search for time, and book it. Not the
directory, which can be taken along whole."""

ANSWERING = frozenset({"offers:answer"})
"""What a delegate may besides, when the professional said so."""

ACTING_ROLES = frozenset({Role.delegate, Role.professional})
"""As what a delegate acts: the policies see the professional, the scopes are the delegate's."""

OWN_DEATHS_ONLY = frozenset({OrganisationKind.town_hall, OrganisationKind.police})
OWN_DEATHS_SCOPES = _scopes(
    "requests:read deaths:read deaths:write cases:read messages:write identity:read notifications:read"
    " preferences:write"
)
"""Town halls and police see nothing but their own death requests (domain rules §7.2)."""

ENTRY_OF_TOWN_HALLS = _scopes("attending_doctors:read attending_doctors:write identity:write")
"""Besides, a town hall makes known who has no attending doctor, follows that (domain rules §3.2), and puts
right what it wrote of them."""

OF_WARDS = frozenset({"discharges:write"})
"""What a requester may besides, for a hospital ward: prepare the return home of a person."""

OF_SITES = _scopes(
    "teleconsultation_sites:read teleconsultation_sites:keep"
    " teleconsultations:read teleconsultations:write teleconsultations:kiosk"
)
"""What a requester may besides, for a structure that may have a site of teleconsultation: keep it, and book
there."""

HAS_SITES = frozenset(
    {
        OrganisationKind.pharmacy,
        OrganisationKind.practice_group,
        OrganisationKind.health_house,
        OrganisationKind.health_centre,
        OrganisationKind.unscheduled_care_centre,
    }
)

KEEPS_REGULATORS = "fhir:write"
"""The scope of the national platform alone. No role has it: it is given to one client, by its name."""

DEATHS_OF_SOFTWARE = _scopes("deaths:read deaths:write")
"""What the software of a requester may call, in the name of its structure: deaths to certify, no more."""

MACHINE_SCOPES = SCOPES[Role.kiosk] | DEATHS_OF_SOFTWARE | {"fhir:read", KEEPS_REGULATORS}
"""All that a machine client may ever hold: the client credentials flow of the contract names these."""

MACHINE_ROLES = frozenset({Role.kiosk, Role.regulator, Role.requester})
