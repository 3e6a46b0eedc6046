"""The FHIR facade: read as the platform reads it, and held to the official profiles."""
