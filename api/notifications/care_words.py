"""What care is asked for, and how soon, in French. Pure."""

from api.contract.models import DischargeNeed, Need, Urgency

NBSP = "\u00a0"

NEEDS: dict[Need, str] = {
    Need.ear_nose_throat: "ORL",
    Need.dermatology: "Dermatologie",
    Need.minor_trauma: "Traumatologie mineure",
    Need.urinary: "Urinaire",
    Need.digestive: "Digestif",
    Need.paediatrics: "Pédiatrie",
    Need.prescription_renewal: "Renouvellement d’ordonnance",
    Need.sick_note: "Arrêt de travail",
    Need.other: "Autre besoin",
}

DISCHARGE_NEEDS: dict[DischargeNeed, str] = {
    DischargeNeed.nurse: "des soins infirmiers",
    DischargeNeed.physiotherapist: "de la kinésithérapie",
    DischargeNeed.doctor_visit: f"un médecin sous 7{NBSP}jours",
    DischargeNeed.pharmacist: "un pharmacien",
    DischargeNeed.equipment: "du matériel",
    DischargeNeed.oxygen: "de l’oxygène",
    DischargeNeed.home_help: "des repas ou une aide à domicile",
    DischargeNeed.attending_doctor: "un médecin traitant",
}
"""What a return home from hospital asks for."""

URGENCIES: dict[Urgency, str] = {
    Urgency.same_day: "dans la journée",
    Urgency.within_24_hours: f"sous 24{NBSP}h",
    Urgency.within_48_hours: f"sous 48{NBSP}h",
}
