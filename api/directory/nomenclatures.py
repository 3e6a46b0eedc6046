"""National code lists (NOS) and their French words, as the directory shows them.

The tables are packaged (`data/nos/`, origin and licence in its README). A code that the packaged version does
not know yet is shown as it is: a new national code must never break a directory page.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

# Three codes say "general practitioner": qualified, specialist, and the third-cycle diploma (TRE_R38).
GENERAL_PRACTICE = frozenset({"SM26", "SM53", "SM54"})
DOCTOR, PHARMACIST, DENTIST, MIDWIFE, NURSE, PHYSIOTHERAPIST = "10", "21", "40", "50", "60", "70"
# Advanced-practice nurses (IPA) are nurses who hold one of these (TRE_R38).
ADVANCED_PRACTICE = frozenset({"SI01", "SI02", "SI03", "SI04", "SI05"})
# Titles that a health professional may hold besides a profession (TRE_R95).
USE_OF_TITLE = frozenset({"71", "72", "73", "93", "97"})

_PROFESSIONS = ("TRE_G15-ProfessionSante", "TRE_R95-UsagerTitre", "TRE_R94-ProfessionSocial")
_SAVOIR_FAIRE = ("TRE_R38-SpecialiteOrdinale", "TRE_R39-Competence", "TRE_R40-CompetenceExclusive")
# "(SM)", "(SCD)", "(C)", "(CEX)"… names the list, not the specialty.
_LIST_MARK = re.compile(r"\s*\((?:S[A-Z]{1,2}|C|CEX)\)$")
_SAID_OTHERWISE = MappingProxyType(
    {
        "SM26": "Médecine générale",
        "SM53": "Médecine générale",
        "SI01": "Pratique avancée, pathologies chroniques stabilisées",
        "SI02": "Pratique avancée, oncologie et hémato-oncologie",
        "SI03": "Pratique avancée, maladie rénale chronique",
        "SI04": "Pratique avancée, santé mentale",
        "SI05": "Pratique avancée, urgences",
    }
)


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a national list: official French label, and whether the code is still given."""

    code: str
    label: str
    active: bool


@cache
def table(name: str) -> Mapping[str, Term]:
    """The packaged list called `name` (its file name without extension), by code, in file order."""
    text = files("api.directory").joinpath("data", "nos", f"{name}.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return MappingProxyType(
        {row["code"]: Term(row["code"], row["label"], row.get("active", "1") == "1") for row in rows}
    )


@cache
def _merged(names: tuple[str, ...]) -> Mapping[str, Term]:
    """Several lists as one; where a code is in two of them, the list that still gives it wins."""
    merged: dict[str, Term] = {}
    for name in names:
        for code, term in table(name).items():
            if code not in merged or not merged[code].active:
                merged[code] = term
    return MappingProxyType(merged)


def professions() -> Mapping[str, Term]:
    """Every profession: health (G15), titles (R95), social (R94)."""
    return _merged(_PROFESSIONS)


def savoir_faire() -> Mapping[str, Term]:
    """Every specialty (R38), competence (R39) and exclusive competence (R40)."""
    return _merged(_SAVOIR_FAIRE)


def profession_label(code: str) -> str:
    """French name of a profession code, or the code itself when unknown."""
    term = professions().get(code)
    return term.label if term else code


def specialty_label(code: str) -> str:
    """Short French name of a savoir-faire code: « Médecine générale » for SM26, SM53 and SM54."""
    if code in _SAID_OTHERWISE:
        return _SAID_OTHERWISE[code]
    term = savoir_faire().get(code)
    return short_label(term.label) if term else code


def short_label(label: str) -> str:
    """An official label without the mark of its list: « Pédiatrie (SM) » gives « Pédiatrie »."""
    return _LIST_MARK.sub("", label.strip())


def sector_label(code: str) -> str:
    """French name of an activity sector (R02), or the code itself when unknown."""
    return _label("TRE_R02-SecteurActivite", code)


def mode_label(code: str) -> str:
    """French name of a mode of practice (R23: S, L, B), or the code itself when unknown."""
    return _label("TRE_R23-ModeExercice", code)


def function_label(code: str) -> str:
    """French name of a function (R21), or the code itself when unknown."""
    return _label("TRE_R21-Fonction", code)


def establishment_label(code: str) -> str:
    """French name of a category of establishment (R66 subset), or the code itself when unknown."""
    return _label("TRE_R66-CategorieEtablissement_subset", code)


def _label(name: str, code: str) -> str:
    term = table(name).get(code)
    return term.label if term else code


def is_general_practitioner(profession_code: str, savoir_faire_codes: Iterable[str]) -> bool:
    """Whether these codes are those of a general practitioner (médecin généraliste)."""
    return profession_code == DOCTOR and not GENERAL_PRACTICE.isdisjoint(savoir_faire_codes)


def searched_by_sas(code: str) -> bool:
    """Whether a profession or specialty code is among those that the SAS searches (JDV_J239)."""
    return code in table("JDV_J239-SpecialitesSNP_SAS")
