"""The figures of the certification of deaths, read and exported. They hold no identity."""

from collections.abc import Iterator

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import record
from api.cases.tables import Case
from api.contract import models as wire
from api.contract.models import DeathCertificationState as State
from api.contract.models import DeathRequesterKind as Kind
from api.core import clock
from api.core.actor import Actor
from api.core.problems import FieldError, InvalidInput
from api.core.spreadsheets import MARK, Cell, line
from api.death_certifications.rules import figures as rules
from api.death_certifications.tables import DeathCertificationRequest
from api.identity import service as identity
from api.identity.policy import present_community

REQUESTERS = {
    Kind.town_hall: "Mairie",
    Kind.national_police: "Police nationale",
    Kind.municipal_police: "Police municipale",
    Kind.gendarmerie: "Gendarmerie",
    Kind.fire_service: "Sapeurs-pompiers",
    Kind.samu: "SAMU ou SAS",
    Kind.nursing_home: "EHPAD ou établissement médico-social",
    Kind.home_hospital: "Hospitalisation à domicile",
    Kind.attending_doctor: "Médecin traitant",
    Kind.health_professional: "Professionnel de santé",
    Kind.funeral_operator: "Opérateur funéraire",
    Kind.family: "Famille, par téléphone",
}
"""Who asked, as the table says it."""

OUTCOMES = {
    State.certified: "Certificat établi",
    State.obstacle_reported: "Obstacle médico-légal signalé",
    State.out_of_scope: "Hors champ, orientée vers le 17 ou le 15",
    State.duplicate: "Doublon",
    State.closed_externally: "Réglée autrement",
    State.requisitioned: "Réquisition",
    State.request_cancelled: "Annulée",
}
"""How a request ended, as the table says it."""

HIDDEN = "non diffusé"
"""In place of a number that is too small to be said, or that would give such a one away."""


async def get_death_certification_figures(
    db: AsyncSession, actor: Actor, query: wire.GetDeathCertificationFiguresQuery
) -> wire.DeathCertificationFigures:
    """The requests made in a month of the territory, by default the present one.

    InvalidInput for a month to come.
    """
    return await _figures(db, actor, query.month)


async def export_death_certification_figures(
    db: AsyncSession, actor: Actor, query: wire.ExportDeathCertificationFiguresQuery
) -> Response:
    """The same as a table, one line per figure. InvalidInput for a month to come."""
    found = await _figures(db, actor, query.month)
    detail = {"month": found.month, "count": found.requests}
    here = present_community(actor)
    await record(db, actor, "death_certification_figures.exported", "community", here, detail=detail)
    titles = ("Mois", "Figure", "Détail", "Nombre", "Médiane (min)", "90e centile (min)", "Part")
    month = f"{found.month[5:]}/{found.month[:4]}"
    lines = [MARK + line(titles), *(line((month, *cells)) for cells in _lines(found))]
    headers = {
        "Content-Disposition": f'attachment; filename="constatations-de-deces-{found.month}.csv"',
        "Cache-Control": "no-store",
    }
    return Response("".join(lines), media_type="text/csv", headers=headers)


def _lines(found: wire.DeathCertificationFigures) -> Iterator[tuple[Cell, ...]]:
    """The figures in the order of the screen, each without its month."""
    yield "Demandes", None, found.requests, None, None, None
    for title, delay in (
        ("De la demande à l'acceptation", found.to_acceptance),
        ("De la demande à l'arrivée", found.to_arrival),
        ("De la demande au certificat", found.to_certificate),
    ):
        yield title, None, delay.measured, _said(delay.median_minutes), _said(delay.p90_minutes), None
    certified = found.to_certificate.measured
    for title, share in (
        ("Certificats en moins de 4 h", found.under_4_hours),
        ("Certificats en moins de 24 h", found.under_24_hours),
    ):
        yield title, None, certified, None, None, _said(share)
    for one in found.by_requester:
        yield "Demandes par demandeur", REQUESTERS[Kind(one.word)], _said(one.count), None, None, None
    for one in found.by_outcome:
        yield "Demandes par issue", OUTCOMES[State(one.word)], _said(one.count), None, None, None


def _said(number: float | None) -> Cell:
    return HIDDEN if number is None else number


async def _figures(db: AsyncSession, actor: Actor, month: str | None) -> wire.DeathCertificationFigures:
    at, here = clock.now(), present_community(actor)
    zone = identity.zone_of(await identity.community_of(db, here))
    wanted = month or rules.month_of(at, zone)
    start, end = rules.bounds_of(wanted, zone)
    if start > at:
        raise InvalidInput(errors=[FieldError("/query/month", "Give a month that has begun")])
    rows = await db.execute(
        select(
            Case.created_at,
            DeathCertificationRequest.accepted_at,
            DeathCertificationRequest.arrived_at,
            DeathCertificationRequest.certified_at,
            DeathCertificationRequest.requester_kind,
            DeathCertificationRequest.state,
        )
        .join(DeathCertificationRequest, DeathCertificationRequest.id == Case.id)
        .where(Case.community_id == here, Case.created_at >= start, Case.created_at < end)
    )
    return rules.figures_of(wanted, [rules.Fact(*row) for row in rows])
