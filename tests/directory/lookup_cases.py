"""Five thousand invented people, and searches among them: what the server answers, the browser must.

`lookup_cases.json` holds the recipe, the vocabulary and the answers; frontend/src/features/directory/
lookup.test.ts makes the same people from the recipe and searches them by itself.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from api.core.clock import now
from api.core.db import plain_url
from api.directory.identifiers import luhn_digit
from tests.days import day_of

FILE = Path(__file__).with_name("lookup_cases.json")
HOW = "Run the test with MAILLAGE_WRITE_CASES=1, look at the difference, then correct lookup.ts"

FAMILIES = (
    "Moreau Martin Bernard Lefèvre Lefebvre Le|Goff N'Diaye Garcia Benali Estève Nguyen Dos-Santos Belhaddad "
    "Giraudet Thévenin Delannoy Roux Rousseau Rousselle Fournier Fontaine Chevalier Gauthier Gautier Vitry "
    "Medeci Viste Kinet Dumont Dupont Dupond Durand Leroy Lambert Lemaire Lemoine Mercier Meunier Œuvrard "
    "Morel Morin Marchand Marchal Perrin Perret Petit Picard Renaud Renault Vidal"
)
GIVEN = (
    "Marie Jean-Pierre Camille Nadia Pauline Hugo Maïwenn Lucie Yanis Sophie Awa Karim Élodie Paul Paula "
    "Zoé Inès Noël Anaïs Léo Théo Chloé Aurélie Benoît Céline Damien Émile Fanny Gaël Hélène Igor Jade "
    "Kévin Laure Marc-Antoine Noémie Odile Pascal Quentin Rémi Sarah Tom Ugo Vera William Xavier Yves Zélie "
    "Agathe Basile Clara Denis Éva Félix Gisèle Henri Irène Joël Karine Loïc Manon Nicolas Olga Pierre Rose "
    "Simon Tania Ulysse Victor Wendy Yohan Alba Boris Cyril Dora Elsa Fabien Gwen Hicham Ilan Julie Ken Lina "
    "Malo Nora Oscar Prune Ruben Salma Tess Urielle Valérie Walid Yara Zora Axel Bruno Coline David"
)
RECIPE: dict[str, Any] = {
    "families": [name.replace("|", " ") for name in FAMILIES.split(" ")],
    "given": GIVEN.split(" "),
    "professions": ["60", "10", "60", "70", "21", "40", "50"],
    "specialties": [["SM54"], ["SM26"], ["SM04"], ["SM40"], []],
    "communes": [["94081", "Vitry-sur-Seine"], ["94041", "Ivry-sur-Seine"], ["94022", "Choisy-le-Roi"]],
    "flags": [[True, True, True], [False, None, False], [None, True, True], [True, False, False]],
    "near": {"latitude": 48.787, "longitude": 2.3923},
    "unverified_km": 0.5,
}
SEARCHES: list[dict[str, Any]] = [
    {},
    {"near": True},
    *({"q": q} for q in (
        "moreau", "mroeau", "Dr Mroeau", "esteve", "ESTÈVE pauline", "paul est", "estve", "esteev", "le goff",
        "LeGoff", "legof", "goff", "jean-piere lefevre", "lefevre jean pierre", "lef", "mar", "ndiaye",
        "n'diaye awa", "oeuvrard", "œuvrard zoe", "dos santos", "medecin vsite", "medecin", "viste", "medeci",
        "infirmière", "infirmiere vitry", "kiné", "kine ivry", "kinet", "sage femme", "pédiatre", "cardio",
        "generaliste", "medecin traitant", "nouveaux patients", "snp", "medecin sans rdv", "docteur",
        "cherche un medecin a domicile", "le", "a", "xyzq", "rouseau", "rousselel marie", "dupond", "dupons",
        "19000000121", "vitry", "pharmacien choisy le roi", "élodie", "marc antoine giraudet", "zzz moreau",
    )),
    *({"q": q, "near": True} for q in ("kine", "moreau", "mar", "medecin visite", "infirmiere ivry", "lefe")),
    {"commune": "94041"},
    {"commune": "94041", "near": True, "q": "roux"},
    {"profession": "21", "q": "moreau"},
    {"visites": True, "near": True},
    {"nouveaux": True, "q": "medecin"},
    {"snp": True, "profession": "60", "q": "mrtin"},
]  # fmt: skip
SHOWN = 25


def person(number: int) -> dict[str, Any]:
    """One of the people of the recipe."""
    families, given = RECIPE["families"], RECIPE["given"]
    profession = RECIPE["professions"][number % 7]
    body = f"19{number:08d}"
    insee, commune = RECIPE["communes"][number % 3]
    return {
        "id": UUID(int=number + 1),
        "rpps": body + luhn_digit(body),
        "family_name": families[number % len(families)],
        "given_name": given[number // len(families) % len(given)],
        "profession": profession,
        "specialties": RECIPE["specialties"][number % 5] if profession == "10" else [],
        "insee": insee,
        "commune": commune,
        "latitude": round(48.75 + number % 97 / 1000, 6),
        "longitude": round(2.35 + number % 89 / 1000, 6),
        "flags": RECIPE["flags"][number // 9 % 4] if number % 9 == 0 else None,
        "unverified": number % 27 == 0,
    }


def fill(owner_url: str, community_id: UUID, count: int) -> None:
    """Write the people, one place each, some of them members of the community."""
    people, at = [person(number) for number in range(count)], now()
    with psycopg.connect(plain_url(owner_url)) as connection, connection.cursor() as cursor:
        with cursor.copy(
            "COPY professionals (id, rpps, family_name, given_name, profession_code, specialty_codes,"
            " is_active, created_at, updated_at) FROM STDIN"
        ) as copy:
            for one in people:
                names = (one["family_name"], one["given_name"], one["profession"], one["specialties"])
                copy.write_row((one["id"], one["rpps"], *names, True, at, at))
        with cursor.copy(
            "COPY practices (id, professional_id, activity_key, commune_insee, commune_name, latitude,"
            " longitude, is_active, updated_at) FROM STDIN"
        ) as copy:
            for one in people:
                where = (one["insee"], one["commune"], one["latitude"], one["longitude"])
                copy.write_row((one["id"], one["id"], "only", *where, True, at))
        with cursor.copy(
            "COPY memberships (id, community_id, professional_id, version, unscheduled_care,"
            " attending_doctor, death_certification, teleconsultation, training_supervision,"
            " accepts_new_patients, home_visits, joined_on) FROM STDIN"
        ) as copy:
            for one in people:
                if one["flags"] is None:
                    continue
                new, visits, unscheduled = one["flags"]
                joined = day_of(at) - timedelta(days=500 if one["unverified"] else 0)
                told = (unscheduled, False, False, False, False, new, visits, joined)
                copy.write_row((one["id"], community_id, one["id"], 1, *told))
        connection.commit()
        connection.autocommit = True
        cursor.execute("ANALYZE professionals, practices, name_words, memberships")


def query_of(search: dict[str, Any]) -> dict[str, Any]:
    """The same search as the server takes it."""
    named = {
        "q": "q",
        "commune": "commune_insee",
        "profession": "profession_code",
        "visites": "home_visits",
        "nouveaux": "accepts_new_patients",
        "snp": "unscheduled_care",
    }
    query = {named[key]: value for key, value in search.items() if key in named}
    return {**query, **(RECIPE["near"] if search.get("near") else {}), "limit": SHOWN}


def written(cases: dict[str, Any]) -> str:
    """The text of the file: one search a line, so that a difference is read."""
    head = {key: value for key, value in cases.items() if key != "answers"}
    lines = ",\n".join(json.dumps(answer, ensure_ascii=False) for answer in cases["answers"])
    return json.dumps(head, ensure_ascii=False)[:-1] + f', "answers": [\n{lines}\n]}}\n'
