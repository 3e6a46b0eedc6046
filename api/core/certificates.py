"""Who comes with a client certificate: what its subject must say, and whether its authority took it back.

OpenSSL checks the authority, the dates and the revocation list when a connection opens; the same is asked
again of each request here, since a connection may outlive a certificate, or a list.
"""

import ssl
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from cryptography import x509

from api.core import clock
from api.core.pgbinaries import StartRefused

log = structlog.get_logger("api.sas")

_END = b"-----END X509 CRL-----"


@dataclass(frozen=True)
class Files:
    """Where things lie, all in PEM: our certificate with its chain, its key, the authorities of clients, and
    their revocation lists one after the other."""

    certificate: Path
    key: Path
    authorities: Path
    revoked: Path


class Admission:
    """Which certificates are let in. The revocation list is read again as soon as its file changes."""

    def __init__(self, files: Files, names: Collection[str], units: Collection[str]) -> None:
        """`names` and `units`: the CN and OU of the subjects that are let in.

        StartRefused, saying which settings to change, when a file cannot be used or one of the two is empty.
        """
        if not names or not units:
            raise StartRefused(
                "Réglez MAILLAGE_SAS_NAMES et MAILLAGE_SAS_UNITS : CN et OU du certificat de la plateforme."
            )
        self._files, self._names, self._units = files, frozenset(names), frozenset(units)
        self._expired_said = False
        try:
            self._read()
        except (OSError, ValueError) as error:  # what OpenSSL says is an OSError
            raise StartRefused(
                f"Les certificats de la plateforme SAS ne se lisent pas ({error}). Vérifiez "
                "MAILLAGE_SAS_CERTIFICATE, MAILLAGE_SAS_KEY, MAILLAGE_SAS_CA et MAILLAGE_SAS_CRL."
            ) from error

    def context(self) -> ssl.SSLContext:
        """The context of a listener. Each new connection gets the one of the present revocation list."""
        front = _context(self._files)
        front.sni_callback = self._present  # called for every connection, whether it names a host or not
        return front

    def lists_until(self) -> datetime:
        """Until when the revocation lists are good: after that nobody is let in."""
        self._read_again()
        return self._until

    def refusal(self, certificate: dict[str, Any]) -> str | None:
        """Why the bearer of that certificate (`SSLSocket.getpeercert()`) is not let in; None when it is."""
        now = clock.now()
        if now >= self.lists_until():
            return "revocation list has expired"
        if int(certificate["serialNumber"], 16) in self._serials:
            return "certificate revoked"
        if now.timestamp() >= ssl.cert_time_to_seconds(certificate["notAfter"]):
            return "certificate has expired"
        if not _said(certificate, "commonName") & self._names:
            return "common name not allowed"
        if not _said(certificate, "organizationalUnitName") & self._units:
            return "organisational unit not allowed"
        return None

    def _present(self, connection: Any, name: str | None, front: ssl.SSLContext) -> None:
        self._read_again()
        connection.context = self._current

    def _read_again(self) -> None:
        """Read the list again when it was replaced; what cannot be read leaves the one before."""
        try:
            if self._version != _version(self._files.revoked):
                self._read()
                log.info("sas.revocation_list_read", until=self._until.isoformat())
        except (OSError, ValueError) as error:
            log.error("sas.revocation_list_unreadable", reason=type(error).__name__)
        expired = clock.now() >= self._until
        if expired and not self._expired_said:
            log.error("sas.revocation_list_expired", until=self._until.isoformat())
        self._expired_said = expired

    def _read(self) -> None:
        version = _version(self._files.revoked)
        lists = _lists(self._files.revoked.read_bytes())
        context = _context(self._files)
        context.load_verify_locations(self._files.revoked)
        self._serials = frozenset(one.serial_number for each in lists for one in each)
        self._until = min(each.next_update_utc or datetime.max.replace(tzinfo=UTC) for each in lists)
        self._current, self._version = context, version


class _Logged(ssl.SSLObject):
    """Says why a connection was refused before anything was asked on it. No address, no name."""

    def do_handshake(self) -> None:
        """Shake hands; SSLError as ever when it fails."""
        try:
            super().do_handshake()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            raise
        except ssl.SSLError as error:
            log.warning("sas.refused", reason=getattr(error, "verify_message", None) or error.reason)
            raise


def _context(files: Files) -> ssl.SSLContext:
    """TLS 1.2 at least; a certificate of the authorities, on no revocation list, from everybody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
    context.load_cert_chain(files.certificate, files.key)
    context.load_verify_locations(files.authorities)
    context.sslobject_class = _Logged
    return context


def _lists(text: bytes) -> list[x509.CertificateRevocationList]:
    """The lists of a file. ValueError when there is none."""
    parts = [part for part in text.split(_END) if part.strip()]
    if not parts:
        raise ValueError("no revocation list")
    return [x509.load_pem_x509_crl(part + _END + b"\n") for part in parts]


def _version(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ino, found.st_size


def _said(certificate: dict[str, Any], name: str) -> set[str]:
    """What the subject says under that name, which may come several times."""
    return {value for part in certificate["subject"] for key, value in part if key == name}
