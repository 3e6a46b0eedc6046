"""A crowd of HTTP clients that costs little itself: raw sockets, so that two cores measure the server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api.core.doors import shared_memory
from api.identity import cookies

PROJECT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def server(owner_url: str, workers: int = 2) -> Iterator[int]:
    """The real server on this database, as `maillage serve` runs it; its port."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": owner_url,
        "PORT": str(port),
        "MAILLAGE_DEMO": "0",
        "MAILLAGE_WORKERS": str(workers),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve"],
        env=environment,
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def web_alone(owner_url: str, workers: int = 2) -> Iterator[int]:
    """Its web processes without the one of background jobs, sharing connections as they do; their port."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as listener:
        port, number, shares = int(listener.getsockname()[1]), listener.fileno(), shared_memory(workers)
        environment = {**os.environ, "DATABASE_URL": owner_url, "PORT": str(port), "MAILLAGE_DEMO": "0"}
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "api.cli", "web", "--fd", str(number)]
                + ["--shares", str(shares), "--place", str(place)],
                env=environment,
                cwd=PROJECT,
                pass_fds=(number, shares),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for place in range(workers)
        ]
        try:
            for process in processes:
                _wait(process, port)
            yield port
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait(30)
            os.close(shares)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server does not start: run `maillage serve` to see why")


class Client:
    """One signed-in browser on one connection that stays open."""

    def __init__(self, port: int, token: str, csrf: str = "") -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._head = (
            f"Host: 127.0.0.1:{port}\r\nCookie: {cookies.SESSION}={token}\r\n"
            f"Accept-Encoding: gzip, br\r\n{cookies.CSRF_HEADER}: {csrf}\r\n"
        )

    async def get(self, path: str) -> tuple[int, bytes]:
        """The status and the bytes of the answer."""
        return await self._call(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())

    async def post(self, path: str, body: Any, head: str = "") -> tuple[int, dict[str, Any]]:
        """The status and the JSON of the answer. `head`: more lines of the request."""
        data = json.dumps(body).encode()
        length = f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        status, answer = await self._call(
            f"POST {path} HTTP/1.1\r\n{self._head}{head}{length}\r\n".encode() + data
        )
        return status, json.loads(answer) if answer else {}

    async def _call(self, request: bytes) -> tuple[int, bytes]:
        """Like a browser, calls again when an idle line was cut."""
        reused = self._streams is not None
        try:
            return await self._exchange(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            if not reused:
                raise
            self.close()
            return await self._exchange(request)

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length:", 1)[1].split("\r\n", 1)[0])
        answer = await reader.readexactly(length)
        return int(head.split(" ", 2)[1]), answer

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Machine(Client):
    """Software with a token, on one connection that stays open."""

    def __init__(self, port: int, token: str) -> None:
        super().__init__(port, "")
        self._head = (
            f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\nAccept-Encoding: gzip, br\r\n"
        )
