"""Everything that is derived from the contract: `python tools/generate.py [--check]`.

openapi/parts -> the contract -> folded copy (parameters gathered per operation) -> api/contract/models.py,
the web app's client; the tables of transitions -> docs/lifecycles.md; the
scopes of the roles -> docs/access.md. With `--check`
nothing is written: a difference is an error.
"""

import argparse
import copy
import importlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tools.join_contract import Twice, joined  # noqa: E402  found once the root is on the path

PARTS = ROOT / "openapi" / "parts"
CONTRACT = ROOT / "openapi" / "openapi.yaml"
MODELS = ROOT / "api" / "contract" / "models.py"
LIFECYCLES = ROOT / "docs" / "lifecycles.md"
ACCESS = ROOT / "docs" / "access.md"
CLIENT = ROOT / "frontend" / "src" / "api"

HANDLED_BY_ROUTING = frozenset({"Idempotency-Key", "If-Match", "If-None-Match"})
"""Headers that `api/core/routing.py` reads itself: no handler sees them."""

HEADER = '"""GENERATED from openapi/openapi.yaml by `make generate`: change the contract, not this file."""'

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


def fold(contract: dict[str, Any]) -> dict[str, Any]:
    """A copy of the contract with one more schema per operation that takes query or header parameters.

    `<OperationId>Query` and `<OperationId>Headers` are what handlers declare, so that no parameter is
    typed twice. An absent parameter is None there: neither a query nor a header can hold a null.
    """
    folded: dict[str, Any] = _without_wrappers(contract, copy.deepcopy(contract))
    schemas = folded["components"]["schemas"]
    for path in folded["paths"].values():
        for method in METHODS:
            if (operation := path.get(method)) is None:
                continue
            parameters = [
                _resolve(folded, p) for p in (*path.get("parameters", []), *operation.get("parameters", []))
            ]
            for place, suffix in (("query", "Query"), ("header", "Headers")):
                kept = [p for p in parameters if p["in"] == place and p["name"] not in HANDLED_BY_ROUTING]
                if place == "query" and operation.get("x-query-as-sent"):
                    continue
                if kept:
                    name = operation["operationId"]
                    schemas[f"{name[0].upper()}{name[1:]}{suffix}"] = _gathered(folded, kept, place)
    return folded


def _without_wrappers(contract: dict[str, Any], node: Any) -> Any:
    """The same schemas, written so that no scalar becomes a wrapping class in Python.

    "A scalar component or null" is written out; bounds on the length of a list inside a list, or of a text
    inside a list, are left to the rules and the tests of the contract.
    """
    if isinstance(node, list):
        return [_without_wrappers(contract, part) for part in node]
    if not isinstance(node, dict):
        return node
    for word in ("oneOf", "anyOf"):
        match node.get(word):
            case [{"$ref": _} as part, {"type": "null"}] | [{"type": "null"}, {"$ref": _} as part]:
                written_out = _resolve(contract, part)
                if "enum" not in written_out and written_out.get("type") not in ("object", None):
                    rest = {key: value for key, value in node.items() if key != word}
                    return {**written_out, **rest, "type": [written_out["type"], "null"]}
    changed = {key: _without_wrappers(contract, value) for key, value in node.items()}
    inner = changed.get("items")
    if changed.get("type") != "array" or not isinstance(inner, dict):
        return changed
    bounds = {"array": ("minItems", "maxItems"), "string": ("minLength", "maxLength")}
    left_out = bounds.get(inner.get("type", ""), ())
    changed["items"] = {key: value for key, value in inner.items() if key not in left_out}
    return changed


def _gathered(contract: dict[str, Any], parameters: list[dict[str, Any]], place: str) -> dict[str, Any]:
    """One object schema out of parameters; unknown query parameters are refused, unknown headers are not."""
    properties: dict[str, Any] = {}
    for parameter in parameters:
        schema = dict(parameter["schema"])
        if not parameter.get("required") and "default" not in schema:
            schema = _or_absent(contract, schema)
        if "description" in parameter:
            schema["description"] = " ".join(parameter["description"].split())
        properties[parameter["name"]] = schema
    gathered: dict[str, Any] = {"type": "object", "properties": properties}
    if place == "query":
        gathered["additionalProperties"] = False
    if required := [p["name"] for p in parameters if p.get("required")]:
        gathered["required"] = required
    return gathered


