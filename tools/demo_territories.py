# ruff: noqa: E501  # tables: one structure per line reads better than five
"""The two invented territories of the demonstration: their structures and who works there. Read by
make_demo_rpps.py. The communes are real; the people, the structures and their addresses are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Structure(NamedTuple):
    """A place where several people may work. `hours` names a pattern of HOURS; empty = not an organisation."""

    slug: str
    kind: str  # OrganisationKind of the contract
    name: str
    sector: str
    address: tuple[str, str, str]  # number, kind of street, street
    activity_sector: str  # TRE_R02; empty: no national place (town hall, SAMI…)
    phone: str
    hours: str = ""
    instruction: str = "call"


class Persona(NamedTuple):
    """Someone whom the screens name, at the places given by slug; the first is the main one."""

    family_name: str
    given_name: str
    sex: str
    profession: str
    specialties: tuple[str, ...]
    places: tuple[str, ...]


class Territory(NamedTuple):
    """What make_demo_rpps.py needs to invent the people of one community."""

    slug: str
    departement: tuple[str, str]
    serial: int  # RPPS numbers are 10999 and five digits from here
    phones: str  # first six digits, in a range that ARCEP reserves for fiction
    structures: tuple[Structure, ...]
    personas: tuple[Persona, ...]
    staff: dict[str, int]  # how many invented people per job (see JOBS)
    streets: tuple[tuple[str, str], ...]


# weekday 1 = Monday … 7 = Sunday, 8 = public holidays, which stand above the day of the week.
def _on(days: str, *spans: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"weekday": int(day), "from_time": start, "to_time": end} for day in days for start, end in spans]


HOURS: dict[str, list[dict[str, Any]]] = {
    # domain-rules 0.5: weekdays 20-24, week-ends and holidays 14-24.
    "sami": _on("12345", ("20:00", "24:00")) + _on("678", ("14:00", "24:00")),
    # Calls 8-12, consultations 15-19.
    "cami": _on("12345", ("08:00", "12:00"), ("15:00", "19:00")),
    "always": _on("12345678", ("00:00", "24:00")),
    "office": _on("12345", ("09:00", "12:30"), ("13:30", "17:30")),
    "town_hall": _on("12345", ("08:30", "12:00"), ("13:30", "17:30")) + _on("6", ("09:00", "12:00")),
    "health_centre": _on("12345", ("08:30", "19:00")) + _on("6", ("08:30", "12:30")),
    "walk_in": _on("12345", ("08:30", "12:30"), ("14:00", "17:00")),
    "pharmacy": _on("12345", ("08:30", "19:30")) + _on("6", ("09:00", "19:00")),
    "village_pharmacy": _on("12345", ("08:30", "12:30"), ("14:30", "19:30")) + _on("6", ("08:30", "12:30")),
    "practice": _on("12345", ("08:30", "12:00"), ("14:00", "18:30")) + _on("6", ("09:00", "12:00")),
}

S = Structure
VITRY = Territory(
    slug="vitry",
    departement=("94", "Val-de-Marne"),
    serial=10_000,
    phones="019900",
    structures=(
        S("pa", "practice_group", "CABINET MÉDICAL DU PORT-À-L'ANGLAIS", "Port-à-l’Anglais", ("14", "Quai", "DES MARINIERS"), "SA08", "0199005571", "practice"),
        S("mv", "practice_group", "CABINET DU MOULIN-VERT", "Moulin-Vert", ("12", "Allée", "DES PLATANES"), "SA08", "0199002745", "practice"),
        S("ce", "practice_group", "CABINET MÉDICAL DU CENTRE", "Centre", ("5", "Place", "DES HALLES"), "SA08", "0199003180", "practice"),
        S("ce2", "practice_group", "CABINET DE L'HORLOGE", "Centre", ("21", "Rue", "DE L'HORLOGE"), "SA08", "0199008826", "practice"),
        S("pl", "practice_group", "CABINET MÉDICAL DU PLATEAU", "Plateau", ("48", "Avenue", "DES GENÊTS"), "SA08", "0199001802", "practice"),
        S("pl2", "practice_group", "CABINET DES GENÊTS", "Plateau", ("73", "Avenue", "DES GENÊTS"), "SA08", "0199004639", "practice"),
        S("fo", "practice_group", "CABINET MÉDICAL DU FORT", "Fort", ("9", "Rue", "DES GLACIS"), "SA08", "0199007014", "practice"),
        S("co", "practice_group", "CABINET DU COTEAU", "Coteau", ("30", "Rue", "DES VIGNES"), "SA08", "0199004417", "practice"),
        S("ga", "practice_group", "CABINET DE LA GARE", "Gare", ("2", "Rue", "DES AIGUILLEURS"), "SA08", "0199009033", "practice"),
        S("msp", "health_house", "MAISON DE SANTÉ DES ARDOINES", "Ardoines", ("17", "Rue", "DES FONDEURS"), "SA52", "0199002290", "health_centre"),
        S("msp2", "health_house", "MAISON DE SANTÉ BALZAC", "Balzac", ("6", "Allée", "DU LYS"), "SA52", "0199002291", "health_centre"),
        S("cms", "health_centre", "CENTRE MUNICIPAL DE SANTÉ", "Centre", ("12", "Rue", "DES ÉCOLES"), "SA05", "0199001100", "health_centre"),
        S("csc", "health_centre", "CENTRE DE SANTÉ DU COTEAU", "Coteau", ("41", "Rue", "DES VIGNES"), "SA05", "0199001200", "walk_in", "walk_in"),
        S("csa", "health_centre", 'CENTRE DE SANTÉ "LES ALOUETTES"', "Commune-de-Paris", ("3", "Allée", "DES ALOUETTES"), "SA05", "0199001201", "health_centre"),
        S("idf", "", "CABINET INFIRMIER DU FORT", "Fort", ("11", "Rue", "DES GLACIS"), "SA08", "0199003301"),
        S("idp", "", "CABINET INFIRMIER DU PORT", "Port-à-l’Anglais", ("8", "Quai", "DES MARINIERS"), "SA08", "0199003302"),
        S("idc", "", "CABINET INFIRMIER COMMUNE-DE-PARIS", "Commune-de-Paris", ("27", "Rue", "DES CERISIERS"), "SA08", "0199003303"),
        S("idm", "", "CABINET INFIRMIER DU MOULIN-VERT", "Moulin-Vert", ("19", "Allée", "DES PLATANES"), "SA08", "0199003304"),
        S("kin", "", "CABINET DE KINÉSITHÉRAPIE DE LA GARE", "Gare", ("10", "Rue", "DES AIGUILLEURS"), "SA08", "0199003401"),
        S("kip", "", "CABINET DE KINÉSITHÉRAPIE DU PLATEAU", "Plateau", ("52", "Avenue", "DES GENÊTS"), "SA08", "0199003402"),
        S("den", "", "CABINET DENTAIRE DES HALLES", "Centre", ("7", "Place", "DES HALLES"), "SA08", "0199003501"),
        S("ph1", "pharmacy", "PHARMACIE DES TROIS PEUPLIERS", "Centre", ("33", "Avenue", "DES TROIS PEUPLIERS"), "SA33", "0199004218", "pharmacy", "walk_in"),
        S("ph2", "pharmacy", "PHARMACIE DES MARINIERS", "Port-à-l’Anglais", ("22", "Quai", "DES MARINIERS"), "SA33", "0199004202", "pharmacy", "walk_in"),
        S("ph3", "pharmacy", "PHARMACIE DU PLATEAU", "Plateau", ("60", "Avenue", "DES GENÊTS"), "SA33", "0199004203", "pharmacy", "walk_in"),
        S("ph4", "pharmacy", "PHARMACIE DES FONDEURS", "Ardoines", ("4", "Rue", "DES FONDEURS"), "SA33", "0199004204", "pharmacy", "walk_in"),
        S("ph5", "pharmacy", "PHARMACIE DES GLACIS", "Fort", ("1", "Rue", "DES GLACIS"), "SA33", "0199004205", "pharmacy", "walk_in"),
        S("ph6", "pharmacy", "PHARMACIE DES AIGUILLEURS", "Gare", ("15", "Rue", "DES AIGUILLEURS"), "SA33", "0199004206", "pharmacy", "walk_in"),
        S("ph7", "pharmacy", "PHARMACIE DU LYS", "Balzac", ("2", "Allée", "DU LYS"), "SA33", "0199004207", "pharmacy", "walk_in"),
        S("ph8", "pharmacy", "PHARMACIE DES CERISIERS", "Commune-de-Paris", ("30", "Rue", "DES CERISIERS"), "SA33", "0199004208", "pharmacy", "walk_in"),
        S("hop", "hospital_ward", "Hôpital du Val-des-Peupliers, médecine polyvalente", "Ardoines", ("80", "Avenue", "DU BAC"), "SA01", "0199006001", "always"),
        S("sami", "out_of_hours", "SAMI de Vitry", "Centre", ("12", "Rue", "DES ÉCOLES"), "", "15", "sami", "call_15"),
        S("cami", "unscheduled_care_centre", "CAMI de Vitry", "Centre", ("18", "Rue", "DE L'HORLOGE"), "", "0199006320", "cami"),
        S("mairie", "town_hall", "Mairie de Vitry-sur-Seine, état civil", "Centre", ("1", "Place", "DE L'HÔTEL DE VILLE"), "", "0199006100", "town_hall"),
        S("police", "police", "Commissariat de Vitry-sur-Seine", "Centre", ("14", "Rue", "DES GARDES"), "", "0199006101", "always"),
        S("eh1", "nursing_home", "EHPAD Les Glycines", "Coteau", ("55", "Rue", "DES VIGNES"), "", "0199006201", "always"),
        S("eh2", "nursing_home", "EHPAD La Roseraie du Fort", "Fort", ("24", "Rue", "DES GLACIS"), "", "0199006202", "always"),
        S("dac", "support_service", "Dispositif d’appui à la coordination du 94 Ouest", "Gare", ("5", "Rue", "DES AIGUILLEURS"), "", "0199006301", "office"),
        S("sas", "dispatch_centre", "SAS du Val-de-Marne", "Centre", ("1", "Avenue", "DE LA RÉGULATION"), "", "0199006401", "always"),
    ),
    personas=(
        Persona("Aubertin", "Camille", "F", "10", ("SM54",), ("pa",)),
        Persona("Estève", "Pauline", "F", "10", ("SM54",), ("mv", "csc")),
        Persona("Belhaddad", "Yanis", "M", "10", ("SM54",), ("ce",)),
        Persona("Giraudet", "Marc-Antoine", "M", "10", ("SM26", "C05"), ("pl",)),
        Persona("Thévenin", "Lucie", "F", "10", ("SM54",), ("fo",)),
        Persona("Kervella", "Thomas", "M", "10", ("SM53",), ("pl2",)),
        Persona("Obadia", "Mireille", "F", "10", ("SM26",), ("co",)),
        Persona("Rouvier", "Agnès", "F", "10", ("SM54",), ("ce2",)),
        Persona("Lepoutre", "Samuel", "M", "10", ("SM54",), ("ga",)),
        Persona("Marchetti", "Solène", "F", "60", (), ("idp",)),
        Persona("Delannoy", "Hugo", "M", "21", (), ("ph1",)),
        Persona("Le Goff", "Maïwenn", "F", "50", (), ("pa",)),
    ),
    staff={
        "gp": 21, "nurse": 29, "advanced_nurse": 2, "physiotherapist": 13, "pharmacist": 9, "midwife": 4,
        "dentist": 7, "speech_therapist": 4, "podiatrist": 3, "psychologist": 3, "orthoptist": 1,
        "dietitian": 1, "occupational_therapist": 1, "psychomotor_therapist": 1, "cardiologist": 2,
        "dermatologist": 1, "paediatrician": 2, "psychiatrist": 2, "gynaecologist": 1, "ophthalmologist": 1,
        "ent": 1, "geriatrician": 1, "pulmonologist": 1, "rheumatologist": 1,
    },
    streets=(
        ("Rue", "DES CORDIERS"), ("Rue", "DU PETIT-PONT"), ("Avenue", "DU VERGER"), ("Allée", "DES ACACIAS"),
        ("Rue", "DES MARAÎCHERS"), ("Impasse", "DES LILAS"), ("Rue", "DES TROIS-PONTS"), ("Boulevard", "DE LA PLAINE"),
    ),
)  # fmt: skip
PROVENCE = Territory(
    slug="provence",
    departement=("13", "Bouches-du-Rhône"),
    serial=20_000,
    phones="046571",
    structures=(
        S("gd1", "practice_group", "CABINET MÉDICAL DU COURS", "Gardanne centre", ("18", "Cours", "DES MICOCOULIERS"), "SA08", "0465711001", "practice"),
        S("gd2", "practice_group", "CABINET DES MINEURS", "Biver", ("7", "Avenue", "DES MINEURS"), "SA08", "0465711002", "practice"),
        S("bba", "practice_group", "CABINET MÉDICAL DES TERRES BLANCHES", "Bouc-Bel-Air", ("3", "Chemin", "DES TERRES BLANCHES"), "SA08", "0465711003", "practice"),
        S("cab", "practice_group", "CABINET MÉDICAL DE CALAS", "Calas", ("25", "Rue", "DES AIRES"), "SA08", "0465711004", "practice"),
        S("fuv", "health_house", "MAISON DE SANTÉ DE FUVEAU", "Fuveau", ("9", "Avenue", "DU MOULIN"), "SA52", "0465711005", "health_centre"),
        S("tre", "health_house", "MAISON DE SANTÉ DE TRETS", "Trets", ("31", "Boulevard", "DES REMPARTS"), "SA52", "0465711006", "health_centre"),
        S("sim", "practice_group", "CABINET MÉDICAL DU PILON", "Simiane-Collongue", ("12", "Rue", "DU LAVOIR"), "SA08", "0465711007", "practice"),
        S("rou", "practice_group", "CABINET MÉDICAL DE L'ARC", "Rousset", ("5", "Place", "DE LA FONTAINE"), "SA08", "0465711008", "practice"),
        S("gre", "practice_group", "CABINET DU PUITS", "Gréasque", ("2", "Montée", "DU PUITS"), "SA08", "0465711009", "practice"),
        S("mey", "practice_group", "CABINET MÉDICAL DE MEYREUIL", "Meyreuil", ("14", "Allée", "DES PINS"), "SA08", "0465711010", "practice"),
        S("pey", "practice_group", "CABINET DE LA GARRIGUE", "Peynier", ("6", "Rue", "DES ROMARINS"), "SA08", "0465711011", "practice"),
        S("cmg", "health_centre", "CENTRE DE SANTÉ DU PUITS", "Gardanne centre", ("40", "Avenue", "DE LA LIBÉRATION"), "SA05", "0465711100", "health_centre"),
        S("idg", "", "CABINET INFIRMIER DU COURS", "Gardanne centre", ("22", "Cours", "DES MICOCOULIERS"), "SA08", "0465713301"),
        S("idt", "", "CABINET INFIRMIER DES REMPARTS", "Trets", ("33", "Boulevard", "DES REMPARTS"), "SA08", "0465713302"),
        S("idb", "", "CABINET INFIRMIER DES TERRES BLANCHES", "Bouc-Bel-Air", ("5", "Chemin", "DES TERRES BLANCHES"), "SA08", "0465713303"),
        S("kig", "", "CABINET DE KINÉSITHÉRAPIE DU COURS", "Gardanne centre", ("20", "Cours", "DES MICOCOULIERS"), "SA08", "0465713401"),
        S("ph1", "pharmacy", "PHARMACIE DU COURS", "Gardanne centre", ("11", "Cours", "DES MICOCOULIERS"), "SA33", "0465714201", "village_pharmacy", "walk_in"),
        S("ph2", "pharmacy", "PHARMACIE DE BIVER", "Biver", ("3", "Avenue", "DES MINEURS"), "SA33", "0465714202", "village_pharmacy", "walk_in"),
        S("ph3", "pharmacy", "PHARMACIE DES REMPARTS", "Trets", ("8", "Boulevard", "DES REMPARTS"), "SA33", "0465714203", "village_pharmacy", "walk_in"),
        S("ph4", "pharmacy", "PHARMACIE DU MOULIN", "Fuveau", ("15", "Avenue", "DU MOULIN"), "SA33", "0465714204", "village_pharmacy", "walk_in"),
        S("ph5", "pharmacy", "PHARMACIE DES AIRES", "Calas", ("19", "Rue", "DES AIRES"), "SA33", "0465714205", "village_pharmacy", "walk_in"),
        S("ph6", "pharmacy", "PHARMACIE DE LA FONTAINE", "Rousset", ("9", "Place", "DE LA FONTAINE"), "SA33", "0465714206", "village_pharmacy", "walk_in"),
        S("hop", "hospital_ward", "Clinique de l’Étang-Vert, médecine", "Gardanne centre", ("90", "Avenue", "DE LA LIBÉRATION"), "SA04", "0465716001", "always"),
        S("mmg", "out_of_hours", "Maison médicale de garde de Gardanne", "Gardanne centre", ("92", "Avenue", "DE LA LIBÉRATION"), "", "15", "sami", "call_15"),
        S("csnp", "unscheduled_care_centre", "Centre de soins non programmés de Gardanne", "Gardanne centre", ("4", "Cours", "DES MICOCOULIERS"), "", "0465716320", "cami"),
        S("mairie", "town_hall", "Mairie de Gardanne, état civil", "Gardanne centre", ("1", "Place", "DE L'HÔTEL DE VILLE"), "", "0465716100", "town_hall"),
        S("police", "police", "Commissariat de Gardanne", "Gardanne centre", ("6", "Rue", "DES GARDES"), "", "0465716101", "always"),
        S("eh1", "nursing_home", "EHPAD Les Olivades", "Gardanne centre", ("16", "Chemin", "DES OLIVADES"), "", "0465716201", "always"),
        S("eh2", "nursing_home", "EHPAD Le Mas des Cigales", "Trets", ("2", "Chemin", "DES CIGALES"), "", "0465716202", "always"),
        S("dac", "support_service", "Dispositif d’appui à la coordination du Pays d’Aix", "Meyreuil", ("8", "Allée", "DES PINS"), "", "0465716301", "office"),
    ),
    personas=(
        Persona("Roumanille", "Élise", "F", "10", ("SM54",), ("gd1",)),
        Persona("Castagnol", "Bastien", "M", "10", ("SM54",), ("fuv", "cmg")),
        Persona("Vidalenc", "Nora", "F", "60", (), ("idg",)),
        Persona("Ferrandin", "Paul", "M", "21", (), ("ph1",)),
    ),
    staff={
        "gp": 20, "nurse": 21, "advanced_nurse": 1, "physiotherapist": 9, "pharmacist": 6, "midwife": 2,
        "dentist": 4, "speech_therapist": 2, "podiatrist": 2, "psychologist": 2, "cardiologist": 1,
        "dermatologist": 1, "paediatrician": 1, "psychiatrist": 1, "ophthalmologist": 1, "dietitian": 1,
    },
    streets=(
        ("Chemin", "DES MICOCOULIERS"), ("Rue", "DU LAVOIR"), ("Traverse", "DES MINEURS"), ("Cours", "DES TILLEULS"),
        ("Avenue", "DE LA SAINTE-BAUME"), ("Rue", "DE LA FONTAINE"), ("Impasse", "DES GENÊTS"),
    ),
)  # fmt: skip


class Job(NamedTuple):
    """What a kind of professional is in the national file, and where they work (slugs; none: alone)."""

    profession: str
    specialties: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]
    alone: float  # share who have a place of their own


_DOCTORS = {
    "vitry": ("pa", "mv", "ce", "ce2", "pl", "pl2", "fo", "co", "ga", "msp", "msp2", "cms", "csc", "csa"),
    "provence": ("gd1", "gd2", "bba", "cab", "fuv", "tre", "sim", "rou", "gre", "mey", "pey", "cmg"),
}
_NURSES = {
    "vitry": ("idf", "idp", "idc", "idm", "msp", "msp2"),
    "provence": ("idg", "idt", "idb", "fuv", "tre"),
}
_TEAMS = {"vitry": ("msp", "msp2", "cms"), "provence": ("fuv", "tre", "cmg")}
_SPECIALISTS = {"vitry": ("cms", "csa", "hop"), "provence": ("cmg", "hop")}
JOBS: dict[str, Job] = {
    "gp": Job("10", ("SM54",), _DOCTORS, 0.2),
    "nurse": Job("60", (), _NURSES, 0.35),
    "advanced_nurse": Job("60", ("SI01",), _TEAMS, 0),
    "physiotherapist": Job("70", (), {"vitry": ("kin", "kip", "msp"), "provence": ("kig", "tre")}, 0.35),
    "pharmacist": Job(
        "21",
        (),
        {
            "vitry": ("ph2", "ph3", "ph4", "ph5", "ph6", "ph7", "ph8", "ph1", "ph3"),
            "provence": ("ph2", "ph3", "ph4", "ph5", "ph6", "ph1"),
        },
        0,
    ),
    "midwife": Job("50", (), _TEAMS, 0.5),
    "dentist": Job("40", (), {"vitry": ("den", "cms", "csa"), "provence": ("cmg",)}, 0.5),
    "speech_therapist": Job("91", (), _TEAMS, 0.6),
    "podiatrist": Job("80", (), _TEAMS, 0.6),
    "psychologist": Job("93", (), _TEAMS, 0.5),
    "orthoptist": Job("92", (), _TEAMS, 1),
    "dietitian": Job("95", (), _TEAMS, 0),
    "occupational_therapist": Job("94", (), _TEAMS, 0),
    "psychomotor_therapist": Job("96", (), _TEAMS, 1),
    "cardiologist": Job("10", ("SM04",), _SPECIALISTS, 0.4),
    "dermatologist": Job("10", ("SM15",), _SPECIALISTS, 1),
    "paediatrician": Job("10", ("SM40",), _SPECIALISTS, 0.3),
    "psychiatrist": Job("10", ("SM42",), _SPECIALISTS, 0.6),
    "gynaecologist": Job("10", ("SM20",), _SPECIALISTS, 0.5),
    "ophthalmologist": Job("10", ("SM38",), _SPECIALISTS, 1),
    "ent": Job("10", ("SM39",), _SPECIALISTS, 1),
    "geriatrician": Job("10", ("SM18",), _SPECIALISTS, 0),
    "pulmonologist": Job("10", ("SM41",), _SPECIALISTS, 0.3),
    "rheumatologist": Job("10", ("SM48",), _SPECIALISTS, 0.5),
}
TERRITORIES = (VITRY, PROVENCE)
