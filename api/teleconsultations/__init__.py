"""Assisted teleconsultation: where, with whom, and by what appointment."""
