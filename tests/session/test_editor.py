from dataclasses import replace

import pytest
from document.sequences import APPLY, steps
from hypothesis import given, settings
from training.runs import train, weight

from hlviz.document import Project, edits
from hlviz.errors import SettingError
from hlviz.session.change import Change
from hlviz.session.editor import Editor
from hlviz.training.trainer import Trainer


@pytest.fixture
def editor(qtbot):
    return Editor(edits.set_shape(Project(), (4, 2)))


class Listener:
    """Notes down what an editor tells."""

    def __init__(self, editor: Editor) -> None:
        self.changes: list[Change] = []
        self.opened: list[Project] = []
        self.refused: list[str] = []
        editor.changed.connect(self.changes.append)
        editor.opened.connect(self.opened.append)
        editor.refused.connect(self.refused.append)


@pytest.fixture
def told(editor):
    return Listener(editor)


def first(editor):
    return editor.project.network.hidden[0]


def shape(editor):
    return tuple(layer.size for layer in editor.project.network.hidden)


def test_an_edit_is_told_to_everyone(editor, told):
    before = editor.project
    assert editor.apply("Add layer", edits.add_layer, 1)
    (change,) = told.changes
    assert change.before == before
    assert change.after is editor.project
    assert change.text == "Add layer"
    assert shape(editor) == (4, 4, 2)
    assert editor.undo_stack.undoText() == "Add layer"


def test_undo_and_redo_go_the_same_way(editor, told):
    before = editor.project
    editor.apply("Grow", edits.resize_layer, first(editor).id, 6)
    after = editor.project
    editor.undo_stack.undo()
    assert editor.project == before
    editor.undo_stack.redo()
    assert editor.project == after
    assert [(change.before, change.after) for change in told.changes] == [
        (before, after),
        (after, before),
        (before, after),
    ]
    assert all(change.after is project for change, project in zip(told.changes, [after, before, after], strict=True))


def test_a_refused_edit_leaves_everything_as_it_was(editor, told):
    before = editor.project
    assert not editor.apply("Grow", edits.resize_layer, first(editor).id, 0)
    assert not editor.apply("Rate", edits.set_training, learning_rate=-1.0)
    assert not editor.apply("Inputs", edits.set_features, ())
    assert editor.project is before
    assert told.changes == []
    assert len(told.refused) == 3
    assert "neurons" in told.refused[0]
    assert editor.undo_stack.count() == 0


def test_data_that_cannot_be_had_are_refused_before_training_meets_them(editor, told):
    def without_data(project):
        raise SettingError("no such table")

    assert not editor.apply("Open table", without_data)
    assert told.refused == ["no such table"]
    assert editor.undo_stack.count() == 0


def test_an_edit_that_changes_nothing_is_no_step_of_undo(editor, told):
    assert editor.apply("Grow", edits.resize_layer, first(editor).id, 4)
    assert editor.apply("Tanh", edits.set_all_activations, "tanh")
    assert told.changes == []
    assert editor.undo_stack.count() == 0


# Merging


def press(editor, *sizes, key="size"):
    for size in sizes:
        editor.apply_merged("Resize layer", key, edits.resize_layer, first(editor).id, size)


def test_a_run_of_presses_is_one_step_of_undo(editor, told):
    before = editor.project
    press(editor, 5, 6, 7)
    assert [change.after.network.hidden[0].size for change in told.changes] == [5, 6, 7]  # each is shown at once
    assert editor.undo_stack.count() == 1
    after = editor.project
    editor.undo_stack.undo()
    assert editor.project == before
    editor.undo_stack.redo()
    assert editor.project == after


def test_another_edit_in_between_ends_the_run(editor):
    press(editor, 5, 6)
    editor.apply("Rate", edits.set_training, learning_rate=0.1)
    press(editor, 7)
    assert editor.undo_stack.count() == 3
    editor.undo_stack.undo()
    assert shape(editor) == (6, 2)


def test_another_layer_is_another_run(editor):
    press(editor, 5, key=("size", 1))
    second = editor.project.network.hidden[1]
    editor.apply_merged("Resize layer", ("size", 2), edits.resize_layer, second.id, 3)
    assert editor.undo_stack.count() == 2


def test_plain_edits_never_merge(editor):
    for size in (5, 6, 7):
        editor.apply("Resize layer", edits.resize_layer, first(editor).id, size)
    assert editor.undo_stack.count() == 3


