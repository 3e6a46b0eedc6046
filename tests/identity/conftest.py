"""The application with the modules that these tests need."""

import pytest
from fastapi import FastAPI

from api.app import create_app


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """Identity and the audit trail only."""
    return create_app(("audit", "identity"))
