"""The facade for the national SAS platform: FHIR R4 over what the modules below know (ans.fhir.fr.sas)."""
