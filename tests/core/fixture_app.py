"""A small application of four operations, on its own contract, to test the mechanism itself."""

import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any
from uuid import UUID

import yaml
from fastapi import FastAPI, Query, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.contract.models import Role
from api.core import clock
from api.core.actor import Actor, CurrentActor
from api.core.db import Db
from api.core.ids import new_id
from api.core.operations import Contract
from api.core.problems import NotFound
from api.core.routing import ExpectedVersion, Routes, expect_version
from api.core.web import application, enclose
from tools.generate import models_source

FIXTURE = Path(__file__).resolve().parents[1] / "contract" / "fixture.yaml"
HERE = UUID(int=0xC0)

NOTES = """
CREATE TABLE notes (id uuid PRIMARY KEY, line text NOT NULL, kind text NOT NULL, due_on date,
                    written_at timestamptz NOT NULL, version int NOT NULL DEFAULT 1);
GRANT ALL ON notes TO maillage_app
"""


@cache
def fixture_contract() -> Contract:
    """The contract of the small application."""
    return Contract.load(FIXTURE)


@cache
def fixture_models() -> ModuleType:
    """Its generated vocabulary."""
    module = ModuleType("fixture_models")
    sys.modules["fixture_models"] = module
    exec(models_source(yaml.safe_load(FIXTURE.read_text())), module.__dict__)
    return module


def actor_named(name: str, *scopes: str, kind: Any = "account") -> Actor:
    """Somebody who holds these scopes. The same name is the same actor."""
    number = int.from_bytes(name.encode()[:8], "big")
    return Actor(kind, UUID(int=number), name, HERE, frozenset({Role.coordinator}), frozenset(scopes))


async def authenticate(request: Request, db: AsyncSession) -> Actor | None:
    """`X-Actor: name[/kind]` and `X-Scopes: a b`: tests say who they are."""
    said = request.headers.get("x-actor")
    if said is None:
        return None
    name, _, kind = said.partition("/")
    return actor_named(name, *request.headers.get("x-scopes", "").split(), kind=kind or "account")


def fixture_app() -> FastAPI:
    """The small application."""
    wire = fixture_models()
    routes = Routes("notes", contract=fixture_contract(), models=wire)
    note, new_note, page = wire.Note, wire.NewNote, wire.NotePage

    def shown(row: Any) -> Any:
        return note.model_validate(dict(row._mapping))

    columns = "id, line AS text, kind, due_on, written_at, version"

    @routes.operation("listNotes")
    async def list_notes(db: Db, actor: CurrentActor, query: Annotated[wire.ListNotesQuery, Query()]) -> page:  # type: ignore[valid-type]  # made at run time
        rows = await db.execute(text(f"SELECT {columns} FROM notes ORDER BY id LIMIT :n"), {"n": query.limit})
        return page(items=[shown(row) for row in rows], next_cursor=None)

    @routes.operation("writeNote")
    async def write_note(db: Db, actor: CurrentActor, body: new_note) -> note:  # type: ignore[valid-type]
        values = {"id": new_id(), "line": body.text, "kind": body.kind, "at": clock.now()}  # type: ignore[attr-defined]
        rows = await db.execute(
            text(f"INSERT INTO notes VALUES (:id, :line, :kind, NULL, :at) RETURNING {columns}"), values
        )
        return shown(rows.one())

    @routes.operation("rewriteNote")
    async def rewrite_note(
        db: Db,
        actor: CurrentActor,
        note_id: UUID,
        expected: ExpectedVersion,
        body: new_note,  # type: ignore[valid-type]
    ) -> note:  # type: ignore[valid-type]
        row = (await db.execute(text("SELECT version FROM notes WHERE id = :id"), {"id": note_id})).first()
        if row is None:
            raise NotFound
        expect_version(expected, row.version)
        rows = await db.execute(
            text(f"UPDATE notes SET line = :line, version = version + 1 WHERE id = :id RETURNING {columns}"),
            {"line": body.text, "id": note_id},  # type: ignore[attr-defined]
        )
        return shown(rows.one())

    @routes.operation("dropNote")
    async def drop_note(db: Db, note_id: UUID) -> None:
        gone = await db.execute(text("DELETE FROM notes WHERE id = :id RETURNING id"), {"id": note_id})
        if gone.first() is None:
            raise NotFound

    app = application([routes], authenticate, contract=fixture_contract())

    async def crash() -> None:
        raise ZeroDivisionError("Jeanne Martin")

    app.add_api_route("/crash", crash)
    enclose(app, https=False)
    return app
