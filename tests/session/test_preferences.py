"""What was chosen is there the next time; what makes no sense counts as not chosen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from hlviz.session.preferences import RECENT, Preferences
from hlviz.training.pace import Pace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hlviz.ini"


def test_at_first_everything_is_as_usual(path: Path) -> None:
    first = Preferences(path)
    assert (first.theme, first.reduced_motion, first.pace, first.recent_files) == ("system", False, Pace(epochs=60), [])
    assert first.shares
    assert first.window_geometry.isEmpty()
    assert first.window_state.isEmpty()


def test_it_is_remembered(path: Path) -> None:
    one = Preferences(path)
    one.theme, one.reduced_motion, one.pace = "dark", True, Pace(steps=2.5)
    one.shares = False
    one.save_window(QByteArray(b"\0geo"), QByteArray(b"\xffstate"))
    one.sync()
    again = Preferences(path)
    assert (again.theme, again.reduced_motion, again.pace) == ("dark", True, Pace(steps=2.5))
    assert not again.shares
    assert again.window_geometry == QByteArray(b"\0geo")
    assert again.window_state == QByteArray(b"\xffstate")


@pytest.mark.parametrize("pace", [Pace(), Pace(epochs=1), Pace(epochs=0.5), Pace(steps=10)])
def test_every_pace_is_remembered(pace: Pace, path: Path) -> None:
    one = Preferences(path)
    one.pace = pace
    one.sync()
    assert Preferences(path).pace == pace


def test_ten_recent_files_the_newest_first(path: Path, tmp_path: Path) -> None:
    one = Preferences(path)
    files = [tmp_path / f"{i}, ü.hlviz" for i in range(RECENT + 2)]
    for file in files:
        one.add_recent(file)
    one.add_recent(files[5])
    one.sync()
    expected = [files[5], *(file for file in reversed(files) if file != files[5])][:RECENT]
    assert Preferences(path).recent_files == expected
    one.clear_recent()
    one.sync()
    assert Preferences(path).recent_files == []


def test_one_recent_file_is_a_list_too(path: Path, tmp_path: Path) -> None:
    one = Preferences(path)
    one.add_recent(tmp_path / "only.hlviz")
    one.sync()
    assert Preferences(path).recent_files == [tmp_path / "only.hlviz"]


def test_a_layout_of_other_docks_is_not_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Preferences(path)
    one.save_window(QByteArray(b"geo"), QByteArray(b"state"))
    monkeypatch.setattr("hlviz.session.preferences.LAYOUT", 99)
    assert one.window_state.isEmpty()
    assert one.window_geometry == QByteArray(b"geo")


def test_the_layout_can_be_forgotten(path: Path) -> None:
    one = Preferences(path)
    one.save_window(QByteArray(b"geo"), QByteArray(b"state"))
    one.forget_window()
    assert one.window_geometry.isEmpty()
    assert one.window_state.isEmpty()


@pytest.mark.parametrize(
    "text",
    [
        "theme=mauve\nreduced_motion=perhaps\npace=fast\nrecent_files=@Invalid()\n[window]\ngeometry=7\nlayout=x\n",
        "theme=@ByteArray(x)\npace=epochs -1\nrecent_files=\n[window]\nlayout=1\nstate=a, b\n",
        "theme=1, 2\npace=steps nan\n",
        "\0\xff[[[=",
    ],
)
def test_nonsense_counts_as_not_chosen(text: str, path: Path) -> None:
    path.write_bytes(b"[General]\n" + text.encode("latin-1"))
    read = Preferences(path)
    assert (read.theme, read.reduced_motion, read.pace, read.recent_files) == ("system", False, Pace(epochs=60), [])
    assert read.window_geometry.isEmpty()
    assert read.window_state.isEmpty()


def test_the_users_own_settings_have_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Preferences().theme in {"system", "light", "dark"}  # in the tests' own folder, see conftest


def test_dashed_negative_edges_are_remembered(tmp_path: Path) -> None:
    path = tmp_path / "hlviz.ini"
    one = Preferences(path)
    assert not one.pattern
    one.pattern = True
    one.sync()
    assert Preferences(path).pattern


def test_the_palette_is_remembered(path: Path) -> None:
    one = Preferences(path)
    assert one.palette == "orange-blue"
    one.palette = "high-contrast"
    one.sync()
    assert Preferences(path).palette == "high-contrast"
    one.palette = "rainbow"
    one.sync()
    assert Preferences(path).palette == "orange-blue"


def test_the_width_of_edges_is_remembered(path: Path) -> None:
    one = Preferences(path)
    assert one.edge_pixels == 0
    one.edge_pixels = 0.5
    one.sync()
    assert Preferences(path).edge_pixels == 0.5
    one.edge_pixels = -3
    one.sync()
    assert Preferences(path).edge_pixels == 0
