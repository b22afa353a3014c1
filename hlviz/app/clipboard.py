"""What was copied outlives the window, but not Python: Qt must not take it apart when Python is gone."""

import atexit

from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken


def watch_clipboard() -> None:
    """Before Python ends, let go of what nobody could paste any more.

    Where the desktop has a clipboard, Qt hands over to it while the application ends. Where there is none, as without a display, what
    was copied would lie in Qt until the very end of the process, and be destroyed by a call into a Python that is no longer there.
    """
    atexit.unregister(_let_go)
    atexit.register(_let_go)


def _let_go() -> None:
    if QGuiApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if data is not None and Shiboken.createdByPython(data) and not clipboard.ownsClipboard():
        clipboard.clear()
