"""The output panel: the right picture for the data, neurons in its place, samples, mistakes."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT
from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.number_text import percent, rounded, significant
from hlviz.panels.confusion_view import ConfusionView
from hlviz.panels.curve_view import CurveView
from hlviz.panels.fit_view import FitView
from hlviz.panels.mistakes import wrong_rows
from hlviz.panels.output import OutputPanel
from hlviz.panels.surface_view import SurfaceView
from hlviz.panels.table import Table
from hlviz.panels.tones import sequential_table
from hlviz.session.moment import Moment
from hlviz.session.probe import Probe
from hlviz.session.selection import NOTHING, Selection, Target

from .moments import project_of, train, with_weights


@pytest.fixture
def panel(qtbot: QtBot, selection: Selection) -> OutputPanel:
    panel = OutputPanel(selection)
    qtbot.addWidget(panel)
    panel.resize(290, 260)
    panel.show_theme(LIGHT)
    panel.show()
    return panel


@pytest.fixture(scope="module")
def prices() -> Moment:
    """A number of several inputs, far from zero."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 3))
    table = Points(x, 500 + 100 * x[:, 0] + rng.normal(size=200), ("rooms", "age", "floor"), "price")
    return train(edits.set_shape(edits.use_table(Project(), table), (4,)), 20)


def visible(panel: OutputPanel) -> list[str]:
    return [name for name, box in panel.switches.items() if box.isVisible()]


def test_each_kind_of_data_has_its_picture(
    panel: OutputPanel,
    circle: Moment,
    plane: Moment,
    sine: Moment,
    iris: Moment,
    digits: Moment,
    prices: Moment,
) -> None:
    kinds = {}
    for moment in (circle, plane, sine, iris, digits, prices):
        panel.show_moment(moment)
        panel.grab()
        kinds[moment.project.data.dataset] = (type(panel.view), visible(panel))
    assert kinds == {
        "circle": (SurfaceView, ["test", "discrete", "mistakes"]),
        "reg-plane": (SurfaceView, ["test", "discrete"]),
        "sine": (CurveView, ["test", "shares"]),
        "iris": (ConfusionView, []),
        "digits": (ConfusionView, []),
        "table": (FitView, []),
    }


# The surface


def test_the_surface_has_the_colours_of_the_classes(panel: OutputPanel, circle: Moment) -> None:
    sure = with_weights(circle, lambda weights, biases: (weights[-1].fill(0), biases[-1].fill(5))[0])
    panel.show_moment(sure)
    view = panel.view
    assert isinstance(view, SurfaceView)
    image = panel.grab().toImage()
    corner = view.surface.mapTo(panel, (view.surface.plane.rect.topLeft() + QPointF(9, 9)).toPoint())
    blue = image.pixelColor(corner)
    assert blue.blue() > blue.red() + 40
    panel.show_moment(with_weights(circle, lambda weights, biases: (weights[-1].fill(0), biases[-1].fill(-5))[0]))
    orange = panel.grab().toImage().pixelColor(corner)
    assert orange.red() > orange.blue() + 40


def test_the_legend_has_numbers(panel: OutputPanel, circle: Moment, plane: Moment) -> None:
    panel.show_moment(circle)
    assert panel.scale_bar.ends() == ("−1", "1")
    *classes, accuracy = panel.caption.entries
    assert [entry.text for entry in classes] == ["orange", "blue"]
    right = np.mean(circle.test_predicted == circle.split.test_y)
    assert float(accuracy.value.removesuffix(" %")) == pytest.approx(100 * right, abs=0.1)
    sigmoid = train(edits.set_output(project_of("circle"), "sigmoid"), 1)
    panel.show_moment(sigmoid)
    assert panel.scale_bar.ends() == ("0", "1")
    panel.show_moment(plane)
    high = panel.scale_bar.ends()[1]
    assert float(high.lstrip("≥ ")) == pytest.approx(np.abs(plane.split.points.y).max(), rel=0.01)


