"""``hlviz [FILE]``: opens the window and runs until it is closed."""

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import hlviz.app.qt  # noqa: F401 - before all that imports PySide6

# isort: split
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from hlviz.app.assets import app_icon, load_fonts, window_font
from hlviz.app.clipboard import watch_clipboard
from hlviz.app.compose import Parts, compose
from hlviz.app.crash import FaultReporter
from hlviz.app.crash_report import REPORTS, CrashReport
from hlviz.app.interrupts import Interrupts
from hlviz.app.theme import Look
from hlviz.document.presets import PRESETS
from hlviz.paths import data_folder
from hlviz.session.preferences import Preferences
from hlviz.window.error_dialog import ask_safe, tell_crash, tell_fault
from hlviz.window.file_actions import FIRST, open_any, recover
from hlviz.window.help_actions import offer_start

SIZE = (1600, 912)
"""The window at first, where the screen has room for it."""
TITLE_BAR = 32
"""Pixels that the desktop's own frame may take."""
HAND_OVER = 0.0005
"""Seconds after which a thread that computes in Python lets another one do so: the screen must not wait for training that NumPy does.
Python's own 5 ms are a third of a frame."""
OFTEN = 2
"""So many starts in a row that ended while they were under way: the next one asks whether to start safely."""
SETTLED = 5000
"""Milliseconds after which a start is over."""
LOOK = 10
"""Milliseconds between two looks whether the window is on the screen."""


def main(args: argparse.Namespace) -> int:
    """Open the window; the exit code, 0 after it was closed.

    Parameters
    ----------
    args
        What was asked for, as ``hlviz.app.arguments`` understood it.
    """
    app = application([])
    preferences = Preferences()
    look = Look(app, args.theme or preferences.theme, preferences.palette)
    crashes = CrashReport(data_folder() / REPORTS)
    crash = crashes.begin()
    was_offered = not args.safe and crashes.failed_starts >= OFTEN and ask_safe(args.file, crash)
    is_safe = args.safe or was_offered
    file = None if was_offered else args.file
    parts = compose(PRESETS[FIRST].project, look, preferences, crashes, is_safe=is_safe)
    window = parts.window
    faults = FaultReporter(lambda summary, details: _tell_fault(parts, summary, details), window)
    faults.install()
    parts.context.run.failed.connect(lambda error: faults.tell(error, error))
    interrupts = Interrupts(lambda: _end(app, parts))
    _place(parts, is_safe=is_safe)
    window.show()
    # after the first frame: what the panels need takes as long to import as all the rest
    _when_seen(window, lambda: _settle(parts))
    parts.context.recovery.begin()
    app.commitDataRequest.connect(lambda _: parts.context.recovery.keep_now())  # the session ends: nobody is asked then
    if is_safe:
        _when_seen(window, lambda: _welcome_safely(parts, file))
    else:
        _when_seen(window, lambda: _welcome(parts, file, crash, offers_start=preferences.start_page))
    try:
        return app.exec()
    finally:
        parts.close()
        interrupts.close()
        parts.crashes.end()
        faults.uninstall()


def application(argv: list[str]) -> QApplication:
    """The one ``QApplication``, with hlviz's name, font and style."""
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
    sys.setswitchinterval(HAND_OVER)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["hlviz", *argv])
    app.setOrganizationName("hlviz")
    app.setApplicationName("hlviz")
    app.setApplicationDisplayName("hlviz")
    app.setDesktopFileName("hlviz")
    app.setStyle("Fusion")
    load_fonts()
    app.setFont(window_font())
    app.setWindowIcon(app_icon())
    watch_clipboard()
    return app


def _place(parts: Parts, *, is_safe: bool = False) -> None:
    """Put the window where it was the last time; the first time, or to be safe, make it as large as the screen allows, up to
    ``SIZE``.
    """
    window, preferences = parts.window, parts.context.preferences
    room = window.screen().availableGeometry()
    window.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height() - TITLE_BAR))
    if not is_safe:
        window.restore_layout(preferences.window_geometry, preferences.window_state)


def _settle(parts: Parts) -> None:
    """Make what takes time, once the window is there; garbage is looked for from now on, but not among all that was imported."""
    try:
        parts.add_panels()
    finally:
        gc.freeze()
        gc.enable()


def _when_seen(window: QWidget, act: Callable[[], object]) -> None:
    """Act as soon as the window is on the screen; never, where it was closed before."""
    handle = window.windowHandle()
    if handle is not None and handle.isExposed():
        QTimer.singleShot(0, lambda: act() if window.isVisible() else None)
    elif window.isVisible():
        QTimer.singleShot(LOOK, lambda: _when_seen(window, act))


def _welcome(parts: Parts, file: Path | str | None, crash: str, *, offers_start: bool) -> None:
    """Offer what was left unsaved, then open what was asked for: what is restored comes first, and the file can be opened after.

    Where nothing was asked for, the start page is offered.
    """
    restored = False
    if parts.context.recovery.store.orphans():
        restored = recover(parts.context, crash)
    elif crash:
        tell_crash(parts.window, crash)
    if file is not None and not restored:
        open_any(parts.context, file)
    elif file is None and not restored and offers_start:
        offer_start(parts.context)
    _note_started(parts)


def _welcome_safely(parts: Parts, file: Path | str | None) -> None:
    """Open what was asked for by hand, and nothing else; say how the rest comes back."""
    if file is not None:
        open_any(parts.context, file)
    else:
        offer_start(parts.context)
    parts.window.status.say(
        QCoreApplication.translate(
            "Start", "Started safely: all panels as at first, NumPy alone. File ▸ Recover has what is unsaved."
        )
    )
    _note_started(parts)


def _note_started(parts: Parts) -> None:
    """A start is over when what it opened was on the screen for a while."""
    QTimer.singleShot(SETTLED, parts.window, parts.crashes.started)


def _tell_fault(parts: Parts, summary: str, details: str) -> None:
    """What went wrong is kept for a report, and so is the document: nobody knows what comes next."""
    parts.crashes.note(details)
    parts.context.recovery.keep()
    tell_fault(parts.window, summary, details)


def _end(app: QApplication, parts: Parts) -> None:
    """Leave at once, without a question: whoever sends a signal cannot answer one."""
    parts.context.recovery.finish()
    parts.close()
    app.exit(0)  # quit would ask every window whether it may close
