"""All data sets as small pictures, group by group, and a place for the user's own."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hlviz.colors import LIGHT, Theme
from hlviz.datasets import DATASETS, Points
from hlviz.inspector.data_pictures import paint_points, picture_points
from hlviz.widgets.buttons import Button, TextButton
from hlviz.widgets.tile import PaintPicture, Tile
from hlviz.widgets.tool_tip import tool_tip

COLUMNS = 5
GAP = 4
LEAST, SMALL, USUAL, MOST = 34, 38, 40, 46
"""Sides of a tile, in pixels: in the narrowest place, in the lowest one, usually, and with room to spare."""
ORDER = ("classify", "regress", "curve", "real", "logic")
"""In this order the groups fill rows of five with no gap between them."""
ARROWS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class DatasetGrid(QWidget):
    """Tiles in rows of five; arrow keys walk, Enter chooses."""

    chosen = Signal(str)
    """A key of ``DATASETS``."""
    table_requested = Signal()
    """The user wants to learn from a table of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._table: Points | None = None
        self.setAccessibleName(self.tr("Data sets"))
        self._about = groups = {
            "classify": self.tr("two or more classes in the plane"),
            "regress": self.tr("a number at each place of the plane"),
            "curve": self.tr("a curve of one input"),
            "logic": self.tr("a truth table"),
            "real": self.tr("real data"),
        }
        self.tiles: dict[str, Tile] = {}
        self._groups: list[list[Button]] = []
        for group in ORDER:
            tiles: list[Button] = []
            for recipe in DATASETS.values():
                if recipe.group == group:
                    tile = Tile(
                        recipe.key, _painter(picture_points(recipe)) if recipe.adjustable else _late(recipe.key)
                    )
                    tile.setAccessibleName(f"{recipe.title}: {groups[group]}")
                    tile.clicked.connect(lambda checked=False, tile=tile: self._choose(tile))
                    self.tiles[recipe.key] = tile
                    tiles.append(tile)
            self._groups.append(tiles)
        self.table_button = TextButton("upload", self.tr("My data…"))
        self.table_button.setCheckable(True)
        self.table_button.clicked.connect(self._ask_for_table)
        self._groups[-1].append(self.table_button)
        for button in self._buttons:
            button.setParent(self)
            button.installEventFilter(self)
        self._places = _places(self._groups)
        self._rows = max(self._places.values()) // COLUMNS + 1
        self._between = float(GAP)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._arrange()
        self._tell()

    def _tell(self) -> None:
        """Say of each data set what it is, in the colours in which it is drawn."""
        for key, tile in self.tiles.items():
            recipe = DATASETS[key]
            summary = self._theme.worded(recipe.summary)
            tile.setAccessibleDescription(summary)
            tile.setToolTip(tool_tip(recipe.title, summary, self._about[recipe.group].capitalize() + "."))

    @property
    def _buttons(self) -> list[Button]:
        return [button for group in self._groups for button in group]

    def show_dataset(self, key: str, table_name: str) -> None:
        """Ring the data set in use; ``table_name`` is that of the user's own where it is in use, else empty."""
        for tile in self.tiles.values():
            tile.setChecked(tile.key == key)
        self.table_button.setChecked(bool(table_name))
        current = self.tiles.get(key, self.table_button)
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is current else Qt.FocusPolicy.NoFocus)
        what = self.tr(
            "Learn from a table of your own: CSV, Excel, ODS, Parquet or NumPy. You see it first, and choose what is learned."
        )
        now = self.tr("In use now: {name}. Press to open another.").format(name=table_name) if table_name else ""
        self.table_button.setToolTip(tool_tip(self.tr("My data"), what, now))

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        for button in self._buttons:
            button.show_theme(theme)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Rows of comfortable tiles."""
        return _room(USUAL, self._rows)

    def minimumSizeHint(self) -> QSize:
        """Rows of tiles that can still be told apart."""
        return QSize(_room(LEAST, self._rows).width(), _room(SMALL, self._rows).height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the tiles as large as there is room."""
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line between groups that share a row."""
        with QPainter(self) as p:
            p.setPen(QPen(QColor(self._theme.line), 1))
            for button in self._first_of_groups:
                if button.x() > 0:
                    x = button.x() - self._between / 2
                    p.drawLine(QPointF(x, button.y() + 6), QPointF(x, button.geometry().bottom() - 6))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk from tile to tile with the arrow keys."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, Button):
            direction = ARROWS.get(Qt.Key(event.key()))
            if direction is not None:
                self._walk(watched, direction)
                return True
        return super().eventFilter(watched, event)

    @property
    def _first_of_groups(self) -> list[Button]:
        return [group[0] for group in self._groups]

    def _arrange(self) -> None:
        wide = (self.width() - (COLUMNS - 1) * GAP) // COLUMNS
        self.setMaximumHeight(_room(max(SMALL, min(MOST, wide)), self._rows).height())
        high = (self.height() - (self._rows - 1) * GAP) // self._rows
        side = max(LEAST, min(MOST, wide, high))
        pitch = min(side + 3 * GAP, (self.width() - side) / (COLUMNS - 1))
        self._between = pitch - side
        for button, place in self._places.items():
            columns = COLUMNS - place % COLUMNS if button is self.table_button else 1
            left, top = round(place % COLUMNS * pitch), place // COLUMNS * (side + GAP)
            button.setGeometry(QRect(left, top, round((columns - 1) * pitch) + side, side))

    def _walk(self, button: Button, direction: QPointF) -> None:
        """Give the keyboard to the nearest tile in that direction."""
        here = QRectF(button.geometry()).center()

        def distance(other: Button) -> float:
            way = QRectF(other.geometry()).center() - here
            along = QPointF.dotProduct(way, direction)
            aside = way - direction * along
            return along + 3 * aside.manhattanLength() if along > 4 else float("inf")

        nearest = min(self._buttons, key=distance)
        if distance(nearest) < float("inf"):
            nearest.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, tile: Tile) -> None:
        tile.setChecked(not tile.isChecked())  # the ring moves when the project has changed, not before
        self.chosen.emit(tile.key)

    def _ask_for_table(self) -> None:
        self.table_button.setChecked(not self.table_button.isChecked())
        self.table_requested.emit()


def _places(groups: list[list[Button]]) -> dict[Button, int]:
    """Where each button goes, counted row by row; a group that would be torn apart begins a row of its own."""
    places: dict[Button, int] = {}
    place = 0
    for group in groups:
        if len(group) <= COLUMNS < place % COLUMNS + len(group):
            place += COLUMNS - place % COLUMNS
        for button in group:
            places[button] = place
            place += 1
    return places


def _room(side: int, rows: int) -> QSize:
    return QSize(COLUMNS * (side + GAP) - GAP, rows * (side + GAP) - GAP)


def _painter(points: Points) -> PaintPicture:
    return lambda p, rect, theme: paint_points(p, rect, points, theme)


def _late(key: str) -> PaintPicture:
    """Read from a file when first painted, not when the window is built."""
    return lambda p, rect, theme: paint_points(p, rect, picture_points(DATASETS[key]), theme)
