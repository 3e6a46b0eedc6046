"""What each specialty asks to know before it can answer: the questions that a community begins with.

They are its own data afterwards. Closed questions come first: whoever is asked reads them before accepting;
the few words of a text are read by the one who accepts. No document, no measure that needs a form of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from api.contract.models import OpinionQuestionKind


@dataclass(frozen=True)
class Question:
    """One line of a template. A choice without `required` may be left open."""

    label: str
    choices: tuple[str, ...] = ()
    required: bool = True

    @property
    def kind(self) -> OpinionQuestionKind:
        """A closed list, or a few words."""
        return OpinionQuestionKind.choice if self.choices else OpinionQuestionKind.text


_YES_NO = ("Oui", "Non", "Ne sait pas")

DEFAULTS: Mapping[str, tuple[Question, ...]] = MappingProxyType(
    {
        # TRE_R38: Cardiologie et Maladies vasculaires
        "SM04": (
            Question(
                "Motif",
                (
                    "Douleur thoracique à distance",
                    "Dyspnée d’effort",
                    "Palpitations",
                    "Hypertension difficile à équilibrer",
                    "Avant une intervention",
                    "Autre motif",
                ),
            ),
            Question("ECG de moins d’un mois", ("Fait, normal", "Fait, à discuter", "Non fait")),
            Question("Traitement anticoagulant", _YES_NO),
            Question("Traitements en cours", required=False),
            Question("Facteurs de risque et antécédents", required=False),
        ),
        # Dermatologie et Vénéréologie
        "SM15": (
            Question(
                "Motif",
                (
                    "Lésion pigmentée",
                    "Lésion qui ne guérit pas",
                    "Éruption",
                    "Plaie chronique",
                    "Ongles ou cheveux",
                    "Autre motif",
                ),
            ),
            Question(
                "Depuis",
                ("Moins d’une semaine", "Une semaine à un mois", "Un à six mois", "Plus de six mois"),
            ),
            Question("Évolution", ("Stable", "S’étend", "Par poussées")),
            Question("Traitements déjà essayés", required=False),
            Question("Description et siège"),
        ),
        # Endocrinologie et Métabolisme
        "SM16": (
            Question(
                "Motif",
                (
                    "Diabète de type 2 déséquilibré",
                    "Diabète de type 1",
                    "Thyroïde",
                    "Obésité",
                    "Ostéoporose",
                    "Autre motif",
                ),
            ),
            Question(
                "HbA1c de moins de trois mois", ("< 7 %", "7 à 9 %", "> 9 %", "Non faite"), required=False
            ),
            Question("Insuline", _YES_NO, required=False),
            Question("Traitements en cours", required=False),
        ),
        # Gériatrie
        "SM18": (
            Question(
                "Motif",
                (
                    "Chutes répétées",
                    "Troubles de la mémoire",
                    "Perte d’autonomie",
                    "Dénutrition",
                    "Médicaments à revoir",
                    "Autre motif",
                ),
            ),
            Question("Lieu de vie", ("Domicile, seul", "Domicile, entouré", "Résidence autonomie", "EHPAD")),
            Question("Aides en place", _YES_NO),
            Question("Chute dans les trois mois", _YES_NO),
            Question("Traitements en cours", required=False),
        ),
        # Gastro-entérologie et Hépatologie
        "SM24": (
            Question(
                "Motif",
                (
                    "Douleurs abdominales",
                    "Troubles du transit",
                    "Saignement digestif",
                    "Bilan du foie anormal",
                    "Test de dépistage positif",
                    "Autre motif",
                ),
            ),
            Question("Amaigrissement", _YES_NO),
            Question("Endoscopie déjà faite", _YES_NO, required=False),
            Question("Traitement anticoagulant", _YES_NO),
            Question("Traitements en cours", required=False),
        ),
        # Neurologie
        "SM32": (
            Question(
                "Motif",
                (
                    "Céphalées",
                    "Tremblement ou troubles de la marche",
                    "Troubles de la mémoire",
                    "Malaise ou perte de connaissance",
                    "Douleur ou perte de sensibilité",
                    "Autre motif",
                ),
            ),
            Question("Début", ("Brutal", "En quelques jours", "Progressif")),
            Question("Imagerie cérébrale", ("Faite, normale", "Faite, à discuter", "Non faite")),
            Question("Traitements en cours", required=False),
        ),
        # Ophtalmologie
        "SM38": (
            Question(
                "Motif",
                (
                    "Baisse de la vue",
                    "Œil rouge",
                    "Suivi d’un diabète",
                    "Pression de l’œil",
                    "Paupière",
                    "Autre motif",
                ),
            ),
            Question("Côté", ("Droit", "Gauche", "Les deux")),
            Question("Douleur", _YES_NO),
            Question("Depuis", ("Moins d’une semaine", "Une semaine à un mois", "Plus d’un mois")),
        ),
        # Pneumologie
        "SM41": (
            Question(
                "Motif",
                (
                    "Toux de plus de huit semaines",
                    "Essoufflement",
                    "Asthme difficile à équilibrer",
                    "BPCO",
                    "Image à la radiographie",
                    "Autre motif",
                ),
            ),
            Question("Tabac", ("Jamais", "Ancien fumeur", "Fumeur")),
            Question("Imagerie du thorax", ("Faite, normale", "Faite, à discuter", "Non faite")),
            Question("Oxygène à domicile", _YES_NO, required=False),
            Question("Traitements en cours", required=False),
        ),
        # Psychiatrie
        "SM42": (
            Question(
                "Motif",
                (
                    "Épisode dépressif",
                    "Anxiété",
                    "Traitement à revoir",
                    "Addiction",
                    "Troubles du comportement",
                    "Autre motif",
                ),
            ),
            Question("Idées suicidaires", _YES_NO),
            Question("Suivi psychiatrique", ("En cours", "Ancien", "Jamais")),
            Question("Traitements en cours", required=False),
        ),
        # Rhumatologie
        "SM48": (
            Question(
                "Motif",
                (
                    "Douleur d’une articulation",
                    "Douleurs de plusieurs articulations",
                    "Lombalgie ou sciatique",
                    "Ostéoporose",
                    "Goutte",
                    "Autre motif",
                ),
            ),
            Question("Depuis", ("Moins d’un mois", "Un à trois mois", "Trois mois à un an", "Plus d’un an")),
            Question("Réveils la nuit", _YES_NO),
            Question("Imagerie", ("Faite, normale", "Faite, à discuter", "Non faite")),
            Question("Traitements déjà essayés", required=False),
        ),
    }
)
"""By specialty (TRE_R38); a specialty without questions is asked in one's own words alone."""
