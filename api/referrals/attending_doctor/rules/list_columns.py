"""What the columns of a list of the CPAM say, by their names. PURE.

There is no national format for these lists (domain rules §3.1): each caisse names its columns, and people
rename them. A name is known when it is one of those below, or differs from one by a letter or two.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from api.contract.models import AttendingDoctorListField as Field

REQUIRED = (
    Field.family_name,
    Field.given_name,
    Field.birth_date,
    Field.sex,
    Field.phone,
    Field.commune_insee,
)
"""What every line must say: who the person is, how old, of which territory, and where they are called."""

_NAMES: dict[Field, str] = {
    Field.family_name: (
        "nom, nom de famille, nom usuel, nom d usage, nom de naissance, nom assure, nom "
        "beneficiaire, nom patient, nom du patient, nom patronymique, patronyme"
    ),
    Field.given_name: (
        "prenom, prenoms, premier prenom, prenom usuel, prenom assure, prenom beneficiaire, "
        "prenom patient, prenom du patient"
    ),
    Field.birth_date: (
        "date de naissance, date naissance, naissance, ne le, nee le, ne e le, ddn, dnn, date "
        "nais, date de naiss, dt naissance, jour de naissance, date de naissance beneficiaire"
    ),
    Field.sex: "sexe, genre, civilite, titre, code sexe",
    Field.phone: (
        "telephone, tel, tel 1, telephone 1, numero de telephone, no de telephone, n de "
        "telephone, num tel, telephone portable, portable, mobile, telephone mobile, tel "
        "portable, telephone fixe, gsm"
    ),
    Field.email: (
        "mail, email, e mail, courriel, adresse mail, adresse email, adresse e mail, adresse "
        "courriel, adresse electronique, mel"
    ),
    Field.commune_insee: (
        "code insee, insee, insee commune, commune insee, code commune, code commune insee, code "
        "insee commune, code insee de la commune, insee com, codgeo, code geo, depcom, code "
        "officiel commune"
    ),
    Field.address_line: (
        "adresse, adresse postale, adresse 1, adresse ligne 1, rue, voie, libelle voie, numero et "
        "voie, adresse complete, domicile"
    ),
    Field.long_term_illness: (
        "ald, en ald, ald o n, ald oui non, top ald, affection longue duree, affection de longue "
        "duree, beneficiaire ald, indicateur ald"
    ),
    Field.home_visit: (
        "visite, visites, visite a domicile, visites a domicile, alite, ne peut pas se deplacer, "
        "non deplacable, a domicile"
    ),
    Field.social_cover: (
        "c2s, css, c2s ame, c2s ou ame, cmu, cmuc, cmu c, ame, complementaire sante solidaire, "
        "top c2s, beneficiaire c2s"
    ),
    Field.pregnancy: "grossesse, enceinte, maternite",
    Field.disability: "handicap, situation de handicap, en situation de handicap, aah, rqth",
    Field.household_without_doctor: (
        "foyer, nombre de personnes, nb personnes, personnes du foyer sans medecin, nb de "
        "personnes du foyer, nombre de personnes du foyer sans medecin"
    ),
    Field.former_doctor: (
        "ancien medecin, ancien medecin traitant, medecin precedent, dernier medecin traitant, ex "
        "medecin traitant, nom ancien medecin"
    ),
    Field.informed_on: (
        "informe le, date information, date d information, date du courrier, date courrier, date "
        "d envoi, date envoi courrier"
    ),
    Field.opposed: (
        "opposition, oppose, s oppose, opposition transmission, opposition a la transmission, "
        "refus, droit d opposition, opposition o n"
    ),
}

_KNOWN = {name.strip(): field for field, names in _NAMES.items() for name in names.split(",")}

_NIR = re.compile(
    r"\b(nir|nss|nia|immatriculation|matricule|securite sociale|secu|ss)\b|numero assure|no assure|n assure"
)

_CLOSE = 0.88
"""How alike two names must be (difflib): a letter or two in a word of ten."""


@dataclass(frozen=True)
class Column:
    """One column as the file names it, and what it says; None when it is left aside."""

    name: str
    field: Field | None
    is_social_security: bool


def columns_of(header: Sequence[str]) -> list[Column]:
    """What each column says, in their order. Of two that say the same, the first counts."""
    taken: set[Field] = set()
    found = []
    for name in header:
        spoken = _spoken(name)
        is_nir = bool(_NIR.search(spoken))
        field = None if is_nir else _field_of(spoken)
        if field in taken:
            field = None
        if field is not None:
            taken.add(field)
        found.append(Column(name.strip()[:80], field, is_nir))
    return found


def missing(columns: Sequence[Column]) -> list[Field]:
    """The columns without which nothing is read, and which the file does not have."""
    known = {column.field for column in columns}
    return [field for field in REQUIRED if field not in known]


def _field_of(spoken: str) -> Field | None:
    if (exact := _KNOWN.get(spoken)) is not None:
        return exact
    close = get_close_matches(spoken, _KNOWN, n=1, cutoff=_CLOSE)
    return _KNOWN[close[0]] if close else None


def _spoken(name: str) -> str:
    """A name as it is said: no accents, capitals, signs or underscores."""
    plain = unicodedata.normalize("NFKD", name.replace("°", " ")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))
