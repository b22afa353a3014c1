"""Keeps what is not saved yet: soon after every change, often enough while training runs, and before it begins.

What a person asked for never waits for it: a snapshot is made of an immutable report and written in a thread of its own.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from hlviz.errors import ProjectFileError
from hlviz.files.lock import HeldError
from hlviz.files.past import LITTLE_ROOM, Past
from hlviz.files.recovery_store import Entry, Found, RecoveryStore
from hlviz.files.saved import Saved
from hlviz.session.editor import Editor
from hlviz.session.file_thread import FileThread, Finish
from hlviz.session.filing import Borrowed, Filing
from hlviz.session.playback import Playback
from hlviz.session.run import Run
from hlviz.session.thumbnail import thumbnail_of
from hlviz.training.report import Report

REST = 2_000
"""Milliseconds after the last change."""
MOST = 30_000
"""Milliseconds of work that may be at risk, however fast one change follows the other."""

PATIENCE = 1.0
"""Seconds, at most, that the end waits for training to follow the last edit."""


class Recovery(QObject):
    """Writes snapshots of the document under way, and forgets them when it is safe."""

    failed = Signal(str)
    """No snapshot could be written; told once until one could be again."""
    kept = Signal()
    """What there was to keep is kept."""

    def __init__(
        self,
        store: RecoveryStore,
        editor: Editor,
        run: Run,
        playback: Playback,
        filing: Filing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.store = store
        self._editor, self._run, self._playback, self._filing = editor, run, playback, filing
        self._entry: Entry | None = None
        self._document = 0  # goes up when another one is opened
        self._kept: Report | None = None  # what the newest snapshot is of
        self._is_wanted = False  # as soon as the one under way is written, or training has followed
        self._is_ailing = False
        self._is_watching = False
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._most = QTimer(self, singleShot=True, interval=MOST)
        self._rest.timeout.connect(self.keep)
        self._most.timeout.connect(self.keep)
        self._thread = FileThread(self)

    def begin(self) -> None:
        """Watch over the document from now on."""
        self._is_watching = True
        self.store.tidy()
        self._thread.changed.connect(self._look)
        self._editor.changed.connect(self._note_change)
        self._playback.moment_changed.connect(self._watch)
        self._run.starting.connect(self._keep_before_training)
        self._filing.changed.connect(self._look)
        self._filing.leaving.connect(self._leave)

    @property
    def entry(self) -> Entry | None:
        """Where snapshots of the document lie; None where there are none."""
        return self._entry

    def keep(self) -> None:
        """Write a snapshot now, if there is anything to keep that is in none yet."""
        report = self._filing.report
        if not self._is_watching or not self._filing.is_modified:
            return
        if report is None or self._thread.is_busy:
            self._is_wanted = True
            return
        self._stop()
        if self._is_kept(report):
            return
        title, path, entry, past = self._filing.title, self._place(), self._entry, self._past_of(report)
        document = self._document

        def write() -> Finish:
            try:
                written = _written(self.store, entry, report, past, title, path)
            except ProjectFileError as error:
                text = str(error)
                return lambda: self._fail(text)
            return lambda: self._note_kept(written, report, entry, document)

        self._thread.begin(write)

    def restore(self, found: Found) -> bool:
        """Open what was left behind, as a document that is not saved; whether it is being opened.

        It stays where it is until the document is saved or discarded.
        """
        try:
            entry = self.store.adopt(found)
        except HeldError:
            self.failed.emit(self.tr("Another window has opened it meanwhile."))
            return False
        note = found.note
        title = note.title or self.tr("Unsaved network")
        borrowed = Borrowed(Path(note.path) if note.path else None, _recovered(title, self.tr), is_unsaved=True)

        def take() -> None:
            self._entry = entry

        self._filing.open_copy(found.read, borrowed, take, entry.leave)
        return True

    def keep_now(self) -> None:
        """Write what there is to keep and wait for it: nobody knows whether there is time later."""
        self._stop()
        self._thread.close()
        end = time.monotonic() + PATIENCE
        while self._filing.report is None and time.monotonic() < end:  # training is about to follow the last edit
            time.sleep(0.005)
            self._playback.look()
        report = self._filing.report
        if self._is_watching and self._filing.is_modified and report is not None and not self._is_kept(report):
            with suppress(ProjectFileError):
                title, past = self._filing.title, self._past_of(report)
                self._entry = _written(self.store, self._entry, report, past, title, self._place())
                self._kept = report

    def finish(self) -> None:
        """The end, without a question: keep what there is, to be offered at the next start."""
        self.keep_now()
        self._is_watching = False
        if self._entry is not None:
            self._entry.leave()
            self._entry = None

    def close(self) -> None:
        """The window is closed: the document was saved, or a person said that it may go."""
        if self._is_watching:
            self._leave()
            self._is_watching = False
        self._thread.close()

    def _past_of(self, report: Report) -> Past | None:
        """The past, in little room: snapshots are written often."""
        past = self._filing.past_of(report)
        return replace(past, room=LITTLE_ROOM) if past is not None else None

    def _place(self) -> Path | None:
        return self._filing.proposed

    def _is_kept(self, report: Report) -> bool:
        kept = self._kept
        return (
            kept is not None
            and self._entry is not None
            and kept.assembly.project is report.assembly.project
            and kept.frame.step == report.frame.step
            and kept.run == report.run
        )

    def _note_change(self) -> None:
        if not self._is_watching:
            return
        self._rest.start()
        if not self._most.isActive():
            self._most.start()

    def _watch(self) -> None:
        """Training has gone on, or followed an edit."""
        report = self._filing.report
        if report is None or not self._is_watching:
            return
        if self._is_wanted and not self._thread.is_busy:
            self._is_wanted = False
            self.keep()
        if self._filing.is_modified and not self._is_kept(report):
            if not self._most.isActive():
                self._most.start()
            if not self._run.is_running and not self._rest.isActive():
                self._rest.start()

    def _keep_before_training(self) -> None:
        if self._rest.isActive() or self._most.isActive():
            self.keep()

    def _look(self) -> None:
        """What was saved, or undone to what is saved, need not be kept here."""
        if self._thread.is_busy or not self._is_watching:
            return
        if self._is_wanted:
            self._is_wanted = False
            self.keep()
        elif self._entry is not None and not self._filing.is_modified and self._filing.report is not None:
            self._end(self._entry.remove)

    def _note_kept(self, entry: Entry, report: Report, before: Entry | None, document: int) -> None:
        if document != self._document:  # another document is here meanwhile
            if before is None:
                entry.discard()
            return
        self._entry, self._kept, self._is_ailing = entry, report, False
        self.kept.emit()

    def _fail(self, why: str) -> None:
        if not self._is_ailing:
            self._is_ailing = True
            self.failed.emit(why)
        self._most.start()  # and try again then

    def _leave(self) -> None:
        """The document goes: it is in its file, or a person said that it may be lost."""
        if self._entry is not None:
            self._end(self._entry.discard if self._filing.is_modified else self._entry.remove)
        self._stop()
        self._document += 1
        self._kept, self._is_wanted = None, False

    def _end(self, how: Callable[[], None]) -> None:
        """Do away with the snapshots, after the one under way."""
        self._entry = self._kept = None
        self._stop()

        def end() -> Finish:
            how()
            return _nothing

        self._thread.begin(end)

    def _stop(self) -> None:
        self._rest.stop()
        self._most.stop()


def _nothing() -> None:
    """Nothing is left to do."""


def _written(
    store: RecoveryStore, entry: Entry | None, report: Report, past: Past | None, title: str, path: Path | None
) -> Entry:
    entry = entry or store.begin()
    saved = Saved.of(report, past).exact()
    entry.write(replace(saved, thumbnail=thumbnail_of(report.assembly, saved.frame.parameters)), title, path)
    return entry


def _recovered(title: str, tr: Callable[[str], str]) -> str:
    suffix = tr("(recovered)")
    return title if title.endswith(suffix) else f"{title} {suffix}"
