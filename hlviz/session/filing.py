"""Open, save, save as: between the document on screen and the disk. Files are read and written in a thread of their own.

The window never waits for a disk. What a thread has done comes back as a function that is called in the window's thread.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from hlviz.datasets import Points
from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.points import Floats, Ints
from hlviz.datasets.table_recipe import TableRecipe, applied
from hlviz.document import Project, edits
from hlviz.document.presets import PRESETS
from hlviz.document.wiring import wiring_of
from hlviz.errors import DataError, ProjectFileError
from hlviz.files import Saved, read_project, write_project
from hlviz.files.atomic_write import atomic_write
from hlviz.files.lock import HeldError, Lock, lock_beside
from hlviz.files.past import Past
from hlviz.files.stamp import Stamp, stamp_of
from hlviz.files.versions import VersionStore
from hlviz.interchange.chain import Chain
from hlviz.interchange.imported import Choices, imported
from hlviz.interchange.readers import read_network
from hlviz.nn.mlp import Parameters
from hlviz.session.editor import Editor
from hlviz.session.file_thread import FileThread, Finish, Task
from hlviz.session.playback import Playback
from hlviz.session.preferences import Preferences
from hlviz.session.run import Run
from hlviz.session.thumbnail import thumbnail_of
from hlviz.training.report import Report


@dataclass(frozen=True)
class Borrowed:
    """What a document was made from that must not silently take its file: one recovered, an earlier version, one that is only read."""

    path: Path | None
    """The file it came from: proposed when it is saved."""
    title: str
    """What to call it until then."""
    is_unsaved: bool
    """Whether it is in no file of the user's: something would be lost with it."""


