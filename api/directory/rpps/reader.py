"""From the lines of the national files to people: streaming, filtering, merging.

One line of Personne_activite is one person × activity × savoir-faire. Lines of a person usually follow each
other, but nothing promises it, so people are given out once the file is read to its end: a file that turns
out to be unreadable half-way has given nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern

from api.directory.identifiers import is_rpps, luhn_ok
from api.directory.nomenclatures import USE_OF_TITLE
from api.directory.rpps.layout import Kind, Layout, layout
from api.directory.rpps.places import Found, Territory
from api.directory.rpps.records import Ignored, Issue, Report, RppsActivity, RppsPerson, SavoirFaire
from api.directory.rpps.source import Source, UnreadableFile, batches, sources
from api.directory.rpps.wording import person_name, phone_number, place_name, street_name

Progress = Callable[[int, int], None]

_RPPS_TYPE = "8"  # TRE_G08
_STUDENT = "E"  # TRE_R09
# Locums are not permanent effectors of a territory (TRE_R22 and TRE_R21).
_LOCUM_KINDS = frozenset({"GENR02", "GENR03", "GENR07"})
_LOCUM_ROLES = frozenset({"FON-04", "FON-22", "FON-47", "FON-51"})
_FRANCE = frozenset({b"", b"99000", b"99100", b"FR", b"FRA"})
_ABROAD = b"99"  # INSEE codes of foreign places


def read(
    paths: Iterable[Path], communes: Collection[str], report: Report, progress: Progress | None = None
) -> Iterator[RppsPerson]:
    """The professionals who practise in `communes` (INSEE codes), in the order of the file.

    `paths` are the national files or archives of them, in any order; each is recognised by its header, and
    Personne_activite is required. `report` is filled while reading; `progress` receives bytes read and their
    total. Raises UnreadableFile, before anything is given out.
    """
    if not communes:
        raise ValueError("a territory has at least one commune")
    found = [(source, layout(source)) for path in paths for source in sources(path)]
    if not any(shape.kind is Kind.activities for _, shape in found):
        names = ", ".join(source.name for source, _ in found) or "rien"
        reason = f"aucun fichier Personne_activite (reçu : {names})"
        raise UnreadableFile("import", 0, reason, "Donnez PS_LibreAcces_Personne_activite_….txt.")
    return _people(found, Territory(communes), report, progress)


def _people(
    found: list[tuple[Source, Layout]], territory: Territory, report: Report, progress: Progress | None
) -> Iterator[RppsPerson]:
    drafts: dict[str, _Draft] = {}
    readers: dict[Kind, _Reader] = {
        Kind.activities: _Activities(territory, report, drafts),
        Kind.savoir_faire: _SavoirFaire(report, drafts),
    }
    total = sum(source.size for source, _ in found)
    done = 0
    # Savoir-faire are kept for known people only, so they come second. Diplomas say nothing that we show.
    for kind in (Kind.activities, Kind.savoir_faire, Kind.diplomas):
        for source, shape in (pair for pair in found if pair[1].kind is kind):
            if kind is Kind.diplomas:
                done += source.size
                continue
            number = 1
            for lines in batches(source):
                readers[kind].take(source.name, shape, lines, number)
                number += len(lines)
                done += sum(map(len, lines))
                if progress:
                    progress(done, total)
    for rpps in list(drafts):
        report.persons += 1
        yield drafts.pop(rpps).person(rpps)


@dataclass(slots=True)
class _Draft:
    """A person while lines are still coming."""

    title: str
    family_name: str
    given_name: str
    category: str
    professions: set[str] = field(default_factory=set)
    savoir_faire: dict[SavoirFaire, None] = field(default_factory=dict)
    activities: dict[tuple[str, ...], RppsActivity] = field(default_factory=dict)

    def person(self, rpps: str) -> RppsPerson:
        # A health profession comes before a title (an osteopath who is also a physiotherapist).
        profession = min(self.professions, key=lambda code: (code in USE_OF_TITLE, code))
        savoir_faire, activities = tuple(self.savoir_faire), tuple(self.activities.values())
        names = (self.title, self.family_name, self.given_name)
        return RppsPerson(
            rpps, _RPPS_TYPE + rpps, *names, profession, self.category, savoir_faire, activities
        )


class _Reader(ABC):
    """Takes the lines of one kind of file."""

    @abstractmethod
    def take(self, name: str, shape: Layout, lines: list[bytes], number: int) -> None:
        """Read `lines`; `number` is that of the line before the first."""


class _Activities(_Reader):
    """Personne_activite: 2.2 million lines, of which one in a hundred is ours, so the cheapest test first."""

    def __init__(self, territory: Territory, report: Report, drafts: dict[str, _Draft]) -> None:
        self._territory, self._report, self._drafts = territory, report, drafts

    def take(self, name: str, shape: Layout, lines: list[bytes], number: int) -> None:
        at, report, ours = shape.at, self._report, self._territory.insee
        commune_at, country_at = at["commune"], at.get("country", -1)
        fewest, most = shape.columns - 1, shape.separators
        stop = max(commune_at, country_at, at["postcode"], at["cedex"], at["mode"], at["structure"]) + 1
        outside = 0
        for line in lines:
            number += 1
            separators = line.count(b"|")
            if separators != most and (fault := _wrong_width(line, separators, fewest, most)) is not None:
                if fault:
                    report.read += 1
                    report.reject(Issue(name, number, "", fault))
                continue
            report.read += 1
            cells = line.split(b"|", stop)
            commune = cells[commune_at].strip()
            if commune not in ours:
                if commune and (country_at < 0 or cells[country_at] in _FRANCE) and commune[:2] != _ABROAD:
                    outside += 1
                    continue
                reason = self._elsewhere(shape, cells, commune)
                if reason:
                    report.ignored[reason] += 1
                    continue
            self._keep(name, shape, line, number)
        if outside:
            report.ignored[Ignored.outside_territory] += outside

    def _elsewhere(self, shape: Layout, cells: list[bytes], commune: bytes) -> Ignored | None:
        """Why a line without a commune of ours is left out; None when its postal line must be looked at."""
        at = shape.at
        country = cells[at["country"]] if "country" in at else b""
        if country not in _FRANCE or commune[:2] == _ABROAD:
            return Ignored.foreign
        postal = cells[at["postcode"]].strip() or cells[at["cedex"]].strip()
        if postal:
            return None if postal[:2] in self._territory.postal_prefixes else Ignored.outside_territory
        name = cells[at["commune_name"]].strip() if "commune_name" in at else b""
        if name:
            return None
        active = cells[at["mode"]].strip() or cells[at["structure"]].strip()
        return Ignored.no_address if active else Ignored.no_activity

    def _keep(self, name: str, shape: Layout, line: bytes, number: int) -> None:
        """A line that may be ours: decide for good, and add it to its person."""
        try:
            cells = [cell.strip() for cell in line.decode("utf-8").split("|")]
        except UnicodeDecodeError:
            self._report.reject(Issue(name, number, "", "caractères qui ne sont pas de l’UTF-8"))
            return
        row = {key: cells[position] for key, position in shape.at.items()}
        place = self._territory.commune(
            row["commune"], row.get("commune_name", ""), row["cedex"], row["postcode"]
        )
        reason = _left_out(row, place)
        if reason or place is None:
            self._report.ignored[reason or Ignored.outside_territory] += 1
            return
        column, fault = _fault(row)
        if fault:
            self._report.reject(Issue(name, number, shape.names[column], fault))
            return
        self._report.kept += 1
        self._add(name, number, row, place)

    def _add(self, name: str, number: int, row: dict[str, str], place: Found) -> None:
        rpps = row["rpps"]
        draft = self._drafts.get(rpps)
        family_name, given_name = person_name(row["family_name"]), person_name(row["given_name"])
        if draft is None:
            title = row.get("practice_title") or row.get("title") or ""
            draft = self._drafts[rpps] = _Draft(
                intern(title), family_name, given_name, intern(row["category"])
            )
            if not luhn_ok(rpps):
                fault = f"clé de contrôle fausse pour {rpps}, gardé"
                self._report.warn(Issue(name, number, "Identifiant PP", fault))
        elif (draft.family_name, draft.given_name) != (family_name, given_name):
            fault = f"autre nom pour {rpps}, le premier est gardé"
            self._report.warn(Issue(name, number, "Nom d'exercice", fault))
        draft.professions.add(intern(row["profession"]))
        if row["savoir_faire"]:
            draft.savoir_faire[SavoirFaire(intern(row["savoir_faire_kind"]), intern(row["savoir_faire"]))] = (
                None
            )
        activity = _activity(row, place)
        draft.activities.setdefault(activity.key, activity)


class _SavoirFaire(_Reader):
    """SavoirFaire: completes the people already found."""

    def __init__(self, report: Report, drafts: dict[str, _Draft]) -> None:
        self._report, self._drafts = report, drafts

    def take(self, name: str, shape: Layout, lines: list[bytes], number: int) -> None:
        at = shape.at
        for line in lines:
            number += 1
            cells = line.split(b"|")
            if len(cells) < shape.columns:
                if line.strip():
                    self._report.warn(Issue(name, number, "", "ligne tronquée, laissée de côté"))
                continue
            draft = self._drafts.get(cells[at["rpps"]].strip().decode("ascii", "replace"))
            if draft is None:
                continue
            kind, code = (
                intern(cells[at[key]].strip().decode("ascii", "replace"))
                for key in ("savoir_faire_kind", "savoir_faire")
            )
            if code:
                draft.savoir_faire[SavoirFaire(kind, code)] = None


def _wrong_width(line: bytes, separators: int, fewest: int, most: int) -> str | None:
    """What is wrong with the number of columns: None nothing, "" an empty line, else the reason in French."""
    if separators < fewest:
        return f"ligne tronquée : {separators + 1} colonnes au lieu de {fewest + 1}" if line.strip() else ""
    if separators > most and b"".join(line.split(b"|")[most + 1 :]).strip():
        return f"trop de colonnes : {separators + 1} au lieu de {most + 1}"
    return None


def _left_out(row: dict[str, str], place: Found | None) -> Ignored | None:
    if place is None:
        return Ignored.outside_territory
    if row["category"] == _STUDENT:
        return Ignored.student
    if row["kind"] in _LOCUM_KINDS or row["role"] in _LOCUM_ROLES:
        return Ignored.locum
    return Ignored.not_rpps if row["id_type"] not in (_RPPS_TYPE, "") else None


def _fault(row: dict[str, str]) -> tuple[str, str]:
    """Field at fault and reason, or two empty texts."""
    if not is_rpps(row["rpps"]):
        return "rpps", f"numéro RPPS mal formé « {row['rpps'][:20]} » : onze chiffres attendus"
    if not row["family_name"]:
        return "family_name", "nom absent"
    if not row["profession"]:
        return "profession", "code de profession absent"
    if any("\0" in cell for cell in row.values()):
        return "rpps", "caractère nul dans la ligne"
    return "", ""


def _activity(row: dict[str, str], place: Found) -> RppsActivity:
    street = (row["street_number"], row.get("street_index", ""), row["street_kind"].lower())
    address = (
        place_name(row.get("recipient", "")),
        place_name(row.get("building", "")),
        " ".join(part for part in (*street, street_name(row["street"])) if part),
        row.get("distribution", ""),
    )
    return RppsActivity(
        profession_code=intern(row["profession"]),
        structure_id=intern(row["structure"]),
        finess=intern(row["finess"]),
        siret=intern(row["siret"]),
        name=intern(place_name(row["name"])),
        trade_name=intern(place_name(row["trade_name"])),
        address_lines=tuple(intern(line) for line in address if line),
        postcode=intern(row["postcode"]),
        insee=intern(place.insee),
        certainty=place.certainty,
        phone=phone_number(row["phone"]),
        phone_2=phone_number(row.get("phone_2", "")),
        email=row.get("email", "").lower(),
        sector_code=intern(row["sector"]),
        mode_code=intern(row["mode"]),
        role_code=intern(row["role"]),
        kind_code=intern(row["kind"]),
    )
