"""``hlviz [FILE]``: opens the window and runs until it is closed."""

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import hlviz.app.qt  # noqa: F401 - before all that imports PySide6

# isort: split
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from hlviz.app.assets import app_icon, load_fonts, window_font
from hlviz.app.clipboard import watch_clipboard
from hlviz.app.compose import Parts, compose
from hlviz.app.crash import FaultReporter
from hlviz.app.interrupts import Interrupts
from hlviz.app.theme import Look
from hlviz.document.presets import PRESETS
from hlviz.session.preferences import Preferences
from hlviz.window.error_dialog import tell_crash, tell_fault
from hlviz.window.file_actions import FIRST, open_any, recover
from hlviz.window.help_actions import offer_start

SIZE = (1600, 912)
"""The window at first, where the screen has room for it."""
TITLE_BAR = 32
"""Pixels that the desktop's own frame may take."""
HAND_OVER = 0.0005
"""Seconds after which a thread that computes in Python lets another one do so: the screen must not wait for training that NumPy does.
Python's own 5 ms are a third of a frame."""
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
    parts = compose(PRESETS[FIRST].project, look, preferences)
    window = parts.window
    crash = parts.crashes.begin()
    faults = FaultReporter(lambda summary, details: _tell_fault(parts, summary, details), window)
    faults.install()
    parts.context.run.failed.connect(lambda error: faults.tell(error, error))
    interrupts = Interrupts(lambda: _end(app, parts))
    _place(parts)
    window.show()
    # after the first frame: what the panels need takes as long to import as all the rest
    _when_seen(window, lambda: _settle(parts))
    parts.context.recovery.begin()
    app.commitDataRequest.connect(lambda _: parts.context.recovery.keep_now())  # the session ends: nobody is asked then
    _when_seen(window, lambda: _welcome(parts, args.file, crash, offers_start=preferences.start_page))
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


def _place(parts: Parts) -> None:
    """Put the window where it was the last time; the first time make it as large as the screen allows, up to ``SIZE``."""
    window, preferences = parts.window, parts.context.preferences
    room = window.screen().availableGeometry()
    window.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height() - TITLE_BAR))
    window.restore_layout(preferences.window_geometry, preferences.window_state)


def _settle(parts: Parts) -> None:
    """Make what takes time, once the window is there; garbage is looked for from now on, but not among all that was imported."""
    try:
        parts.add_panels()
    finally:
        gc.freeze()
        gc.enable()


def _when_seen(window: QWidget, act: Callable[[], object]) -> None:
    """Act as soon as the window is on the screen."""
    handle = window.windowHandle()
    if handle is not None and handle.isExposed():
        QTimer.singleShot(0, act)
    else:
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
