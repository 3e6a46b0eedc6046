"""Structured logs without any personal datum: ids, route templates, durations. Never a path or a query."""

import logging
import re
import sys
import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core import metrics
from api.core.ids import new_id

REQUEST_ID = "x-request-id"

_SAFE_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")

access = structlog.get_logger("api.access")


def configure(level: int | None = None) -> None:
    """One JSON object per line on stderr, also for what libraries log; uvicorn's access log is silenced.

    `level` is that of the logging module. By default everything, but only warnings where a person looks at
    the terminal: the address and the demonstration's accounts must not scroll away.
    """
    if level is None:
        level = logging.WARNING if sys.stderr.isatty() else logging.INFO
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.ExceptionRenderer(_trace_without_values),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers, root.level = [handler], level
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], name != "uvicorn.access"
    # These say paths, statements or arguments, which may be personal, at lower levels.
    for name in ("httpx", "httpcore", "procrastinate", "sqlalchemy.engine", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _trace_without_values(exc_info: Any) -> str:
    """Class names and lines of code. The message of an exception may quote a row or a field: left out."""
    lines: list[str] = []
    error: BaseException | None = exc_info[1]
    told: set[int] = set()  # a chain of causes may be a circle
    while error is not None and id(error) not in told:
        told.add(id(error))
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            lines.append(f"  {code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
            trace = trace.tb_next
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


class RequestLog:
    """ASGI middleware: a request id, one log line and one measurement per answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; note what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started, status, begun = time.perf_counter(), 500, None

        async def send_with_id(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status = message["status"]
                if _lasts(message):
                    begun = time.perf_counter()
                message["headers"] = [
                    *message.get("headers", []),
                    (REQUEST_ID.encode(), request_id.encode()),
                ]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            # Of a stream, how long it lasts says nothing about the server: its first byte does.
            seconds = (begun or time.perf_counter()) - started
            self._note(scope, status, seconds)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope.get("route")
        operation = getattr(route, "operation_id", None) or "none"
        metrics.observe(operation, status, seconds)
        actor = scope.get("state", {}).get("actor")
        access.info(
            "request",
            operation=operation,
            route=getattr(route, "path", None),
            method=scope["method"],
            status=status,
            ms=round(seconds * 1000, 1),
            actor_id=str(actor.person_id) if actor is not None else None,
        )


def _lasts(start: Message) -> bool:
    return any(
        name == b"content-type" and value.startswith(b"text/event-stream")
        for name, value in start.get("headers", [])
    )


def _request_id(scope: Scope) -> str:
    """The caller's X-Request-ID when it is a plain token, else a new one."""
    for name, value in scope["headers"]:
        if name == REQUEST_ID.encode() and _SAFE_ID.fullmatch(value):
            return str(value.decode())
    return str(new_id())
