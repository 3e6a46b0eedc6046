"""Write a national-size Personne_activite file of invented people, to measure the import.

Usage: make_rpps.py OUTPUT [LINES]   (2,200,000 lines by default, about 1 GB; seeded, streamed)

Communes are drawn by population over the whole country, so one département receives its real share. One
person in five has two places; some lines lack the INSEE code, some people are locums or have no activity.
RPPS numbers are `19…` (no real number begins so) with a valid key.
"""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from api.directory import geography  # noqa: E402  # the script runs from anywhere
from api.directory.identifiers import luhn_digit  # noqa: E402  # same

LINES = 2_200_000
HEADER = (Path(__file__).resolve().parent / "rpps_header.txt").read_text(encoding="utf-8").rstrip("\n")
PROFESSIONS = (
    ("10", "Médecin", 12),
    ("60", "Infirmier", 40),
    ("70", "Masseur-Kinésithérapeute", 12),
    ("21", "Pharmacien", 8),
    ("40", "Chirurgien-Dentiste", 6),
    ("50", "Sage-Femme", 4),
    ("91", "Orthophoniste", 4),
    ("93", "Psychologue", 8),
)
SPECIALTIES = (
    ("SM54", "Médecine générale (SM)"),
    ("SM26", "Qualifié en Médecine générale (SM)"),
    ("SM04", "Cardiologie et Maladies vasculaires (SM)"),
    ("SM40", "Pédiatrie (SM)"),
)
SYLLABLES = (
    "ba be bo ca co da du fa fe ga go la le li lo ma me mi mo na no pa pe ra re ri ro sa se ta te va ve"
)


def main(output: str, lines: int) -> None:
    """Write the file, ten thousand lines at a time."""
    draw = random.Random(604)
    communes = [c for c in geography.communes().values() if c.population and c.postcodes]
    weights = list(itertools.accumulate(c.population for c in communes))
    syllables = SYLLABLES.split()
    written = serial = 0
    with open(output, "w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        while written < lines:
            block: list[str] = []
            for _ in range(10_000):
                serial += 1
                block.extend(person(draw, serial, communes, weights, syllables))
            block = block[: lines - written]
            file.writelines(block)
            written += len(block)


def person(
    draw: random.Random,
    serial: int,
    communes: list[geography.Commune],
    weights: list[int],
    syllables: list[str],
) -> list[str]:
    """The lines of one person."""
    body = f"19{serial:08d}"
    rpps = body + luhn_digit(body)
    code, label, _ = draw.choices(PROFESSIONS, weights=[weight for _, _, weight in PROFESSIONS])[0]
    family = "".join(draw.choices(syllables, k=3)).upper()
    given = "".join(draw.choices(syllables, k=2)).capitalize()
    title = "DR|Docteur" if code in ("10", "21", "40") else "|"
    student = draw.random() < 0.02
    category = "E|Etudiant" if student else "C|Civil"
    head = f"8|{rpps}|8{rpps}|{title}|MME|Madame|{family}|{given}|{code}|{label}|{category}|"
    skills = ["|||"]
    if code == "10":
        skill = draw.choice(SPECIALTIES)
        skills = [f"S|Spécialité ordinale|{skill[0]}|{skill[1]}"]
        if draw.random() < 0.1:
            skills.append("C|Compétence|C05|Médecine appliquée aux sports (C)")
    if draw.random() < 0.05:
        return [f"{head}{skill}{'|' * 40}\n" for skill in skills]
    places = [
        place(draw, serial, position, communes, weights)
        for position in range(2 if draw.random() < 0.2 else 1)
    ]
    return [f"{head}{skill}|{where}\n" for skill in skills for where in places]


def place(
    draw: random.Random, serial: int, position: int, communes: list[geography.Commune], weights: list[int]
) -> str:
    """The columns of one activity, from the mode of practice on."""
    commune = draw.choices(communes, cum_weights=weights)[0]
    postcode = commune.postcodes[0]
    city = geography.plain_name(commune.name)
    insee, name = (commune.insee, commune.name) if draw.random() > 0.08 else ("", "")
    siret, cabinet = f"99{serial:08d}{position:04d}", f"CABINET {serial % 997}"
    locum = draw.random() < 0.04
    role = "FON-22|Remplaçant, intérimaire, intermittent" if locum else "FON-01|Titulaire de cabinet"
    kind = (
        "GENR02|Activité de soins ou de pharmacien en tant que remplaçant"
        if locum
        else "GENR01|Activité de soin et de pharmacie"
    )
    street = f"{draw.randrange(1, 200)}||R|Rue|DE LA REPUBLIQUE"
    phone = f"019900{draw.randrange(10_000):04d}"
    return (
        f"L|Libéral, indépendant, artisan, commerçant|{siret}|{siret[:9]}|||C{siret}|{cabinet}||||"
        f"{street}||{postcode} {city}|{postcode}|{insee}|{name}|||{phone}||||{commune.departement}|"
        f"Département|3{siret}|CNOM/CNOM/ARS|SA07|Cabinet individuel|||{role}|{kind}"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else LINES)
