"""Alt, held while the pointer is over a hidden neuron: the network is looked at without that neuron until the key is let go."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from hlviz.document.wiring import NeuronKey
from hlviz.session.selection import Selection, Target

KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}
AWAY = {QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate}


class Lift(QObject):
    """Watches the keys of the whole application, since the focus may be anywhere; only while a neuron is pointed at."""

    def __init__(self, selection: Selection, parent: QObject) -> None:
        super().__init__(parent)
        self._selection = selection
        self._over: NeuronKey | None = None
        self._is_held = False
        self._before: NeuronKey | None = None
        selection.hover_changed.connect(self._point)

    def _point(self, target: Target) -> None:
        """The pointer is over something else."""
        was, self._over = self._over, target.neuron if isinstance(target.neuron, int) else None
        app = QGuiApplication.instance()
        assert app is not None
        if self._over is None:
            app.removeEventFilter(self)
            self._drop()
            return
        if was is None:
            app.installEventFilter(self)
        if self._is_held or QGuiApplication.queryKeyboardModifiers() == Qt.KeyboardModifier.AltModifier:
            self._hold()

    def _hold(self) -> None:
        if not self._is_held:
            self._is_held, self._before = True, self._selection.without
        self._selection.look_without(self._over)

    def _drop(self) -> None:
        if self._is_held:
            self._is_held = False
            self._selection.look_without(self._before)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt, so that the menu bar does not: it would open when the key is let go."""
        kind = event.type()
        if kind in AWAY:
            self._drop()
            return False
        if kind not in KEYS or not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Alt:
            return False
        if kind is QEvent.Type.KeyRelease:
            self._drop()
        elif event.modifiers() in (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier):
            self._hold()
        event.accept()
        return True
