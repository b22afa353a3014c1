"""The keys that mean something to the diagram beside those of its actions: walk, take along, do, switch inputs."""

from typing import Protocol

from PySide6.QtCore import Qt

from hlviz.diagram.clicks import click, insert_layer
from hlviz.diagram.hand import hit_of
from hlviz.diagram.scene import Scene
from hlviz.diagram.targets import Hit, Part
from hlviz.diagram.tools.tool import Desk
from hlviz.diagram.walking import KEYS, walked
from hlviz.session.selection import Target

Key, Modifier = Qt.Key, Qt.KeyboardModifier


class Keyboard(Desk, Protocol):
    """What the keys are pressed over."""

    def open_menu(self, hit: Hit) -> bool:
        """Open the menu of a part; whether it has one."""

    def reveal(self, target: Target) -> None:
        """Bring something into sight."""


def press_key(desk: Keyboard, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    """Do what a key does; whether it does anything."""
    held &= ~Modifier.KeypadModifier
    if key in KEYS and held == Modifier.NoModifier:
        _go(desk, walked(desk.scene, desk.selection.target, key), takes=False)
    elif key in KEYS and held == Modifier.ShiftModifier:
        _go(desk, walked(desk.scene, desk.selection.target, key), takes=True)
    elif key in {Key.Key_Return, Key.Key_Enter}:
        press_selected(desk)
    elif Key.Key_1 <= key <= Key.Key_9 and held == Modifier.NoModifier:
        _press_feature(desk, key - Key.Key_1)
    else:
        return False
    return True


def press_selected(desk: Keyboard) -> None:
    """Do what a click on the selected thing's control does: a layer's activation, an input's switch, a weight or bias to type."""
    scene = desk.scene
    target = scene.standing(desk.selection.target)
    hit = hit_of(scene, target)
    if target.layer is not None:
        desk.open_menu(Hit(Part.CHIP, scene.project.network.index(target.layer) + 1, target=target))
    elif target.gap is not None:
        insert_layer(desk, target.gap)
    elif hit.part is Part.FEATURE:
        click(desk, hit)
    elif not target.is_nothing:
        desk.weigh(target)


def _go(desk: Keyboard, target: Target, *, takes: bool) -> None:
    if target.is_nothing:
        return
    before = [other for other in desk.selection.targets if other != target] if takes else ()
    desk.selection.select_all((*before, target))
    desk.reveal(target)


def _press_feature(desk: Keyboard, place: int) -> None:
    """Switch the feature at that place of the input column on or off."""
    scene: Scene = desk.scene
    cells = scene.columns[0].cells
    if scene.split.points.plane and place < len(cells):
        click(desk, Hit(Part.FEATURE, 0, key=cells[place].key))
