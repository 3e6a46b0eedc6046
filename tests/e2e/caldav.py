"""A CalDAV server of somewhere else: one account, two calendars, with an hour taken each."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

from tests.loopback import answering

PASSWORD = "mot-de-passe-d-application"

CALENDAR = "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
WHOSE = "<d:current-user-principal><d:href>/dav/camille/</d:href></d:current-user-principal>"
HOME = "<c:calendar-home-set><d:href>/dav/agendas/</d:href></c:calendar-home-set>"

ANSWERS: dict[tuple[str, str], list[tuple[str, str]]] = {
    ("PROPFIND", "/.well-known/caldav"): [("/", WHOSE)],
    ("PROPFIND", "/dav/camille/"): [("/dav/camille/", HOME)],
    ("PROPFIND", "/dav/agendas/"): [
        ("/dav/agendas/", "<d:resourcetype><d:collection/></d:resourcetype>"),
        ("/dav/agendas/1/", f"{CALENDAR}<d:displayname>Cabinet</d:displayname>"),
        ("/dav/agendas/2/", f"{CALENDAR}<d:displayname>Maison</d:displayname>"),
    ],
    ("REPORT", "/dav/agendas/1/"): [],
}
"""What is said of which addresses."""


@dataclass
class Account:
    """Where one would say that it is; once `lost`, its calendars are there no more."""

    url: str
    lost: bool = False


@contextmanager
def served(port: int) -> Iterator[Account]:
    """The server listens on that port of this machine until the block ends."""
    account = Account(f"http://127.0.0.1:{port}")
    signed_in = "Basic " + base64.b64encode(f"camille:{PASSWORD}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            said = ANSWERS.get((self.command, self.path))
            if self.headers.get("Authorization") != signed_in:
                self.reply(401, "")
            elif said is None or account.lost:
                self.reply(404, "")
            else:
                self.reply(207, multistatus(said))

        do_PROPFIND = do_REPORT = do_GET = answer  # noqa: N815  the names of http.server

        def reply(self, status: int, text: str) -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with answering(Handler, port):
        yield account


def multistatus(said: list[tuple[str, str]]) -> str:
    """The answer of a WebDAV server."""
    responses = "".join(
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{props}</d:prop>"
        "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
        for href, props in said
    )
    spaces = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    return f'<?xml version="1.0" encoding="utf-8"?><d:multistatus {spaces}>{responses}</d:multistatus>'
