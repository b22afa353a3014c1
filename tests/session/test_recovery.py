"""When a snapshot is made, and when it goes."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hlviz.document import edits
from hlviz.files.recovery_store import Entry, RecoveryStore
from hlviz.session import recovery as module
from hlviz.session.recovery import Recovery
from tests.session.test_filing import Desk, desk

__all__ = ["desk"]


@pytest.fixture
def recovery(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recovery]:
    monkeypatch.setattr(module, "REST", 10)
    recovery = Recovery(RecoveryStore(tmp_path / "recovery"), desk.editor, desk.run, desk.playback, desk.filing)
    recovery.begin()
    yield recovery
    recovery.close()


def change(desk: Desk, *sizes: int) -> None:
    desk.editor.apply("Shape", edits.set_shape, sizes)


def test_an_edit_is_kept_and_a_save_does_away_with_it(desk: Desk, recovery: Recovery, tmp_path: Path) -> None:
    with desk.bot.waitSignal(recovery.kept):
        change(desk, 3)
    assert recovery.entry is not None
    folder = recovery.entry.folder
    assert (folder / "note.json").exists()
    assert recovery.store.orphans() == []  # it is this window's own
    desk.save_as(tmp_path / "mine.hlviz")
    desk.bot.waitUntil(lambda: not folder.exists(), timeout=30_000)


def test_a_save_that_failed_does_not(desk: Desk, recovery: Recovery, tmp_path: Path) -> None:
    with desk.bot.waitSignal(recovery.kept):
        change(desk, 3)
    with desk.bot.waitSignal(desk.filing.failed):
        desk.filing.save_as(tmp_path / "nowhere" / "mine.hlviz")
    desk.bot.waitUntil(lambda: not desk.filing.is_busy)
    assert recovery.entry is not None
    assert recovery.entry.folder.exists()


def test_another_document_puts_the_unsaved_one_into_the_bin(desk: Desk, recovery: Recovery) -> None:
    with desk.bot.waitSignal(recovery.kept):
        change(desk, 3)
    desk.filing.new(edits.set_shape(desk.editor.project, (5,)))
    desk.bot.waitUntil(lambda: len(recovery.store.binned()) == 1, timeout=30_000)
    assert recovery.entry is None


def test_what_was_restored_stays_until_it_is_saved(desk: Desk, recovery: Recovery, tmp_path: Path) -> None:
    with desk.bot.waitSignal(recovery.kept):
        change(desk, 3)
    shape = desk.editor.project.network
    recovery.finish()  # as a signal does
    (found,) = recovery.store.orphans()
    again = Recovery(recovery.store, desk.editor, desk.run, desk.playback, desk.filing)
    again.begin()
    with desk.bot.waitSignal(desk.editor.opened):
        assert again.restore(found)
    desk.settle()
    assert desk.editor.project.network == shape
    assert desk.filing.is_modified
    assert desk.filing.path is None
    assert found.folder.exists()
    assert recovery.store.orphans() == []
    desk.save_as(tmp_path / "mine.hlviz")
    desk.bot.waitUntil(lambda: not found.folder.exists(), timeout=30_000)
    again.close()


def test_before_training_begins_what_was_changed_is_kept(
    desk: Desk, recovery: Recovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    recovery._rest.setInterval(60_000)
    change(desk, 3)
    desk.settle()
    with desk.bot.waitSignal(recovery.kept):
        desk.run.start()
    desk.run.pause()


def test_where_nothing_can_be_kept_it_is_told_once(desk: Desk, recovery: Recovery, tmp_path: Path) -> None:
    (tmp_path / "recovery").write_text("in the way")
    told: list[str] = []
    recovery.failed.connect(told.append)
    with desk.bot.waitSignal(recovery.failed):
        change(desk, 3)
    recovery.keep()
    desk.bot.waitUntil(lambda: not recovery._thread.is_busy, timeout=30_000)
    assert len(told) == 1


def test_a_snapshot_written_while_its_document_goes_is_not_taken_for_the_next_one(
    desk: Desk, recovery: Recovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, is_written, may_end = module._written, threading.Event(), threading.Event()

    def slowly(*args: Any) -> Entry:
        entry = write(*args)
        is_written.set()
        may_end.wait(20)
        return entry

    monkeypatch.setattr(module, "_written", slowly)
    change(desk, 3)
    desk.bot.waitUntil(is_written.is_set, timeout=20_000)
    desk.filing.new(edits.set_shape(desk.editor.project, (5,)))
    may_end.set()
    desk.bot.waitUntil(lambda: not recovery._thread.is_busy, timeout=20_000)
    assert recovery.entry is None
    assert len(recovery.store.binned()) == 1
