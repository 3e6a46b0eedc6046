"""Columns of the national files, found by name: their order and number change over the years."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from api.directory.rpps.source import Source, UnreadableFile

_LINKING_WORDS = frozenset({"d", "de", "du", "des", "la", "le", "les", "l"})


def normalised(name: str) -> str:
    """A header name without case, accents, punctuation, double spaces or linking words.

    « Libellé civilité d'exercice » and « Libellé civilité exercice » are one column, in files of two years.
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return " ".join(word for word in re.findall(r"[a-z0-9]+", plain) if word not in _LINKING_WORDS)


class Kind(Enum):
    """The three files of an extraction."""

    activities = "Personne_activite"
    savoir_faire = "SavoirFaire"
    diplomas = "Dipl_AutExerc"


# Column needed, by the name of the field that the reader asks for. The value is the official header.
_PERSON = {
    "id_type": "Type d'identifiant PP",
    "rpps": "Identifiant PP",
}
_SAVOIR_FAIRE = {
    "savoir_faire_kind": "Code type savoir-faire",
    "savoir_faire": "Code savoir-faire",
}
_ACTIVITY = {
    **_PERSON,
    "family_name": "Nom d'exercice",
    "given_name": "Prénom d'exercice",
    "profession": "Code profession",
    "category": "Code catégorie professionnelle",
    **_SAVOIR_FAIRE,
    "mode": "Code mode exercice",
    "siret": "Numéro SIRET site",
    "finess": "Numéro FINESS site",
    "structure": "Identifiant technique de la structure",
    "name": "Raison sociale site",
    "trade_name": "Enseigne commerciale site",
    "street_number": "Numéro Voie (coord. structure)",
    "street_kind": "Libellé type de voie (coord. structure)",
    "street": "Libellé Voie (coord. structure)",
    "cedex": "Bureau cedex (coord. structure)",
    "postcode": "Code postal (coord. structure)",
    "commune": "Code commune (coord. structure)",
    "phone": "Téléphone (coord. structure)",
    "sector": "Code secteur d'activité",
    "role": "Code rôle",
    "kind": "Code genre activité",
}
# Columns that some years lack: their absence costs a detail, not the import.
_OPTIONAL = {
    "practice_title": "Code civilité d'exercice",
    "title": "Code civilité",
    "recipient": "Complément destinataire (coord. structure)",
    "building": "Complément point géographique (coord. structure)",
    "street_index": "Indice répétition voie (coord. structure)",
    "distribution": "Mention distribution (coord. structure)",
    "commune_name": "Libellé commune (coord. structure)",
    "country": "Code pays (coord. structure)",
    "country_name": "Libellé pays (coord. structure)",
    "phone_2": "Téléphone 2 (coord. structure)",
    "email": "Adresse e-mail (coord. structure)",
}
_NEEDED = {
    Kind.activities: _ACTIVITY,
    Kind.savoir_faire: {**_PERSON, **_SAVOIR_FAIRE},
    Kind.diplomas: {},
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields are in one file: `at` gives a column's position, `names` its official name."""

    kind: Kind
    at: Mapping[str, int]
    names: Mapping[str, str]
    columns: int  # up to the last that has a name: a shorter line is truncated
    separators: int  # « | » in the header, trailing ones included


def layout(source: Source) -> Layout:
    """Recognise a file by its header. Raises UnreadableFile naming the column that is missing."""
    header = source.header.split("|")
    if len(header) < 3:
        reason = f"ce n’est pas un fichier PS_LibreAcces : l’en-tête commence par « {source.header[:40]} »"
        raise UnreadableFile(source.name, 1, reason, "Les colonnes y sont séparées par « | ».")
    positions: dict[str, int] = {}
    for position, name in enumerate(header):
        positions.setdefault(normalised(name), position)
    positions.pop("", None)
    kind = _kind(positions, source)
    needed = _NEEDED[kind]
    missing = [official for official in needed.values() if normalised(official) not in positions]
    if missing:
        listed = ", ".join(f"« {name} »" for name in missing)
        plural = "les colonnes" if len(missing) > 1 else "la colonne"
        reason = f"il manque {plural} {listed}"
        raise UnreadableFile(source.name, 1, reason, "Donnez l’extraction PS_LibreAcces du jour.")
    optional = _OPTIONAL if kind is Kind.activities else {}
    names = {**needed, **{key: name for key, name in optional.items() if normalised(name) in positions}}
    at = {key: positions[normalised(name)] for key, name in names.items()}
    return Layout(kind, at, names, max(positions.values()) + 1, source.header.count("|"))


def _kind(positions: Mapping[str, int], source: Source) -> Kind:
    if normalised("Code type diplôme obtenu") in positions:
        return Kind.diplomas
    if any(name.endswith("coord structure") for name in positions) or "code mode exercice" in positions:
        return Kind.activities
    if normalised("Code savoir-faire") in positions or normalised("Code type savoir-faire") in positions:
        return Kind.savoir_faire
    reason = "en-tête inconnu : ni Personne_activite, ni SavoirFaire, ni Dipl_AutExerc"
    raise UnreadableFile(source.name, 1, reason, "Donnez les fichiers PS_LibreAcces_….txt, ou leur archive.")
