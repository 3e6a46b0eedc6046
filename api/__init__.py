"""Maillage: the server."""