def test_a_run_that_ends_where_it_began_is_no_step_of_undo(editor, told):
    editor.apply("Rate", edits.set_training, learning_rate=0.1)
    press(editor, 5, 6, 5, 4)
    assert shape(editor) == (4, 2)
    assert editor.undo_stack.count() == 1
    assert editor.undo_stack.undoText() == "Rate"
    assert len(told.changes) == 5
    editor.undo_stack.undo()
    assert editor.project.training.learning_rate == 0.03


def test_a_run_after_saving_can_be_undone_to_what_was_saved(editor):
    press(editor, 5)
    editor.undo_stack.setClean()
    press(editor, 6)
    assert not editor.undo_stack.isClean()
    editor.undo_stack.undo()
    assert shape(editor) == (5, 2)
    assert editor.undo_stack.isClean()


# Ids


def test_an_undone_neurons_id_is_not_given_away(editor):
    editor.apply("Add layer", edits.add_layer, 1)
    undone = editor.project.network.hidden[1]
    editor.undo_stack.undo()
    editor.apply("Add layer", edits.add_layer, 1)
    again = editor.project.network.hidden[1]
    assert not {again.id, *again.neurons} & {undone.id, *undone.neurons}


def test_another_document(editor, told):
    press(editor, 5)
    other = edits.set_shape(Project(name="Other"), (3,))
    editor.open(other)
    assert editor.project is other
    assert told.opened == [other]
    assert not editor.undo_stack.canUndo()
    assert len(told.changes) == 1


def ids(editor):
    return {number for layer in editor.project.network.hidden for number in (layer.id, *layer.neurons)}


@settings(max_examples=300, deadline=None)
@given(steps())
def test_undoing_all_of_any_sequence_gives_the_project_back(sequence):
    begun = edits.set_shape(Project(), (4, 2))
    editor = Editor(begun)
    given_out = ids(editor)
    for step in sequence:
        if step.a % 5 == 0:
            editor.undo_stack.undo()
            continue
        before, edit = ids(editor), APPLY[step.edit]
        if step.a % 3 == 0:
            editor.apply_merged(step.edit, step.edit, edit, step)
        else:
            editor.apply(step.edit, edit, step)
        assert not (ids(editor) - before) & given_out  # what is new is new, even after an undo
        given_out |= ids(editor)
    while editor.undo_stack.canRedo():
        editor.undo_stack.redo()
    last = editor.project
    while editor.undo_stack.canUndo():
        editor.undo_stack.undo()
    # ids are not given out twice, even where the steps taken cancel each other out and nothing is left to undo
    assert replace(editor.project, next_id=begun.next_id) == begun
    while editor.undo_stack.canRedo():
        editor.undo_stack.redo()
    assert editor.project.with_ids_from(last.next_id) == last


def test_turns_of_the_wheel_on_a_weight_are_one_step_whose_undoing_training_follows(editor, told):
    layer = first(editor)
    edge = ("in", "x1"), layer.neurons[0]
    trainer = train(Trainer(editor.project), 1)
    before = weight(trainer, *edge)
    for value in (0.5, 0.75, 1.0):
        assert editor.apply_merged("Set weight", edge, edits.set_weight, edge, value, at_start=False)
    assert editor.undo_stack.count() == 1
    editor.undo_stack.undo()
    editor.undo_stack.redo()
    editor.undo_stack.undo()
    seen = []
    for change in told.changes:
        trainer = trainer.followed(change.after)
        seen.append(weight(trainer, *edge))
    assert seen == [0.5, 0.75, 1.0, before, 1.0, before]
    gone = {touch.id for change in told.changes for touch in change.after.touches}
    assert editor.apply("Set weight", edits.set_weight, edge, 2.0, at_start=False)
    assert editor.project.touches[0].id not in gone


def test_a_weight_that_cannot_be_set_is_refused_in_words(editor, told):
    edge = ("in", "x1"), first(editor).neurons[0]
    assert not editor.apply("Set weight", edits.set_weight, edge, float("nan"), at_start=True)
    editor.apply("Cut edge", edits.set_cut, (edge,), True)
    assert not editor.apply("Set weight", edits.set_weight, edge, 1.0, at_start=True)
    assert [text.partition(";")[0] for text in told.refused] == [
        "weight=nan is not between -1000000 and 1000000", "this edge is cut, so its weight stays 0",
    ]  # fmt: skip
