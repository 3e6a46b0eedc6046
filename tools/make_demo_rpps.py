"""Write the demonstration's data (api/seed/data): national-format RPPS files, places and organisations.

Usage: make_demo_rpps.py [FOLDER]   Same output at every run: people are invented from a fixed seed.

RPPS numbers are 10999 and five digits with a valid key, FINESS numbers are in ranges not given, SIRET
numbers begin with 99999: none belongs to anybody. Each territory also holds the awkward lines of a real
file: no INSEE code, CEDEX, quotes, locum, student, no activity, abroad, another commune, a wrong key.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]  # run as a script, from anywhere

from demo_rows import COORD, Row, elsewhere, skill  # noqa: E402  # after the path
from demo_territories import (  # noqa: E402  # after the path
    HOURS,
    JOBS,
    TERRITORIES,
    Persona,
    Structure,
    Territory,
)

from api.directory import geography, nomenclatures  # noqa: E402  # after the path
from api.directory.identifiers import luhn_digit  # noqa: E402  # after the path
from api.directory.rpps.wording import place_name, street_name  # noqa: E402  # after the path
from api.seed.people import names, sectors  # noqa: E402  # after the path

STAMP = "202611020600"
HEADER = (ROOT / "bench" / "rpps_header.txt").read_text(encoding="utf-8").rstrip("\n").split("|")
SKILL_COLUMNS = HEADER[:3] + HEADER[7:17]
STREETS = {
    "Allée": "ALL",
    "Avenue": "AV",
    "Boulevard": "BD",
    "Chemin": "CHE",
    "Cours": "CRS",
    "Impasse": "IMP",
}
TITLED = {"10", "21", "40"}  # doctors, pharmacists and dentists are called Docteur
PHARMACY_OWNER, OWNER, EMPLOYEE, LOCUM = "FON-03", "FON-01", "FON-33", "FON-22"
WITH_FINESS = {"SA01", "SA04", "SA05", "SA33", "SA52"}
NEIGHBOURS = {"vitry": "94041", "provence": "13001"}
CEDEX = {"vitry": "94407 VITRY SUR SEINE CEDEX", "provence": "13548 GARDANNE CEDEX"}
SPREAD = 0.0016  # degrees of latitude, some 180 m around the middle of a sector


@dataclass
class Maker:
    """Invents one territory; `rows` and `places` fill as people are added."""

    territory: Territory
    draw: random.Random
    rows: list[Row] = field(default_factory=list)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    people: int = 0
    structures: int = 0
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict)
    owned: set[str] = field(default_factory=set)

    def structure(self, slug: str) -> Structure:
        return next(found for found in self.territory.structures if found.slug == slug)

    def identify(self, slug: str) -> tuple[str, str]:
        """FINESS (empty for a private practice) and SIRET of a structure, invented once."""
        if slug not in self.numbers:
            self.structures += 1
            siren = f"99999{self.territory.departement[0]}{self.structures % 10}"
            body = f"{siren}{luhn_digit(siren)}{self.structures:04d}"
            finess = f"{self.territory.departement[0]}99{self.structures:04d}"
            national = slug != "" and self.structure(slug).activity_sector in WITH_FINESS
            self.numbers[slug] = (finess + luhn_digit(finess) if national else "", body + luhn_digit(body))
        return self.numbers[slug]

    def person(self, named: Persona | None, job: str = "", **changes: str) -> list[Row]:
        """Add somebody: a persona, or someone invented for a job of JOBS. Gives their rows, to be altered."""
        self.people += 1
        rpps = f"10999{self.territory.serial + self.people * 7:05d}"
        rpps += luhn_digit(rpps)
        if named is None:
            named = self.invented(job)
        title = ("DR", "Docteur") if named.profession in TITLED else ("", "")
        civility = ("MME", "Madame") if named.sex == "F" else ("M", "Monsieur")
        base = dict.fromkeys(HEADER, "") | {
            "Type d'identifiant PP": "8",
            "Identifiant PP": rpps,
            "Identification nationale PP": "8" + rpps,
            "Code civilité d'exercice": title[0],
            "Libellé civilité d'exercice": title[1],
            "Code civilité": civility[0],
            "Libellé civilité": civility[1],
            "Nom d'exercice": named.family_name.upper(),
            "Prénom d'exercice": named.given_name,
            "Code profession": named.profession,
            "Libellé profession": nomenclatures.profession_label(named.profession),
            "Code catégorie professionnelle": "C",
            "Libellé catégorie professionnelle": "Civil",
        }
        activities = [self.activity(named.profession, slug) for slug in named.places] or [
            self.activity(named.profession, "")
        ]
        skills = named.specialties or ("",)
        added = [base | skill(code) | place | changes for code in skills for place in activities]
        self.rows.extend(added)
        return added

    def invented(self, job: str) -> Persona:
        """Name and places of someone new; one general practitioner in six has a second place."""
        kind, slug = JOBS[job], self.territory.slug
        sex = self.draw.choice("FFM" if kind.profession in ("50", "60", "91") else "FM")
        pool = names()["female" if sex == "F" else "male"]
        while (name := (self.draw.choice(names()["family"][slug]), self.draw.choice(pool))) in self.used:
            continue
        self.used.add(name)
        choices = kind.places[slug]
        places: tuple[str, ...] = (
            () if self.draw.random() < kind.alone else (choices[self.people % len(choices)],)
        )
        if job == "gp" and places and self.people % 6 == 0:
            places = (*places, choices[(self.people + 3) % len(choices)])
        return Persona(*name, sex, kind.profession, kind.specialties, places)

    def activity(self, profession: str, slug: str) -> Row:
        """The columns of one activity at a structure, or alone at an address of any sector."""
        if slug:
            found = self.structure(slug)
            finess, siret = self.identify(slug)
            number, street_kind, street = found.address
            sector, phone = found.sector, found.phone
            activity_sector, name = found.activity_sector, found.name.upper()
        else:
            self.numbers.pop("", None)
            finess, siret = self.identify("")
            sector = self.draw.choice(sectors(self.territory.slug))["name"]
            street_kind, street = self.draw.choice(self.territory.streets)
            number, activity_sector, name = str(self.draw.randrange(2, 96)), "SA07", ""
            phone = f"{self.territory.phones}{7100 + self.structures:04d}"
        identifier = f"F{finess}" if finess else f"C{siret}"
        where = self.place(identifier, sector)
        commune = geography.communes()[where["commune_insee"]]
        salaried = activity_sector in ("SA01", "SA04", "SA05")
        role = EMPLOYEE if salaried else OWNER
        if profession == nomenclatures.PHARMACIST:
            role = "FON-05" if slug in self.owned else PHARMACY_OWNER
            salaried = role == "FON-05"
            self.owned.add(slug)
        mode = "S" if salaried else "L"
        return {
            "Code mode exercice": mode,
            "Libellé mode exercice": nomenclatures.mode_label(mode),
            "Numéro SIRET site": siret,
            "Numéro SIREN site": siret[:9],
            "Numéro FINESS site": finess,
            "Identifiant technique de la structure": identifier,
            "Raison sociale site": name,
            f"Numéro Voie{COORD}": number,
            f"Code type de voie{COORD}": STREETS.get(street_kind, street_kind[:3].upper()),
            f"Libellé type de voie{COORD}": street_kind,
            f"Libellé Voie{COORD}": street,
            f"Bureau cedex{COORD}": f"{commune.postcodes[0]} {geography.plain_name(commune.name)}",
            f"Code postal{COORD}": commune.postcodes[0],
            f"Code commune{COORD}": commune.insee,
            f"Libellé commune{COORD}": commune.name,
            f"Téléphone{COORD}": phone,
            "Code Département (structure)": self.territory.departement[0],
            "Libellé Département (structure)": self.territory.departement[1],
            "Ancien identifiant de la structure": f"1{finess}" if finess else f"3{siret}",
            "Autorité d'enregistrement": "CNOM/CNOM/ARS",
            "Code secteur d'activité": activity_sector,
            "Libellé secteur d'activité": nomenclatures.sector_label(activity_sector),
            "Code rôle": role,
            "Libellé rôle": nomenclatures.function_label(role),
            "Code genre activité": "GENR01",
            "Libellé genre activité": "Activité de soin et de pharmacie",
        }

    def place(self, identifier: str, sector: str) -> dict[str, Any]:
        """Sector and coordinates of a structure, invented once, near the middle of its sector."""
        if identifier not in self.places:
            middle = next(found for found in sectors(self.territory.slug) if found["name"] == sector)
            self.places[identifier] = {
                "sector": sector,
                "commune_insee": middle["commune_insee"],
                "latitude": round(middle["latitude"] + self.draw.uniform(-SPREAD, SPREAD), 5),
                "longitude": round(middle["longitude"] + self.draw.uniform(-SPREAD, SPREAD) * 1.5, 5),
            }
        return self.places[identifier]

    def awkward(self) -> None:
        """What real files hold, and the import must understand or leave out."""
        no_code = {f"Code commune{COORD}": "", f"Libellé commune{COORD}": ""}
        self.person(None, "nurse", **no_code)
        self.person(None, "gp", **no_code, **{f"Bureau cedex{COORD}": CEDEX[self.territory.slug]})
        for row in self.person(None, "physiotherapist"):
            wrong = str((int(row["Identifiant PP"]) + 1) % 10)
            row["Identifiant PP"] = row["Identifiant PP"][:-1] + wrong
            row["Identification nationale PP"] = "8" + row["Identifiant PP"]
        locum = {"Code rôle": LOCUM, "Code genre activité": "GENR02"}
        self.person(None, "gp", **locum)
        self.person(None, "nurse", **locum)
        student = {"Code catégorie professionnelle": "E", "Libellé catégorie professionnelle": "Etudiant"}
        self.person(None, "gp", **student)
        self.person(None, "gp", **dict.fromkeys(HEADER[17:], ""))
        self.person(None, "nurse", **elsewhere(NEIGHBOURS[self.territory.slug]))
        abroad = {f"Code pays{COORD}": "99131", f"Libellé pays{COORD}": "BELGIQUE"}
        city = {f"Code postal{COORD}": "1000", f"Bureau cedex{COORD}": "1000 BRUXELLES"}
        self.person(None, "physiotherapist", **no_code, **abroad, **city)


def organisations(maker: Maker) -> list[dict[str, Any]]:
    """The structures that the directory lists by themselves, with their hours."""
    found = []
    for one in maker.territory.structures:
        if not one.kind:
            continue
        finess, siret = maker.identify(one.slug) if one.activity_sector else ("", "")
        identifier = (
            f"F{finess}" if finess else f"C{siret}" if siret else f"X{maker.territory.slug}-{one.slug}"
        )
        where = maker.place(identifier, one.sector)
        commune = geography.communes()[where["commune_insee"]]
        number, street_kind, street = one.address
        found.append(
            {
                "territory": maker.territory.slug,
                "slug": f"{maker.territory.slug}-{one.slug}",
                "kind": one.kind,
                "name": place_name(one.name),
                "structure_id": identifier if siret else None,
                "finess": finess or None,
                "address_line": f"{number} {street_kind.lower()} {street_name(street)}",
                "postal_code": commune.postcodes[0],
                "commune_name": commune.name,
                **where,
                "phone": one.phone,
                "instruction": one.instruction,
                "hours": HOURS[one.hours],
            }
        )
    return found


def main(folder: Path) -> None:
    """Write everything under `folder`."""
    places: dict[str, Any] = {}
    listed: list[dict[str, Any]] = []
    for territory in TERRITORIES:
        maker = Maker(territory, random.Random(f"maillage-{territory.slug}"))  # noqa: S311  # nothing secret
        for persona in territory.personas:
            rows = maker.person(persona)
            if persona.family_name == "Lepoutre":
                second = rows[0] | maker.activity("10", "") | elsewhere("94041")
                maker.rows.append(second)
        for job, count in territory.staff.items():
            for _ in range(count):
                maker.person(None, job)
        maker.awkward()
        listed.extend(organisations(maker))
        places |= maker.places
        target = folder / territory.slug
        target.mkdir(parents=True, exist_ok=True)
        write(target / f"PS_LibreAcces_Personne_activite_{STAMP}.txt", HEADER, maker.rows)
        known = (row for row in maker.rows if row["Code savoir-faire"])
        skills = {tuple(row[name] for name in SKILL_COLUMNS): row for row in known}
        write(target / f"PS_LibreAcces_SavoirFaire_{STAMP}.txt", SKILL_COLUMNS, list(skills.values()))
    write_json(folder / "places.json", places)
    write_json(folder / "organisations.json", listed)


def write(path: Path, columns: list[str], rows: list[Row]) -> None:
    lines = ["|".join(columns), *("|".join(row[name] for name in columns) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "api" / "seed" / "data")
