"""Every exception to the nets of the contract, each with its reason. The aim is an empty file."""

NOT_AUDITED: dict[str, str] = {
    "previewUnscheduledCareRequest": "it changes nothing",
    "findCaldavCalendars": "it changes nothing",
    "previewOpeningChange": "it changes nothing",
    "searchFhirSlotsByForm": "it changes nothing",
    "readInvitation": "it changes nothing",
    "judgePassword": "it changes nothing",
    "welcomeNewcomer": "the second welcome of the same person changes nothing; the first is audited there",
    "drawAttendingDoctorChallenge": "it changes nothing but how often one address came",
    "checkAttendingDoctorList": "it changes nothing",
    "exportRefusedAttendingDoctorLines": "the same",
    "replaceMyTeleconsultation": "the same answer again changes nothing; another one is audited",
    "recordSmsReceipt": "one about nothing of ours changes nothing; one that ends a sending is audited there",
    "sendKioskHeartbeat": "a sign of life every minute; a kiosk that is silent is told of, and shown",
}
"""operationId of a write that leaves no audit line -> why."""

NOT_JSON: dict[str, str] = {
    "getMetrics": "the text format of Prometheus",
    "streamEvents": "server-sent events, whose data is a LiveEvent",
    "readCalendarFeed": "text/calendar of RFC 5545, for agendas that are not ours",
    "exportProfessionals": "a table for spreadsheets, text/csv of RFC 4180 but for its semicolons",
    "exportOrganisations": "the same",
    "exportOpeningProof": "the same",
    "exportDeathCertificationFigures": "the same",
    "exportRefusedAttendingDoctorLines": "the same",
    "getProfessionalCard": "text/vcard, in the version 3.0 of RFC 2426 that every phone reads",
    "getOrganisationCard": "the same",
    "createAccessToken": "RFC 6749: form in, JSON out, its own error format",
    "getFhirCapabilities": "FHIR R4: its own names and errors; held to the official profiles by tests/fhir",
    "searchFhirSlots": "the same",
    "searchFhirSlotsByForm": "the same",
    "readFhirSlot": "the same",
    "readFhirSchedule": "the same",
    "readFhirPractitioner": "the same",
    "createFhirPractitioner": "the same; the platform sends no Idempotency-Key: a second one is refused",
    "replaceFhirPractitioner": "the same; the same again changes nothing",
    "readFhirPractitionerRole": "the same",
    "readFhirHealthcareService": "the same",
    "readFhirOrganization": "the same",
    "openBookingPage": "a redirection for browsers",
    "startProSanteConnect": "the same",
    "returnFromProSanteConnect": "the same",
}
"""operationId that the JSON style rules do not hold for -> the format that rules instead."""

ENDLESS: dict[str, str] = {
    "streamEvents": "it answers for as long as one listens; tests/notifications/test_listening.py reads it",
}
"""operationId that an invented request would wait for -> why."""

NEVER_SEEN: dict[str, str] = {}
"""`operationId status` that no test can provoke -> why."""

ANYWHERE: dict[int, str] = {
    413: "the server stops reading before it knows the operation",
    429: "who calls too often is told before the operation is known",
    500: "a mistake of ours is not a promise",
    503: "the database may go away during any request",
}
"""Statuses that any operation may answer without declaring them, as a Problem -> why."""

NO_IDEMPOTENCY_KEY: dict[str, str] = {
    "recordSmsReceipt": "a provider sends none: the receipt's own id does the same",
    "readInvitation": "it changes nothing; it is a POST since a token in an address stays in logs",
    "judgePassword": "it changes nothing; it is a POST since it sends a password",
    "requestPasswordLink": "nobody is signed in; asked again at once, it sends nothing more",
    "choosePassword": "nobody is signed in yet; the link serves once",
    "acceptInvitation": "nobody is signed in yet; the link serves once",
    "drawAttendingDoctorChallenge": "it changes nothing but how often one address came",
    "fileAttendingDoctorForm": "nobody is signed in; its proof of work does the same",
    "withdrawAttendingDoctorForm": "nobody is signed in; taken back twice is taken back",
    "checkAttendingDoctorList": "it changes nothing; it is a POST since it sends a file",
    "exportRefusedAttendingDoctorLines": "the same",
    "createSession": "nobody is signed in yet, so there is no actor to keep the answer for",
    "completeSignIn": "the same; what is asked serves once",
    "deleteSession": "signing out twice is signing out",
    "saveUnscheduledCareDraft": "the same draft saved twice is the same draft",
    "deleteUnscheduledCareDraft": "a draft deleted twice is deleted",
    "previewUnscheduledCareRequest": "it changes nothing; it is a POST since it sends personal data",
    "findCaldavCalendars": "it changes nothing; it is a POST since it sends a password",
    "previewOpeningChange": "it changes nothing; it is a POST since it sends an opening",
}
"""operationId of a write without Idempotency-Key -> why."""

FOREIGN_NAMES: dict[str, str] = {
    "FhirResource": "FHIR spells its own properties",
    "/fhir/": "FHIR spells its own paths",
}
"""Schema, or beginning of a path, that is not spelt as the rest of the contract -> why."""

OPEN_OBJECTS: dict[str, str] = {}
"""Request schema that takes unknown properties -> why."""

UNBOUNDED: dict[str, str] = {
    "openBookingPage ?praticien": "a person who follows a link gets a page: what looks wrong is left out",
    "openBookingPage ?creneau": "the same",
    "openBookingPage ?origin": "the same",
    "startProSanteConnect ?return_to": "the same",
    "returnFromProSanteConnect ?code": "the same",
    "returnFromProSanteConnect ?state": "the same",
    "returnFromProSanteConnect ?error": "the same",
    "returnFromProSanteConnect ?iss": "the same",
}
"""Request schema without bounds -> why."""

NOT_PAGED: dict[str, str] = {
    "searchAvailability": "one screen of the nearest, `limit` of them; further ones are for another place",
    "listDirectoryEntries": "6,000 people at most, filtered by the browser as one types",
    "countCases": "one line per view of the board",
    "listOpenProfessionals": "those of one community who are seeing people at this instant",
    "listCallOffers": "those of one community who accept calls within a day, a screen of them",
    "listMemberLoad": "the members of one community, compared and sorted as a whole",
    "listNewcomers": "those of the last weeks in one territory, 100 at most",
    "listNextSlots": "one line per professional asked for, 100 at most",
    "listProfessionalPoints": "6,000 points at most, which a map shows at once",
    "listMySessions": "where one person is signed in, 20 at most",
    "listOpenNow": "the open places of one territory, a screen of them",
}
"""operationId that answers `items` whole -> what keeps them few."""
