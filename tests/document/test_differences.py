from dataclasses import replace

import numpy as np
import pytest

from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.document.differences import differences
from hlviz.document.presets import PRESETS
from hlviz.document.settings import with_settings

CIRCLE = PRESETS["circle"].project


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("learning_rate=0.1", ["learning rate 0.03 → 0.1"]),
        ("learning_rate=1e-05", ["learning rate 0.03 → 0.00001"]),
        ("hidden=8,8", ["hidden 4, 2 → 8, 8"]),
        ("hidden=", ["hidden 4, 2 → none"]),
        ("hidden=4,4,4,4,4,4,4", ["hidden 4, 2 → 7 layers"]),
        ("activation=relu", ["activation Tanh → ReLU"]),
        ("activation=tanh,sine", ["Hidden 2: activation Tanh → Sine"]),
        ("hidden=4,2,3 activation=tanh,sine,tanh", ["hidden 4, 2 → 4, 2, 3", "activation Tanh → Tanh, Sine"]),
        ("dropout=0.2", ["dropout 0 % → 20 %"]),
        ("dropout=0,0.5", ["Hidden 2: dropout 0 % → 50 %"]),
        ("dataset=spiral", ["data Circle → Spiral"]),
        ("dataset=iris", ["data Circle → Iris", "inputs standardised", "output Tanh → Softmax",
                          "loss Mean squared error → Cross-entropy"]),
        ("samples=1000 noise=12.5", ["points 500 → 1000", "noise 0 → 12.5 %"]),
        ("data_seed=2", ["new points"]),
        ("train_share=80", ["training part 50 → 80 %"]),
        ("features=x1,x1_squared,x1x2", ["inputs + X₁², + X₁X₂, − X₂"]),
        ("standardize=true", ["inputs standardised"]),
        ("output=sigmoid loss=bce", ["output Tanh → Sigmoid", "loss Mean squared error → Binary cross-entropy"]),
        ("initializer=constant", ["first weights Glorot uniform → Constant"]),
        ("optimizer=adam batch_size=all", ["optimizer SGD → Adam", "batch size 10 → all"]),
        ("regularization=l2 regularization_rate=0.01", ["regularization none → L2 0.01"]),
        ("regularization=l2", []),
        ("seed=7", ["new weights, seed 1 → 7"]),
        ("name=Other", []),
    ],
)  # fmt: skip
def test_what_changed_is_said(settings: str, words: list[str]) -> None:
    changed = with_settings(CIRCLE, settings.split())
    found = differences(CIRCLE, changed)
    assert [word.replace("Iris flowers", "Iris") for word in found] == words


def test_what_trains_alike_does_not_differ() -> None:
    assert differences(CIRCLE, CIRCLE) == ()
    layer = CIRCLE.network.hidden[1]
    again = edits.add_layer(edits.remove_layer(CIRCLE, layer.id), 1, 2)
    assert again.network != CIRCLE.network
    assert differences(CIRCLE, again) == ()
    renamed = edits.rename_layer(CIRCLE, layer.id, "Second")
    assert differences(CIRCLE, replace(renamed, notes="Look")) == ()


def test_a_table_of_ones_own() -> None:
    def table() -> Points:
        return Points(np.arange(8.0).reshape(4, 2), np.array([0.0, 1, 2, 3]), ("a", "b"), "c")

    one, other = (edits.use_table(Project(), table()) for _ in range(2))
    assert differences(one, other) == ("another table",)
    assert differences(CIRCLE, one)[0] == "data Circle → own table"
    assert differences(one, edits.set_data(one, seed=4)) == ("another split",)


def test_what_was_done_by_hand() -> None:
    (first, second), (other, *_) = CIRCLE.network.hidden[0].neurons[:2], CIRCLE.network.hidden[1].neurons
    cut = edits.set_cut(CIRCLE, ((first, other),), True)
    assert differences(CIRCLE, cut) == ("edges cut 0 → 1",)
    assert differences(cut, edits.set_cut(CIRCLE, ((second, other),), True)) == ("edges cut: others",)
    assert differences(CIRCLE, edits.set_frozen(CIRCLE, (first, second), True)) == ("frozen 0 → 2",)
    touched = edits.set_weight(edits.set_bias(CIRCLE, first, 0.5, at_start=True), (first, other), -1.0, at_start=False)
    assert differences(CIRCLE, touched) == ("weights changed by hand (2 ×)",)
    assert differences(touched, CIRCLE) == ("weights no longer changed by hand",)


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_can_be_told_from_the_first(key: str) -> None:
    there = differences(CIRCLE, PRESETS[key].project)
    back = differences(PRESETS[key].project, CIRCLE)
    assert bool(there) == bool(back) == (key != "circle")
