"""`maillage serve` in a process of its own, whose processes can be found, killed and started again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from api.core import devdb
from tests.contract.running import PROJECT, free_port


class Instance:
    """A whole instance on a data folder: web processes, worker, embedded database."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "MAILLAGE_DATA": str(folder / "data"),
            "PORT": str(self.port),
            **environment,
        }
        self._log = folder / "log.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, later_by_minutes: float = 0) -> None:
        """Start it, with a clock that far ahead, and return when it answers."""
        offset = {"MAILLAGE_CLOCK_OFFSET": str(60 * later_by_minutes)}
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve"],
                cwd=PROJECT,
                env=self._environment | offset,
                stdout=out,
                stderr=out,
            )
        self.until(self._ready)

    def database_url(self) -> str:
        """The owner's address of its database."""
        url = devdb.running(self.folder / "data")
        assert url is not None, self.said()
        return url

    def processes(self, command: str) -> list[psutil.Process]:
        """Those of its processes that run `maillage <command>` and are still alive."""
        return [one for one in self._descendants() if f"api.cli {command}" in _command_line(one)]

    def kill_busiest_web(self) -> None:
        """kill -9 the web process that has the most requests under way."""

        def requests(one: psutil.Process) -> int:
            known = [each for each in one.net_connections("tcp") if each.laddr.port == self.port]
            return sum(each.status == psutil.CONN_ESTABLISHED for each in known)

        max(self.processes("web"), key=requests).kill()

    def kill_worker(self) -> None:
        """kill -9 the worker."""
        [worker] = self.processes("worker")
        worker.kill()

    def kill_everything(self) -> None:
        """kill -9 the whole group at once, PostgreSQL with it."""
        assert self._process is not None
        group = [*self._descendants(), psutil.Process(self._process.pid)]
        for one in group:
            try:
                one.kill()
            except psutil.NoSuchProcess:
                continue
        self._process.wait(timeout=10)
        psutil.wait_procs(group, timeout=10)

    def stop(self) -> None:
        """Ask it to end; whatever happened, nothing of it outlives the test."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill_everything()

    def until(self, condition: Callable[[], bool], *, seconds: float = 60) -> None:
        """Wait for something that the instance does; fail with its log when it ends or does not."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert self._process is not None
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        """The end of its log."""
        return self._log.read_text(errors="replace")[-6000:]

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def _descendants(self) -> list[psutil.Process]:
        assert self._process is not None
        try:
            return psutil.Process(self._process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []


def _command_line(process: psutil.Process) -> str:
    """Nothing for a process that has ended, its parent having noticed (gone) or not yet (zombie)."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # of which ZombieProcess is a kind
        return ""
