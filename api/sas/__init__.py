"""Telling the national SAS platform of the appointments that its regulators book (flow INT_R03)."""
