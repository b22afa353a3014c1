"""A fault of the program itself: told once, kindly, and in full on standard error. The window goes on."""

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

Show = Callable[[str, str], None]
"""Shows a summary and the details."""


class FaultReporter(QObject):
    """Catches what nobody caught, in every thread, and hands it to the window's thread."""

    _caught = Signal(str, str)

    def __init__(self, show: Show, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self._showing = False
        self._hooks = (sys.excepthook, threading.excepthook)
        # queued: an exception may come from a paint event, where no dialog may open, or from another thread
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Catch from now on."""
        sys.excepthook = self._catch
        threading.excepthook = self._catch_in_thread

    def uninstall(self) -> None:
        """Leave faults to whoever caught them before."""
        sys.excepthook, threading.excepthook = self._hooks

    def tell(self, summary: str, details: str) -> None:
        """Report a fault that was caught already."""
        print(f"hlviz: {details.rstrip() or summary}", file=sys.stderr)
        self._caught.emit(summary, details)

    def _catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.tell(f"{kind.__name__}: {error}", "".join(traceback.format_exception(kind, error, trace)))

    def _catch_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._catch(args.exc_type, args.exc_value, args.exc_traceback)

    def _tell(self, summary: str, details: str) -> None:
        # one dialog at a time: a fault while painting comes sixty times a second
        if self._showing:
            return
        self._showing = True
        try:
            self._show(summary, details)
        finally:
            self._showing = False