def test_a_neuron_pointed_at_takes_the_place_of_the_output(
    panel: OutputPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    view = panel.view
    assert isinstance(view, SurfaceView)
    neuron = circle.project.network.hidden[0].neurons[2]
    selection.set_hover(Target(neuron=neuron))
    assert panel.caption.text() == "Hidden 1 · neuron 3  fires where the teeth point"
    assert view.surface.field is not None
    np.testing.assert_array_equal(view.surface.field.values, circle.maps[1][2])
    selection.set_hover(NOTHING)
    np.testing.assert_array_equal(view.surface.field.values, circle.maps[-1][0])
    assert panel.caption.text().startswith("orange  blue  test accuracy")
    selection.set_hover(Target(neuron=circle.assembly.wiring.layers[-1][0]))
    assert panel.caption.text().startswith("orange  blue  test accuracy")


def test_a_selected_neuron_stays_until_the_output_is_wanted_back(
    qtbot: QtBot, panel: OutputPanel, selection: Selection, circle: Moment
) -> None:
    hidden = circle.project.network.hidden
    panel.show_moment(circle)
    assert not panel.back_button.isVisible()
    selection.select(Target(neuron=hidden[1].neurons[0]))
    assert panel.caption.text() == "Hidden 2 · neuron 1"
    qtbot.mouseClick(panel.back_button, Qt.MouseButton.LeftButton)
    assert panel.caption.text().startswith("orange  blue  test accuracy")
    assert selection.target.neuron == hidden[1].neurons[0]
    selection.set_hover(Target(neuron=hidden[1].neurons[0]))
    assert panel.caption.text() == "Hidden 2 · neuron 1"
    selection.set_hover(NOTHING)
    selection.select(Target(neuron=hidden[1].neurons[1]))
    assert panel.caption.text() == "Hidden 2 · neuron 2"


def test_one_of_several_outputs_can_be_looked_at(panel: OutputPanel, selection: Selection, blobs: Moment) -> None:
    panel.show_moment(blobs)
    *classes, _ = panel.caption.entries
    assert [entry.text for entry in classes] == ["A", "B", "C", "D"]
    assert len({entry.shape for entry in classes}) == 4
    selection.set_hover(Target(neuron=blobs.assembly.wiring.layers[-1][2]))
    assert panel.caption.text() == "Output · C"


def test_a_click_on_a_sample_follows_it(qtbot: QtBot, panel: OutputPanel, selection: Selection, circle: Moment) -> None:
    panel.show_moment(circle)
    before = panel.grab().toImage()
    view = panel.view
    assert isinstance(view, SurfaceView)
    points, row = circle.split.points, int(circle.split.train[17])
    at = view.surface.plane.place(points.x[row])
    assert at is not None
    qtbot.mouseClick(view.surface, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert np.hypot(*(points.x[selection.probe.row] - points.x[row])) < 0.1
    assert panel.grab().toImage() != before  # ringed
    qtbot.mouseClick(
        view.surface, Qt.MouseButton.LeftButton, pos=view.surface.plane.rect.topLeft().toPoint() + QPoint(2, 2)
    )
    assert np.hypot(*(points.x[selection.probe.row] - points.x[row])) < 0.1


def test_the_switches_change_the_picture(panel: OutputPanel, circle: Moment, blobs: Moment) -> None:
    for moment in (circle, blobs):
        panel.show_moment(moment)
        pictures = [panel.grab().toImage()]
        for name in ("test", "discrete"):
            panel.switches[name].setChecked(True)
            pictures.append(panel.grab().toImage())
        assert pictures[0] != pictures[1] != pictures[2]
        for name in ("discrete", "test"):
            panel.switches[name].setChecked(False)
        assert panel.grab().toImage() == pictures[0]


def test_every_switch_has_room(panel: OutputPanel, blobs: Moment) -> None:
    panel.resize(298, 250)  # as wide as in a window of 1366 pixels
    panel.show_moment(blobs)
    assert visible(panel) == ["test", "discrete", "mistakes", "sure"]
    panel.grab()
    for name in visible(panel):
        box = panel.switches[name]
        assert box.width() >= box.sizeHint().width(), name
    assert panel.scale_bar.geometry().right() <= panel.width()


def test_what_is_wrong_is_crossed_out(panel: OutputPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    plain = panel.grab().toImage()
    panel.switches["mistakes"].setChecked(True)
    turned = with_weights(circle, lambda weights, biases: (weights[-1].fill(0), biases[-1].fill(5))[0])  # all are blue
    wrong = wrong_rows(turned, with_test=False)
    assert wrong.tolist() == [row for row in circle.split.train if circle.split.points.y[row] == 0]
    both = wrong_rows(turned, with_test=True)
    assert len(both) == int(np.sum(circle.split.points.y == 0))
    panel.show_moment(turned)
    crossed = panel.grab().toImage()
    panel.switches["mistakes"].setChecked(False)
    uncrossed = panel.grab().toImage()
    view = panel.view
    assert isinstance(view, SurfaceView)
    for row in circle.split.train:
        at = view.surface.plane.place(circle.split.points.x[row])
        assert at is not None
        pixel = view.surface.mapTo(panel, at.toPoint())
        changed = crossed.pixel(pixel) != uncrossed.pixel(pixel)
        assert changed or row not in wrong
    assert panel.summary().startswith(f"{len(both) - len(wrong)} of 250 test samples are wrong")
    panel.show_moment(circle)
    assert panel.grab().toImage() == plain


def test_numbers_can_be_drawn_in_steps(panel: OutputPanel, plane: Moment) -> None:
    panel.show_moment(plane)
    view = panel.view
    assert isinstance(view, SurfaceView)
    assert len(set(view.surface.colors.tolist())) > 60
    smooth = panel.grab().toImage()
    panel.switches["discrete"].setChecked(True)
    assert len(set(view.surface.colors.tolist())) == 8
    assert panel.grab().toImage() != smooth
    assert "R² " in panel.summary()


def test_how_sure_it_is_whichever_class_it_names(panel: OutputPanel, blobs: Moment) -> None:
    panel.show_moment(blobs)
    classes = panel.grab().toImage()
    panel.switches["sure"].setChecked(True)
    assert panel.grab().toImage() != classes
    assert panel.scale_bar.ends() == ("0", "1")
    view = panel.view
    assert isinstance(view, SurfaceView)
    assert view.surface.colors.tolist() == sequential_table(LIGHT).tolist()


def test_its_numbers_are_those_of_the_picture(
    panel: OutputPanel, selection: Selection, circle: Moment, blobs: Moment, sine: Moment, iris: Moment, prices: Moment
) -> None:
    def table(moment: Moment) -> Table:
        panel.show_moment(moment)
        found = panel.table()
        assert found is not None
        return found

    assert panel.table() is None
    surface = table(circle)
    assert surface.headers[:2] == ("X₁", "X₂")
    np.testing.assert_array_equal(surface.columns[2], circle.maps[-1][0].ravel())
    assert surface.columns[0][0] < surface.columns[0][1]
    assert surface.columns[1][0] > surface.columns[1][-1]
    assert table(blobs).headers == ("X₁", "X₂", "A", "B", "C", "D")
    curve = table(sine)
    assert len(curve.headers) == 2 + 5
    counts = table(iris)
    assert counts.headers[:2] == ("true", "said setosa")
    assert sum(int(column.sum()) for column in counts.columns[1:]) == len(iris.split.test)
    fit = table(prices)
    assert len(fit) == 200
    assert fit.columns[1].tolist().count("test") == len(prices.split.test)
    first = int(fit.columns[0][0]) - 1
    assert prices.split.points.y[first] == fit.columns[2][0]
    selection.select(Target(neuron=circle.project.network.hidden[0].neurons[1]))
    assert table(circle).headers[2] == "Hidden 1 · neuron 2"


def test_the_pointer_reads_off_the_plane(qtbot: QtBot, panel: OutputPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    panel.grab()
    view = panel.view
    assert isinstance(view, SurfaceView)
    qtbot.mouseMove(view.surface, view.surface.plane.rect.center().toPoint())
    text = panel.caption.text()
    assert text.startswith("X₁ ")
    value = float(text.rpartition(": ")[2].replace("−", "-"))
    assert value == pytest.approx(circle.maps[-1][0, 24:26, 24:26].mean(), abs=0.2)


def test_the_theme_reaches_everything(panel: OutputPanel, circle: Moment) -> None:
    panel.show_moment(circle)
    light = panel.grab().toImage()
    panel.show_theme(DARK)
    dark = panel.grab().toImage()
    assert light.pixelColor(0, 0).name() == LIGHT.card
    assert dark.pixelColor(0, 0).name() == DARK.card
    panel.show_theme(LIGHT)
    assert panel.grab().toImage() == light


# The curve


def test_the_shares_drawn_add_up_to_the_curve(panel: OutputPanel, sine: Moment) -> None:
    panel.show_moment(sine)
    view = panel.view
    assert isinstance(view, CurveView)
    drawn, fit = view.drawn_shares(), view.drawn_fit()
    assert len(drawn) == 5
    bias = float(sine.parameters.biases[-1][0])
    np.testing.assert_allclose(drawn.sum(axis=0) + bias, fit, atol=1e-5)
    panel.switches["shares"].setChecked(False)
    assert len(view.drawn_shares()) == 0
    assert "shares" not in panel.caption.text()


def test_every_neuron_has_its_hinge_at_the_foot(panel: OutputPanel, selection: Selection) -> None:
    moment = train(project_of("sine", (5,), "relu"), 10)
    panel.resize(400, 300)
    panel.show_moment(moment)
    view = panel.view
    assert isinstance(view, CurveView)
    hinges = -moment.parameters.biases[0] / moment.parameters.weights[0][0]
    np.testing.assert_allclose(view.drawn_hinges(), hinges, rtol=1e-5)
    assert "hinges" in panel.caption.text()
    (low, high), *_ = moment.split.points.ranges()
    within = int(((hinges > low) & (hinges < high)).sum())
    assert (
        f"{within} of its 5 neurons have their hinge in sight: at most {within + 1} straight pieces" in panel.summary()
    )
    dull = panel.grab().toImage()
    first = int(np.flatnonzero((hinges > low) & (hinges < high))[0])
    selection.select(Target(neuron=moment.project.network.hidden[0].neurons[first]))
    assert panel.grab().toImage() != dull  # its share and its hinge stand out
    assert view.shares is not None
    at = int(np.abs(view.shares.parts[first]).argmax())
    view.plot.hovered.emit(QPointF(float(view.shares.x[at]), float(view.shares.parts[first, at])))
    assert f"hinge at {rounded(float(hinges[first]))}" in panel.caption.text()
    panel.switches["shares"].setChecked(False)
    assert len(view.drawn_hinges()) == 0


def test_only_the_strongest_of_many_shares_are_drawn(panel: OutputPanel) -> None:
    panel.show_moment(train(project_of("sine", (60,)), 1))
    view = panel.view
    assert isinstance(view, CurveView)
    assert len(view.drawn_shares()) == 24
    assert "24 of 60 shares" in panel.caption.text()


def test_pointing_at_a_share_means_its_neuron_and_back(panel: OutputPanel, selection: Selection, sine: Moment) -> None:
    panel.show_moment(sine)
    view = panel.view
    assert isinstance(view, CurveView)
    assert view.shares is not None
    panel.grab()
    at = 30
    highest = int(view.shares.parts[:, at].argmax())
    point = QPointF(float(view.shares.x[at]), float(view.shares.parts[highest, at]))
    view.plot.hovered.emit(point)
    neuron = sine.project.network.hidden[0].neurons[highest]
    assert selection.hover == Target(neuron=neuron)
    assert f"Hidden 1 · neuron {highest + 1}" in panel.caption.text()
    np.testing.assert_array_equal(view.lit_share(), view.shares.parts[highest])
    view.plot.hovered.emit(None)
    assert selection.hover == NOTHING
    assert view.lit_share() is None
    selection.set_hover(Target(neuron=neuron))
    np.testing.assert_array_equal(view.lit_share(), view.shares.parts[highest])


def test_what_is_no_number_never_reaches_the_curve(panel: OutputPanel, sine: Moment, prices: Moment) -> None:
    def spoil(weights: list[np.ndarray], biases: list[np.ndarray]) -> None:  # type: ignore[type-arg]
        weights[-1].fill(np.nan)
        biases[0].fill(np.inf)

    for moment in (sine, prices):
        panel.show_moment(with_weights(moment, spoil))
        panel.grab()
    panel.show_moment(with_weights(sine, spoil))
    view = panel.view
    assert isinstance(view, CurveView)
    assert len(view.drawn_fit()) == 0
    assert len(view.drawn_shares()) == 0


# Mistakes


@pytest.mark.parametrize("data", ["iris", "digits"])
def test_the_counts_are_the_test_samples_and_the_diagonal_the_accuracy(
    data: str, panel: OutputPanel, request: pytest.FixtureRequest
) -> None:
    moment: Moment = request.getfixturevalue(data)
    panel.show_moment(moment)
    view = panel.view
    assert isinstance(view, ConfusionView)
    assert view.counts.sum() == len(moment.split.test)
    accuracy = moment.frame.evaluation.test_metric
    assert np.trace(view.counts) / view.counts.sum() == pytest.approx(accuracy)
    assert panel.caption.entries[0].value == percent(accuracy)
    assert panel.scale_bar.ends() == ("0", "100 %")


def test_the_pointer_reads_off_a_cell_and_a_click_looks_at_its_samples(
    qtbot: QtBot, panel: OutputPanel, selection: Selection, digits: Moment
) -> None:
    panel.show_moment(digits)
    panel.grab()
    view = panel.view
    assert isinstance(view, ConfusionView)
    counts = view.counts
    place = view.picture.cell_rect(3, 3).center().toPoint()
    qtbot.mouseMove(view.picture, place)
    assert panel.caption.text() == f"true 3, said 3: {counts[3, 3]} of {counts[3].sum()}"
    probes = []
    for _ in range(2):
        qtbot.mouseClick(view.picture, Qt.MouseButton.LeftButton, pos=place)
        probes.append(selection.probe.row)
    assert probes[0] != probes[1]
    assert digits.split.points.y[probes].tolist() == [3, 3]
    assert set(probes) <= set(digits.split.test.tolist())


# Predicted against true


def test_how_far_off_it_is_on_average_is_told_in_the_targets_own_unit(panel: OutputPanel, prices: Moment) -> None:
    panel.show_moment(prices)
    true, said = panel.view.test_points()  # all of them: there are fewer than are drawn
    off = float(np.abs(said - true).mean())
    assert 1 < off < 100
    assert f"test MAE {significant(off, 3)}" in panel.caption.text()
    assert f"off by {significant(off, 3)} on average" in panel.summary()


def test_predictions_are_in_the_targets_own_unit(panel: OutputPanel, selection: Selection, prices: Moment) -> None:
    panel.show_moment(prices)
    view = panel.view
    assert isinstance(view, FitView)
    true, said = view.test_points()
    np.testing.assert_allclose(true, prices.split.test_y)
    np.testing.assert_allclose(said, prices.assembly.to_units(prices.test_outputs[:, 0]), rtol=1e-5)
    assert 300 < said.mean() < 700
    panel.grab()
    view.plot.hovered.emit(QPointF(float(true[0]), float(said[0])))
    assert panel.caption.text().startswith("true ")
    view.plot.clicked.emit(QPointF(float(true[0]), float(said[0])))
    assert prices.split.points.y[selection.probe.row] == pytest.approx(true[0], abs=5)


# The sample that is followed


def followed(panel: OutputPanel, selection: Selection, moment: Moment, row: int) -> None:
    panel.show_moment(moment)
    selection.set_probe(row)


def test_any_place_of_the_plane_can_be_followed_with_alt(
    qtbot: QtBot, panel: OutputPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    panel.grab()
    view = panel.view
    assert isinstance(view, SurfaceView)
    plane = view.surface.plane
    corner = plane.rect.topLeft().toPoint() + QPoint(4, 4)
    qtbot.mouseClick(view.surface, Qt.MouseButton.LeftButton, pos=corner)
    assert not selection.is_probing, "a plain click beside all points means nothing while none is followed"
    sample = plane.place(circle.split.points.x[circle.split.train[3]])
    assert sample is not None
    qtbot.mouseClick(
        view.surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, pos=sample.toPoint() + QPoint(1, 0)
    )
    assert selection.is_probing
    assert selection.probe.own is not None
    where = plane.point(QPointF(sample.toPoint() + QPoint(1, 0)))
    assert where is not None
    assert selection.probe.own == pytest.approx(where.tolist())


def test_what_is_followed_is_dragged_and_moved_with_the_arrow_keys(
    qtbot: QtBot, panel: OutputPanel, selection: Selection, circle: Moment
) -> None:
    followed(panel, selection, circle, 3)
    panel.grab()
    view = panel.view
    assert isinstance(view, SurfaceView)
    surface, rect = view.surface, view.surface.plane.rect
    start, end = rect.topLeft().toPoint() + QPoint(3, 3), rect.topLeft().toPoint() + QPoint(40, 20)
    qtbot.mousePress(surface, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(surface, end)
    qtbot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=end)
    own = selection.probe.own
    assert own == pytest.approx(surface.plane.point(QPointF(end)).tolist())
    qtbot.mouseMove(surface, start)
    assert selection.probe.own == own, "let go is let go"
    qtbot.keyClick(surface, Qt.Key.Key_Right)
    qtbot.keyClick(surface, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert selection.probe.own == pytest.approx((own[0] + 0.06, own[1] + 0.6))
    for _ in range(30):
        qtbot.keyClick(surface, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert selection.probe.own[1] == 6, "no farther than the plane"


def test_the_sample_followed_is_marked_as_long_as_it_is_followed(
    panel: OutputPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    plain = panel.grab().toImage()
    selection.set_probe(5)
    marked = panel.grab().toImage()
    assert marked != plain
    selection.set_probe(6)
    assert panel.grab().toImage() != marked
    selection.set_probing(False)
    assert panel.grab().toImage() == plain


def test_on_a_curve_the_sample_has_a_ring_and_an_input_of_ones_own_a_line(
    panel: OutputPanel, selection: Selection, sine: Moment
) -> None:
    panel.show_moment(sine)
    view = panel.view
    assert isinstance(view, CurveView)
    assert view.mark.place is None
    selection.set_probe(9)
    points = sine.split.points
    assert view.mark.place == (points.x[9, 0], points.y[9])
    selection.set_own([0.5])
    assert view.mark.place == (0.5, None)
    panel.grab()


def test_beside_the_truth_the_sample_followed_is_ringed(
    panel: OutputPanel, selection: Selection, prices: Moment
) -> None:
    followed(panel, selection, prices, int(prices.split.test[4]))
    view = panel.view
    assert isinstance(view, FitView)
    true, said = view.test_points()
    assert view.mark.place == pytest.approx((true[4], said[4]), rel=1e-5)
    panel.grab()


def test_the_cell_of_the_sample_followed_is_framed(panel: OutputPanel, selection: Selection, digits: Moment) -> None:
    at = int(np.flatnonzero(digits.test_predicted != digits.split.test_y)[0])
    followed(panel, selection, digits, int(digits.split.test[at]))
    view = panel.view
    assert isinstance(view, ConfusionView)
    assert view.picture.probed == (digits.split.test_y[at], digits.test_predicted[at])
    framed = panel.grab().toImage()
    selection.set_probing(False)
    assert view.picture.probed is None
    assert panel.grab().toImage() != framed


def test_the_caption_says_what_the_sample_followed_is_and_what_is_said_of_it(
    panel: OutputPanel, selection: Selection, circle: Moment, sine: Moment, digits: Moment
) -> None:
    row = int(circle.split.train[3])
    followed(panel, selection, circle, row)
    right = circle.split.points.class_names[circle.split.points.y[row]]
    output = float(circle.probe_pass(Probe(row)).outputs[0, 0])
    said = circle.split.points.class_names[int(output > 0)]
    mark = "✓" if said == right else "✗"
    assert panel.caption.text() == f"sample {row + 1}  is {right}  says {said} ({rounded(output)}) {mark}"
    turned = with_weights(
        circle, lambda weights, biases: (weights[-1].fill(0), biases[-1].fill(9 if right == "orange" else -9))[0]
    )
    panel.show_moment(turned)
    assert panel.caption.text().endswith("(1.00) ✗" if right == "orange" else "(−1.00) ✗")
    selection.set_hover(Target(neuron=circle.project.network.hidden[0].neurons[0]))
    assert panel.caption.text() == "Hidden 1 · neuron 1  fires where the teeth point"
    selection.set_hover(NOTHING)
    selection.set_own([1.0, 1.0])
    assert panel.caption.text().startswith("your own  says ")
    selection.set_probing(False)
    assert "accuracy" in panel.caption.text()
    test = int(sine.split.test[0])
    followed(panel, selection, sine, test)
    true = float(sine.split.points.y[test])
    assert panel.caption.text().startswith(f"test sample {test + 1}  is {rounded(true)}  says ")
    assert ", off by " in panel.caption.text()
    followed(panel, selection, digits, int(digits.split.test[1]))
    assert " % " not in panel.caption.text()
    assert "%) " in panel.caption.text()
    broken = with_weights(digits, lambda weights, biases: weights[-1].fill(np.nan))
    panel.show_moment(broken)
    assert panel.caption.text().endswith("says nothing ✗")


# Without a neuron


def test_without_a_neuron_the_surface_is_that_of_what_is_left(
    panel: OutputPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    view, key = panel.view, circle.assembly.wiring.layers[1][2]
    assert isinstance(view, SurfaceView)
    before = view.surface.field.values.copy()
    selection.set_hover(Target(neuron=key))
    selection.look_without(key)
    left = with_weights(circle, lambda weights, _: weights[1].__setitem__(2, 0))
    np.testing.assert_allclose(view.surface.field.values, left.maps[-1][0], atol=1e-6)
    assert np.abs(view.surface.field.values - before).max() > 0.01
    (ghost,) = view.surface.lines
    assert ghost.is_dashed
    np.testing.assert_allclose(ghost.fields[0], before, atol=1e-6)
    assert panel.caption.text().startswith("without Hidden 1 · 3  loss ")
    assert panel.summary().startswith("Without Hidden 1 · 3: ")
    assert panel.back_button.isVisible()
    panel.back_button.click()
    assert selection.without is None
    selection.set_hover(NOTHING)
    np.testing.assert_allclose(view.surface.field.values, before)
    assert view.surface.lines == ()


@pytest.mark.parametrize("data", ["sine", "digits", "prices"])
def test_other_pictures_are_drawn_without_it_too(
    panel: OutputPanel, selection: Selection, request: pytest.FixtureRequest, data: str
) -> None:
    moment: Moment = request.getfixturevalue(data)
    panel.show_moment(moment)
    before = panel.grab().toImage()
    selection.look_without(moment.assembly.wiring.layers[1][0])
    assert panel.caption.text().startswith("without Hidden 1 · 1")
    assert panel.grab().toImage() != before
    selection.look_without(None)
    assert "without" not in panel.caption.text()


def test_the_half_plane_of_a_selected_first_layer_neuron_is_drawn(
    panel: OutputPanel, selection: Selection, circle: Moment
) -> None:
    panel.show_moment(circle)
    view = panel.view
    assert isinstance(view, SurfaceView)
    selection.select(Target(neuron=circle.assembly.wiring.layers[1][0]))
    assert [line.has_teeth for line in view.surface.lines] == [True]
    assert "teeth" in panel.summary()
    panel.back_button.click()
    assert [line.has_teeth for line in view.surface.lines] == [True], "over what the network says as well"
    selection.select(Target(neuron=circle.assembly.wiring.layers[2][0]))
    assert view.surface.lines == ()
