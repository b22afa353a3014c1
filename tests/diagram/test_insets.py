"""Legend and small map lie where nothing of the network is covered, and do what a hand asks of them."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, moment_of
from PySide6.QtCore import QEvent, QPointF

from hlviz.diagram.insets import all_is_seen, close_box, insets_of
from hlviz.diagram.scene import Scene, scene_of
from hlviz.diagram.targets import Hit, Part, told
from hlviz.diagram.view import View, fitting
from hlviz.document import Project, edits
from hlviz.document.geometry import Box

Make = Callable[..., Desk]
SIZE = (196.0, 90.0)
ROOM = (780.0, 600.0)


def scene_with(*shape: int, dataset: str = "circle", room: tuple[float, float] = ROOM) -> Scene:
    return scene_of(edits.set_shape(edits.choose_dataset(Project(), dataset), shape), *room)


def overlap(a: Box, b: Box) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


@pytest.mark.parametrize("dataset", ["circle", "sine", "iris", "digits"])
@pytest.mark.parametrize("shape", [(), (4, 2), (8, 8, 8), (3,) * 8, (64, 30)])
@pytest.mark.parametrize("room", [(560.0, 420.0), (780.0, 600.0), (1700.0, 1200.0)])
def test_the_legend_covers_nothing_of_the_network(
    dataset: str, shape: tuple[int, ...], room: tuple[float, float]
) -> None:
    scene = scene_with(*shape, dataset=dataset, room=room)
    view = fitting(scene.geometry, *room)
    legend = insets_of(scene, view, room, SIZE, has_map=True).legend
    if legend is None:
        return
    assert legend.x >= 0
    assert legend.right <= room[0]
    assert legend.bottom <= room[1]
    for column in scene.columns:
        assert not overlap(legend, view.box(column.body))
        assert not overlap(legend, view.box(column.card.box))


def test_there_is_room_for_it_in_the_usual_window() -> None:
    room = (975.0, 800.0)
    for shape in ((4, 2), (8, 8, 6), (8, 8, 8)):
        scene = scene_with(*shape, room=room)
        legend = insets_of(scene, fitting(scene.geometry, *room), room, SIZE, has_map=True).legend
        assert legend is not None
        assert legend.x == 10, "lower left, where no edge runs"
        assert legend.bottom == room[1] - 10


def test_where_there_is_no_room_there_is_no_legend() -> None:
    scene = scene_with(8, 8, 8, room=(560, 320))
    assert insets_of(scene, View(3.0, -300, -500), (560, 320), SIZE, has_map=False).legend is None
    assert insets_of(scene, View(), (400, 320), SIZE, has_map=True).legend is None
    assert insets_of(scene_with(4), View(), ROOM, None, has_map=True).legend is None


def test_the_map_shows_only_while_some_of_the_diagram_is_out_of_sight() -> None:
    scene = scene_with(4, 2)
    whole = fitting(scene.geometry, *ROOM)
    assert all_is_seen(scene, whole, ROOM)
    assert insets_of(scene, whole, ROOM, None, has_map=True).minimap is None
    near = whole.zoomed(2.0, 300, 300)
    minimap = insets_of(scene, near, ROOM, None, has_map=True).minimap
    assert minimap is not None
    assert insets_of(scene, near, ROOM, None, has_map=False).minimap is None
    assert minimap.box.right <= ROOM[0]
    assert minimap.box.bottom <= ROOM[1]
    for column in scene.columns:
        there = minimap.place(column.body)
        assert minimap.box.x < there.x
        assert there.right < minimap.box.right


@pytest.mark.parametrize("zoom", [1.5, 3.0, 8.0])
def test_the_frame_is_around_what_is_seen(zoom: float) -> None:
    scene = scene_with(4, 2)
    view = View().zoomed(zoom, 500, 250).kept_in_sight(scene.geometry, *ROOM)
    minimap = insets_of(scene, view, ROOM, None, has_map=True).minimap
    assert minimap is not None
    frame = minimap.frame(view, ROOM)
    assert frame.width >= 4
    x, y = minimap.to_scene(*frame.center)
    assert view.to_widget(x, y) == pytest.approx((ROOM[0] / 2, ROOM[1] / 2), abs=1.5 * zoom / minimap.scale)


def near(make: Make) -> Desk:
    d = make(edits.set_shape(Project(), (4, 4, 2)))
    d.show(moment_of(d.project))
    d.canvas.zoom_by(2.5, QPointF(390, 300))
    d.paint()
    return d


def at_widget(d: Desk, x: float, y: float) -> tuple[float, float]:
    return d.canvas.view.to_scene(x, y)


def test_a_click_in_the_map_brings_that_place_into_the_middle(desk: Make) -> None:
    d = near(desk)
    minimap = d.canvas.insets.minimap
    assert minimap is not None
    target = d.canvas.scene.columns[2].box_of(2).center
    place = minimap.place(Box(*target, 0, 0))
    assert d.canvas.hit(place.x, place.y).part is Part.MAP
    before = d.selection.target
    d.click(at_widget(d, place.x, place.y))
    width, height = d.canvas.room
    assert d.canvas.view.to_scene(width / 2, height / 2) == pytest.approx(target, abs=1)
    assert d.selection.target == before


def test_dragging_in_the_map_moves_the_view_along(desk: Make) -> None:
    d = near(desk)
    minimap = d.canvas.insets.minimap
    assert minimap is not None
    places = [minimap.place(Box(*d.canvas.scene.columns[i].body.center, 0, 0)) for i in (1, 3)]
    seen = []
    start = at_widget(d, places[0].x, places[0].y)
    d.mouse(QEvent.Type.MouseButtonPress, start)
    for place in (places[0], places[1]):
        for x in (place.x + 12, place.x):
            d.mouse(QEvent.Type.MouseMove, at_widget(d, x, place.y))
        seen.append(d.canvas.view.to_scene(d.canvas.room[0] / 2, 0)[0])
    d.mouse(QEvent.Type.MouseButtonRelease, at_widget(d, places[1].x, places[1].y))
    assert seen[1] - seen[0] == pytest.approx(d.canvas.scene.columns[3].x - d.canvas.scene.columns[1].x, abs=2)
    assert d.selection.target.is_nothing


def test_each_has_a_button_that_takes_it_away(desk: Make) -> None:
    d = near(desk)
    closed: list[str] = []
    d.canvas.inset_closed.connect(closed.append)
    minimap = d.canvas.insets.minimap
    assert minimap is not None
    d.click(at_widget(d, *close_box(minimap.box).center))
    d.canvas.fit()
    d.paint()
    legend = d.canvas.insets.legend
    assert legend is not None
    assert d.canvas.hit(*legend.center).part is Part.LEGEND
    d.click(at_widget(d, *legend.center))
    assert closed == ["minimap"]
    d.click(at_widget(d, *close_box(legend).center))
    assert closed == ["minimap", "legend"]
    d.canvas.set_legend(False)
    d.paint()
    assert d.canvas.insets.legend is None


@pytest.mark.parametrize("part", [Part.LEGEND, Part.LEGEND_CLOSE, Part.MAP, Part.MAP_CLOSE])
def test_each_part_says_what_it_does(part: Part) -> None:
    assert len(told(scene_with(3), Hit(part))) > 20
