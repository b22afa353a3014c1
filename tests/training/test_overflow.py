"""The layer that is named is the first whose sums are no numbers, wherever in the samples and however the numbers came about."""

import numpy as np
import pytest

from hlviz.nn.mlp import Parameters, forward
from hlviz.training import overflow
from hlviz.training.assembly import assemble, first_parameters
from hlviz.training.overflow import overflowing
from training.runs import project_of

NAMES = ["Hidden 1", "Hidden 2", "Output", ""]


@pytest.mark.parametrize("activation", ["relu", "identity", "softplus", "gelu", "leaky_relu", "tanh"])
def test_it_is_what_a_look_at_all_sums_says(activation, monkeypatch):
    monkeypatch.setattr(overflow, "AT_A_TIME", 40)  # a few samples at a time
    a = assemble(project_of(f"dataset=circle hidden=5,3 output=identity activation={activation}"))
    first, rng, seen = first_parameters(a), np.random.default_rng(0), set()
    for _ in range(300):
        grown = [np.float32(10.0 ** rng.uniform(0, 20)) for _ in first.weights]
        parameters = Parameters(
            tuple(w * by for w, by in zip(first.weights, grown, strict=True)),
            tuple(b + np.float32(10.0 ** rng.uniform(0, 38)) for b in first.biases),
        )
        with np.errstate(all="ignore"):
            sums = forward(parameters, a.activations, a.split.train_x).z
        wrong = [i for i, z in enumerate(sums) if not np.isfinite(z).all()]
        said = overflowing(a, parameters)
        assert said == NAMES[wrong[0] if wrong else 3]
        seen.add(said)
    assert "" in seen
    assert len(seen) > 1 or activation == "tanh"


def test_a_parameter_that_is_no_number_is_found():
    a = assemble(project_of("circle"))
    first = first_parameters(a)
    for layer, name in enumerate(NAMES[:3]):
        spoilt = first.copy()
        spoilt.biases[layer][0] = np.nan
        assert overflowing(a, spoilt) == name
    assert overflowing(a, first) == ""


def test_numbers_that_cannot_overflow_are_not_tried_on_the_samples(monkeypatch):
    monkeypatch.delattr(overflow, "forward")
    a = assemble(project_of("circle"))
    assert overflowing(a, first_parameters(a)) == ""
