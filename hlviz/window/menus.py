"""From the table of actions to what a person can use: menu bar, context menus, shortcuts, entries of the command palette."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar

from hlviz.colors import Theme
from hlviz.session.selection import Target
from hlviz.widgets.icons import icon
from hlviz.window.action import ARROW, Action, Context, said

if TYPE_CHECKING:
    from hlviz.window.command_palette import Entry

MENUS = {
    "File": "&File", "Edit": "&Edit", "Network": "&Network", "Train": "&Train", "Explain": "E&xplain", "View": "&View",
    "Help": "&Help",
}  # fmt: skip
"""The menus and the letters that open them with Alt."""

ON_WEIGHTS = ("network.freeze", "network.cut", "network.zero", "network.randomize")
ON_CLIPBOARD = ("edit.cut", "edit.copy", "edit.paste", "edit.duplicate")
ON_LAYER = (
    "network.add_layer", "network.add_neuron", "network.remove_neuron", "network.count", "network.matrix",
    "", "Network ▸ Activation", "Network ▸ Dropout", "", *ON_CLIPBOARD, "", *ON_WEIGHTS,
    "", "network.move_left", "network.move_right", "network.rename", "network.tidy", "", "edit.delete",
)  # fmt: skip
ON_NEURON = (
    "network.bias", "network.rename", "network.matrix", "edit.next_edge_in", "edit.next_edge_out", "", *ON_WEIGHTS,
    "", "network.neuron_left", "network.neuron_right", "", "Network ▸ Activation", "network.add_neuron",
    "", "explain.step_into", "explain.neuron", "explain.without", "", "edit.delete",
)  # fmt: skip
ON_EDGE = ("network.weigh", "network.bias", "", *ON_WEIGHTS, "", "edit.next_edge_in", "edit.next_edge_out")
ON_INPUT = ("network.switch_input", "edit.next_edge_out", "", *ON_WEIGHTS, "", "network.add_layer", "edit.paste")
ON_OUTPUT = ("network.bias", "edit.next_edge_in", "", "Network ▸ Output", "", *ON_WEIGHTS)
ON_GAP = ("network.add_layer", "edit.paste", "", "network.shape", "network.tidy")
ON_SEVERAL = (
    "Network ▸ Activation", "Network ▸ Dropout", "network.add_neuron", "network.remove_neuron", "", *ON_CLIPBOARD,
    "", *ON_WEIGHTS, "", "network.move_left", "network.move_right", "network.neuron_left", "network.neuron_right",
    "", "edit.delete",
)  # fmt: skip
ON_NOTHING = (
    "network.add_layer", "edit.paste", "edit.select_all", "network.shape", "Network ▸ Activation", "Network ▸ Output",
    "network.tidy", "", "train.play", "train.rewind", "train.new_weights", "explain.step_into",
    "", "view.fit", "view.hand", "edit.copy_picture", "file.export_diagram",
)  # fmt: skip
"""What a context menu of the diagram holds: ids of actions, submenus, and lines."""


def on(context: Context) -> tuple[str, ...]:
    """What the context menu holds of what is selected."""
    targets = context.selection.targets
    if len(targets) > 1:
        return ON_SEVERAL
    target = context.selection.target
    if target.neuron is not None:
        kind = target.neuron[0] if isinstance(target.neuron, tuple) else ""
        return {"in": ON_INPUT, "out": ON_OUTPUT}.get(kind, ON_NEURON)
    named = ((target.layer, ON_LAYER), (target.edge, ON_EDGE), (target.gap, ON_GAP))
    return next((names for thing, names in named if thing is not None), ON_NOTHING)


class Menus(QObject):
    """A ``QAction`` for each action of the table, in all the places it belongs to."""

    def __init__(self, actions: Iterable[Action], context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._actions = {action.id: action for action in actions}
        self._made: dict[str, QAction] = {}
        self._submenus: dict[str, QMenu] = {}
        self._theme: Theme | None = None
        for action in self._actions.values():
            self._made[action.id] = self._make(action)
            self._add_keys(action)

    def __getitem__(self, action_id: str) -> QAction:
        """The ``QAction`` of an action."""
        return self._made[action_id]

    def __iter__(self) -> Iterator[str]:
        """The ids of all actions, in the order of the table."""
        return iter(self._made)

    def fill(self, bar: QMenuBar) -> None:
        """Fill a menu bar that is empty."""
        for name, text in MENUS.items():
            self._submenus[name] = bar.addMenu(said(text))
        for action in self._actions.values():
            menu = self._menu(action.menu)
            if action.section:
                menu.addSeparator()
            menu.addAction(self._made[action.id])
        for menu in self._submenus.values():
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh)
            menu.aboutToShow.connect(self._draw_icons)

    def popup(self, target: Target, at: QPoint) -> None:
        """Open the context menu of a thing in the diagram. Where it is one of several that are selected, it is about all of them,
        else that thing is selected.
        """
        selection = self._context.selection
        if target not in selection.targets:
            selection.select(target)
        self.refresh()
        self._draw_icons()
        menu = QMenu(self._context.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for name in self._apt(on(self._context)):
            if not name:
                menu.addSeparator()  # Qt leaves out those at the ends, and all but one of several
            elif name in self._made:
                menu.addAction(self._made[name])
            else:
                menu.addAction(self._submenus[name].menuAction())  # addMenu would take it along when it closes
        menu.popup(at)

    def popup_menu(self, path: str, at: QPoint) -> None:
        """Open a menu of the menu bar, such as "Train ▸ Look back", at a place on the screen."""
        self.refresh()
        self._menu(path).popup(at)

    def _apt(self, names: Iterable[str]) -> list[str]:
        """What of it can be done now."""
        return [name for name in names if name not in self._made or self._made[name].isEnabled()]

    def refresh(self) -> None:
        """Enable and tick every action as things are now."""
        for key, action in self._actions.items():
            made = self._made[key]
            made.setEnabled(action.enabled(self._context))
            if action.detail is not None:
                detail = action.detail(self._context)
                made.setText(f"{said(action.text)}: {detail}" if detail else said(action.text))
            if action.checked is not None:
                made.setChecked(action.checked(self._context))

    def show_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme, as soon as they can be seen."""
        self._theme = theme
        if any(menu.isVisible() for menu in self._submenus.values()):
            self._draw_icons()

    def _draw_icons(self) -> None:
        theme, self._theme = self._theme, None
        if theme is None:
            return
        for key, action in self._actions.items():
            if action.icon:
                self._made[key].setIcon(icon(action.icon, theme.muted))

    def entries(self) -> "list[Entry]":
        """All actions for the command palette."""
        from hlviz.window.command_palette import Entry

        self.refresh()
        self._draw_icons()
        entries = []
        for key, action in self._actions.items():
            text = " › ".join([*map(said, action.menu.split(ARROW)), said(action.text).rstrip("…")])
            if action.choices is None:
                entries.append(Entry(text, self._made[key], said(action.also)))
            else:
                offered = self._offered(action)
                entries += [Entry(f"{text} › {made.text()}", made, said(action.also)) for made in offered]
        return entries

    def keys_of(self, action_id: str) -> str:
        """The first key of an action, as a person reads it."""
        return self._made[action_id].shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def _make(self, action: Action) -> QAction:
        made = QAction(said(action.text), self._context.window)
        made.setObjectName(action.id)
        made.setToolTip(said(action.tip))
        made.setStatusTip("")
        made.setShortcutVisibleInContextMenu(True)
        made.setCheckable(action.checked is not None)
        if action.choices is not None:
            menu = QMenu(self._context.window)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(partial(self._offer, menu, action))
            made.setMenu(menu)
        else:
            made.triggered.connect(partial(self._run, action))
        self._context.window.addAction(made)
        return made

    def _add_keys(self, action: Action) -> None:
        """Single keys belong to the diagram alone; where an action has both kinds, the others are shortcuts beside it."""
        made = self._made[action.id]
        if not action.keys:
            made.setShortcuts(action.sequences())
            return
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._context.window.removeAction(made)
        self._context.canvas.addAction(made)
        for sequence in action.sequences():
            QShortcut(sequence, self._context.window).activated.connect(made.trigger)

    def _run(self, action: Action, _: bool = False) -> None:
        action.run(self._context)
        self.refresh()

    def _offer(self, menu: QMenu, action: Action) -> None:
        menu.clear()
        offered = self._offered(action)
        for made in offered:
            made.setParent(menu)  # which deletes them when it is cleared
        menu.addActions(offered)

    def _offered(self, action: Action) -> list[QAction]:
        """What an action offers now; it belongs to nobody yet."""
        made = []
        for choice in action.choices(self._context) if action.choices else ():
            offered = QAction(choice.text)
            offered.setToolTip(choice.tip)
            offered.setEnabled(choice.enabled)
            offered.triggered.connect(lambda _=False, run=choice.run: run())
            made.append(offered)
        return made

    def _menu(self, path: str) -> QMenu:
        """The menu of that path, made where it is not yet."""
        if path not in self._submenus:
            parent, _, name = path.rpartition(ARROW)
            self._submenus[path] = self._menu(parent).addMenu(said(name))
        return self._submenus[path]
