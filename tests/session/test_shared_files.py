"""Files that others are at too, copies, and earlier versions."""

from dataclasses import replace
from pathlib import Path

import pytest

from hlviz.document import edits
from hlviz.files import read_project, write_project
from hlviz.files.lock import Lock, lock_beside
from hlviz.files.project_file import read_thumbnail
from hlviz.files.versions import VersionStore
from hlviz.session.filing import Borrowed
from tests.session.test_filing import Desk, desk

__all__ = ["desk"]


def idle(desk: Desk) -> None:
    desk.bot.waitUntil(lambda: not desk.filing.is_busy, timeout=30_000)


def other(path: Path) -> None:
    """Somebody else writes something into the file."""
    saved = read_project(path)
    write_project(path, replace(saved, project=replace(saved.project, notes="Theirs")))


def test_a_file_that_another_window_has_is_not_opened(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.hlviz"
    desk.save_as(path)
    idle(desk)
    desk.filing.new(edits.set_shape(desk.editor.project, (2,)))
    assert not lock_beside(path).exists()  # the window that left it holds it no more
    theirs = Lock.take(lock_beside(path))
    project = desk.editor.project
    with desk.bot.waitSignal(desk.filing.held) as held:
        desk.filing.open(path)
    assert held.args[0] == path
    assert desk.editor.project is project
    theirs.release()
    desk.open(path)
    assert desk.filing.path == path


def test_a_file_that_another_window_has_is_not_written(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "theirs.hlviz"
    desk.save_as(path)
    idle(desk)
    desk.save_as(tmp_path / "mine.hlviz")
    idle(desk)
    before, theirs = path.read_bytes(), Lock.take(lock_beside(path))
    desk.editor.apply("Shape", edits.set_shape, (3,))
    desk.settle()
    with desk.bot.waitSignal(desk.filing.failed):
        desk.filing.save_as(path)
    theirs.release()
    assert path.read_bytes() == before
    assert desk.filing.path == tmp_path / "mine.hlviz"


def test_what_others_wrote_is_not_saved_over_unasked(desk: Desk, tmp_path: Path) -> None:
    path, done = tmp_path / "mine.hlviz", []
    desk.save_as(path)
    idle(desk)
    other(path)
    theirs = path.read_bytes()
    desk.editor.apply("Shape", edits.set_shape, (3,))
    desk.settle()
    with desk.bot.waitSignal(desk.filing.changed_on_disk) as told:
        desk.filing.save(lambda: done.append(1))
    idle(desk)
    assert told.args == [path, True]
    assert path.read_bytes() == theirs
    assert desk.filing.is_modified
    assert done == []
    with desk.bot.waitSignal(desk.filing.saved):
        desk.filing.save(over=True)
    idle(desk)
    assert done == [1]  # who waited for it is served
    assert read_project(path).project.network == desk.editor.project.network


def test_a_change_by_others_is_told_once_and_a_touch_is_none(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.hlviz"
    desk.save_as(path)
    idle(desk)
    told: list[object] = []
    desk.filing.changed_on_disk.connect(lambda *args: told.append(args))
    path.touch()
    desk.filing.look_at_disk()
    idle(desk)
    assert told == []
    other(path)
    for _ in range(2):
        desk.filing.look_at_disk()
        idle(desk)
    assert told == [(path, False)]


def test_a_copy_leaves_the_document_where_it_is(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "mine.hlviz")
    idle(desk)
    desk.editor.apply("Shape", edits.set_shape, (3,))
    desk.settle()
    with desk.bot.waitSignal(desk.filing.copied):
        desk.filing.save_copy(tmp_path / "copy.hlviz")
    idle(desk)
    assert desk.filing.path == tmp_path / "mine.hlviz"
    assert desk.filing.is_modified
    assert read_project(tmp_path / "copy.hlviz").project.network == desk.editor.project.network
    assert sorted(file.name for file in tmp_path.iterdir() if "copy" in file.name) == ["copy.hlviz"]


def test_a_borrowed_document_owns_no_file_until_it_is_saved(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "mine.hlviz"
    desk.save_as(path)
    idle(desk)
    with desk.bot.waitSignal(desk.editor.opened):
        desk.filing.open_copy(lambda: read_project(path), Borrowed(path, "mine (recovered)", is_unsaved=True))
    desk.settle()
    assert (desk.filing.path, desk.filing.proposed, desk.filing.title) == (None, path, "mine (recovered)")
    assert desk.filing.is_modified
    assert not desk.filing.save()
    desk.save_as(path)
    idle(desk)
    assert (desk.filing.path, desk.filing.title, desk.filing.is_modified) == (path, "mine", False)


def test_a_save_keeps_the_version_before_it_and_a_picture(desk: Desk, tmp_path: Path) -> None:
    desk.filing.versions = store = VersionStore(tmp_path / "versions")
    path = tmp_path / "mine.hlviz"
    desk.save_as(path)
    idle(desk)
    first = path.read_bytes()
    desk.editor.apply("Shape", edits.set_shape, (3,))
    desk.settle()
    desk.save_as(path)
    idle(desk)
    (version,) = store.of(path)
    assert version.file.read_bytes() == first
    picture = read_thumbnail(path)
    assert picture is not None
    assert picture != read_thumbnail(version.file)
    assert read_project(path).thumbnail == picture


def test_a_version_that_cannot_be_kept_does_not_keep_from_saving(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "versions").write_text("in the way")
    desk.filing.versions = VersionStore(tmp_path / "versions")
    path = tmp_path / "mine.hlviz"
    desk.save_as(path)
    idle(desk)
    desk.editor.apply("Shape", edits.set_shape, (3,))
    desk.settle()
    with desk.bot.waitSignals([desk.filing.cautioned, desk.filing.saved]):
        desk.filing.save()
    idle(desk)
    assert read_project(path).project.network == desk.editor.project.network


@pytest.fixture(autouse=True)
def _settled(desk: Desk) -> None:
    desk.settle()
