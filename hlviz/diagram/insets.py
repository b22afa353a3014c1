"""The legend and the small map: what lies over the diagram in the widget, and where there is room for it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlviz.diagram.curve import rise_at
from hlviz.diagram.scene import Scene
from hlviz.diagram.strands import pairs_of
from hlviz.diagram.targets import Part
from hlviz.diagram.view import View
from hlviz.document.geometry import Box, Form

EDGE = 10.0
"""Pixels from the widget's rim."""
CLOSE = 18.0
"""The side of the button at the upper right of each."""
MAP = (176.0, 112.0)
"""The small map, at most."""
MAP_PAD = 6.0
LEAST_ROOM = 420.0
"""Widgets narrower than this have no room for either."""
STEP = 22.0
SLICES = 8
"""Boxes that the edges between two layers are covered with."""


@dataclass(frozen=True)
class Minimap:
    """The whole diagram, small, in a box of the widget."""

    box: Box
    scale: float
    """Its pixels to one of the diagram."""
    x: float
    """Where the diagram's corner is."""
    y: float

    def to_scene(self, x: float, y: float) -> tuple[float, float]:
        """The place of the diagram that a place of the widget stands for."""
        return (x - self.x) / self.scale, (y - self.y) / self.scale

    def place(self, box: Box) -> Box:
        """Where a box of the diagram is on it."""
        scale = self.scale
        return Box(self.x + box.x * scale, self.y + box.y * scale, box.width * scale, box.height * scale)

    def frame(self, view: View, room: tuple[float, float]) -> Box:
        """Around what can be seen, inside the map."""
        x0, y0 = view.to_scene(0, 0)
        seen = self.place(Box(x0, y0, room[0] / view.zoom, room[1] / view.zoom))
        left, top = max(seen.x, self.box.x + 1), max(seen.y, self.box.y + 1)
        right, bottom = min(seen.right, self.box.right - 1), min(seen.bottom, self.box.bottom - 1)
        return Box(left, top, max(4.0, right - left), max(4.0, bottom - top))


@dataclass(frozen=True)
class Insets:
    """Where they are; None where there is no room, no need or no wish for them."""

    legend: Box | None = None
    minimap: Minimap | None = None

    def part_at(self, x: float, y: float) -> Part | None:
        """Which part of them is at a place of the widget."""
        if self.legend is not None and self.legend.holds(x, y):
            return Part.LEGEND_CLOSE if close_box(self.legend).holds(x, y) else Part.LEGEND
        if self.minimap is not None and self.minimap.box.holds(x, y):
            return Part.MAP_CLOSE if close_box(self.minimap.box).holds(x, y) else Part.MAP
        return None


def close_box(box: Box) -> Box:
    """The button that takes it away."""
    return Box(box.right - CLOSE - 1, box.y + 1, CLOSE, CLOSE)


def insets_of(
    scene: Scene, view: View, room: tuple[float, float], legend: tuple[float, float] | None, has_map: bool
) -> Insets:
    """Find room for them.

    Parameters
    ----------
    room
        (width, height) of the widget.
    legend
        Its size; None where it is not wanted.
    has_map
        Whether the map is wanted; it shows only while some of the diagram cannot be seen.
    """
    if room[0] < LEAST_ROOM:
        return Insets()
    minimap = _minimap(scene, room) if has_map and not all_is_seen(scene, view, room) else None
    if legend is None:
        return Insets(minimap=minimap)
    taken = [view.box(box) for box in _taken(scene)] + ([minimap.box] if minimap is not None else [])
    return Insets(_free(legend, room, taken), minimap)


def all_is_seen(scene: Scene, view: View, room: tuple[float, float]) -> bool:
    """Whether nothing of the diagram lies outside the widget."""
    geometry = scene.geometry
    return geometry.width * view.zoom <= room[0] + 1 and geometry.height * view.zoom <= room[1] + 1


def _minimap(scene: Scene, room: tuple[float, float]) -> Minimap:
    geometry = scene.geometry
    scale = min((MAP[0] - 2 * MAP_PAD) / geometry.width, (MAP[1] - 2 * MAP_PAD) / geometry.height)
    wide, high = geometry.width * scale + 2 * MAP_PAD, geometry.height * scale + 2 * MAP_PAD
    box = Box(round(room[0] - EDGE - wide), round(room[1] - EDGE - high), round(wide), round(high))
    return Minimap(box, scale, box.x + MAP_PAD, box.y + MAP_PAD)


def _taken(scene: Scene) -> Iterator[Box]:
    """What the legend must not cover: headers, neurons with their words, edges; in pixels of the diagram."""
    for column in scene.columns:
        yield _wider(column.card.box, 6)
        body, names = column.body, column.label_width + 10
        yield _wider(body, 10)
        if column.label_width:
            left = body.x - names if column.index == 0 else body.right
            yield Box(left, body.y - 6, names, body.height + 12)
        if column.form in {Form.BLOCK, Form.PICTURE} or scene.shows_sample:
            yield Box(column.x - 70, body.bottom, 140, 40)
    for gap in scene.geometry.gaps:
        if gap.always:
            yield gap.plus
    across = np.linspace(0, 1, SLICES + 1)
    rise = rise_at(across)
    for pair in pairs_of(scene):
        top = pair.y0.min() * (1 - rise) + pair.y1.min() * rise
        bottom = pair.y0.max() * (1 - rise) + pair.y1.max() * rise
        x = pair.x0 + (pair.x1 - pair.x0) * across
        for i in range(SLICES):
            y = float(min(top[i], top[i + 1]))
            yield Box(float(x[i]), y - 3, float(x[i + 1] - x[i]), float(max(bottom[i], bottom[i + 1])) - y + 6)


def _wider(box: Box, by: float) -> Box:
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _free(size: tuple[float, float], room: tuple[float, float], taken: list[Box]) -> Box | None:
    """The first place with room: lower left, lower right, then along the foot and up the sides."""
    for x, y in _places(size, room):
        box = Box(round(x), round(y), *size)
        if not any(_overlap(box, other) for other in taken):
            return box
    return None


def _places(size: tuple[float, float], room: tuple[float, float]) -> Iterator[tuple[float, float]]:
    left, top = EDGE, EDGE
    right, bottom = room[0] - EDGE - size[0], room[1] - EDGE - size[1]
    if right < left or bottom < top:
        return
    yield left, bottom
    yield right, bottom
    for x in np.arange(left, right, STEP).tolist():
        yield x, bottom
    for y in np.arange(bottom, top, -STEP).tolist():
        yield left, y
        yield right, y


def _overlap(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom
