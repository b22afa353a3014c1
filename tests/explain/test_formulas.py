"""What is written adds up: the numbers of each formula, reckoned as a reader would, come to what it says."""

import re

import numpy as np
import pytest

from hlviz.document import edits
from hlviz.explain.formula import Line, figure, subscript, told_apart
from hlviz.explain.formulas import Focus, lines_of
from hlviz.explain.microscope import Kind, Stage, Walk, next_batch, sample_of, walk_of
from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.optimizers import OPTIMIZERS
from hlviz.training.trainer import Trainer

from .test_microscope import PAIRS, after_training, project_of

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def reckoned(text: str) -> float:
    """What a person with a calculator gets."""
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    text = re.sub(r"\((\d+ more|other samples)\)", "", text)
    text = re.sub(r"·10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda found: "e" + found[1].translate(RAISED), text)
    text = text.replace("·", "*").replace("−", "-").replace("²", "**2").replace("½", "0.5")
    text = re.sub(r"-ln ([0-9.e-]+|\([^)]*\))", r"(-1)*log(\1)", text)
    return float(eval(text, {"__builtins__": {}, "log": np.log}))


def sums(lines: tuple[Line, ...]) -> list[tuple[str, float, float]]:
    """Of each line that is a reckoning: what it is about, what its numbers come to, what it says they come to."""
    found = []
    for line in lines:
        parts = re.split(r" = | ← ", line.text)
        words = re.sub("more|other|samples|ln", "", parts[-2]) if len(parts) > 2 else ""
        if line.is_rule or len(parts) < 3 or re.search(r"[a-zδσφ∂Σ]", words):
            continue
        found.append((parts[0], reckoned(parts[-2]), reckoned(parts[-1])))
    return found


def walk_on(project: object, row: int = 5, steps: int = 20) -> Walk:
    trainer = after_training(project, steps)
    return walk_of(trainer.assembly, trainer.snapshot(0), sample_of(trainer.assembly, row))


def check_all(walk: Walk, least: int) -> None:
    told = 0
    for stage in walk.stages(by_neuron=True):
        lines = lines_of(walk, stage, Focus(stage.layer, stage.row or 0))
        for name, comes_to, said in sums(lines):
            assert comes_to == pytest.approx(said, rel=0.03, abs=0.01), (stage, name, [line.text for line in lines])
            told += 1
    assert told >= least


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_adds_up_for_every_activation(activation: str) -> None:
    check_all(walk_on(project_of("xor", (3, 2), activation)), 20)


@pytest.mark.parametrize(("output", "loss"), PAIRS)
def test_it_adds_up_for_every_loss_and_output(output: str, loss: str) -> None:
    check_all(walk_on(edits.set_loss(edits.set_output(project_of("iris", (3,)), output), loss)), 20)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_it_adds_up_for_every_optimizer(optimizer: str) -> None:
    walk = walk_on(project_of(optimizer=optimizer, learning_rate=0.1))
    lines = lines_of(walk, Stage(Kind.UPDATE, 1), Focus(1, 2, 1))
    assert lines[0].text == OPTIMIZERS[optimizer].formula
    for name, comes_to, said in sums(lines):
        assert comes_to == pytest.approx(said, rel=0.02, abs=0.002), (name, [line.text for line in lines])
    last = [line.text for line in lines if line.text.startswith("w ← ")][-1]
    new = float(walk.after.weights[0][1, 2])
    assert reckoned(last.removeprefix("w ← ")) == pytest.approx(new, rel=0.02, abs=0.002)
    assert f"w₂₃: {' → '.join(told_apart(float(walk.parameters.weights[0][1, 2]), new))}" in [
        line.text for line in lines
    ]


def test_it_adds_up_for_a_batch() -> None:
    trainer = after_training(project_of())
    frame = trainer.snapshot(0)
    walk = walk_of(trainer.assembly, frame, next_batch(trainer.assembly, frame), 3)
    check_all(walk, 20)
    assert "mean over the 10 samples" in lines_of(walk, Stage(Kind.LOSS, 3), Focus(3, 0))[-1].text


def test_each_product_of_a_sum_stands_for_its_edge() -> None:
    walk = walk_on(project_of())
    layers = walk.assembly.wiring.layers
    (line,) = [
        line
        for line in lines_of(walk, Stage(Kind.FORWARD, 2), Focus(2, 1))
        if line.text.endswith(figure(float(walk.z(2)[1])))
    ]
    abouts = [term.about for term in line.terms if term.about is not None]
    assert abouts == [(key, layers[2][1]) for key in layers[1]] + [layers[2][1]]
    chain = lines_of(walk, Stage(Kind.BACKWARD, 1), Focus(1, 2))[2]
    assert [term.about for term in chain.terms if term.about] == [(layers[1][2], key) for key in layers[2]]


def test_of_many_terms_the_strongest_eight_are_told_and_what_the_others_come_to() -> None:
    walk = walk_on(project_of("digits", (20,)), steps=3)
    check_all(walk, 40)
    z = lines_of(walk, Stage(Kind.FORWARD, 1), Focus(1, 0))[1]
    assert sum(isinstance(term.about, tuple) for term in z.terms) == 8
    assert "(56\N{NO-BREAK SPACE}more)" in z.text
    terms = walk.parameters.weights[0][:, 0] * walk.a(0)
    keys = walk.assembly.wiring.layers[0]
    told = {term.about[0] for term in z.terms if isinstance(term.about, tuple)}
    least_told = min(abs(terms[i]) for i, key in enumerate(keys) if key in told)
    assert all(abs(terms[i]) <= least_told for i, key in enumerate(keys) if key not in told)


def test_an_edge_that_is_meant_has_the_chain_rule_of_its_own() -> None:
    walk = walk_on(project_of())
    texts = [line.text for line in lines_of(walk, Stage(Kind.BACKWARD, 1), Focus(1, 2, 1))]
    assert "∂L/∂w₂₃ = ∂z₃/∂w₂₃ · ∂L/∂z₃ = X₂·δ₃" in texts
    assert sum(text.startswith("∂L/∂w") for text in texts) == 2


def test_what_is_frozen_or_cut_says_so() -> None:
    project = project_of()
    neuron, other = project.network.hidden[0].neurons[:2]
    project = edits.set_frozen(project, (neuron,), True)
    project = edits.set_cut(project, ((("in", "x1"), other),), True)
    walk = walk_on(project)
    assert "w₂₁ is frozen" in lines_of(walk, Stage(Kind.UPDATE, 1), Focus(1, 0, 1))[0].text
    forward = lines_of(walk, Stage(Kind.FORWARD, 1), Focus(1, 1))
    assert "X₁" not in forward[0].text
    assert "X₂" in forward[0].text


def test_numbers_are_short_and_tell_what_there_is_to_tell() -> None:
    assert [figure(x) for x in (0.8421, -12.34, 0.05, 1, 0, 1.234e-5, -2e7)] == [
        "0.842", "−12.3", "0.05", "1", "0", "1.23·10⁻⁵", "−2·10⁷",
    ]  # fmt: skip
    assert told_apart(0.84123, 0.84151) == ("0.84123", "0.84151")
    assert told_apart(1.0, 1.5) == ("1.000", "1.500")
    assert subscript(1, 2) == "₁₂"
    assert subscript(12, 3) == "₁₂,₃"


def test_at_the_beginning_of_training_every_stage_has_something_to_say() -> None:
    for dataset in ("xor", "reg-plane", "sine", "iris", "digits"):
        trainer = Trainer(project_of(dataset))
        walk = walk_of(trainer.assembly, trainer.snapshot(0), sample_of(trainer.assembly, 0))
        for stage in walk.stages(by_neuron=False):
            lines = lines_of(walk, stage, Focus(stage.layer, 0))
            assert lines
            assert not any("nan" in line.text or "–" in line.text for line in lines)
