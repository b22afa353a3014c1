"""The picture of the diagram stays within its time, and what one looks at is drawn in full."""

from collections.abc import Callable

import pytest
from diagram_desk import Desk, moment_of

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
    d.canvas.set_reduced_motion(True)
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


def test_a_slow_machine_draws_the_pictures_of_neurons_less_often(desk: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("hlviz.diagram.stage.time.monotonic", lambda: now)
    d = desk(edits.set_shape(edits.choose_dataset(Project(), "spiral"), (8, 8)))
    d.canvas.governor = Governor(Slow())
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
