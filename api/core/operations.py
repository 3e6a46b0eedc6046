"""The contract file, read: what each operation takes, answers and asks of its caller."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTRACT_FILE = Path(__file__).resolve().parents[2] / "openapi" / "openapi.yaml"

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")

JSON_MEDIA = "application/json"


class ContractMismatch(RuntimeError):
    """Code and contract disagree. The message names the file to change."""


@dataclass(frozen=True)
class Answer:
    """One declared response: its media type and schema are None when it has no body. `medias`: all those
    in which it may come."""

    media: str | None
    schema: Mapping[str, Any] | None
    headers: frozenset[str]
    medias: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Operation:
    """One operation of the contract, with its references resolved."""

    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Mapping[str, Any], ...]
    body_media: str | None
    body_schema: Mapping[str, Any] | None
    body_required: bool
    answers: Mapping[int, Answer] = field(repr=False)
    keeps_answer: bool
    """Whether an Idempotency-Key keeps the answer: `x-answer-kept` of the contract, true by default."""
    not_kept: frozenset[str]
    """Members of the answer that it does not keep, null when it comes again: `x-not-kept` of their schema."""
    max_body_bytes: int | None
    """The largest body it takes, when that is not the usual one: `x-max-body-bytes` of the contract."""
    query_as_sent: bool
    """Whether the handler reads the query itself (another grammar than ours): `x-query-as-sent`."""
    scopes: Mapping[str, frozenset[str]] | None
    """Scheme name -> scopes it needs there; None when anybody may call."""

    @property
    def status(self) -> int:
        """The status of success: the lowest 2xx declared (else 3xx, for redirections)."""
        return min(self.answers, key=lambda status: (status >= 400, status))

    @property
    def function_name(self) -> str:
        """`acceptOffer` -> `accept_offer`: the name of the handler and of the service function."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.id).lower()

    def parameter(self, place: str, name: str) -> Mapping[str, Any] | None:
        """The parameter of that name (headers without case) in `path`, `query` or `header`."""
        for parameter in self.parameters:
            if parameter["in"] == place and parameter["name"].lower() == name.lower():
                return parameter
        return None

    def parameters_in(self, place: str) -> list[Mapping[str, Any]]:
        """The parameters of one place, in the order of the contract."""
        return [parameter for parameter in self.parameters if parameter["in"] == place]


class Contract:
    """An OpenAPI 3.1 document and its operations by id."""

    def __init__(self, document: Mapping[str, Any], origin: str = "openapi/openapi.yaml") -> None:
        self.document, self.origin = document, origin
        self.operations = {operation.id: operation for operation in self._read()}

    @classmethod
    def load(cls, path: Path = CONTRACT_FILE) -> "Contract":
        """Read a contract file (YAML)."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return cls(yaml.load(path.read_text(), Loader=loader), f"{path.parent.name}/{path.name}")  # noqa: S506  both are safe loaders

    def resolve(self, node: Any) -> Any:
        """The node itself, or what its local `$ref` names."""
        while isinstance(node, Mapping) and "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            node = found
        return node

    def _read(self) -> list[Operation]:
        found = []
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    found.append(self._operation(path, item, method, item[method]))
        if len({operation.id for operation in found}) < len(found):
            raise ContractMismatch(f"Two operations of {self.origin} have the same operationId")
        return found

    def _operation(self, path: str, item: Any, method: str, node: Any) -> Operation:
        body = self.resolve(node.get("requestBody", {}))
        media, content = _first_media(body.get("content", {}))
        security = node.get("security", self.document.get("security", []))
        return Operation(
            id=node["operationId"],
            method=method.upper(),
            path=path,
            tag=(node.get("tags") or [""])[0],
            summary=node.get("summary", ""),
            description=node.get("description", ""),
            parameters=tuple(self._parameters(item, node)),
            body_media=media,
            body_schema=content.get("schema"),
            body_required=bool(body.get("required")),
            answers={int(status): self._answer(answer) for status, answer in node["responses"].items()},
            keeps_answer=node.get("x-answer-kept", True),
            not_kept=self._not_kept(node),
            max_body_bytes=node.get("x-max-body-bytes"),
            query_as_sent=node.get("x-query-as-sent", False),
            scopes={name: frozenset(needed) for entry in security for name, needed in entry.items()}
            if security and {} not in security
            else None,
        )

    def _not_kept(self, node: Any) -> frozenset[str]:
        successes = [answer for status, answer in node["responses"].items() if int(status) < 300]
        media = [one for answer in successes for one in self.resolve(answer).get("content", {}).values()]
        schemas = [self.resolve(one.get("schema", {})) for one in media]
        return frozenset(
            name
            for schema in schemas
            for name, member in schema.get("properties", {}).items()
            if member.get("x-not-kept")
        )

    def _parameters(self, item: Any, node: Any) -> list[Mapping[str, Any]]:
        declared: dict[tuple[str, str], Mapping[str, Any]] = {}
        for raw in (*item.get("parameters", []), *node.get("parameters", [])):
            parameter = self.resolve(raw)
            declared[parameter["in"], parameter["name"]] = parameter
        return list(declared.values())

    def _answer(self, raw: Any) -> Answer:
        answer = self.resolve(raw)
        media, content = _first_media(answer.get("content", {}))
        headers = frozenset(name.lower() for name in answer.get("headers", {}))
        return Answer(media, content.get("schema"), headers, frozenset(answer.get("content", {})))


def _first_media(content: Any) -> tuple[str | None, Any]:
    """The media type that the server reads or answers by itself: JSON if declared, else the first."""
    if not content:
        return None, {}
    media = JSON_MEDIA if JSON_MEDIA in content else next(iter(content))
    return media, content[media]


@cache
def the_contract() -> Contract:
    """The contract of this application, read once."""
    return Contract.load()
