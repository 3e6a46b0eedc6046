"""Addressing a person to somebody (adressage): one sub-package for each kind; none imports another."""
