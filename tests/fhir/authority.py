"""An authority of the tests, its certificates and its revocation lists, all in PEM files of a folder."""

import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

CN, OU = "plateforme.sas.example", "318751275100020"
"""Of the certificate that is let in."""


def _name(common_name: str, unit: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


class Authority:
    """Signs certificates and says which it took back."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self.folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = _name(name, "tests")
        own = self._sign(self._name, self._key, days=(-1, 30), authority=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(own.public_bytes(Encoding.PEM))
        self._made: dict[str, x509.Certificate] = {}

    def certificate(
        self, name: str, common_name: str = CN, unit: str = OU, *, days: tuple[float, float] = (-1, 30)
    ) -> tuple[str, str]:
        """The files of a certificate and its key; good from and until so many days from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._sign(_name(common_name, unit), key, days=days)
        self._made[name] = made
        certificate, private = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        certificate.write_bytes(made.public_bytes(Encoding.PEM))
        private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return str(certificate), str(private)

    def revoke(self, *names: str, path: Path, until_days: float = 7) -> Path:
        """Write the revocation list of these certificates, good until then."""
        now = datetime.now(UTC)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self._name)
            .last_update(now - timedelta(days=10))
            .next_update(now + timedelta(days=until_days))
        )
        for name in names:
            revoked = x509.RevokedCertificateBuilder().serial_number(self._made[name].serial_number)
            made = made.add_revoked_certificate(revoked.revocation_date(now - timedelta(hours=1)).build())
        draft = path.with_suffix(".draft")
        draft.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        draft.replace(path)
        return path

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        days: tuple[float, float],
        authority: bool = False,
    ) -> x509.Certificate:
        now, here = datetime.now(UTC), ipaddress.ip_address("127.0.0.1")
        names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(here)])
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=days[0]))
            .not_valid_after(now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(names, critical=False)
            # Newer Pythons ask for both.
            .add_extension(issuer, critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        return made.sign(self._key, hashes.SHA256())
