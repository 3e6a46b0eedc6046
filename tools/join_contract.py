"""The contract is written in `openapi/parts/`, one part per module; `openapi/openapi.yaml` is all of them."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

HEADER = "# GENERATED from openapi/parts/ by `make generate`: change the part, not this file."

FIRST = "maillage.yaml"
"""The part that holds what all share: title, tags, security, parameters, answers, words."""

GATHERED = ("paths", "webhooks", "components")
"""What parts add to; all else stands in the first part alone."""

_KEY = re.compile(r"([A-Za-z]+):")
_INNER_KEY = re.compile(r"  ([A-Za-z]+):$")


class Twice(ValueError):
    """Two parts define the same thing. The message names it and both parts."""


def joined(folder: Path) -> str:
    """The whole contract as text: what is written in each part, as it is written there.

    `folder` holds one YAML file per part. Raises Twice when a path, a schema or any other entry is in two.
    """
    sections: dict[tuple[str, str], list[str]] = defaultdict(list)
    seen: dict[tuple[str, str, str], str] = {}
    parts = sorted(folder.glob("*.yaml"), key=lambda part: (part.name != FIRST, part.name))
    for part in parts:
        text = part.read_text()
        for entry in _entries(yaml.load(text, Loader=yaml.CSafeLoader)):  # noqa: S506  a safe loader, in C
            if entry in seen:
                raise Twice(f"{entry[-1]} is in openapi/parts/{seen[entry]} and in {part.name}: keep one")
            seen[entry] = part.name
        for (outer, inner), lines in _sections(text):
            indent = "    " if inner else "  "
            mark = [f"{indent}# ---- {part.name}"] if lines and part.name != FIRST else []
            sections[outer, inner] += [*mark, *lines]
    written = [HEADER]
    for (outer, inner), lines in sorted(sections.items(), key=lambda item: item[0][0] == "components"):
        if inner:
            written.append(f"  {inner}:")
        elif outer in GATHERED:
            written.append(f"{outer}:")
        written += lines
    return "\n".join(written) + "\n"


def _entries(part: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What a part defines: (section, inner section, name)."""
    found = []
    for outer, content in part.items():
        if outer == "components":
            found += [(outer, inner, name) for inner, names in content.items() for name in names]
        elif outer in GATHERED:
            found += [(outer, "", name) for name in content]
        else:
            found.append((outer, "", outer))
    return found


def _sections(text: str) -> list[tuple[tuple[str, str], list[str]]]:
    """The lines of a part by section, without the key of what is gathered."""
    found: list[tuple[tuple[str, str], list[str]]] = []
    outer = ""
    for line in text.splitlines():
        if key := _KEY.match(line):
            outer = key[1]
            found.append(((outer, ""), [] if outer in GATHERED else [line]))
        elif outer == "components" and (key := _INNER_KEY.match(line)):
            found.append(((outer, key[1]), []))
        else:
            found[-1][1].append(line)
    return found
