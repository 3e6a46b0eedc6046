"""Every exception to the nets of the contract, each with its reason. The aim is an empty file."""

NOT_AUDITED: dict[str, str] = {}
"""operationId of a write that leaves no audit line -> why."""

NOT_JSON: dict[str, str] = {
    "getMetrics": "the text format of Prometheus",
    "createAccessToken": "RFC 6749: form in, JSON out, its own error format",
}
"""operationId that the JSON style rules do not hold for -> the format that rules instead."""

NEVER_SEEN: dict[str, str] = {}
"""`operationId status` that no test can provoke -> why."""

ANYWHERE: dict[int, str] = {
    413: "the server stops reading before it knows the operation",
    500: "a mistake of ours is not a promise",
    503: "the database may go away during any request",
}
"""Statuses that any operation may answer without declaring them, as a Problem -> why."""
