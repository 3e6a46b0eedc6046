"""What is wrong with a line, in French, as the table of refused lines says it. PURE."""

from api.contract.models import AttendingDoctorListFault as Fault
from api.contract.models import AttendingDoctorListField as Field

FIELD: dict[Field, str] = {
    Field.family_name: "Nom",
    Field.given_name: "Prénom",
    Field.birth_date: "Date de naissance",
    Field.sex: "Sexe",
    Field.phone: "Téléphone",
    Field.email: "Adresse e-mail",
    Field.commune_insee: "Code INSEE de la commune",
    Field.address_line: "Adresse",
    Field.long_term_illness: "ALD",
    Field.home_visit: "Visites à domicile",
    Field.social_cover: "C2S ou AME",
    Field.pregnancy: "Grossesse",
    Field.disability: "Handicap",
    Field.household_without_doctor: "Personnes du foyer",
    Field.former_doctor: "Ancien médecin",
    Field.informed_on: "Jour du courrier",
    Field.opposed: "Opposition",
}

CURE: dict[Fault, str] = {
    Fault.unreadable: "la ligne ne se lit pas : retirer un guillemet seul, ou une cellule de trop",
    Fault.formula: "retirer le signe du début (= + - @)",
    Fault.missing: "à remplir",
    Fault.too_long: "trop long : raccourcir",
    Fault.not_a_name: "écrire en lettres",
    Fault.not_a_day: "écrire comme 12/03/1941",
    Fault.day_to_come: "ce jour est à venir",
    Fault.too_old: "plus de 120 ans : vérifier l’année",
    Fault.under_16: "moins de 16 ans : suivi pédiatrique, sans déclaration",
    Fault.not_a_commune: "écrire le code INSEE, cinq caractères comme 94081",
    Fault.outside_territory: "commune hors du territoire : une autre CPTS",
    Fault.not_a_phone: "numéro à vérifier, dix chiffres",
    Fault.not_an_email: "adresse à vérifier",
    Fault.not_a_sex: "écrire F ou M",
    Fault.not_yes_or_no: "écrire oui ou non",
    Fault.not_a_number: "écrire un nombre de 1 à 12",
    Fault.social_security_number: "retirer le numéro de sécurité sociale",
    Fault.opposed: "la personne s’y oppose : ne pas la saisir",
    Fault.repeated: "la même personne est plus haut dans la liste",
}


def sentence(field: Field | None, fault: Fault) -> str:
    """One fault: `Téléphone : numéro à vérifier, dix chiffres`."""
    return CURE[fault] if field is None else f"{FIELD[field]} : {CURE[fault]}"
