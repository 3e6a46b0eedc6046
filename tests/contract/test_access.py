"""Coarse access, for every operation at once: what is not public answers nobody."""

from uuid import UUID

from api.core.operations import Contract
from tests.contract.client import ContractClient

NOBODY = UUID(int=0)


async def test_nobody_is_answered_by_any_operation_that_is_not_public(
    client: ContractClient, contract: Contract
) -> None:
    open_to_all = []
    for operation in contract.operations.values():
        if operation.scopes is None:
            continue
        arguments: dict[str, object] = {
            parameter["name"]: NOBODY for parameter in operation.parameters_in("path")
        }
        if operation.body_media == "application/json":
            arguments["json"] = {}
        answer = await client.call(operation.id, **arguments)
        if answer.status_code != 401:
            open_to_all.append(f"{operation.id}: {answer.status_code}")
    assert open_to_all == []


async def test_the_contract_itself_is_served(client: ContractClient, contract: Contract) -> None:
    assert (await client.get("/openapi.json")).json()["paths"].keys() == contract.document["paths"].keys()


async def test_health_readiness_and_figures_answer_anybody(client: ContractClient) -> None:
    assert (await client.call("getHealth")).json() == {"status": "ok"}
    assert (await client.call("getReadiness")).json()["status"] == "ready"
    figures = (await client.call("getMetrics")).text
    assert 'maillage_http_request_seconds_count{operation="getHealth",status="2xx"}' in figures
