"""One weight over the run, through edits and thinning."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from hlviz.document import Project, edits
from hlviz.panels.weight_history import MOST, WeightHistories, place_of
from hlviz.panels.weight_history_plot import WeightHistoryPlot
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Target
from hlviz.training.curves import Curves
from hlviz.training.history import History
from hlviz.training.trainer import Trainer

from .moments import project_of


def run_through(projects: Iterable[Project], epochs: int = 3) -> Moment:
    """A run that is edited from one project to the next, so many epochs each."""
    trainer, curves, history = None, Curves(), History()
    for generation, project in enumerate(projects):
        trainer = Trainer(project) if trainer is None else trainer.followed(project)
        for _ in range(epochs):
            trainer.train(trainer.steps_per_epoch)
            curves.add(trainer.step, trainer.epochs, trainer.evaluate())
            history.add(trainer.snapshot(generation), trainer.assembly)
    assert trainer is not None
    return Moment(trainer.assembly, trainer.snapshot(generation), curves.table(), history=history.frames())


def test_an_edge_that_came_with_an_edit_has_no_past_before_it() -> None:
    before = project_of("circle")
    layer = before.network.hidden[0]
    after = edits.resize_layer(before, layer.id, layer.size + 1)
    new = after.network.hidden[0].neurons[-1]
    moment = run_through([before, after])
    history = WeightHistories().of(moment, Target(edge=(("in", "x1"), new)))
    assert history is not None
    assert np.isnan(history.value).tolist() == [True] * 3 + [False] * 3
    assert history.epoch.tolist() == [1, 2, 3, 4, 5, 6]
    old = WeightHistories().of(moment, Target(edge=(("in", "x1"), layer.neurons[0])))
    assert old is not None
    assert np.isfinite(old.value).all()


def test_a_weight_is_found_again_where_its_layer_has_moved() -> None:
    before = project_of("circle")
    first, second = before.network.hidden
    after = edits.add_layer(before, 0, 3)
    moment = run_through([before, after])
    edge = Target(edge=(first.neurons[2], second.neurons[1]))
    history = WeightHistories().of(moment, edge)
    assert history is not None
    assert history.value[0] == moment.history[0].parameters.weights[1][2, 1]
    assert history.value[-1] == moment.history[-1].parameters.weights[2][2, 1]
    assert np.abs(np.diff(history.value)).max() < 0.5  # it goes on where it was


def test_what_the_network_does_not_have_has_no_history() -> None:
    moment = run_through([project_of("circle")])
    histories = WeightHistories()
    hidden = moment.project.network.hidden
    for target in (
        NOTHING,
        Target(layer=hidden[0].id),
        Target(neuron=("in", "x1")),
        Target(neuron=999),
        Target(edge=(("in", "x1"), hidden[1].neurons[0])),
    ):
        assert histories.of(moment, target) is None
    assert place_of(moment.assembly.wiring, hidden[0].neurons[0], None) == (0, None, 0)


def test_of_a_long_run_few_frames_are_looked_at_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = run_through([project_of("circle")])
    history, frame = History(), moment.frame
    edge = Target(edge=(("in", "x1"), moment.project.network.hidden[0].neurons[0]))
    histories, reads = WeightHistories(), []
    from hlviz.panels import weight_history

    read = weight_history._read
    monkeypatch.setattr(weight_history, "_read", lambda *args: reads.append(1) or read(*args))
    for step in range(5000):
        history.add(replace(frame, step=step), moment.assembly)
        if step % 100 == 99:
            long = replace(moment, frame=replace(frame, step=step), history=history.frames())
            found = histories.of(long, edge)
            assert found is not None
            assert len(found.epoch) <= MOST + 2
    assert len(reads) < 1500
    assert len(histories._known) <= MOST + 2


def test_an_earlier_moment_ends_its_history_there() -> None:
    moment = run_through([project_of("circle")], epochs=6)
    earlier = replace(moment, frame=moment.history[2], is_live=False)
    history = WeightHistories().of(earlier, Target(edge=(("in", "x1"), moment.project.network.hidden[0].neurons[0])))
    assert history is not None
    assert history.epoch.tolist() == [1, 2, 3]


def test_a_line_with_a_gap_is_drawn(qtbot: object) -> None:
    before = project_of("circle")
    layer = before.network.hidden[0]
    without = edits.remove_neuron(before, layer.neurons[1])
    moment = run_through([before, without, before])
    history = WeightHistories().of(moment, Target(edge=(("in", "x1"), layer.neurons[1])))
    assert history is not None
    assert np.isnan(history.value).tolist() == [False] * 3 + [True] * 3 + [False] * 3
    plot = WeightHistoryPlot()
    qtbot.addWidget(plot)  # type: ignore[attr-defined]
    plot.resize(300, 120)
    plot.show_history(history)
    plot.show()
    plot.grab()
    (left, right), (bottom, top) = plot.box.viewRange()
    assert left == 0
    assert right >= 9
    assert bottom < np.nanmin(history.value)
    assert top > np.nanmax(history.value)
