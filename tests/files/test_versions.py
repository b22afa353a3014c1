"""What a save replaces can be had back."""

from pathlib import Path

from hlviz.files.versions import DAY, DAYS, NEWEST, VersionStore

NOON = 1_800_000_000.0


def test_a_save_keeps_what_was_there(tmp_path: Path) -> None:
    store, path = VersionStore(tmp_path / "versions"), tmp_path / "mine.hlviz"
    store.keep(path)
    assert store.of(path) == []
    for i in range(3):
        path.write_text(str(i))
        store.keep(path, NOON + i)
    store.keep(path, NOON + 9)  # the same once more is no version of its own
    assert [version.file.read_text() for version in store.of(path)] == ["2", "1", "0"]
    assert store.of(tmp_path / "other.hlviz") == []


def test_the_newest_stay_then_one_a_day_then_none(tmp_path: Path) -> None:
    store, path = VersionStore(tmp_path / "versions"), tmp_path / "mine.hlviz"
    for day in range(45):
        for hour in range(3):
            path.write_text(f"{day} {hour}")
            store.keep(path, NOON + day * DAY + hour * 3600)
    kept = [version.file.read_text() for version in store.of(path)]
    assert kept[:3] == ["44 2", "44 1", "44 0"]
    days = [text.split()[0] for text in kept[NEWEST:]]
    assert len(days) == len(set(days))
    assert min(map(int, days)) >= 44 - DAYS
    assert len(kept) <= NEWEST + DAYS + 1
