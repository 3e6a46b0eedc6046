"""Everybody of a territory in one answer, for a browser that filters as one types.

The vocabulary goes with the people, so that its words stand in one place: `rules/vocabulary.py`.
"""

import asyncio
import gzip
import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from fastapi import Response
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract import models as wire
from api.core import clock
from api.core.actor import Actor
from api.directory import geography
from api.directory.nomenclatures import profession_label, specialty_label
from api.directory.rules import main_specialty, spoken_name, unverified_on
from api.directory.rules.vocabulary import EXPRESSIONS, SMALL_WORDS, TITLES
from api.directory.service.checks import today_of
from api.directory.service.matching import IN_TERRITORY, MEMBERSHIP, UNCONFIRMED_SINCE, unverified_bound
from api.identity import service as identity
from api.identity.policy import present_community

MOST_ENTRIES = 6000
"""People of the largest territory that is sent: some 400 kB compressed. CPTS have 5,000 at most."""

_EVERYBODY = f"""
    SELECT professionals.id, professionals.rpps, professionals.title, professionals.given_name,
           professionals.family_name, professionals.search_text, professionals.profession_code,
           professionals.specialty_codes, memberships.id IS NOT NULL AS is_member,
           memberships.accepts_new_patients, memberships.home_visits,
           coalesce(memberships.unscheduled_care, FALSE) AS unscheduled_care,
           {UNCONFIRMED_SINCE} AS unconfirmed_since,
           coalesce(places.found, CAST('[]' AS jsonb)) AS places
    FROM professionals
    LEFT JOIN {MEMBERSHIP}
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(
            id, name, address_line, commune_insee, sector, latitude, longitude, phone, commune_name
        ) ORDER BY id) AS found
        FROM practices WHERE practices.professional_id = professionals.id AND practices.is_active
    ) AS places ON true
    WHERE {IN_TERRITORY}
    ORDER BY professionals.search_text, professionals.id
    LIMIT {MOST_ENTRIES + 1}
"""  # noqa: S608  # values are bound; the texts put together are all written here


async def list_directory_entries(
    db: AsyncSession, actor: Actor, known: str, encodings: str
) -> wire.DirectoryEntries | Response:
    """Everybody of the territory and the members of the community, by name; 304 when `known` says so.

    `known` is If-None-Match, `encodings` is Accept-Encoding.
    """
    community = await identity.community_of(db, present_community(actor))
    rules = (await identity.rules_of(db, community.id)).directory
    unverified = unverified_on(await today_of(db, community.id, clock.now()), rules)
    bound = {
        "territory": sorted(geography.with_arrondissements(community.communes)),
        "community_id": community.id,
        **unverified_bound(unverified),
    }
    rows = (await db.execute(text(_EVERYBODY), bound)).all()
    digest = hashlib.sha256(repr((VERSION, community.communes, rules.unverified_km)).encode())
    for row in rows:
        digest.update(repr(tuple(row)).encode())
    etag = f'"{digest.hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if etag in known:
        return Response(status_code=304, headers=headers)
    complete = len(rows) <= MOST_ENTRIES
    sent = _entries(rows if complete else [], community.communes, complete, rules.unverified_km)
    content = sent.model_dump_json().encode()
    if "gzip" in encodings:
        headers["Content-Encoding"] = "gzip"
        content = await asyncio.to_thread(gzip.compress, content, 6, mtime=0)
    return Response(content, headers=headers, media_type="application/json")


def _entries(
    rows: Sequence[Row[Any]], territory: Sequence[str], complete: bool, unverified_km: float
) -> wire.DirectoryEntries:
    named = {insee: known.name for insee in territory if (known := geography.communes().get(insee))}
    return wire.DirectoryEntries(
        complete=complete,
        items=[_entry(row) for row in rows],
        unverified_km=unverified_km,
        professions=_labels({row.profession_code for row in rows}, profession_label),
        specialties=_labels({code for row in rows for code in row.specialty_codes}, specialty_label),
        communes=[
            wire.DirectoryCommune(
                code=insee, label=name, within=sorted(geography.with_arrondissements([insee]))
            )
            for insee, name in named.items()
        ],
        places=[
            wire.CodeLabel(code=code, label=label)
            for code, label in sorted({(place[3], place[8]) for row in rows for place in row.places})
        ],
        vocabulary=vocabulary(),
    )


def _entry(row: Row[Any]) -> wire.DirectoryEntry:
    main = main_specialty(row.specialty_codes)
    return wire.DirectoryEntry(
        id=row.id,
        name=spoken_name(row.title, row.given_name, row.family_name, profession_code=row.profession_code),
        search_text=row.search_text,
        rpps=row.rpps,
        profession_code=row.profession_code,
        specialty_codes=sorted(row.specialty_codes, key=lambda code: code != main),
        is_member=row.is_member,
        accepts_new_patients=row.accepts_new_patients,
        home_visits=row.home_visits,
        unscheduled_care=row.unscheduled_care,
        unconfirmed_since=row.unconfirmed_since,
        places=[
            wire.DirectoryPlace(
                id=place[0],
                name=place[1],
                address_line=place[2],
                commune_insee=place[3],
                sector=place[4],
                latitude=place[5],
                longitude=place[6],
                phone=place[7],
            )
            for place in row.places
        ],
    )


def _labels(codes: Iterable[str], label: Any) -> list[wire.CodeLabel]:
    return [wire.CodeLabel(code=code, label=label(code)) for code in sorted(codes)]


@cache
def vocabulary() -> wire.SearchVocabulary:
    """The words of French that the search understands, as a browser needs them."""
    said: dict[Any, list[str]] = {}
    for expression, meaning in EXPRESSIONS.items():
        said.setdefault(meaning, []).append(" ".join(expression))
    return wire.SearchVocabulary(
        meanings=[
            wire.SearchMeaning(
                label=meaning.label,
                expressions=expressions,
                professions=sorted(meaning.professions),
                specialties=sorted(meaning.specialties),
                home_visits=meaning.home_visits,
                new_patients=meaning.new_patients,
                unscheduled_care=meaning.unscheduled_care,
            )
            for meaning, expressions in said.items()
        ],
        titles=sorted(TITLES),
        small_words=sorted(SMALL_WORDS),
    )


VERSION = hashlib.sha256(vocabulary().model_dump_json().encode()).hexdigest()
"""Changes with the vocabulary, so that a new one reaches browsers that know everybody already."""
