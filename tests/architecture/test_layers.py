"""Where things live and which way they lean. A failure says what to change."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

API = Path(__file__).resolve().parents[2] / "api"
SOURCES = sorted(path for path in API.rglob("*.py") if path != API / "contract" / "models.py")
MODULES = sorted(path.parent for path in API.rglob("tables.py") if path.parent != API / "core")


def name_of(path: Path) -> str:
    return str(path.relative_to(API.parent))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Every call of a file: its line, and what is called, as written."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_imports_lean_downwards() -> None:
    # In a process of its own: it switches off the loggers of the one that it runs in.
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=API.parent, capture_output=True, text=True)
    assert done.returncode == 0, (
        "An import goes upwards: move what is shared down, or register it from above (see RequestKind)\n"
        + done.stdout
    )


OF_THE_DATABASE = ("api/core/db.py", "api/core/connections.py")


def test_only_the_database_module_commits() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in SOURCES
        for line, called in calls(path)
        if called.endswith((".commit", ".rollback")) and name_of(path) not in OF_THE_DATABASE
    ]
    assert not found, f"One request or job is one transaction (unit_of_work): take the commit out of {found}"


def test_only_the_clock_reads_the_time() -> None:
    readers = re.compile(r"\b(datetime|date)\.(now|utcnow|today)$")
    found = [
        f"{name_of(path)}:{line}"
        for path in SOURCES
        for line, called in calls(path)
        if readers.search(called) and name_of(path) != "api/core/clock.py"
    ]
    assert not found, f"Call api.core.clock.now() in the service and pass it on as `at`: {found}"


def test_tests_count_days_in_paris() -> None:
    utc_day = re.compile(r"\bnow\((UTC)?\)( [+-] timedelta\([^)]*\)\))?\.date\(\)")
    found = [
        f"{path.relative_to(API.parent)}:{number}"
        for path in sorted((API.parent / "tests").rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if utc_day.search(line)
    ]
    assert not found, f"UTC's day is yesterday's in Paris for an hour or two; tests.days.today() in {found}"


@pytest.mark.parametrize("word", ["now()", "current_timestamp", "clock_timestamp()", "current_date"])
def test_no_rule_reads_the_time_of_the_database(word: str) -> None:
    found = [
        name_of(path)
        for path in SOURCES
        if path.parent.name != "core"
        and re.search(rf"(?i)[\"' (]{re.escape(word)}[\"' ),]", path.read_text())
        if f"clock.{word}" not in path.read_text()
    ]
    assert not found, f"Pass the instant of api.core.clock as a parameter instead of SQL {word}: {found}"


def test_rules_are_pure() -> None:
    impure = ("sqlalchemy", "fastapi", "httpx", "starlette", "psycopg", "api.core.db", "api.core.clock")
    found = [
        f"{name_of(path)} imports {imported}"
        for path in SOURCES
        if path.name == "rules.py" or path.parent.name == "rules"
        for imported in imports(path)
        if imported.startswith(impure)
    ]
    assert not found, f"rules.py knows no database, clock or HTTP; the service passes values: {found}"


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_routes_only_hand_over() -> None:
    found = []
    for path in SOURCES:
        if path.name != "routes.py":
            continue
        tree = ast.parse(path.read_text())
        found += [
            f"{name_of(path)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.If | ast.For | ast.While | ast.Try | ast.Match | ast.IfExp)
        ]
        found += [
            f"{name_of(path)} imports {name}" for name in imports(path) if name.startswith("sqlalchemy")
        ]
    assert not found, f"A route is one call; move the rest to service.py or rules.py: {found}"


def test_files_stay_short() -> None:
    long = [
        f"{name_of(path)}: {lines}" for path in SOURCES if (lines := len(path.read_text().splitlines())) > 300
    ]
    assert not long, f"Split by use case (service/hold.py): {long}"


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "schemas", "managers", "base_service"])
def test_no_drawer_for_everything(name: str) -> None:
    found = [name_of(path) for path in API.rglob(f"{name}*") if "__pycache__" not in path.parts]
    assert not found, f"Say what it does: rename {found}"


def test_services_say_who_acts() -> None:
    """A use case that anybody can call takes `actor`; what runs for the server takes `system_actor()`."""
    found = []
    for path in SOURCES:
        if path.name != "service.py" and path.parent.name != "service":
            continue
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            routes = (
                path.parent / "routes.py" if path.name == "service.py" else path.parent.parent / "routes.py"
            )
            served = routes.exists() and f"def {node.name}(" in routes.read_text()
            names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
            if served and "CurrentActor" in _signature(routes, node.name) and "actor" not in names:
                found.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert not found, f"Take `actor: Actor`, and ask policy.py: {found}"


def _signature(routes: Path, name: str) -> str:
    text = routes.read_text()
    start = text.index(f"def {name}(")
    return text[start : text.index("->", start)]
