"""Processes killed for real, in the middle of their work."""
