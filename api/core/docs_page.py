"""`/docs`: the operations of the contract on one page, for those who integrate. No script, ours or other."""

from base64 import b64encode
from collections import defaultdict
from hashlib import sha256
from html import escape

from api.core.operations import Contract, Operation

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2.5rem 0 .25rem } p { margin: .25rem 0 }
details { border-top: 1px solid #8884; padding: .5rem 0 } summary { cursor: pointer }
code { font: .9em ui-monospace, monospace } .verb { display: inline-block; min-width: 4rem; font-weight: 600 }
.what { opacity: .75 }
"""

STYLE_SOURCE = f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
"""How a Content-Security-Policy names the style of the page."""


def page(contract: Contract) -> str:
    """The page, in HTML."""
    info = contract.document["info"]
    by_tag: dict[str, list[Operation]] = defaultdict(list)
    for operation in contract.operations.values():
        by_tag[operation.tag].append(operation)
    tags = {tag["name"]: tag.get("description", "") for tag in contract.document.get("tags", [])}
    sections = "".join(_section(name, tags.get(name, ""), found) for name, found in by_tag.items())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(info["title"])} API</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style>'
        f"<h1>{escape(info['title'])} API {escape(info['version'])}</h1>"
        f"<p>{escape(info.get('summary', ''))}. The whole contract, with every schema: "
        '<a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>'
        f"{sections}</html>"
    )


def _section(name: str, description: str, operations: list[Operation]) -> str:
    items = "".join(map(_item, operations))
    return (
        f'<section><h2 id="{escape(name)}">{escape(name)}</h2><p>{escape(description)}</p>{items}</section>'
    )


def _item(operation: Operation) -> str:
    scopes = operation.scopes
    who = (
        "anybody"
        if scopes is None
        else "; ".join(f"{scheme}: {' '.join(sorted(needed)) or 'any'}" for scheme, needed in scopes.items())
    )
    taken = ", ".join(
        f"{p['name']} ({p['in']}{', required' if p.get('required') else ''})" for p in operation.parameters
    )
    answers = ", ".join(str(status) for status in sorted(operation.answers))
    lines = [f"<p>{escape(operation.description)}</p>"] if operation.description else []
    lines += [f"<p>Who: <code>{escape(who)}</code></p>"]
    lines += [f"<p>Takes: <code>{escape(taken)}</code></p>"] if taken else []
    if operation.body_schema is not None:
        body = operation.body_schema.get("$ref", "").rsplit("/", 1)[-1] or "object"
        lines.append(f"<p>Body: <code>{escape(body)}</code> as {escape(operation.body_media or '')}</p>")
    lines.append(f"<p>Answers: <code>{answers}</code></p>")
    return (
        f'<details id="{escape(operation.id)}"><summary><code><span class="verb">{operation.method}</span>'
        f"{escape(operation.path)}</code> {escape(operation.summary)} "
        f'<code class="what">{escape(operation.id)}</code></summary>{"".join(lines)}</details>'
    )
