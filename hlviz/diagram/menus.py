"""The menu of activation functions that opens from a layer's chip."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from hlviz.nn.activations import Activation


def activation_menu(
    parent: QWidget, table: Mapping[str, Activation], current: str, choose: Callable[[str], object]
) -> QMenu:
    """A menu of a table's functions, each with its formula; it calls ``choose`` with a key and goes away by itself."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    group = QActionGroup(menu)
    for activation in table.values():
        # what follows a tabulator stands in the column of the shortcuts
        action = QAction(f"{activation.title}\t{activation.formula}", menu)
        action.setCheckable(True)
        action.setChecked(activation.key == current)
        action.setToolTip(activation.summary)
        action.triggered.connect(lambda _=False, key=activation.key: choose(key))
        group.addAction(action)
        menu.addAction(action)
    return menu
