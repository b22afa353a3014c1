"""The picture of the diagram stays within its time, and what one looks at is drawn in full."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, moment_of, with_weight
from PySide6.QtCore import QAbstractAnimation
from PySide6.QtGui import QImage, QRegion
from pytestqt.qtbot import QtBot

from hlviz.diagram.governor import DETAILS, Governor
from hlviz.document import Project, edits

Make = Callable[..., Desk]


class Slow:
    """A clock by which everything takes long."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def test_what_is_pointed_at_is_drawn_in_full_however_slow_the_machine_is(desk: Make) -> None:
    project = edits.set_shape(edits.choose_dataset(Project(), "spiral"), (16, 16, 16))
    d = desk(project)
    d.show(moment_of(project))
    scene = d.canvas.scene
    d.hover(scene.columns[2].box_of(5))
    full = d.paint()
    d.canvas.governor = Governor(Slow())
    d.canvas.show_run_state(True)
    for _ in range(100):
        d.paint()
    d.show(moment_of(project))
    assert d.canvas.governor.detail == DETAILS[-1]
    least = d.paint()
    assert least != full
    # beside the neuron only its own edges run
    x0, x1 = scene.columns[1].sides[1], scene.columns[2].sides[0]
    y = scene.columns[2].box_of(5).center[1]
    for x in (x1 - 3, x1 - 5, x1 - 8):
        at = d.widget_place((x, y)).toPoint()
        assert full.pixelColor(at) == least.pixelColor(at) != d.canvas.look.ground
    assert x1 - x0 > 40


def test_when_training_rests_all_is_drawn_in_full_again(desk: Make) -> None:
    d = desk()
    d.show(moment_of(d.project))
    d.canvas.governor = Governor(Slow())
    d.canvas.show_run_state(True)
    for _ in range(100):
        d.paint()
    assert d.canvas.governor.detail == DETAILS[-1]
    d.canvas.show_run_state(False)
    assert d.canvas.governor.detail == DETAILS[0]
    for _ in range(100):
        d.paint()
    assert d.canvas.governor.detail == DETAILS[0], "while nothing moves by itself there is no hurry"