class Filing(QObject):
    """Knows which file the document belongs to, and whether it has changed since."""

    changed = Signal()
    """``path``, ``title``, ``is_modified`` or ``is_busy`` changed."""
    failed = Signal(str)
    """A file could not be read or written; the text is one line that says why."""
    saved = Signal(str)
    """The document is in this file now."""
    written = Signal(str)
    """Something beside the document is in this file now."""
    copied = Signal(str)
    """A copy of the document is in this file."""
    leaving = Signal()
    """The document goes and another one comes; ``is_modified`` and ``path`` are still those of the one that goes."""
    held = Signal(object, object)
    """A path that was not opened, since another window has it, and the ``HeldError`` that says who."""
    changed_on_disk = Signal(object, bool)
    """The document's file (its path) is not what was read or written here; whether that kept it from being saved just now."""
    remembered = Signal(object)
    """The ``Past`` of the document that was just opened, where its file holds one."""
    cautioned = Signal(str)
    """Something of less weight than a failure went wrong; one line."""

    def __init__(
        self,
        editor: Editor,
        run: Run,
        playback: Playback,
        preferences: Preferences,
        versions: VersionStore | None = None,
        parent: QObject | None = None,
    ) -> None:
        """``versions`` keeps what a save replaces; None keeps nothing."""
        super().__init__(parent)
        self.versions = versions
        self.past_of: Callable[[Report], Past | None] = _no_past
        """What there is of the past to save with a document."""
        self._editor, self._run, self._playback, self._preferences = editor, run, playback, preferences
        self._path: Path | None = None
        self._document = 0  # goes up when another one is opened
        report = playback.report
        self._report = report if report is not None and report.assembly.project is editor.project else None
        """Of the project as it is now; None until training has followed it."""
        self._saved_step = 0
        self._trained = False
        self._cannot_follow = False  # training failed at the last edit
        self._wish: Path | None = None  # where to save as soon as there is a report
        self._then: Finish | None = None  # what waits for that very save
        self._is_over = False  # whether that is to replace what somebody else has written
        self._is_closing = False
        self._borrowed: Borrowed | None = None
        self._lock: Lock | None = None
        self._stamp: Stamp | None = None
        self._written: Stamp | None = None  # by the thread, last
        self._fresh: set[Path] = set()  # files whose lock the thread has taken, which is not noted yet
        self._told: Stamp | None = None  # what the file had become when that was told
        self._thread = FileThread(self)
        self._thread.changed.connect(self.changed)
        self._thread.failed.connect(self.failed)
        self._leaving = FileThread(self)
        """What leaves for other programs, which may take long: no save waits for it."""
        self._leaving.failed.connect(self.failed)
        editor.changed.connect(self._await_report)
        editor.opened.connect(self._await_report)
        editor.undo_stack.cleanChanged.connect(self.changed)
        editor.undo_stack.indexChanged.connect(self.changed)
        playback.moment_changed.connect(self._look)
        run.failed.connect(self._give_up)

    @property
    def path(self) -> Path | None:
        """The file of the document; None before it is first saved."""
        return self._path

    @property
    def title(self) -> str:
        """What to call the document: its file's name, or its own."""
        if self._borrowed is not None:
            return self._borrowed.title
        return self._path.stem if self._path is not None else self._editor.project.name

    @property
    def proposed(self) -> Path | None:
        """The file to propose where a document is to be saved that has none of its own; None where there is nothing to go by."""
        return self._borrowed.path if self._borrowed is not None else self._path

    @property
    def is_unsaved_copy(self) -> bool:
        """Whether the document came from no file of the user's, so that it is lost if nobody saves it."""
        return self._borrowed is not None and self._borrowed.is_unsaved

    @property
    def report(self) -> Report | None:
        """What training told last of the document as it is; None until training has followed the last edit."""
        return self._report

    @property
    def is_modified(self) -> bool:
        """Whether it was edited or trained since it was opened or saved."""
        return self._trained or self.is_unsaved_copy or self._editor.is_edited

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._thread.is_busy or self._wish is not None

    # What can be asked for: each returns at once

    def new(self, project: Project, start: Parameters | None = None) -> None:
        """Begin another document, without a file; with first weights that were learned elsewhere, or drawn from its seed."""
        self._show(project, None)
        self._run.open(project, start)
        self.changed.emit()

    def open(self, path: Path, *, by_force: bool = False) -> None:
        """Read a project file and put it in the document's place; one that another window has is not opened, but ``held``.

        Parameters
        ----------
        path
            The file.
        by_force
            Open it though a lock says that another computer has it.
        """
        document, before, own = self._document, self._editor.project, self._is_own(path)

        def read() -> Finish:
            try:
                lock = None if own else Lock.take(lock_beside(path), by_force=by_force)
            except HeldError as error:
                holder = error
                return lambda: self.held.emit(path, holder)
            try:
                stamp, saved = stamp_of(path), read_project(path)
            except BaseException:
                if lock is not None:
                    lock.release()
                raise
            return lambda: self._open(path, saved, document, before, lock, stamp)

        self._thread.begin(read)

    def open_copy(
        self,
        read: Callable[[], Saved],
        borrowed: Borrowed,
        then: Finish | None = None,
        otherwise: Finish | None = None,
    ) -> None:
        """Put a document in this one's place that has no file of its own until it is saved.

        Parameters
        ----------
        read
            Reads it, in the thread for files.
        borrowed
            Where it comes from.
        then, otherwise
            What to do as soon as it is there, and where it cannot be opened.
        """
        document, before = self._document, self._editor.project

        def load() -> Finish:
            try:
                saved = read()
            except BaseException:
                if otherwise is not None:
                    otherwise()
                raise
            return lambda: self._open_copy(saved, borrowed, document, before, then, otherwise)

        self._thread.begin(load)

    def look_at_disk(self) -> None:
        """Find out whether the document's file was changed by somebody else, and tell it once."""
        path, stamp = self._path, self._stamp
        if path is None or stamp is None or self.is_busy:
            return

        def look() -> Finish:
            found = None if stamp.fits(path) else stamp_of(path)
            return lambda: self._tell_of_change(path, stamp, found)

        self._thread.begin(look)

    def read_network(self, path: Path, then: Callable[[Chain], object]) -> None:
        """Read a network that another program wrote and hand it on, unless another document was opened meanwhile."""
        document = self._document

        def read() -> Finish:
            chain = read_network(path)
            return lambda: self._hand_on(chain, then, document)

        self._thread.begin(read)

    def import_network(self, chain: Chain, name: str, choices: Choices) -> None:
        """Put a network of another program in the document's place."""
        document = self._document

        def make() -> Finish:
            got = imported(chain, name, choices)
            return lambda: self.new(got.project, got.start) if document == self._document else None

        self._thread.begin(make)

    def use_samples(self, points: Points, recipe: TableRecipe | None, name: str) -> None:
        """Let the network learn samples of the user's own: an edit of the document, which can be undone.

        Parameters
        ----------
        points
            The samples.
        recipe
            What made them of the rows of a table.
        name
            What the document is called from then on, where it was called after what it learned before.
        """
        self._editor.apply(self.tr("Use a table"), _with_table, points, recipe, name)

    def add_rows(self, origin: Origin) -> None:
        """Read a table and put its rows behind the samples, as the recipe of the document makes samples of them: an edit."""
        before, document = self._editor.project, self._document
        recipe = before.data.recipe

        def read() -> Finish:
            if recipe is None:
                raise DataError(
                    "these samples were not read from a table, so nobody knows how to read more: open a table first"
                )
            x, y = applied(read_raw(origin), recipe)
            wiring_of(edits.add_samples(before, x, y))  # what is wrong with them is said here
            return lambda: self._add_rows(x, y, document)

        self._thread.begin(read)

    def save(self, then: Finish | None = None, *, over: bool = False) -> bool:
        """Save in the document's own file; False where it has none, and a person must be asked for one.

        Parameters
        ----------
        then
            As for ``save_as``.
        over
            Save though the file was changed by somebody else meanwhile; otherwise that is told (``changed_on_disk``), and ``then``
            is kept for a save that is.
        """
        if self._path is None:
            return False
        self._is_over = over
        self.save_as(self._path, then)
        return True

    def forget_wish(self) -> None:
        """Nobody wants any more what was to follow a save that was not made."""
        self._then = None

    def save_as(self, path: Path, then: Finish | None = None) -> None:
        """Save in this file, which is the document's own from then on.

        Parameters
        ----------
        path
            The file.
        then
            What to do as soon as this very save is done, if the document is still the same one; edits may have been made
            meanwhile. Where it fails, nothing.
        """
        self._wish = path
        if then is not None:  # who waits for a save that has not begun is served by a later one
            self._then = then
        if self._cannot_follow:
            self._give_up()
        self._save()
        self.changed.emit()

    def write(self, path: Path, make: Callable[[], bytes | None], then: Finish | None = None) -> None:
        """Put something beside the document into a file, such as an export.

        Parameters
        ----------
        path
            The file.
        make
            Called in a thread; None means that nothing is to be written after all.
        then
            Called in the window's thread as soon as the file was told of; not where it fails or nothing was written.
        """

        def finish() -> None:
            self.written.emit(str(path))
            if then is not None:
                then()

        def task() -> Finish:
            data = make()
            if data is None:
                return lambda: None
            atomic_write(path, data)
            return finish

        self.beside(task)

    def beside(self, task: Task) -> None:
        """Do this in the thread for what leaves, after what it was given before."""
        self._leaving.begin(task)

    def save_copy(self, path: Path) -> None:
        """Put the document as it is now into another file, and go on in its own."""
        report = self._report
        if report is None or self._is_own(path):
            self.failed.emit(
                self.tr("No copy was saved: give it another name than the file itself.")
                if report is not None
                else self.tr("No copy was saved, since training has not followed the last change: try again.")
            )
            return
        saved = Saved.of(report, self.past_of(report))

        def write() -> Finish:
            lock = _lock_for(path)
            try:
                self._write(path, saved, report)
            finally:
                lock.release()
            return lambda: self.copied.emit(str(path))

        self._thread.begin(write)

    def close(self) -> None:
        """Wait until everything asked for is done, and tell it."""
        self._is_closing = True  # nobody goes on after the last save
        try:
            self._thread.close()
        finally:
            try:
                self._leaving.close()
            finally:
                self._is_closing = False
                self._release()

    # What becomes of it, in the window's thread

    def _open(
        self, path: Path, saved: Saved, document: int, before: Project, lock: Lock | None, stamp: Stamp | None
    ) -> None:
        if not self._may_replace(document, before, path.name):
            if lock is not None:
                lock.release()
            return
        if lock is None:  # the same file again
            lock, self._lock = self._lock, None
        self._show(saved.project, path)
        self._lock, self._stamp, self._saved_step = lock, stamp, saved.frame.step
        self._go_on(saved)
        self._preferences.add_recent(path)

    def _open_copy(
        self,
        saved: Saved,
        borrowed: Borrowed,
        document: int,
        before: Project,
        then: Finish | None,
        otherwise: Finish | None,
    ) -> None:
        if not self._may_replace(document, before, borrowed.title):
            if otherwise is not None:
                otherwise()
            return
        self._show(saved.project, None)
        self._borrowed, self._saved_step = borrowed, saved.frame.step
        self._go_on(saved)
        self.changed.emit()
        if then is not None:
            then()

    def _go_on(self, saved: Saved) -> None:
        if saved.past is not None:
            self.remembered.emit(saved.past)
        self._run.open(saved.project, saved.start, saved.frame, saved.records, saved.origin)

    def _may_replace(self, document: int, before: Project, name: str) -> bool:
        if document == self._document and self._editor.project is not before:
            text = self.tr("{name} was not opened, since the network was changed meanwhile: open it again.")
            self.failed.emit(text.format(name=name))
            return False
        return True

    def _show(self, project: Project, path: Path | None) -> None:
        self.leaving.emit()
        self._release()
        self._document += 1
        self._path, self._saved_step, self._trained, self._wish, self._then = path, 0, False, None, None
        self._borrowed = self._stamp = self._told = None
        self._editor.open(project)

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _is_own(self, path: Path) -> bool:
        """Whether that is the document's own file."""
        with suppress(OSError):
            return self._path is not None and path.resolve() == self._path.resolve()
        return False

    def _hand_on(self, chain: Chain, then: Callable[[Chain], object], document: int) -> None:
        if document == self._document:
            then(chain)

    def _add_rows(self, x: Floats, y: Ints | Floats, document: int) -> None:
        if document != self._document:  # it was asked for by the one before
            return
        self._editor.apply(self.tr("Add {n} samples").format(n=len(y)), edits.add_samples, x, y)

    def _save(self) -> None:
        if self._wish is None or self._report is None:
            return
        path, then, over, self._wish, self._then = self._wish, self._then, self._is_over, None, None
        self._is_over = False
        report, document, own = self._report, self._document, self._is_own(path)
        saved, stamp = Saved.of(report, self.past_of(report)), self._stamp if own and not over else None

        def write() -> Finish:
            last = self._written
            is_last = last is not None and last.fits(path)  # a save before this one that is not noted yet
            if stamp is not None and path.exists() and not is_last and not stamp.fits(path):
                return lambda: self._ask_over(path, document, then)
            lock = None if path in self._fresh or (own and self._lock is not None) else _lock_for(path)
            try:
                self._write(path, saved, report)
            except BaseException:
                if lock is not None:
                    lock.release()
                raise
            if lock is not None:
                self._fresh.add(path)
            written = self._written = stamp_of(path)
            return lambda: self._note_saved(path, saved, document, then, lock, written)

        self._thread.begin(write)

    def _write(self, path: Path, saved: Saved, report: Report) -> None:
        """Write it with a small picture, the file that was there before being kept; in the thread."""
        if self.versions is not None:
            try:
                self.versions.keep(path)
            except ProjectFileError as error:  # no reason not to save
                self.cautioned.emit(str(error))
        picture = thumbnail_of(report.assembly, saved.frame.parameters)
        write_project(path, replace(saved.exact(), thumbnail=picture))

    def _ask_over(self, path: Path, document: int, then: Finish | None) -> None:
        if document == self._document:
            self._then = then
            self.changed_on_disk.emit(path, True)

    def _tell_of_change(self, path: Path, stamp: Stamp, found: Stamp | None) -> None:
        if self._path == path and self._stamp is stamp and found is not None and found != self._told:
            self._told = found
            self.changed_on_disk.emit(path, False)

    def _note_saved(
        self, path: Path, saved: Saved, document: int, then: Finish | None, lock: Lock | None, stamp: Stamp | None
    ) -> None:
        self._preferences.add_recent(path)
        if lock is not None:
            self._fresh.discard(path)
        if document != self._document:
            if lock is not None:
                lock.release()
        else:
            if lock is not None:
                self._release()
                self._lock = lock
            self._path, self._saved_step, self._stamp = path, saved.frame.step, stamp
            self._borrowed = self._told = None
            if self._editor.project is saved.project:
                self._editor.undo_stack.setClean()
            else:  # edited while it was written: no place in the undo stack is the file's any more
                self._editor.undo_stack.resetClean()
            self._trained = self._report is not None and self._report.frame.step != self._saved_step
        self.saved.emit(str(path))
        if then is not None and document == self._document and not self._is_closing:
            self.changed.emit()
            then()

    def _await_report(self) -> None:
        """The document changed: what training told last is of another one."""
        self._report, self._cannot_follow = None, False
        self.changed.emit()

    def _look(self) -> None:
        report = self._playback.report
        # where training could not follow an edit, it tells of the network before
        if report is None or report.assembly.project is not self._editor.project:
            return
        self._report = report
        trained = report.frame.step != self._saved_step
        if trained != self._trained:
            self._trained = trained
            self.changed.emit()
        self._save()

    def _give_up(self) -> None:
        self._cannot_follow = True
        if self._wish is not None:
            self._wish = self._then = None
            self.failed.emit(
                self.tr("Not saved, since training could not follow the last change: undo it and save again.")
            )


def _no_past(_: Report) -> Past | None:
    """Nobody keeps any."""
    return None


def _lock_for(path: Path) -> Lock:
    """The lock of a file that is to be written, which nobody else may have open."""
    try:
        return Lock.take(lock_beside(path))
    except HeldError as error:
        raise ProjectFileError(
            f"{path.name} is open in another window; choose another name, or close it there"
        ) from error


def _with_table(project: Project, points: Points, recipe: TableRecipe | None, name: str) -> Project:
    """The project with the samples of a table; where it was called after what it learned before, it takes the table's name."""
    titles = {preset.title for preset in PRESETS.values()} | {Project().name}
    return replace(
        edits.use_table(project, points, recipe), name=name if project.name in titles else project.name, notes=""
    )
