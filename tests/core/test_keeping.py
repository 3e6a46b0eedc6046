"""What was worked out and is kept: no heavier together than was agreed."""

from api.core.keeping import Kept


def test_what_nobody_asked_for_the_longest_makes_room() -> None:
    kept: Kept[str, str] = Kept(10)
    kept.put("first", "1", 4)
    kept.put("second", "2", 4)
    assert kept.get("first") == "1"
    kept.put("third", "3", 4)
    assert (kept.get("first"), kept.get("second"), kept.get("third")) == ("1", None, "3")
    assert kept.weight == 8


def test_what_is_put_again_is_weighed_again() -> None:
    kept: Kept[str, str] = Kept(10)
    kept.put("first", "1", 4)
    kept.put("first", "2", 6)
    assert (kept.get("first"), kept.weight) == ("2", 6)


def test_what_is_too_heavy_is_not_kept() -> None:
    kept: Kept[str, str] = Kept(10)
    kept.put("first", "1", 4)
    kept.put("second", "2", 11)
    assert (kept.get("first"), kept.get("second"), kept.weight) == (None, None, 0)


def test_what_is_dropped_makes_room() -> None:
    kept: Kept[str, str] = Kept(10)
    kept.put("first", "1", 4)
    kept.drop("first")
    kept.drop("unknown")
    assert (kept.get("first"), kept.weight) == (None, 0)