def _or_absent(contract: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The same schema with None for "not given"; scalars are written out, enums keep their name."""
    written_out = _resolve(contract, schema)
    if "enum" in written_out or not isinstance(written_out.get("type"), str):
        return {"anyOf": [schema, {"type": "null"}], "default": None}
    return {**written_out, "type": [written_out["type"], "null"], "default": None}


def _resolve(contract: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node itself, or what its local `$ref` names."""
    while "$ref" in node:
        found: Any = contract
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        node = found
    return node


def models_source(contract: dict[str, Any]) -> str:
    """The Python text of api/contract/models.py for this contract."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "folded.json", Path(folder) / "models.py"
        source.write_text(json.dumps(fold(contract)))
        overrides = {"date": "api.contract.base", "AwareDatetime": "api.contract.base"}
        _run(
            [_tool("datamodel-codegen"), "--input", str(source), "--output", str(target)],
            "--input-file-type openapi --output-model-type pydantic_v2.BaseModel",
            "--target-pydantic-version 2.14 --target-python-version 3.11 --use-missing-sentinel",
            "--strict-nullable --use-annotated --field-constraints --use-specialized-enum",
            "--snake-case-field --deserialize-default-values enum --disable-timestamp",
            "--collapse-root-models --use-union-operator --use-standard-collections",
            "--strict-types int float bool --base-class api.contract.base.Model",
            "--use-schema-description --formatters builtin --import-overrides",
            [json.dumps(overrides)],
        )
        body = target.read_text().split("\n\n", 1)[1]
        target.write_text(f"{HEADER}\n\n{_lenient_parameters(body)}")
        config = str(ROOT / "pyproject.toml")
        _run([_tool("ruff"), "check", "--config", config], "--quiet --fix-only --select I,UP", [str(target)])
        _run([_tool("ruff"), "format", "--config", config], "--quiet", [str(target)])
        return target.read_text()


def _lenient_parameters(source: str) -> str:
    """Bodies are JSON, so `"5"` is not a number there; in a query or a header everything is text."""
    blocks = re.split(r"(?m)^(?=class )", source)
    return "".join(
        re.sub(r"\bStrict(Int|Float|Bool)\b", lambda m: m.group(1).lower(), block)
        if re.match(r"class \w+(Query|Headers)\(", block)
        else block
        for block in blocks
    )


def lifecycles_source() -> str:
    """The text of docs/lifecycles.md: one diagram per lifecycle registered by the modules."""
    for rules in sorted((*(ROOT / "api").rglob("rules.py"), *(ROOT / "api").rglob("rules/__init__.py"))):
        name = ".".join(rules.relative_to(ROOT).with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))
    from api.core.lifecycle import LIFECYCLES as registered

    parts = ["# Lifecycles", "", "Generated by `make generate` from the tables in each `rules.py`.", ""]
    for name in sorted(registered):
        parts += [f"## {name}", "", "```mermaid", registered[name].mermaid(), "```", ""]
    return "\n".join(parts)


def access_source() -> str:
    """The text of docs/access.md: who may call what."""
    from api.core.operations import Contract
    from tools.access_matrix import document

    return document(Contract.load(CONTRACT))


def generate_client(check: bool) -> list[str]:
    """Regenerate the web app's client in place; the list of problems found (only with `check`)."""
    frontend = ROOT / "frontend"
    if not (frontend / "node_modules").is_dir():
        message = (
            "frontend/node_modules is absent: the web app's client was left as it is (run `make run` once)"
        )
        if check and frontend.is_dir():
            return [message]
        print(message)
        return []
    before = _snapshot(CLIENT)
    _run([_tool("npm"), "run", "--silent", "generate"], cwd=frontend)
    after = _snapshot(CLIENT)
    if not check or after == before:
        return []
    for name in after.keys() - before.keys():
        (CLIENT / name).unlink()
    for name, content in before.items():
        (CLIENT / name).write_bytes(content)
    return [f"{CLIENT.relative_to(ROOT)} is out of date: run `make generate` and commit it"]


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _tool(name: str) -> str:
    """The tool installed beside this Python, else the one on the PATH."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name) or name


def _run(*parts: str | list[str], cwd: Path = ROOT) -> None:
    command = [word for part in parts for word in (part.split() if isinstance(part, str) else part)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def main() -> int:
    """Write, or with `--check` compare. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something would")
    parser.add_argument("--only", choices=["models", "client", "lifecycles", "access"])
    arguments = parser.parse_args()
    wrong: list[str] = []

    def put(target: Path, text: str) -> None:
        if arguments.check:
            if not target.exists() or target.read_text() != text:
                wrong.append(f"{target.relative_to(ROOT)} is out of date: run `make generate` and commit it")
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)

    try:
        contract = joined(PARTS)
    except Twice as twice:
        raise SystemExit(str(twice)) from None
    put(CONTRACT, contract)
    if arguments.only in (None, "models"):
        put(MODELS, models_source(yaml.safe_load(contract)))
    if arguments.only in (None, "lifecycles"):
        put(LIFECYCLES, lifecycles_source())
    if arguments.only in (None, "access"):
        put(ACCESS, access_source())
    if arguments.only in (None, "client"):
        wrong += generate_client(arguments.check)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
