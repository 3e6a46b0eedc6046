"""Import of the national directory: people read from the files, compared with what is known, written.

One transaction: somebody who reads meanwhile sees the former state, and a crash leaves it as it was. Imports
wait for each other (they write the same national rows).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit import service as audit
from api.core.actor import Actor
from api.core.db import wait_for_turn
from api.core.ids import new_id
from api.directory import geography
from api.directory.rpps import Report, RppsActivity, RppsPerson
from api.directory.service import import_statements as sql
from api.directory.service.changes import keep_changes, known_in
from api.directory.tables import Organisation, Sector
from api.identity.tables import Community

BATCH = 1000
"""People per statement: some 1 MB of JSON."""

FEWEST_CLOSED, SHARE_CLOSED = 20, 0.25
"""An import that would close more places than this many, and than this share of the territory's, is refused:
a file cut short looks like a territory that everybody left."""


class ImportRefused(ValueError):
    """The import would destroy too much; nothing was written. The message is French, for the operator."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a structure of the national file stands: degrees (WGS 84), and the quarter that people name."""

    sector: str | None
    latitude: float | None
    longitude: float | None


@dataclass(slots=True)
class ImportReport:
    """What an import did. Counts of people: `read == created + updated + left`; `gone` are no longer in the
    file for this territory. `closed_places` counts places. `reading` counts lines."""

    reading: Report
    created: int = 0
    updated: int = 0
    left: int = 0
    gone: int = 0
    closed_places: int = 0
    seen: set[str] = field(default_factory=set, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The counts and the first reasons, for `--json`."""
        lines = self.reading.as_json()
        return {
            "created": self.created,
            "updated": self.updated,
            "left": self.left,
            "gone": self.gone,
            "closed_places": self.closed_places,
            "ignored": sum(self.reading.ignored.values()),
            "rejected": self.reading.rejected_count,
            "warned": self.reading.warning_count,
            "read_lines": self.reading.read,
            "kept_lines": self.reading.kept,
            "ignored_reasons": lines["ignored"],
            "rejected_reasons": lines["rejected"],
            "warning_reasons": lines["warnings"],
        }


async def import_rpps(
    db: AsyncSession,
    actor: Actor,
    community: Community,
    people: Iterable[RppsPerson],
    reading: Report,
    *,
    at: datetime,
    sourced_on: date,
    sites: Mapping[str, Site] | None = None,
    accept_removals: bool = False,
) -> ImportReport:
    """Write the professionals who practise in the territory of `community`, in the caller's transaction.

    `people` and `reading` are those of `rpps.read`; begin reading before the transaction when the file is
    large. `sourced_on` is the day of the file. `sites` says where structures stand, by their technical id;
    others stand where an organisation of the same FINESS does, else in the middle of their commune. Hours,
    and points of addresses that did not change, are left as they are. Raises ImportRefused.
    """
    for setting in ("lock_timeout", "statement_timeout"):  # an import may wait and last: nobody waits for it
        await db.execute(text("SELECT set_config(:name, '0', true)"), {"name": setting})
    await wait_for_turn(db, "import of professionals")
    communes = sorted(geography.with_arrondissements(community.communes))
    before = (await db.execute(sql.ACTIVE_PRACTICES, {"communes": communes})).scalar_one()
    known = await known_in(db, communes)
    map_of = await _Map.of(db, community, sites or {})
    report = ImportReport(reading)
    for batch in batched_people(people):
        await _write(db, batch, map_of, communes, report, at, sourced_on)
    await _close(db, communes, report, at)
    if not accept_removals and report.closed_places > max(FEWEST_CLOSED, before * SHARE_CLOSED):
        raise ImportRefused(
            f"Import refusé, rien n’a été écrit : il fermerait {report.closed_places} lieux d’exercice sur "
            f"{before}. Le fichier est-il complet ? Si oui, relancez avec --accept-removals."
        )
    counts = {name: getattr(report, name) for name in ("created", "updated", "left", "gone", "closed_places")}
    await keep_changes(
        db,
        community.id,
        known,
        await known_in(db, communes),
        counts=counts,
        sourced_on=sourced_on,
        at=at,
    )
    await audit.record(db, actor, "directory.imported", "community", community.id, detail=counts)
    return report


def batched_people(people: Iterable[RppsPerson]) -> Iterator[list[RppsPerson]]:
    """The people, some at a time, without holding more than a batch."""
    batch: list[RppsPerson] = []
    for person in people:
        batch.append(person)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def _write(
    db: AsyncSession,
    people: Sequence[RppsPerson],
    map_of: "_Map",
    communes: list[str],
    report: ImportReport,
    at: datetime,
    sourced_on: date,
) -> None:
    rows = [_professional(person) for person in people]
    values = {"rows": json.dumps(rows), "ids": [row["id"] for row in rows]}
    written = await db.execute(sql.WRITE_PROFESSIONALS, {**values, "at": at, "sourced_on": sourced_on})
    created: set[str] = set()
    changed: set[str] = set()
    for rpps, is_new in written:
        (created if is_new else changed).add(rpps)
    places = [map_of.practice(person.rpps, activity) for person in people for activity in person.activities]
    all_places = json.dumps(places)
    changed.update(await db.scalars(sql.WRITE_PRACTICES, {"rows": all_places, "at": at}))
    keys = json.dumps([{"rpps": row["rpps"], "activity_key": row["activity_key"]} for row in places])
    closed = (
        await db.scalars(sql.CLOSE_OTHER_PRACTICES, {"rows": keys, "communes": communes, "at": at})
    ).all()
    changed.update(closed)
    changed -= created
    seen = {person.rpps for person in people}
    await db.execute(sql.DATE_SOURCE, {"rpps": list(seen), "sourced_on": sourced_on})
    report.seen |= seen
    report.created += len(created)
    report.updated += len(changed)
    report.left += len(people) - len(created) - len(changed)
    report.closed_places += len(closed)


async def _close(db: AsyncSession, communes: list[str], report: ImportReport, at: datetime) -> None:
    """Close the places of those who are no longer in the file."""
    gone = sorted(set(await db.scalars(sql.PRESENT_PEOPLE, {"communes": communes})) - report.seen)
    if gone:
        values = {"rpps": gone, "communes": communes, "at": at}
        report.closed_places += len((await db.scalars(sql.CLOSE_PRACTICES_OF, values)).all())
        await db.execute(sql.RETIRE, {"rpps": gone, "at": at})
    report.gone = len(gone)


def _professional(person: RppsPerson) -> dict[str, Any]:
    # Specialties before competences, so that the first code is the one to show.
    codes = sorted(person.savoir_faire, key=lambda known: (known.kind != "S", known.code))
    return {
        "id": str(new_id()),
        "rpps": person.rpps,
        "title": person.title or None,
        "family_name": person.family_name,
        "given_name": person.given_name,
        "profession_code": person.profession_code,
        "specialty_codes": list(dict.fromkeys(known.code for known in codes)),
    }


@dataclass(frozen=True, slots=True)
class _Map:
    """Where activities lie: by structure, else by FINESS, else the middle of the commune."""

    sites: Mapping[str, Site]
    by_finess: Mapping[str, Site]
    only_sector: Mapping[str, str]  # of communes where the community names one quarter only

    @classmethod
    async def of(cls, db: AsyncSession, community: Community, sites: Mapping[str, Site]) -> "_Map":
        organisations = await db.execute(
            select(Organisation.finess, Organisation.sector, Organisation.latitude, Organisation.longitude)
            .where(Organisation.latitude.is_not(None))
            .where(Organisation.commune_insee.in_(geography.with_arrondissements(community.communes)))
        )
        named: dict[str, list[str]] = {}
        for insee, name in await db.execute(
            select(Sector.commune_insee, Sector.name).where(Sector.community_id == community.id)
        ):
            named.setdefault(insee, []).append(name)
        return cls(
            sites,
            {finess: Site(sector, lat, lon) for finess, sector, lat, lon in organisations if finess},
            {insee: names[0] for insee, names in named.items() if len(names) == 1},
        )

    def practice(self, rpps: str, activity: RppsActivity) -> dict[str, Any]:
        """The row of a practice, as JSON; absent texts are null."""
        commune = geography.communes()[activity.insee]
        known = self.sites.get(activity.structure_id) or self.by_finess.get(activity.finess)
        site = known or Site(self.only_sector.get(activity.insee), commune.lat, commune.lon)
        return {
            "id": str(new_id()),
            "rpps": rpps,
            "activity_key": "|".join(activity.key),
            "structure_id": activity.structure_id or None,
            "finess": activity.finess or None,
            "siret": activity.siret or None,
            "name": activity.trade_name or activity.name or None,
            "address_line": ", ".join(activity.address_lines) or None,
            "postal_code": activity.postcode or None,
            "commune_insee": activity.insee,
            "commune_name": commune.name,
            "phone": activity.phone or activity.phone_2 or None,
            "email": activity.email or None,
            "mode_code": activity.mode_code or None,
            "sector_code": activity.sector_code or None,
            "role_code": activity.role_code or None,
            "sector": site.sector,
            "latitude": site.latitude,
            "longitude": site.longitude,
            "precise": known is not None,
        }
