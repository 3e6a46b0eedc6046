"""An HTTP client that holds every answer of every test to the contract."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

import httpx
import jsonschema_rs

from api.core.operations import Answer, Contract, Operation
from tests.contract.exceptions import ANYWHERE, NOT_AUDITED

SEEN: dict[str, set[int]] = defaultdict(set)
"""operationId -> statuses that some test of this run received."""

PROBLEM_MEDIA = "application/problem+json"
FHIR_MEDIA = "application/fhir+json"

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class ContractViolation(AssertionError):
    """The server answered what the contract does not say. The message names the file to change."""


class ContractClient(httpx.AsyncClient):
    """httpx, plus the contract: `client.call("acceptOffer", offer_id=…, json=…)` or plain `client.get(path)`.

    `audit`, when given, runs a statement as the owner of the database (`Database.sql`): each successful write
    must then have left an audit line.
    """

    def __init__(
        self, app: Any, contract: Contract, *, audit: Callable[..., list[Any]] | None = None, **options: Any
    ) -> None:
        super().__init__(
            transport=httpx.ASGITransport(app=app), base_url="http://maillage.example", **options
        )
        self.contract = contract
        self._audit = audit
        self._paths = _paths(contract)

    async def call(self, operation_id: str, **arguments: Any) -> httpx.Response:
        """Call an operation by its id; path parameters by name, the rest as for httpx (`json=`…)."""
        operation = self.contract.operations[operation_id]
        names = [parameter["name"] for parameter in operation.parameters_in("path")]
        path = operation.path.format(**{name: arguments.pop(name) for name in names})
        return await self.request(operation.method, path, **arguments)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send, then check the answer."""
        response = await super().send(request, **options)
        operation = self._operation_of(request)
        if operation is not None:
            await response.aread()
            check_answer(self.contract, operation, response)
            SEEN[operation.id].add(response.status_code)
            self._check_audit(operation, request, response)
        return response

    def _operation_of(self, request: httpx.Request) -> Operation | None:
        for regex, operation in self._paths:
            if operation.method == request.method and regex.fullmatch(request.url.path):
                return operation
        return None

    def _check_audit(self, operation: Operation, request: httpx.Request, response: httpx.Response) -> None:
        if self._audit is None or request.method not in WRITES or not response.is_success:
            return
        if operation.id in NOT_AUDITED or "idempotency-replayed" in response.headers:
            return
        [(lines,)] = self._audit(
            "SELECT count(*) FROM audit_entries WHERE request_id = %s", response.headers["x-request-id"]
        )
        if lines == 0:
            raise ContractViolation(
                f"{operation.id} changed something and left no audit line: call api.audit.service.record "
                f"in its service (or give a reason in tests/contract/exceptions.py)"
            )


def check_answer(contract: Contract, operation: Operation, response: httpx.Response) -> None:
    """Raise ContractViolation unless the contract declares this answer: status, media type, headers, body."""
    where = f"{operation.id} answered {response.status_code}"
    answer = operation.answers.get(response.status_code)
    if answer is None and response.status_code in ANYWHERE:
        schema, kind = ("FhirResource", FHIR_MEDIA) if operation.tag == "fhir" else ("Problem", PROBLEM_MEDIA)
        answer = Answer(kind, {"$ref": f"#/components/schemas/{schema}"}, frozenset(), frozenset({kind}))
    if answer is None:
        declared = ", ".join(map(str, sorted(operation.answers)))
        raise ContractViolation(
            f"{where}, {contract.origin} declares {declared}: add the status there, or refuse otherwise.\n"
            f"{response.text[:500]}"
        )
    media = response.headers.get("content-type", "").split(";")[0] or None
    if response.status_code != 304 and media not in (answer.medias or {None}):
        raise ContractViolation(f"{where} as {media}, {contract.origin} says {answer.media}")
    if missing := [name for name in answer.headers if name not in response.headers]:
        raise ContractViolation(f"{where} without {', '.join(missing)}, which {contract.origin} declares")
    if answer.schema is None:
        if response.content:
            raise ContractViolation(f"{where} with a body, {contract.origin} declares none")
        return
    if not media or not media.endswith("json"):
        return
    validator = _validator(contract, operation.id, response.status_code, answer.schema)
    faults = [f"{fault.instance_path}: {fault.message}" for fault in validator.iter_errors(response.json())]
    if faults:
        raise ContractViolation(
            f"{where}, which does not fit its schema in {contract.origin}:\n  " + "\n  ".join(faults[:8])
        )


_CONTRACT = "urn:contract"


@cache
def _schemas(contract: Contract) -> jsonschema_rs.Registry:
    """The components, read once: an answer that carried them in its own schema would take 4 MB of them."""
    components = {"components": contract.document["components"]}
    return jsonschema_rs.Registry([(_CONTRACT, json.loads(json.dumps(components)))])


_VALIDATORS: dict[tuple[Contract, str, int], Any] = {}


def _validator(contract: Contract, operation_id: str, status: int, schema: Any) -> Any:
    key = (contract, operation_id, status)
    if key not in _VALIDATORS:
        here = json.loads(json.dumps(schema).replace('"$ref": "#/', f'"$ref": "{_CONTRACT}#/'))
        _VALIDATORS[key] = jsonschema_rs.Draft202012Validator(
            here, validate_formats=True, registry=_schemas(contract)
        )
    return _VALIDATORS[key]


@cache
def _paths(contract: Contract) -> list[tuple[re.Pattern[str], Operation]]:
    """The address of each operation. One without parameters wins over one with, as in the server."""
    paths = sorted(contract.operations.values(), key=lambda operation: operation.path.count("{"))
    return [(_path_regex(operation.path), operation) for operation in paths]


def _path_regex(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
