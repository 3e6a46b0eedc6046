"""Personal data at rest: encrypted columns, keyed hashes, and the key file they hang on.

The key file is JSON `{"current": id, "fixed": base64, "keys": {id: base64}, "replaced": {id: instant}}`,
mode 0600, made when absent. `keys` encrypt (AES-256-GCM; a new `current` is a rotation: old rows keep
their key id); `fixed` feeds keyed hashes and derived secrets, which must not change when a key is rotated.
"""

import base64
import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.core import clock
from api.core.settings import settings

NONCE_BYTES, KEY_BYTES = 12, 32

KEPT_ONCE_REPLACED = timedelta(days=1)
"""Longer than any transaction: what one sealed with a key is counted by nobody before it is committed."""


class KeyFileError(RuntimeError):
    """The key file cannot be used; the message says what to do and never shows a key."""


class TooSoon(RuntimeError):
    """Something that nobody counted yet may have been sealed by this key; `until`: from then on, no more."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Keep this key until {until.isoformat()}")
        self.until = until


class Unreadable(RuntimeError):
    """A sealed value does not open: its key is missing, or it was moved or altered."""


@dataclass(frozen=True)
class Keys:
    """The keys of this instance."""

    current: str
    fixed: bytes = field(repr=False)
    by_id: dict[str, bytes] = field(repr=False)


def keys() -> Keys:
    """The keys of this instance, from `settings().keys_file`: as the file is now, since a rotation adds to it
    while processes run."""
    path = settings().keys_file
    try:
        written = path.stat().st_mtime_ns
    except FileNotFoundError:
        load_keys(path)
        written = path.stat().st_mtime_ns
    return _keys_of(path, written)


@cache
def _keys_of(path: Path, _written: int) -> Keys:
    return load_keys(path)


def load_keys(path: Path) -> Keys:
    """Read the key file, after making it when there is none. Raises KeyFileError when it is no key file."""
    if not path.exists():
        _make_key_file(path)
    try:
        content = json.loads(path.read_text())
        by_id = {key_id: base64.b64decode(text, validate=True) for key_id, text in content["keys"].items()}
        fixed = base64.b64decode(content["fixed"], validate=True)
        current = content["current"]
        whole = current in by_id and all(len(key) == KEY_BYTES for key in (*by_id.values(), fixed))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileError(f"{path} is not a readable key file: restore it from its backup") from error
    if not whole or any(not 1 <= len(key_id.encode()) <= 255 for key_id in by_id):
        raise KeyFileError(f"{path} lacks its current key or holds a key that is not 256 bits long")
    return Keys(current=current, fixed=fixed, by_id=by_id)


def _make_key_file(path: Path) -> None:
    """Create the file whole or not at all; when two processes race, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw = [base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode() for _ in range(2)]
    _write(path, {"current": "k1", "fixed": draw[0], "keys": {"k1": draw[1]}}, put=os.link)


