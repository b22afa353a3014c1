from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QStandardItemModel
from pytestqt.qtbot import QtBot

from hlviz.document import edits
from hlviz.document.specs import MAX_BATCH
from hlviz.inspector.training_form import LEARNING_RATES, TrainingForm
from hlviz.session.editor import Editor
from hlviz.widgets.field import ChoiceField
from hlviz.widgets.number_field import NumberField


@pytest.fixture
def form(editor: Editor, shown: Callable[[TrainingForm], TrainingForm]) -> TrainingForm:
    return shown(TrainingForm(editor))


def type_into(qtbot: QtBot, field: NumberField, text: str) -> None:
    line = field.lineEdit()
    assert line is not None
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(6, 6))
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def pick(field: ChoiceField, key: str) -> None:
    field.activated.emit(field.findData(key))


def offered(field: ChoiceField) -> list[str]:
    items = field.model()
    assert isinstance(items, QStandardItemModel)
    return [str(field.itemData(i)) for i in range(field.count()) if items.item(i).isEnabled()]


def test_a_comma_will_do(qtbot: QtBot, editor: Editor, form: TrainingForm) -> None:
    type_into(qtbot, form.learning_rate, "0,05")
    assert editor.project.training.learning_rate == 0.05
    assert editor.undo_stack.undoText() == "Learning rate 0.05"
    editor.undo_stack.undo()
    assert form.learning_rate.value_text() == "0.03"


def test_two_typed_rates_are_two_steps_of_undo(qtbot: QtBot, editor: Editor, form: TrainingForm) -> None:
    type_into(qtbot, form.learning_rate, "0.1")
    type_into(qtbot, form.learning_rate, "0.2")
    assert editor.undo_stack.count() == 2


def test_stepping_through_rates_is_one_step_of_undo(qtbot: QtBot, editor: Editor, form: TrainingForm) -> None:
    form.learning_rate.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        qtbot.keyClick(form.learning_rate, Qt.Key.Key_Up)
    assert editor.project.training.learning_rate == 1
    assert editor.undo_stack.count() == 1


def test_the_rates_of_the_playground_are_offered(form: TrainingForm) -> None:
    texts = [form.learning_rate.itemText(i) for i in range(form.learning_rate.count())]
    assert texts == ["0.00001", "0.0001", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10"]
    assert len(LEARNING_RATES) == 11


def test_a_batch_as_large_as_can_be_set_can_be_typed(qtbot: QtBot, editor: Editor, form: TrainingForm) -> None:
    type_into(qtbot, form.batch_size, str(MAX_BATCH))
    assert editor.project.training.batch_size == MAX_BATCH
    type_into(qtbot, form.batch_size, str(MAX_BATCH + 1))
    assert editor.project.training.batch_size == MAX_BATCH


def test_all_of_the_data_in_one_batch(qtbot: QtBot, editor: Editor, form: TrainingForm) -> None:
    type_into(qtbot, form.batch_size, "all")
    assert editor.project.training.batch_size == 0
    assert form.batch_size.value_text() == "all"
    assert editor.undo_stack.undoText() == "Batch size all"
    type_into(qtbot, form.batch_size, "32")
    assert editor.project.training.batch_size == 32
    assert isinstance(editor.project.training.batch_size, int)


def test_an_optimizer_is_chosen_by_its_title(editor: Editor, form: TrainingForm) -> None:
    assert form.optimizer.value_text() == "SGD"
    pick(form.optimizer, "adam")
    assert editor.project.training.optimizer == "adam"
    assert form.optimizer.value_text() == "Adam"
    assert editor.undo_stack.undoText() == "Optimizer Adam"


def test_the_list_explains_each_optimizer(form: TrainingForm) -> None:
    tip = form.optimizer.itemData(form.optimizer.findData("momentum"), Qt.ItemDataRole.ToolTipRole)
    assert "inertia" in tip
    assert "0.9 v" in tip


def test_without_regularization_there_is_no_rate_and_the_tooltip_says_why(editor: Editor, form: TrainingForm) -> None:
    assert not form.regularization_rate.isEnabled()
    assert "L1 or L2" in form.regularization_rate.toolTip()
    pick(form.regularization, "l2")
    assert editor.project.training.regularization == "l2"
    assert form.regularization_rate.isEnabled()


def test_the_problem_is_named_and_only_fitting_losses_are_offered(editor: Editor, form: TrainingForm) -> None:
    assert form.loss.accessibleName() == "Classification loss"
    assert offered(form.loss) == ["mse", "bce", "cce", "huber"]
    editor.apply("Data", edits.choose_dataset, "sine")
    assert form.loss.accessibleName() == "Regression loss"
    assert offered(form.loss) == ["mse", "huber"]
    assert offered(form.output) == ["identity", "tanh", "sigmoid"]
    assert form.output.key == "identity"


def test_output_and_loss_follow_each_other(editor: Editor, form: TrainingForm) -> None:
    pick(form.loss, "bce")
    assert editor.project.network.output_activation == "sigmoid"
    assert form.output.key == "sigmoid"
    pick(form.output, "softmax")
    assert form.loss.key == "cce"


def test_first_weights_and_seed_are_in_the_small_window(qtbot: QtBot, editor: Editor, form: TrainingForm) -> None:
    qtbot.mouseClick(form.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(form.popover.isVisible)
    pick(form.popover.initializer, "he_normal")
    assert editor.project.network.initializer == "he_normal"
    type_into(qtbot, form.popover.seed, "42")
    assert editor.project.training.seed == 42
    form.popover.initializer.setFocus()
    qtbot.keyClick(form.popover, Qt.Key.Key_Escape)
    assert not form.popover.isVisible()


def test_what_is_no_rate_is_told_in_words(qtbot: QtBot, editor: Editor, form: TrainingForm) -> None:
    with qtbot.waitSignal(form.message) as told:
        type_into(qtbot, form.learning_rate, "fast")
    assert "“fast” is not a number" in told.args[0]
    assert editor.project.training.learning_rate == 0.03


def test_a_value_that_is_refused_comes_back(
    qtbot: QtBot, editor: Editor, form: TrainingForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editor, "apply_merged", lambda *args, **kwargs: False)
    type_into(qtbot, form.learning_rate, "5")
    assert form.learning_rate.value_text() == "0.03"


def test_opening_a_document_edits_nothing(editor: Editor, form: TrainingForm) -> None:
    training = replace(editor.project.training, learning_rate=0.0123, batch_size=7, optimizer="rmsprop")
    editor.open(replace(editor.project, training=training))
    assert not editor.undo_stack.canUndo()
    assert editor.project.training == training
    assert (form.learning_rate.value_text(), form.batch_size.value_text()) == ("0.0123", "7")


def test_it_fits_the_top_of_a_small_screen(form: TrainingForm) -> None:
    assert form.minimumSizeHint().width() <= 640
    assert form.sizeHint().height() <= 44
    assert all(field.toolTip() and field.accessibleName() for field in form.fields)
