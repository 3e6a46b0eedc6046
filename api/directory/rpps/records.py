"""What comes out of the national files: people, their activities, and the report of the reading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

KEPT_ISSUES = 50


class Certainty(StrEnum):
    """How sure it is that an activity lies in its commune, and what said so."""

    insee = "insee"  # the file gives the INSEE code
    cedex = "cedex"  # no code: the postal line (« 94400 VITRY SUR SEINE ») names the commune
    name = "name"  # no code: the commune's label names it
    postcode = "postcode"  # no code: only this commune of France has the postal code
    shared_postcode = "shared_postcode"  # communes outside the territory have it too: to be checked


class Ignored(StrEnum):
    """Why a well-formed line is left out. `label` says it in French."""

    outside_territory = "outside_territory"
    no_activity = "no_activity"
    no_address = "no_address"
    foreign = "foreign"
    locum = "locum"
    student = "student"
    not_rpps = "not_rpps"

    @property
    def label(self) -> str:
        """French words for the operator."""
        return _IGNORED_LABELS[self]


_IGNORED_LABELS = {
    Ignored.outside_territory: "exerce hors du territoire",
    Ignored.no_activity: "inscrit sans activité",
    Ignored.no_address: "activité sans adresse",
    Ignored.foreign: "adresse à l’étranger",
    Ignored.locum: "remplaçant",
    Ignored.student: "étudiant",
    Ignored.not_rpps: "identifiant autre que RPPS",
}


@dataclass(frozen=True, slots=True)
class SavoirFaire:
    """A specialty or competence: `kind` is the type (S, C, CEX… of TRE_R04), `code` its code in that list."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class RppsActivity:
    """One activity of a person at one place of the territory. Empty text = not in the file."""

    profession_code: str
    structure_id: str  # « Identifiant technique de la structure »
    finess: str
    siret: str
    name: str  # raison sociale
    trade_name: str  # enseigne commerciale
    address_lines: tuple[str, ...]
    postcode: str
    insee: str
    certainty: Certainty
    phone: str
    phone_2: str
    email: str
    sector_code: str
    mode_code: str
    role_code: str
    kind_code: str  # genre d'activité

    @property
    def key(self) -> tuple[str, ...]:
        """What tells two activities of a person apart: the files give them no identifier of their own."""
        place = (self.structure_id,) if self.structure_id else (self.insee, *self.address_lines)
        return (self.profession_code, self.mode_code, self.kind_code, self.role_code, *place)


@dataclass(frozen=True, slots=True)
class RppsPerson:
    """A professional who practises in the territory. `title` is DR, PR…, else M or MME, else empty."""

    rpps: str
    national_id: str
    title: str
    family_name: str
    given_name: str
    profession_code: str
    category_code: str
    savoir_faire: tuple[SavoirFaire, ...]
    activities: tuple[RppsActivity, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong with a line: file name, line number (the header is line 1), column, what, in French."""

    file: str
    line: int
    field: str
    reason: str


@dataclass(slots=True)
class Report:
    """Counts, filled while reading. Always `read == kept + sum(ignored.values()) + rejected_count`.

    `read`, `kept`, `ignored` and `rejected_count` count lines of the activity file, `persons` the
    professionals given. Only the first `KEPT_ISSUES` rejections and warnings are kept in full.
    """

    read: int = 0
    kept: int = 0
    persons: int = 0
    ignored: Counter[Ignored] = field(default_factory=Counter)
    rejected: list[Issue] = field(default_factory=list)
    rejected_count: int = 0
    warnings: list[Issue] = field(default_factory=list)
    warning_count: int = 0

    def reject(self, issue: Issue) -> None:
        """Count a line that cannot be understood."""
        self.rejected_count += 1
        if len(self.rejected) < KEPT_ISSUES:
            self.rejected.append(issue)

    def warn(self, issue: Issue) -> None:
        """Count a line that is kept but looks wrong."""
        self.warning_count += 1
        if len(self.warnings) < KEPT_ISSUES:
            self.warnings.append(issue)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values, for `--json`."""
        return {
            "read": self.read,
            "kept": self.kept,
            "persons": self.persons,
            "ignored": {reason.value: count for reason, count in sorted(self.ignored.items())},
            "rejected_count": self.rejected_count,
            "rejected": [_plain(issue) for issue in self.rejected],
            "warning_count": self.warning_count,
            "warnings": [_plain(issue) for issue in self.warnings],
        }


def _plain(issue: Issue) -> dict[str, Any]:
    return {"file": issue.file, "line": issue.line, "field": issue.field, "reason": issue.reason}
