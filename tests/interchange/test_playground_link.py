"""Links of TensorFlow Playground, read and written."""

import os
import random
import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hlviz.document import Project, edits
from hlviz.document.presets import PRESETS
from hlviz.document.problems import check
from hlviz.errors import HlvizError, SettingError
from hlviz.interchange.playground_link import (
    ADDRESS,
    CLASSES,
    FEATURES,
    NUMBERS,
    is_link,
    read_link,
)
from hlviz.interchange.playground_writing import write_link
from hlviz.training.trainer import Trainer

MUTANTS = int(os.environ.get("HLVIZ_MUTANTS", "300"))

FULL = (
    "https://playground.tensorflow.org/#activation=relu&regularization=L2&batchSize=16&dataset=spiral&regDataset=reg-gauss"
    "&learningRate=0.003&regularizationRate=0.01&noise=15&networkShape=8,6,4&seed=0.67412&showTestData=true"
    "&discretize=true&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=false&ySquared=true&cosX=false&sinX=true"
    "&cosY=true&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=true&tutorial=dropout"
    "&playButton_hide=true&noise_hide=false"
)


def test_every_key_of_a_link_is_read_or_listed() -> None:
    opened = read_link(FULL)
    p = opened.project
    assert [layer.size for layer in p.network.hidden] == [8, 6, 4]
    assert {layer.activation for layer in p.network.hidden} == {"relu"}
    assert (p.network.output_activation, p.training.loss, p.network.initializer) == ("tanh", "mse", "small_uniform")
    assert (p.training.optimizer, p.training.learning_rate, p.training.batch_size) == ("sgd", 0.003, 16)
    assert (p.training.regularization, p.training.regularization_rate) == ("l2", 0.01)
    assert (p.data.dataset, p.data.noise, p.data.samples) == ("spiral", 15.0, 500)
    assert p.data.train_share == pytest.approx(0.7)
    assert set(p.data.features) == {"x1", "x1x2", "x2_squared", "sin_x1"}
    assert (p.data.seed, p.training.seed) == (67412, 67412)
    lost = "\n".join(opened.lost)
    for word in ("showTestData", "discretize", "hideText", "tutorial", "playButton", "cosY", "biases"):
        assert word in lost
    assert "noise" not in lost
    assert "cosX" not in lost


def test_a_bare_address_is_the_playground_as_it_opens() -> None:
    p = read_link("playground.tensorflow.org").project
    assert [layer.size for layer in p.network.hidden] == [4, 2]
    assert (p.data.dataset, p.data.features, p.training.learning_rate) == ("circle", ("x1", "x2"), 0.03)
    assert {layer.activation for layer in p.network.hidden} == {"tanh"}


def test_regression_takes_its_own_data_and_a_linear_output() -> None:
    p = read_link(f"{ADDRESS}problem=regression&dataset=xor&regDataset=reg-gauss&networkShape=").project
    assert (p.data.dataset, p.data.samples, p.network.output_activation) == ("reg-gauss", 1200, "identity")
    assert p.network.hidden == ()


@pytest.mark.parametrize(
    ("settings_", "listed"),
    [
        ("noise=80", "noise=80"),
        ("noise=lots", "noise=lots"),
        ("activation=swish", "swish"),
        ("dataset=moons", "moons"),
        ("regularization=L3", "L3"),
        ("x=false&y=false", "no input"),
        ("seed=abc", "abc"),
        ("batchSize=2.5", "2.5"),
        ("percTrainData=100", "percTrainData=100"),
        ("collectStats=true", "collectStats"),
        ("tempo=3", "tempo"),
    ],
)
def test_what_cannot_be_said_here_is_listed_and_the_rest_opens(settings_: str, listed: str) -> None:
    opened = read_link(ADDRESS + settings_)
    assert any(listed in line for line in opened.lost)
    assert not [problem for problem in check(opened.project) if problem.blocks]


def test_commas_that_a_mail_program_has_hidden_are_found() -> None:
    assert [layer.size for layer in read_link(f"{ADDRESS}networkShape=3%2C5").project.network.hidden] == [3, 5]


@pytest.mark.parametrize(
    "text", ["", "4, 2", "https://example.org/#seed=1", "networkShape", "https://example.org/", "a b"]
)
def test_what_is_no_link_is_not_taken_for_one(text: str) -> None:
    assert not is_link(text)
    with pytest.raises(HlvizError, match="no link"):
        read_link(text)


