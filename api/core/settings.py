"""Everything that the environment may decide, read once."""

from functools import cache
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The environment of one process. Names without prefix are those that hosting platforms set."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_", extra="ignore", env_ignore_empty=True)

    port: int = Field(default=8000, ge=1, le=65535, validation_alias="PORT")
    host: str = Field(default="127.0.0.1", validation_alias="HOST")
    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """Owner URL of an existing PostgreSQL; without it the embedded one is started under `data_dir`."""
    data_dir: Path = Field(default=Path(".data"), validation_alias="MAILLAGE_DATA")
    demo: bool = True
    test_mode: bool = Field(default=False, validation_alias="MAILLAGE_TEST")
    clock_offset: float = 0.0
    """Seconds added to the clock. Honoured only in test mode (see `api.core.clock`)."""
    outgoing_allows: str = ""
    """Hosts of tests (`127.0.0.1:8123,…`) that `api.core.outgoing` may reach. Honoured only in test mode."""
    base_url: str = ""
    """Address under which people reach this instance; used in links sent by e-mail."""
    smtp_url: str | None = None
    mail_from: str = "Maillage <ne-pas-repondre@maillage.demo>"
    sms_url: str | None = None
    """Where SMS are posted (see docs/runbook.md); without it, a demonstration writes them in a file."""
    sms_token: str | None = Field(default=None, repr=False)
    sms_sender: str = Field(default="Maillage", pattern=r"^[A-Za-z][A-Za-z0-9]{2,10}$")
    """Who an SMS is from: 3 to 11 letters or digits, a letter first, as operators accept."""
    sms_receipt_secret: str | None = Field(default=None, min_length=16, repr=False)
    """Shared with the SMS provider, who signs receipts with it; without it no receipt is taken."""
    push_hosts: tuple[str, ...] = (
        "fcm.googleapis.com",
        "push.services.mozilla.com",
        "push.apple.com",
        "notify.windows.com",
    )
    """The push services of browsers (JSON list): the only ones that web push is sent to."""
    rpps_folder: Path | None = None
    """Where the national files (PS_LibreAcces) are put; the worker imports the newest every night."""
    sas_url: str | None = Field(default=None, pattern=r"^https://")
    """The FHIR base of the national SAS platform; without it nothing is sent there."""
    sas_client_certificate: Path | None = None
    sas_client_key: Path | None = None
    """With what this server shows who it is to the platform (PEM, the chain with the certificate)."""
    sas_server_ca: Path | None = None
    """The authorities that may vouch for the platform (PEM); without it, those of the system."""
    sas_seconds: float = Field(default=20, gt=0, le=60)
    """How long one exchange with the platform may last."""
    sas_identifier_system: str = ""
    """In whose name our identifiers of appointments are: an OID of the editor, or an address of ours."""
    sas_port: int = Field(default=8443, ge=1, le=65535)
    """Where the national SAS platform is listened to, with its certificate (see docs/runbook.md)."""
    sas_certificate: Path | None = None
    """Ours there, with its chain (PEM); without it `maillage serve` starts no such listener."""
    sas_key: Path | None = None
    sas_ca: Path | None = None
    """The authorities that issue the platform's certificate (PEM)."""
    sas_crl: Path | None = None
    """Their revocation lists (PEM, one after the other); read again whenever the file changes."""
    sas_names: tuple[str, ...] = ()
    sas_units: tuple[str, ...] = ()
    """The CN and the OU that the platform's certificate may have (JSON lists)."""
    sas_base_url: str = ""
    """Address under which the platform reaches that listener: what it reads there is named so."""
    psc_client_id: str | None = None
    """Ours at Pro Santé Connect; without it nobody signs in that way."""
    psc_client_secret: str | None = Field(default=None, repr=False)
    psc_client_secret_file: Path | None = None
    """The secret that goes with it, or the file that holds it."""
    psc_discovery_url: str = (
        "https://auth.esw.esante.gouv.fr/auth/realms/esante-wallet/.well-known/wallet-openid-configuration"
    )
    psc_endpoints: dict[str, str] | None = None
    """Instead of discovery: `issuer`, `authorization_endpoint`… as a discovery document names them (JSON)."""
    psc_algorithm: Literal["RS256", "HS256"] = "RS256"
    """How id_tokens are signed: by a key that the provider publishes, else by the client secret."""
    psc_seconds: float = Field(default=10, gt=0, le=30)
    """How long one exchange with the provider may last."""
    webhook_seconds: float = Field(default=10, gt=0, le=30)
    """How long the software of a requester may take to answer what it is told."""
    keys_file: Path = Field(default=Path(), validation_alias="MAILLAGE_KEYS")
    calls_a_minute: int = Field(default=600, ge=60)
    """How many calls one account may make in a minute, in one web process (see `api.core.pace`)."""
    metrics_token: str | None = Field(default=None, min_length=16, repr=False)
    """The bearer token with which `/metrics` is read; without it, from this machine and its network alone."""
    workers: int = Field(default=2, ge=1, le=64)

    @model_validator(mode="after")
    def _derive(self) -> Self:
        """Fill what follows from other values when the environment says nothing."""
        if self.keys_file == Path():
            self.keys_file = self.data_dir / "keys.json"
        self.base_url = self.base_url.rstrip("/") or f"http://localhost:{self.port}"
        host = urlsplit(self.base_url).hostname or "localhost"
        self.sas_base_url = self.sas_base_url.rstrip("/") or f"https://{host}:{self.sas_port}"
        if not self.sas_identifier_system:
            self.sas_identifier_system = f"{self.base_url}/rdv"
        if self.sas_url is not None and None in (self.sas_client_certificate, self.sas_client_key):
            missing = "MAILLAGE_SAS_CLIENT_CERTIFICATE and MAILLAGE_SAS_CLIENT_KEY"
            raise ValueError(f"MAILLAGE_SAS_URL needs {missing}: the platform asks who calls")
        if self.psc_client_secret is None and self.psc_client_secret_file is not None:
            self.psc_client_secret = self.psc_client_secret_file.read_text().strip()
        if self.psc_client_id is not None and not self.psc_client_secret:
            raise ValueError("MAILLAGE_PSC_CLIENT_ID needs MAILLAGE_PSC_CLIENT_SECRET, or the file of it")
        return self


@cache
def settings() -> Settings:
    """The settings of this process. Tests that change the environment call `settings.cache_clear()`."""
    return Settings()
