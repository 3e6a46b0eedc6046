"""Signing in by Pro Santé Connect (OpenID Connect): docs/decisions/0057."""
