"""Open, save, save as: between the document on screen and the disk. Files are read and written in a thread of their own.

The window never waits for a disk. What a thread has done comes back as a function that is called in the window's thread.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from hlviz.datasets import Points
from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.points import Floats, Ints
from hlviz.datasets.table_recipe import TableRecipe, applied
from hlviz.document import Project, edits
from hlviz.document.presets import PRESETS
from hlviz.document.wiring import wiring_of
from hlviz.errors import DataError, HlvizError
from hlviz.files import Saved, read_project, write_project
from hlviz.files.atomic_write import atomic_write
from hlviz.interchange.chain import Chain
from hlviz.interchange.imported import Choices, imported
from hlviz.interchange.readers import read_network
from hlviz.nn.mlp import Parameters
from hlviz.session.editor import Editor
from hlviz.session.playback import Playback
from hlviz.session.preferences import Preferences
from hlviz.session.run import Run
from hlviz.training.curves import Curves

Finish = Callable[[], None]


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
    _finished = Signal()

    def __init__(
        self,
        editor: Editor,
        run: Run,
        playback: Playback,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
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
        self._is_closing = False
        self._under_way = 0
        self._tasks: deque[Callable[[], Finish]] = deque()
        self._done: deque[Finish] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
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
        return self._path.stem if self._path is not None else self._editor.project.name

    @property
    def is_modified(self) -> bool:
        """Whether it was edited or trained since it was opened or saved."""
        return self._trained or self._editor.is_edited

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._under_way > 0 or self._wish is not None

    # What can be asked for: each returns at once

    def new(self, project: Project, start: Parameters | None = None) -> None:
        """Begin another document, without a file; with first weights that were learned elsewhere, or drawn from its seed."""
        self._show(project, None)
        self._run.open(project, start, None, Curves)
        self.changed.emit()

    def open(self, path: Path) -> None:
        """Read a project file and put it in the document's place."""
        document, before = self._document, self._editor.project

        def read() -> Finish:
            saved = read_project(path)
            return lambda: self._open(path, saved, document, before)

        self._begin(read)

    def read_network(self, path: Path, then: Callable[[Chain], object]) -> None:
        """Read a network that another program wrote and hand it on, unless another document was opened meanwhile."""
        document = self._document

        def read() -> Finish:
            chain = read_network(path)
            return lambda: self._hand_on(chain, then, document)

        self._begin(read)

    def import_network(self, chain: Chain, name: str, choices: Choices) -> None:
        """Put a network of another program in the document's place."""
        document = self._document

        def make() -> Finish:
            got = imported(chain, name, choices)
            return lambda: self.new(got.project, got.start) if document == self._document else None

        self._begin(make)

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

        self._begin(read)

    def save(self, then: Finish | None = None) -> bool:
        """Save in the document's own file; False where it has none, and a person must be asked for one."""
        if self._path is None:
            return False
        self.save_as(self._path, then)
        return True

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

    def write(self, path: Path, make: Callable[[], bytes]) -> None:
        """Put something beside the document into a file, such as an export; ``make`` is called in the thread of files."""

        def task() -> Finish:
            atomic_write(path, make())
            return lambda: self.written.emit(str(path))

        self._begin(task)

    def close(self) -> None:
        """Wait until everything asked for is done, and tell it."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()
        self._is_closing = True  # nobody goes on after the last save
        self._deliver()
        self._is_closing = False

    # What becomes of it, in the window's thread

    def _open(self, path: Path, saved: Saved, document: int, before: Project) -> None:
        if document == self._document and self._editor.project is not before:
            text = self.tr("{name} was not opened, since the network was changed meanwhile: open it again.")
            self.failed.emit(text.format(name=path.name))
            return
        self._show(saved.project, path)
        self._saved_step = saved.frame.step
        self._run.open(saved.project, saved.start, saved.frame, lambda: Curves(saved.curves))
        self._preferences.add_recent(path)

    def _show(self, project: Project, path: Path | None) -> None:
        self._document += 1
        self._path, self._saved_step, self._trained, self._wish, self._then = path, 0, False, None, None
        self._editor.open(project)

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
        path, then, self._wish, self._then = self._wish, self._then, None, None
        saved, document = Saved.of(self._report), self._document

        def write() -> Finish:
            write_project(path, saved.exact())
            return lambda: self._note_saved(path, saved, document, then)

        self._begin(write)

    def _note_saved(self, path: Path, saved: Saved, document: int, then: Finish | None) -> None:
        self._preferences.add_recent(path)
        if document == self._document:
            self._path, self._saved_step = path, saved.frame.step
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

    # The thread

    def _begin(self, task: Callable[[], Finish]) -> None:
        self._under_way += 1
        with self._lock:
            self._tasks.append(task)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="hlviz-files")
                self._thread.start()
        self.changed.emit()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._tasks:
                    self._thread = None
                    return
                task = self._tasks.popleft()
            self._done.append(self._outcome(task))
            self._finished.emit()

    def _outcome(self, task: Callable[[], Finish]) -> Finish:
        try:
            return task()
        except HlvizError as error:
            return partial(self.failed.emit, str(error))
        except Exception as error:  # a fault of the program belongs to the thread where faults are shown
            return partial(_raise, error)

    def _deliver(self) -> None:
        while self._done:
            finish = self._done.popleft()
            self._under_way -= 1
            finish()
        self.changed.emit()


def _with_table(project: Project, points: Points, recipe: TableRecipe | None, name: str) -> Project:
    """The project with the samples of a table; where it was called after what it learned before, it takes the table's name."""
    titles = {preset.title for preset in PRESETS.values()} | {Project().name}
    return replace(
        edits.use_table(project, points, recipe), name=name if project.name in titles else project.name, notes=""
    )


def _raise(error: Exception) -> None:
    raise error
