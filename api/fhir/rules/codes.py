"""The names that the guide of the SAS gives to things: systems, profiles, codes. Pure."""

from api.contract.models import CareMode, OpeningKind, SlotAudience

PLACE_TYPES = "http://interopsante.org/fhir/CodeSystem/fr-location-identifier-type"
SPECIALTIES = "https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
AUDIENCES = "https://mos.esante.gouv.fr/NOS/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
CATEGORIES = (
    "https://mos.esante.gouv.fr/NOS/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-CategorieEtablissement"
)
ACTS = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
APPOINTMENTS = "http://terminology.hl7.org/CodeSystem/v2-0276"
SERVICE_REFERENCE = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Slot.serviceType"

CPTS = "604"
"""A community, in TRE_R66."""

_NATIONAL = "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition/"
_PLATFORM = "http://sas.fr/fhir/StructureDefinition/"

CPTS_BUNDLE, CPTS_SLOT = f"{_NATIONAL}sas-cpts-bundle-aggregator", f"{_NATIONAL}sas-cpts-slot-aggregator"
CPTS_SERVICE = f"{_NATIONAL}sas-cpts-healthcareservice-aggregator"
CPTS_ORGANIZATION = f"{_NATIONAL}sas-cpts-organization-aggregator"
BUNDLE, SLOT = f"{_PLATFORM}BundleAgregateur", f"{_PLATFORM}FrSlotAgregateur"
SCHEDULE, PRACTITIONER = f"{_PLATFORM}FrScheduleAgregateur", f"{_PLATFORM}FrPractitionerAgregateur"
ROLE, LOCATION = f"{_PLATFORM}FrPractitionerRoleExerciceAgregateur", f"{_PLATFORM}FrLocationAgregateur"

REGULATOR = f"{_NATIONAL}FrPractitionerRegul"

AUDIENCE_CODES: dict[SlotAudience, str] = {
    SlotAudience.public: "PUBLIC",
    SlotAudience.pro: "PRO",
    SlotAudience.snp: "SNP",
    SlotAudience.cpts: "CPTS",
}
"""TRE_R314."""

MODE_CODES: dict[CareMode, str] = {CareMode.office: "AMB", CareMode.video: "VR", CareMode.home_visit: "HH"}
"""v3-ActCode: at the practice, by video, at home."""

KIND_CODES: dict[OpeningKind, str] = {OpeningKind.slots: "ROUTINE", OpeningKind.range: "WALKIN"}
"""v2-0276: with an appointment, or so many people within some hours."""
