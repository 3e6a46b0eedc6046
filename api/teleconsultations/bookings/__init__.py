"""Assisted teleconsultations: room, assistant and doctor booked as one (téléconsultations assistées)."""