@pytest.mark.parametrize("shape", ["0", "4,-1", "1e3", "4,,2", "5000", ",".join(["2"] * 65), "9" * 400])
def test_a_shape_that_cannot_be_is_told_in_one_line(shape: str) -> None:
    with pytest.raises(HlvizError) as told:
        read_link(f"{ADDRESS}networkShape={shape}")
    assert len(str(told.value)) <= 200


@st.composite
def playground_projects(draw: st.DrawFn) -> Project:
    """Any project that a link can say."""
    is_classes = draw(st.booleans())
    p = edits.choose_dataset(Project(), draw(st.sampled_from(CLASSES if is_classes else NUMBERS)))
    p = edits.set_output(p, "tanh" if is_classes else "identity")
    p = edits.set_shape(p, tuple(draw(st.lists(st.integers(1, 8), max_size=6))))
    if p.network.hidden:
        p = edits.set_all_activations(p, draw(st.sampled_from(("relu", "tanh", "sigmoid", "identity"))))
    p = edits.set_features(p, tuple(draw(st.sets(st.sampled_from(sorted(FEATURES.values())), min_size=1))))
    seed = draw(st.integers(0, 2**32 - 1))
    p = edits.set_data(p, noise=float(draw(st.integers(0, 50))), train_share=draw(st.integers(10, 90)) / 100, seed=seed)
    rate = draw(st.floats(1e-6, 100.0))
    p = edits.set_training(
        p, seed=seed, learning_rate=rate, batch_size=draw(st.integers(1, 30)),
        regularization=draw(st.sampled_from(("none", "l1", "l2"))), regularization_rate=draw(st.floats(0, 10)),
    )  # fmt: skip
    return edits.set_initializer(p, draw(st.sampled_from(("zeros", "small_uniform"))))


def _content(project: Project) -> object:
    """All of it but its ids, name and notes."""
    layers = [(layer.size, layer.activation) for layer in project.network.hidden]
    return layers, replace(project.network, hidden=()), project.training, project.data


@settings(max_examples=MUTANTS, deadline=None)
@given(playground_projects())
def test_a_project_that_a_link_can_say_comes_back_the_same(project: Project) -> None:
    link = write_link(project)
    assert link.lost == ()
    assert _content(read_link(link.url).project) == _content(project)


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_makes_a_link_that_opens_and_trains(key: str) -> None:
    link = write_link(PRESETS[key].project)
    opened = read_link(link.url)
    assert write_link(opened.project).url == link.url
    trainer = Trainer(opened.project)
    trainer.train()
    assert trainer.step == 1


def test_what_a_link_cannot_say_of_a_project_is_listed() -> None:
    p = edits.set_shape(edits.choose_dataset(Project(), "moons"), (12, 3))
    p = edits.set_activation(p, p.network.hidden[0].id, "gelu")
    p = edits.set_dropout(p, p.network.hidden[1].id, 0.5)
    p = edits.set_output(p, "sigmoid")
    p = edits.set_loss(p, "bce")
    p = edits.set_training(p, optimizer="adam", batch_size=0, seed=4)
    p = edits.set_data(p, standardize=True, train_share=0.95)
    lost = "\n".join(write_link(p).lost)
    for word in (
        "Moons",
        "GELU",
        "dropout",
        "Sigmoid",
        "cross-entropy",
        "Adam",
        "batches",
        "seed",
        "scale",
        "95 %",
        "8 neurons",
    ):
        assert word in lost, word


def test_mutated_links_give_a_project_or_one_line() -> None:
    rng = random.Random(7)
    letters = string.printable + "∞\N{RIGHT-TO-LEFT OVERRIDE}\0é%"
    for _ in range(MUTANTS):
        text = list(FULL)
        for _ in range(rng.randint(1, 12)):
            at = rng.randrange(len(text))
            match rng.randrange(4):
                case 0:
                    text[at] = rng.choice(letters)
                case 1:
                    del text[at]
                case 2:
                    text.insert(at, rng.choice(letters) * rng.choice((1, 1, 400)))
                case _:
                    text[at:at] = text[at : at + rng.randint(1, 60)]
        try:
            opened = read_link("".join(text))
        except HlvizError as error:
            line = str(error)
        else:
            assert not [problem for problem in check(opened.project) if problem.blocks]
            line = max(opened.lost, key=len, default="")
        assert len(line) <= 300
        assert line.isprintable()


def test_an_empty_layer_of_a_link_is_called_one() -> None:
    with pytest.raises(SettingError, match="has an empty entry; each layer has 1 to"):
        read_link("https://playground.tensorflow.org/#networkShape=4,2,&dataset=circle")
