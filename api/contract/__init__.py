"""The vocabulary of the contract, generated from openapi/openapi.yaml by `make generate`."""
