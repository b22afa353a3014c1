"""How the diagram lies under the window's glass: zoom and shift between its pixels and those of the widget."""

from dataclasses import dataclass

from hlviz.document.geometry import Box, Geometry

LEAST, MOST = 0.05, 8.0
STEP = 1.25


@dataclass(frozen=True)
class View:
    """Widget pixel = diagram pixel · zoom + shift."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The place of the diagram that is under a place of the widget."""
        return (x - self.x) / self.zoom, (y - self.y) / self.zoom

    def to_widget(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the diagram is seen."""
        return x * self.zoom + self.x, y * self.zoom + self.y

    def box(self, box: Box) -> Box:
        """Where a box of the diagram is seen."""
        x, y = self.to_widget(box.x, box.y)
        return Box(x, y, box.width * self.zoom, box.height * self.zoom)

    def zoomed(self, factor: float, x: float, y: float) -> "View":
        """Larger or smaller, the place under (x, y) of the widget staying where it is."""
        zoom = min(max(self.zoom * factor, LEAST), MOST)
        scene_x, scene_y = self.to_scene(x, y)
        return View(zoom, x - scene_x * zoom, y - scene_y * zoom)

    def shifted(self, dx: float, dy: float) -> "View":
        """Moved by so many widget pixels."""
        return View(self.zoom, self.x + dx, self.y + dy)

    def kept_in_sight(self, geometry: Geometry, width: float, height: float) -> "View":
        """Centred along a side on which all of the diagram can be seen, else moved no farther than its end."""
        x = _kept(self.x, geometry.width * self.zoom, width)
        y = _kept(self.y, geometry.height * self.zoom, height)
        return View(self.zoom, round(x), round(y))


def _kept(shift: float, extent: float, room: float) -> float:
    if extent <= room + 0.5:
        return (room - extent) / 2
    return min(0.0, max(shift, room - extent))


def fitting(geometry: Geometry, width: float, height: float) -> View:
    """All of the diagram, no larger than 100 %."""
    zoom = max(min(1.0, width / geometry.width, height / geometry.height), LEAST)
    return View(zoom).kept_in_sight(geometry, width, height)
