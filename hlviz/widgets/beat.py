"""What comes sixty times a second and is read by a person is shown a few times a second."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Beat(QTimer):
    """Calls at most once a beat: at once where it was quiet, and at the end of the beat for what was asked for meanwhile."""

    def __init__(self, call: Callable[[], object], milliseconds: int, parent: QObject) -> None:
        super().__init__(parent, singleShot=True, interval=milliseconds)
        self._call = call
        self._is_asked = False
        self.timeout.connect(self._end)

    def ask(self, *, at_once: bool = False) -> None:
        """Call, now or at the end of the beat; ``at_once``: now in any case."""
        if self.isActive() and not at_once:
            self._is_asked = True
            return
        self._is_asked = False
        self.start()
        self._call()

    def _end(self) -> None:
        if self._is_asked:
            self.ask(at_once=True)
