"""A backup is restored, and what was forgotten since."""