def test_a_slow_machine_draws_the_pictures_of_neurons_less_often(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("hlviz.diagram.stage.time.monotonic", lambda: now)
    d = desk(edits.set_shape(edits.choose_dataset(Project(), "spiral"), (8, 8)))
    d.canvas.governor = Governor(Slow())
    d.canvas.show_run_state(True)
    early, late = moment_of(d.project, 0), moment_of(d.project, 200)
    tile = d.canvas.scene.columns[1].box_of(0)

    def painted() -> list[str]:
        image = d.paint()
        places = [(tile.x + dx, tile.y + dy) for dx in (10, 20, 30) for dy in (10, 20, 30)]
        return [image.pixelColor(d.widget_place(place).toPoint()).name() for place in places]

    d.show(early)
    for _ in range(100):
        d.paint()
    now += 1
    d.show(early)
    before = painted()
    now += DETAILS[-1].map_pause / 2
    d.show(late)
    assert painted() == before
    now += DETAILS[-1].map_pause
    d.show(late)
    assert painted() != before


def lively(desk: Make, project: Project | None = None) -> Desk:
    """A diagram in which things glide, with the numbers of a trained network."""
    d = desk(project)
    d.show(moment_of(d.project, 30))
    d.canvas.set_reduced_motion(False)
    return d


def on_the_way(d: Desk, milliseconds: int) -> None:
    d.canvas.way.pause()
    d.canvas.way.setCurrentTime(milliseconds)


def tile_of(d: Desk, layer: int, row: int) -> tuple[float, float]:
    """Where a neuron is seen now."""
    scene = d.canvas.scene if (moving := d.canvas.way.moving()) is None else moving.scene
    return scene.columns[layer].box_of(row).center


def test_after_an_edit_everything_glides_to_its_place_and_the_picture_at_the_end_is_the_usual_one(desk: Make) -> None:
    d = lively(desk)
    before = tile_of(d, 2, 0)
    d.editor.apply("Insert", edits.add_layer, 0)
    on_the_way(d, 0)
    assert tile_of(d, 3, 0) == before, "it is where it was, though it is the third layer now"
    pictures = []
    for milliseconds in (1, 80, 160):
        on_the_way(d, milliseconds)
        pictures.append(d.paint())
    d.canvas.way.resume()
    d.canvas.way.setCurrentTime(d.canvas.way.duration())
    assert d.canvas.way.moving() is None
    end = d.paint()
    assert len({image.cacheKey() for image in pictures}) == 3
    assert all(image != end for image in pictures)
    calm = desk(d.project)
    calm.show(moment_of(d.project, 30))
    calm.canvas.show_moment(d.canvas.moment)
    assert calm.paint() == end


def test_what_is_pointed_at_is_where_it_will_be(desk: Make) -> None:
    d = lively(desk)
    d.editor.apply("Insert", edits.add_layer, 0)
    on_the_way(d, 20)
    place = d.canvas.scene.columns[3].box_of(0)
    at = d.widget_place(place)
    assert d.canvas.hit(at.x(), at.y()).place == (3, 0)
    assert tile_of(d, 3, 0) != place.center


def test_the_next_edit_goes_on_from_where_things_are(desk: Make) -> None:
    d = lively(desk)
    d.editor.apply("Insert", edits.add_layer, 0)
    on_the_way(d, 60)
    between = tile_of(d, 3, 0)
    d.editor.apply("Insert", edits.add_layer, 0)
    on_the_way(d, 0)
    assert tile_of(d, 4, 0) == pytest.approx(between)
    d.editor.undo_stack.undo()
    on_the_way(d, 0)
    assert tile_of(d, 3, 0) == pytest.approx(between)
    d.paint()


@pytest.mark.parametrize("edit", ["insert", "remove", "grow", "shrink", "move", "no hidden layer", "block"])
@pytest.mark.parametrize("dataset", ["circle", "iris", "sine", "digits"])
def test_every_frame_of_every_way_is_painted(desk: Make, dataset: str, edit: str) -> None:
    d = lively(desk, edits.set_shape(edits.choose_dataset(Project(), dataset), (5, 3)))
    first, second = d.project.network.hidden
    what = {
        "insert": (edits.add_layer, 1),
        "remove": (edits.remove_layer, first.id),
        "grow": (edits.resize_layer, first.id, 8),
        "shrink": (edits.resize_layer, first.id, 2),
        "move": (edits.move_layer, second.id, 0),
        "no hidden layer": (edits.set_shape, ()),
        "block": (edits.resize_layer, second.id, 30),
    }[edit]
    d.hover(d.canvas.scene.columns[1].box_of(0))
    d.editor.apply("Edit", *what)
    assert d.canvas.way.moving() is not None
    for milliseconds in (0, 50, 210):
        on_the_way(d, milliseconds)
        assert not d.paint().isNull()


def test_with_reduced_motion_nothing_glides(desk: Make) -> None:
    d = lively(desk)
    d.canvas.set_reduced_motion(True)
    d.editor.apply("Insert", edits.add_layer, 0)
    assert d.canvas.way.moving() is None
    d.canvas.set_reduced_motion(False)
    d.editor.apply("Insert", edits.add_layer, 0)
    assert d.canvas.way.moving() is not None
    d.canvas.set_reduced_motion(True)
    assert d.canvas.way.moving() is None


def test_no_timer_goes_on_when_all_is_in_its_place_or_out_of_sight(desk: Make, qtbot: QtBot) -> None:
    d = lively(desk)
    d.editor.apply("Insert", edits.add_layer, 0)
    with qtbot.waitSignal(d.canvas.way.finished):
        pass
    assert d.canvas.way.state() is QAbstractAnimation.State.Stopped
    d.editor.apply("Insert", edits.add_layer, 0)
    assert d.canvas.way.state() is QAbstractAnimation.State.Running
    d.canvas.hide()
    assert d.canvas.way.state() is QAbstractAnimation.State.Stopped
    d.editor.apply("Insert", edits.add_layer, 0)
    assert d.canvas.way.state() is QAbstractAnimation.State.Stopped


def test_changed_numbers_and_another_size_of_the_window_do_not_glide(desk: Make) -> None:
    d = lively(desk)
    d.editor.apply("Noise", edits.set_data, noise=20.0)
    assert d.canvas.way.moving() is None
    d.canvas.resize(900, 640)
    assert d.canvas.way.moving() is None


def test_the_whole_diagram_comes_into_view_gliding(desk: Make) -> None:
    d = lively(desk)
    d.canvas.zoom_by(2.0, d.canvas.rect().center().toPointF())
    assert d.canvas.way.moving() is None, "the wheel moves things itself"
    place = d.canvas.view.box(d.canvas.scene.columns[1].box_of(0))
    d.canvas.fit()
    on_the_way(d, 0)
    moving = d.canvas.way.moving()
    assert moving is not None
    now = d.canvas.view.box(moving.scene.columns[1].box_of(0))
    assert (now.x, now.y, now.width) == pytest.approx((place.x, place.y, place.width))


def test_while_pulses_run_newer_numbers_are_painted_in_every_other_frame_and_at_a_pause_at_once(
    desk: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("hlviz.diagram.stage.time.monotonic", lambda: now)
    d = desk(edits.set_shape(edits.choose_dataset(Project(), "spiral"), (8, 8)))
    d.canvas.set_reduced_motion(False)
    moments = [moment_of(d.project, steps) for steps in (0, 60, 120)]
    d.canvas.show_run_state(True)
    d.show(moments[0])
    tile = d.widget_place(d.canvas.scene.columns[2].box_of(0)).toPoint()

    def picture() -> QImage:
        return d.paint().copy(tile.x() - 15, tile.y() - 15, 30, 30)

    first = picture()
    now += 0.016
    d.show(moments[1])
    assert picture() == first
    now += 0.016
    second = picture()
    assert second != first, "without another moment the last one is made good"
    now += 0.016
    d.show(moments[2])
    assert picture() == second
    d.canvas.show_run_state(False)
    third = picture()
    assert third != first
    assert third != second


def test_pulses_run_on_where_training_has_nothing_new_to_tell(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("hlviz.diagram.stage.time.monotonic", lambda: now)
    d = desk(edits.set_shape(edits.choose_dataset(Project(), "spiral"), (8, 8)))
    d.canvas.set_reduced_motion(False)
    d.canvas.show_run_state(True)
    d.show(moment_of(d.project, 60))
    before = d.paint()
    asked: list[tuple[QRegion, ...]] = []
    monkeypatch.setattr(d.canvas, "update", lambda *region: asked.append(region))
    now += 0.1
    d.canvas.show_time()
    ((region,),) = asked
    assert not region.isEmpty()
    assert region.boundingRect() != d.canvas.rect(), "only where they run"
    assert d.paint() != before
    d.canvas.set_reduced_motion(True)
    del asked[:]
    d.canvas.show_time()
    assert asked == [], "nothing moves"


@pytest.mark.parametrize("dataset", ["spiral", "iris", "digits"])
def test_what_is_kept_below_the_pulses_looks_as_if_it_were_painted_in_every_frame(
    desk: Make, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("hlviz.diagram.stage.time.monotonic", lambda: now)
    d = desk(edits.set_shape(edits.choose_dataset(Project(), dataset), (8, 30)))
    d.canvas.set_reduced_motion(False)
    d.canvas.show_run_state(True)
    moment = moment_of(d.project, 60)
    for _ in range(6):  # until fog is there
        now += 1
        d.show(moment)
    kept = d.paint()
    now += 0.1
    assert d.paint() != kept, "pulses run"
    d.hover(d.canvas.scene.columns[1].box_of(3))
    hovered = d.paint()
    monkeypatch.setattr("hlviz.diagram.painters.drawing.Drawing.is_kept", False)
    assert d.paint() == hovered
    d.hover(d.canvas.scene.columns[1].card.box)
    bare = d.paint()
    monkeypatch.setattr("hlviz.diagram.painters.drawing.Drawing.is_kept", True)
    assert d.paint() == bare


def test_edges_that_are_kept_are_those_of_the_numbers_shown(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = edits.set_shape(edits.choose_dataset(Project(), "circle"), (4, 3))
    moment = moment_of(project, 60)
    turned = with_weight(moment, 1, 0, 0, -float(moment.parameters.weights[1][0, 0]))
    order = (moment, moment, moment, turned, turned, turned, moment, moment)

    def pictures() -> list[QImage]:
        d = desk(project)
        d.canvas.set_reduced_motion(False)
        d.canvas.show_run_state(True)
        found = []
        for second, shown in enumerate(order):
            monkeypatch.setattr("hlviz.diagram.stage.time.monotonic", lambda second=second: 1000.0 + second)
            d.show(shown)
            found.append(d.paint())
        return found

    kept = pictures()
    monkeypatch.setattr("hlviz.diagram.painters.drawing.Drawing.is_kept", False)
    assert kept == pictures()
