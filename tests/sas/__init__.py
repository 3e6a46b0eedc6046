"""Telling the SAS platform of appointments, over real mutual TLS with a platform that misbehaves."""
