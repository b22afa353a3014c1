from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from hlviz.datasets import DATASETS, Points
from hlviz.document import edits
from hlviz.inspector.data_form import DataForm
from hlviz.session.editor import Editor
from hlviz.widgets.slider import SliderRow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def form(editor: Editor, shown: Callable[[DataForm], DataForm]) -> DataForm:
    made = shown(DataForm(editor))
    made.resize(232, 330)
    return made


def drag(qtbot: QtBot, row: SliderRow, start: float, end: float) -> None:
    """Drag the knob between two shares of the slider's length, with stops in between."""
    width = row.slider.width()
    qtbot.mousePress(row.slider, LEFT, pos=QPoint(round(start * width), 12))
    for share in np.linspace(start, end, 8):
        qtbot.mouseMove(row.slider, QPoint(round(share * width), 12))
    qtbot.mouseRelease(row.slider, LEFT, pos=QPoint(round(end * width), 12))


def ringed(form: DataForm) -> list[str]:
    return [key for key, tile in form.grid.tiles.items() if tile.isChecked()]


def test_every_data_set_can_be_chosen_by_its_picture(qtbot: QtBot, editor: Editor, form: DataForm) -> None:
    assert sorted(form.grid.tiles) == sorted(DATASETS)
    qtbot.mouseClick(form.grid.tiles["spiral"], LEFT)
    assert editor.project.data.dataset == "spiral"
    assert ringed(form) == ["spiral"]
    editor.undo_stack.undo()
    assert ringed(form) == ["circle"]


def test_the_ring_stays_where_the_choice_is_refused(
    qtbot: QtBot, editor: Editor, form: DataForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "apply", lambda *args, **kwargs: False)
    qtbot.mouseClick(form.grid.tiles["spiral"], LEFT)
    assert ringed(form) == ["circle"]


def test_each_picture_says_what_it_is(form: DataForm) -> None:
    for key, tile in form.grid.tiles.items():
        assert DATASETS[key].summary[:20] in tile.toolTip()
        assert DATASETS[key].title in tile.accessibleName()


def test_arrow_keys_walk_over_the_pictures_and_enter_chooses(qtbot: QtBot, editor: Editor, form: DataForm) -> None:
    tiles = form.grid.tiles
    tiles["circle"].setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(form.focusWidget(), key)
    assert tiles["reg-plane"].hasFocus()
    assert editor.project.data.dataset == "circle"
    qtbot.keyClick(tiles["reg-plane"], Qt.Key.Key_Return)
    assert editor.project.data.dataset == "reg-plane"


def test_only_the_picture_in_use_is_a_stop_of_the_tab_key(form: DataForm) -> None:
    stops = [key for key, tile in form.grid.tiles.items() if tile.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["circle"]


@pytest.mark.parametrize(
    ("name", "setting", "low", "high"),
    [("noise", "noise", 0, 50), ("train_share", "train_share", 0.1, 0.9), ("samples", "samples", 50, 2000)],
)
def test_a_drag_of_a_slider_is_one_step_of_undo(
    qtbot: QtBot, editor: Editor, form: DataForm, name: str, setting: str, low: float, high: float
) -> None:
    before = getattr(editor.project.data, setting)
    drag(qtbot, getattr(form, name), 0.0, 0.8)
    after = getattr(editor.project.data, setting)
    assert low < after < high
    assert editor.undo_stack.count() == 1
    drag(qtbot, getattr(form, name), 0.8, 0.3)
    assert editor.undo_stack.count() == 2
    editor.undo_stack.undo()
    assert getattr(editor.project.data, setting) == after
    editor.undo_stack.undo()
    assert getattr(editor.project.data, setting) == before


def test_it_says_how_many_points_there_are(editor: Editor, form: DataForm) -> None:
    assert form.read_out.text == "500 points · 250 train · 250 test"
    editor.apply("Share", edits.set_data, train_share=0.8)
    assert form.read_out.text == "500 points · 400 train · 100 test"
    assert form.train_share.text == "80 %"


def test_new_points_are_other_points(qtbot: QtBot, editor: Editor, form: DataForm) -> None:
    qtbot.mouseClick(form.new_points, LEFT)
    assert editor.project.data.seed == 2
    assert editor.undo_stack.undoText() == "New points"


def test_measured_data_have_their_own_noise_and_number_and_the_tooltip_says_why(editor: Editor, form: DataForm) -> None:
    assert form.noise.isEnabled()
    editor.apply("Data", edits.choose_dataset, "digits")
    for row in (form.noise, form.samples):
        assert not row.isEnabled()
        assert "measured data" in row.toolTip()
    assert form.train_share.isEnabled()
    assert form.samples.text == "1797"
    editor.undo_stack.undo()
    assert form.noise.isEnabled()
    assert "measured data" not in form.noise.toolTip()


def test_own_data_are_asked_for_and_then_shown_as_in_use(qtbot: QtBot, editor: Editor, form: DataForm) -> None:
    button = form.grid.table_button
    with qtbot.waitSignal(form.open_table_requested):
        qtbot.mouseClick(button, LEFT)
    assert not button.isChecked()
    x = np.random.default_rng(1).normal(size=(40, 3))
    table = Points(x, (x[:, 0] > 0).astype(np.int64), ("a", "b", "c"), "species", ("no", "yes"))
    editor.apply("Own data", edits.use_table, table)
    assert button.isChecked()
    assert "species" in button.toolTip()
    assert ringed(form) == []
    assert form.read_out.text == "40 points · 32 train · 8 test"
    assert not form.noise.isEnabled()


def test_more_points_than_the_slider_reaches_are_told_as_they_are(editor: Editor, form: DataForm) -> None:
    editor.apply("Many", edits.set_data, samples=5000)
    assert form.samples.text == "5000"
    assert editor.project.data.samples == 5000


def test_opening_a_document_edits_nothing(editor: Editor, form: DataForm) -> None:
    data = replace(editor.project.data, dataset="sine", samples=120, noise=7.0, train_share=0.33)
    editor.open(replace(editor.project, data=data))
    assert not editor.undo_stack.canUndo()
    assert editor.project.data == data
    assert ringed(form) == ["sine"]


@pytest.mark.parametrize("width", [206, 232])
def test_it_fits_the_left_side_of_a_small_screen(form: DataForm, qtbot: QtBot, width: int) -> None:
    form.resize(width, 330)
    qtbot.waitUntil(lambda: form.grid.width() == width, timeout=30_000)
    assert form.minimumSizeHint().width() <= 206
    assert form.minimumSizeHint().height() <= 300
    for tile in form.grid.tiles.values():
        assert tile.width() >= 36
        assert form.grid.rect().contains(tile.geometry())


def test_with_room_to_spare_the_pictures_are_larger_and_shrink_again(form: DataForm, qtbot: QtBot) -> None:
    form.resize(270, 500)
    circle = form.grid.tiles["circle"]
    qtbot.waitUntil(lambda: circle.height() >= 44, timeout=30_000)
    form.resize(270, form.minimumSizeHint().height())
    qtbot.waitUntil(lambda: circle.height() <= 40, timeout=30_000)