def _write(path: Path, content: dict[str, Any], *, put: Callable[[Path, Path], None]) -> None:
    """The file whole or not at all. With `os.link` the one that is there stays, with `os.replace` it goes."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(json.dumps(content, indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        put(draft, path)
    except FileExistsError:
        return
    except OSError as error:
        raise KeyFileError(f"{path} cannot be written: choose another place with MAILLAGE_KEYS") from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def changing_keys(path: Path) -> Iterator[dict[str, Any]]:
    """The content of the key file, to be changed in the block; written whole at its end, unless that raises.
    One process at a time. Raises KeyFileError when it is no key file."""
    load_keys(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        content = json.loads(path.read_text())
        yield content
        _write(path, content, put=os.replace)
    finally:
        os.close(folder)


def add_key(path: Path) -> str:
    """Draw a key, make it the current one, and return its id. The others stay, for what they sealed."""
    with changing_keys(path) as content:
        number = 1 + max((int(name[1:]) for name in content["keys"] if name[1:].isdecimal()), default=0)
        content.setdefault("replaced", {})[content["current"]] = clock.now().isoformat()
        content["current"] = f"k{number}"
        content["keys"][content["current"]] = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        return str(content["current"])


def forget_key(path: Path, key_id: str) -> None:
    """Take a key out of the file for ever. KeyError when it is not there; ValueError when it is in use;
    TooSoon when it was replaced less than a day ago."""
    with changing_keys(path) as content:
        if key_id == content["current"]:
            raise ValueError(key_id)
        del content["keys"][key_id]
        # A key that was replaced before this was noted was so by an earlier version.
        if (replaced := content.get("replaced", {}).pop(key_id, None)) is not None:
            until = datetime.fromisoformat(replaced) + KEPT_ONCE_REPLACED
            if clock.now() < until:
                raise TooSoon(until)


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(clear: bytes, context: str) -> bytes:
    """Encrypt under the current key, bound to `context` (authenticated, not stored)."""
    ring = keys()
    key_id, nonce = ring.current.encode(), secrets.token_bytes(NONCE_BYTES)
    closed = _cipher(ring.by_id[ring.current]).encrypt(nonce, clear, context.encode())
    return bytes([len(key_id)]) + key_id + nonce + closed


def unseal(sealed: bytes, context: str) -> bytes:
    """Decrypt what `seal` gave for the same context. Raises Unreadable."""
    size = sealed[0] if sealed else 0
    key_id, rest = sealed[1 : 1 + size].decode("utf-8", "replace"), sealed[1 + size :]
    key = keys().by_id.get(key_id)
    if key is None:
        raise Unreadable(f"No key {key_id!r} in the key file: restore the file that sealed this value")
    try:
        return _cipher(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(
            f"A sealed value does not open in its place ({context.rsplit('|', 1)[0]})"
        ) from error


def key_id_of(sealed: bytes) -> str:
    """The id of the key that sealed the value: rotation looks for what is not sealed by the current one."""
    return sealed[1 : 1 + sealed[0]].decode()


def row_context(table: str, column: str, row_id: object) -> str:
    """The associated data of a column's value: it opens in that row and column only."""
    return f"{table}|{column}|{row_id}"


@cache
def _derived(fixed: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(fixed)


def keyed_hash(purpose: str, text: str | bytes) -> bytes:
    """HMAC-SHA256 (32 bytes) under a key of its own per purpose: finds equals, tells nothing else."""
    message = text.encode() if isinstance(text, str) else text
    return hmac.digest(_derived(keys().fixed, purpose), message, "sha256")


def derived_secret(purpose: str) -> str:
    """A secret that every process with the same key file computes alike (64 hexadecimal digits)."""
    return _derived(keys().fixed, f"secret:{purpose}").hex()


class Text:
    """Marks a sealed column that holds a string."""


class Json:
    """Marks a sealed column that holds a JSON object or list."""


T = TypeVar("T")


class Sealed(Generic[T]):
    """A column that is encrypted by the application: `family_name = Sealed(Text)`.

    `Base` adds the `bytea` column `<name>_sealed` under it. Reading decrypts, setting encrypts. A JSON
    value is replaced whole: a change inside the object read is not seen.
    """

    @overload
    def __init__(self: "Sealed[str]", kind: type[Text]) -> None: ...
    @overload
    def __init__(self: "Sealed[str | None]", kind: type[Text], *, nullable: bool) -> None: ...
    @overload
    def __init__(self: "Sealed[dict[str, Any]]", kind: type[Json]) -> None: ...
    @overload
    def __init__(self: "Sealed[dict[str, Any] | None]", kind: type[Json], *, nullable: bool) -> None: ...
    def __init__(self, kind: type[Text] | type[Json], *, nullable: bool = False) -> None:
        self.kind, self.nullable, self.name = kind, nullable, ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def column(self) -> str:
        """The name of the `bytea` column."""
        return f"{self.name}_sealed"

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed[T]": ...
    @overload
    def __get__(self, row: Any, owner: type) -> T: ...
    def __get__(self, row: Any, owner: type) -> "Sealed[T] | T":
        if row is None:
            return self
        return self.opened(owner, row.id, getattr(row, self.column))

    def opened(self, owner: type, row_id: object, sealed: bytes | None) -> T:
        """The value in the `bytea` column of a row of the mapped class `owner`, for who selects columns."""
        if sealed is None:
            return cast(T, None)
        clear = unseal(sealed, row_context(owner.__tablename__, self.name, row_id)).decode()  # type: ignore[attr-defined]  # a mapped class
        return cast(T, clear if self.kind is Text else json.loads(clear))

    def __set__(self, row: Any, value: T) -> None:
        if value is None:
            setattr(row, self.column, None)
            return
        clear = value if self.kind is Text else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        context = row_context(type(row).__tablename__, self.name, row.id)
        setattr(row, self.column, seal(cast(str, clear).encode(), context))
