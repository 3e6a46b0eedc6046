"""The French words by which people look for a professional, and what each means in national codes."""

from dataclasses import dataclass

from api.directory.nomenclatures import (
    ADVANCED_PRACTICE,
    DENTIST,
    DOCTOR,
    GENERAL_PRACTICE,
    MIDWIFE,
    NURSE,
    PHARMACIST,
    PHYSIOTHERAPIST,
)


@dataclass(frozen=True)
class Meaning:
    """What a word asks for. `label` is how it is shown back (« Compris : médecin, visite »)."""

    label: str
    professions: frozenset[str] = frozenset()
    specialties: frozenset[str] = frozenset()
    home_visits: bool = False
    new_patients: bool = False
    unscheduled_care: bool = False


def _profession(label: str, *codes: str) -> Meaning:
    return Meaning(label, professions=frozenset(codes))


def _specialty(label: str, codes: str) -> Meaning:
    return Meaning(label, specialties=frozenset(codes.split()))


_VISIT = Meaning("visite", home_visits=True)
_NEW = Meaning("nouveaux patients", new_patients=True)
_ATTENDING = Meaning("médecin traitant", professions=frozenset({DOCTOR}), new_patients=True)
_UNSCHEDULED = Meaning("soins non programmés", unscheduled_care=True)

_GENERALIST = Meaning("médecine générale", specialties=GENERAL_PRACTICE)

# Each meaning with the ways to say it: without accents, in the singular, one expression between commas.
_SAID: tuple[tuple[Meaning, str], ...] = (
    (_profession("médecin", DOCTOR), "medecin, docteur, toubib"),
    (_GENERALIST, "generaliste, medecin generaliste, medecine generale, omnipraticien"),
    (_profession("pharmacien", PHARMACIST), "pharmacien, pharmacienne, pharmacie"),
    (_profession("chirurgien-dentiste", DENTIST), "dentiste, chirurgien dentiste, dentaire"),
    (_profession("sage-femme", MIDWIFE), "sage femme, sagefemme, maieuticien"),
    (_profession("infirmier", NURSE), "infirmier, infirmiere, ide, idel"),
    (
        Meaning("infirmier en pratique avancée", frozenset({NURSE}), ADVANCED_PRACTICE),
        "ipa, pratique avancee",
    ),
    (
        _profession("kinésithérapeute", PHYSIOTHERAPIST),
        "kine, kinesitherapeute, masseur kinesitherapeute, kinesitherapie, physiotherapeute",
    ),
    (_profession("pédicure-podologue", "80"), "podologue, pedicure, pedicure podologue, podologie"),
    (_profession("orthophoniste", "91"), "orthophoniste, orthophonie"),
    (_profession("orthoptiste", "92"), "orthoptiste, orthoptie"),
    (_profession("psychologue", "93"), "psychologue, psychologie"),
    (_profession("psychothérapeute", "72"), "psychotherapeute"),
    (_profession("ergothérapeute", "94"), "ergotherapeute, ergotherapie"),
    (_profession("diététicien", "95"), "dieteticien, dieteticienne, dietetique, nutritionniste"),
    (_profession("psychomotricien", "96"), "psychomotricien, psychomotricienne, psychomotricite"),
    (_profession("ostéopathe", "71"), "osteopathe, osteopathie"),
    (_profession("opticien", "28"), "opticien, opticienne, lunettes"),
    (_profession("audioprothésiste", "26"), "audioprothesiste"),
    (_profession("assistant social", "41"), "assistant social, assistante sociale"),
    (_specialty("allergologie", "SM57"), "allergologue, allergologie, allergie"),
    (_specialty("cardiologie", "SM04 SM73 SM79 SM80 SM81"), "cardiologue, cardiologie, cardio"),
    (_specialty("dermatologie", "SM15"), "dermatologue, dermatologie, dermato"),
    (_specialty("endocrinologie", "SM16 SM62"), "endocrinologue, endocrinologie, diabetologue"),
    (_specialty("gastro-entérologie", "SM24"), "gastro enterologue, gastroenterologue, gastro"),
    (_specialty("gériatrie", "SM18"), "geriatre, geriatrie"),
    (
        _specialty("gynécologie", "SM19 SM20 SM51 SM52 CEX22 CEX24 CEX26"),
        "gynecologue, gynecologie, gyneco, obstetricien, obstetrique",
    ),
    (_specialty("néphrologie", "SM30 SM83"), "nephrologue, nephrologie"),
    (_specialty("neurologie", "SM32 SM84"), "neurologue, neurologie, neuro"),
    (_specialty("oncologie", "SM35 SM36 SM37"), "oncologue, oncologie, cancerologue"),
    (_specialty("ophtalmologie", "SM38 SM85"), "ophtalmologue, ophtalmologie, ophtalmo, oculiste"),
    (_specialty("ORL", "SM34 SM39 SM86"), "orl, oto rhino, oto rhino laryngologiste"),
    (_specialty("pédiatrie", "SM40 SM87 SM88 SM89 SM90"), "pediatre, pediatrie"),
    (_specialty("pneumologie", "SM41 SM91"), "pneumologue, pneumologie, pneumo"),
    (_specialty("psychiatrie", "SM33 SM42 SM43 SM92 SM93"), "psychiatre, psychiatrie, pedopsychiatre"),
    (_specialty("radiologie", "SM44 SM55 SM74 SM94"), "radiologue, radiologie, imagerie, echographie"),
    (_specialty("rhumatologie", "SM48"), "rhumatologue, rhumatologie, rhumato"),
    (_specialty("urologie", "SM12 CEX64"), "urologue, urologie"),
    (_specialty("angiologie", "SM61"), "angiologue, medecin vasculaire, medecine vasculaire, phlebologue"),
    (_specialty("médecine du sport", "C05"), "medecin du sport, medecine du sport"),
    (_VISIT, "visite, domicile, visite a domicile, a domicile"),
    (_NEW, "nouveau patient, nouvelle patiente, nouveau"),
    (_ATTENDING, "medecin traitant, docteur traitant, traitant"),
    (
        _UNSCHEDULED,
        "snp, soin non programme, non programme, sans rendez vous, sans rdv, urgence, urgent, sami, cami",
    ),
)


def singular(word: str) -> str:
    """A plain word without the plural's letter: « visites » gives « visite », « nouveaux » « nouveau »."""
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word


EXPRESSIONS: dict[tuple[str, ...], Meaning] = {
    tuple(singular(word) for word in expression.split()): meaning
    for meaning, expressions in _SAID
    for expression in expressions.split(", ")
}
"""Every expression, as a tuple of words in the singular."""

TITLES = frozenset({"dr", "docteur", "pr", "professeur", "m", "mr", "mme", "mlle", "madame", "monsieur"})
"""Said before a name, and then saying nothing of what is looked for."""

_SMALL = (
    "a au aux avec chez cherche d de des du en et fait faisant faire l la le les mon ma ou par pour pres qui",
    "recherche sur un une vite qu je il elle prend prenant accepte acceptant",
)
SMALL_WORDS = frozenset(word for line in _SMALL for word in line.split())
"""Words that neither name nor describe anybody."""
