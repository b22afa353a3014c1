"""What is asked at start after hlviz ended badly, and what each answer does."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hlviz.document import Project, edits
from hlviz.files.recovery_store import RecoveryStore
from hlviz.files.saved import Saved
from hlviz.session.thumbnail import thumbnail_of
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer
from hlviz.window.recovery_dialog import RecoveryDialog, age


@pytest.fixture
def store(tmp_path: Path) -> RecoveryStore:
    return RecoveryStore(tmp_path / "recovery")


def left(store: RecoveryStore, title: str) -> None:
    trainer = Trainer(edits.set_shape(Project(name=title), (3,)))
    saved = Saved.of_trainer(trainer, Curves())
    entry = store.begin()
    picture = thumbnail_of(trainer.assembly, saved.frame.parameters)
    entry.write(Saved(saved.project, saved.start, saved.frame, saved.curves, picture), title, None)
    entry.leave()


def shown(qtbot: QtBot, store: RecoveryStore, report: str = "") -> RecoveryDialog:
    dialog = RecoveryDialog(None, store.orphans(), store.discard, report)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_enter_restores_the_newest(qtbot: QtBot, store: RecoveryStore) -> None:
    left(store, "One")
    left(store, "Two")
    dialog = shown(qtbot, store)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.chosen is not None
    assert dialog.chosen.note.title == "Two"
    assert dialog.chosen.read().project.name == "Two"
    assert len(store.orphans()) == 2  # until it is saved


def test_escape_changes_nothing(qtbot: QtBot, store: RecoveryStore) -> None:
    left(store, "One")
    dialog = shown(qtbot, store)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.chosen is None
    assert not dialog.isVisible()
    assert len(store.orphans()) == 1


def test_discarded_work_lies_in_the_bin(qtbot: QtBot, store: RecoveryStore) -> None:
    left(store, "One")
    dialog = shown(qtbot, store)
    dialog.discard_button.click()
    assert not dialog.isVisible()  # there is nothing left to ask
    assert store.orphans() == []
    (found,) = store.binned()
    assert found.read().project.name == "One"


def test_a_damaged_snapshot_gives_way_to_the_one_before(store: RecoveryStore) -> None:
    saved = Saved.of_trainer(Trainer(edits.set_shape(Project(name="Kept"), (3,))), Curves())
    entry = store.begin()
    for _ in range(2):
        entry.write(saved, "Kept", None)
    entry.leave()
    (found,) = store.orphans()
    found.files[0].write_bytes(b"PK half of it")
    assert found.read().project.name == "Kept"
    (found.folder / "note.json").write_bytes(b"{")
    (found,) = store.orphans()
    assert found.read().project.name == "Kept"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "a minute ago"),
        (7300, "2 hours ago"),
        (86400, "a day ago"),
        (9e5, "10 days ago"),
    ],
)
def test_how_old_it_is(seconds: float, words: str) -> None:
    assert age(seconds) == words


def test_the_bin_is_emptied_after_thirty_days(store: RecoveryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    left(store, "One")
    store.discard(store.orphans()[0])
    store.tidy()
    assert len(store.binned()) == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 31 * 86400)
    store.tidy()
    assert store.binned() == []
