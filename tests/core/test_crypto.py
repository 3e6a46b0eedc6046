"""Personal data at rest: what cannot be read, moved or lost."""

import json
import stat
from pathlib import Path

import pytest

from api.core import crypto
from api.core.crypto import Json, KeyFileError, Keys, Sealed, Text, Unreadable
from api.core.db import Base


class Letter(Base):
    """A table of these tests."""

    __tablename__ = "test_letters"

    reader = Sealed(Text)
    body = Sealed(Json, nullable=True)


Base.metadata.remove(Base.metadata.tables["test_letters"])


def test_a_sealed_attribute_reads_back_and_is_unreadable_in_its_column() -> None:
    letter = Letter(reader="Jeanne Martin", body={"fever": True})
    assert (letter.reader, letter.body) == ("Jeanne Martin", {"fever": True})
    assert b"Jeanne" not in letter.reader_sealed  # type: ignore[attr-defined]  # added by Base


def test_the_same_text_is_never_sealed_alike() -> None:
    one, two = Letter(reader="Jeanne"), Letter(reader="Jeanne")
    assert one.reader_sealed != two.reader_sealed  # type: ignore[attr-defined]  # added by Base


def test_a_value_moved_to_another_row_or_column_does_not_open() -> None:
    letter, other = Letter(reader="Jeanne"), Letter(reader="Paul")
    other.reader_sealed = letter.reader_sealed  # type: ignore[attr-defined]  # added by Base
    with pytest.raises(Unreadable):
        _ = other.reader
    letter.body_sealed = letter.reader_sealed  # type: ignore[attr-defined]  # added by Base
    with pytest.raises(Unreadable):
        _ = letter.body


def test_an_altered_value_does_not_open() -> None:
    sealed = bytearray(crypto.seal(b"Jeanne", "t|c|1"))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable):
        crypto.unseal(bytes(sealed), "t|c|1")


@pytest.mark.parametrize("rubbish", [b"", b"\x05", b"\x02k1short", b"\xff" * 40])
def test_rubbish_does_not_open(rubbish: bytes) -> None:
    with pytest.raises(Unreadable):
        crypto.unseal(rubbish, "t|c|1")


def test_after_a_rotation_old_values_still_open_and_new_ones_carry_the_new_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = Keys(current="a", fixed=b"f" * 32, by_id={"a": b"1" * 32})
    new = Keys(current="b", fixed=b"f" * 32, by_id={"a": b"1" * 32, "b": b"2" * 32})
    monkeypatch.setattr(crypto, "keys", lambda: old)
    sealed, mark = crypto.seal(b"Jeanne", "t|c|1"), crypto.keyed_hash("person", "jeanne")
    monkeypatch.setattr(crypto, "keys", lambda: new)
    assert crypto.unseal(sealed, "t|c|1") == b"Jeanne"
    assert (crypto.key_id_of(sealed), crypto.key_id_of(crypto.seal(b"x", "t|c|1"))) == ("a", "b")
    assert crypto.keyed_hash("person", "jeanne") == mark


def test_a_keyed_hash_serves_one_purpose_only() -> None:
    assert crypto.keyed_hash("person", "jeanne") == crypto.keyed_hash("person", b"jeanne")
    assert crypto.keyed_hash("person", "jeanne") != crypto.keyed_hash("account", "jeanne")


def test_an_absent_key_file_is_made_for_its_owner_alone_and_then_stays(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.json"
    made = crypto.load_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert crypto.load_keys(path) == made
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        json.dumps({"current": "k1", "fixed": "AAAA", "keys": {"k1": "AAAA"}}),
        json.dumps({"current": "k2", "fixed": "A" * 43 + "=", "keys": {"k1": "A" * 43 + "="}}),
        json.dumps({"current": "k1", "fixed": 5, "keys": {"k1": None}}),
    ],
)
def test_a_broken_key_file_is_refused_by_name_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    with pytest.raises(KeyFileError, match="keys.json"):
        crypto.load_keys(path)
    assert path.read_text() == content


def test_a_key_is_never_shown() -> None:
    shown = repr(Keys(current="k1", fixed=b"secret-secret", by_id={"k1": b"other-secret"}))
    assert "secret" not in shown
