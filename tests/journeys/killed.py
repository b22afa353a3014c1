"""A window that edits itself, to be killed at any moment: ``python -m tests.journeys.killed HOW``.

``edit`` changes the notes of its document one number after the other and says which of them are kept; ``restore`` answers the
question at start as a person would who presses Enter, and says what it got.
"""

import faulthandler
import os
import signal
import sys
from dataclasses import replace
from itertools import count

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hlviz.app import main as module
from hlviz.app.arguments import understood
from hlviz.app.compose import Parts, compose
from hlviz.session import recovery
from hlviz.window.recovery_dialog import RecoveryDialog

EVERY = 20
"""Milliseconds between two edits."""


def say(text: str) -> None:
    print(text, flush=True)


def edit(parts: Parts) -> None:
    c, numbers = parts.context, count(1)

    def change() -> None:
        c.editor.apply("Note", lambda project: replace(project, notes=str(next(numbers))))

    def kept() -> None:
        report = c.recovery._kept
        say(f"kept {report.assembly.project.notes or 0} {report.frame.step}")

    c.recovery.kept.connect(kept)
    timer = QTimer(parts.window, interval=EVERY)
    timer.timeout.connect(change)
    timer.start()
    say("begun")


def train(parts: Parts) -> None:
    edit(parts)
    parts.context.run.start()


def restore(parts: Parts) -> None:
    def opened(project: object) -> None:
        QTimer.singleShot(0, tell)

    def tell() -> None:
        c = parts.context
        say(
            f"{c.editor.project.notes or 0}|{parts.window.windowTitle()}|{parts.window.isWindowModified()}|{c.filing.path}"
        )
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGKILL))  # it ends badly once more

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RecoveryDialog):
            QTest.keyClick(dialog, Qt.Key.Key_Return)
        else:
            QTimer.singleShot(50, answer)

    parts.context.editor.opened.connect(opened)
    QTimer.singleShot(50, answer)


def main() -> int:
    faulthandler.dump_traceback_later(60, exit=True)  # never left behind, whatever happens
    how, rest, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    recovery.REST, recovery.MOST = rest, most
    begin = {"edit": edit, "train": train, "restore": restore}[how]

    def composed(*args: object, **kwargs: object) -> Parts:
        parts = compose(*args, **kwargs)  # type: ignore[arg-type]
        QTimer.singleShot(0, lambda: begin(parts))
        return parts

    module.compose = composed  # type: ignore[assignment]
    module.ask_safe = lambda *_: False  # type: ignore[assignment]  # so many killed starts: the person says to go on as ever
    return module.main(understood(sys.argv[4:]))


if __name__ == "__main__":
    sys.exit(main())
