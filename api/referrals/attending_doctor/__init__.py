"""The search for an attending doctor (recherche de médecin traitant), for those who have none."""
