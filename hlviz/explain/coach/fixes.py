"""What would help against each illness, as an edit of the project: how often it does is measured too (docs/coach.md)."""

import math

import numpy as np

from hlviz.datasets import DATASETS
from hlviz.document.edits import MAX_SAMPLES
from hlviz.document.samples import TABLE
from hlviz.explain.coach.advice import Fix
from hlviz.explain.coach.evidence import Evidence
from hlviz.explain.coach.figures import count, figure
from hlviz.explain.coach.signs import FAR, Found
from hlviz.nn.activations import ACTIVATIONS

FIRST = 8
"""Neurons of a hidden layer that comes where there is none."""
USUAL_STEP = 2e-3
"""‖Δw‖ / ‖w‖ of a step that gets on."""
THROWN_OUT = 0.9
"""The share of a layer's activations on flat parts from which a lower rate alone does not bring them back."""
MORE = 10
"""Times as many samples."""
PENALTY = 0.03
"""The rate of L2, where no more samples can be had."""


def tamed(e: Evidence, found: Found) -> Fix:
    """A tenth of the learning rate and new weights, the last ones before the end being huge already; or inputs of a usual size."""
    at_once = e.divergence is not None and e.divergence.step == 0
    if (e.data.reach > FAR or at_once) and not e.project.data.standardize:
        return standardized(e, found)
    return drawn_anew(e, found) if at_once else _anew(e)


def slower(e: Evidence, found: Found) -> Fix:
    """A tenth of the learning rate; new weights too, where those there are were thrown so far that they cannot come back."""
    return _anew(e) if max((layer.saturated for layer in e.layers), default=0.0) > THROWN_OUT else _rate(e, 0.1)


def _anew(e: Evidence) -> Fix:
    rate = e.project.training.learning_rate
    after = float(f"{rate / 10:.6g}")
    numbers = _before_after(rate, after)
    return Fix("begin_anew", "Learning rate {before} → {after}, new weights", numbers, kwargs={"learning_rate": after})


def faster(e: Evidence, found: Found) -> Fix:
    """So many tens times the learning rate that a step moves the weights by about a thousandth."""
    known = e.update[np.isfinite(e.update)]
    tens = round(math.log10(USUAL_STEP / float(known.max()))) if known.size and known.max() > 0 else 1
    return _rate(e, 10.0 ** min(3, max(1, tens)))


def _rate(e: Evidence, times: float) -> Fix:
    rate = e.project.training.learning_rate
    after = float(f"{rate * times:.6g}")
    return Fix(
        "set_training", "Learning rate {before} → {after}", _before_after(rate, after), kwargs={"learning_rate": after}
    )


def _before_after(before: float, after: float) -> dict[str, str]:
    return {"before": figure(before), "after": figure(after)}


def leaky(e: Evidence, found: Found) -> Fix | None:
    """A function with a slope on both sides."""
    if found.layer is None:
        return None
    numbers = {"layer": found.layer.name, "before": ACTIVATIONS[found.layer.activation].title, "after": "leaky ReLU"}
    return Fix("set_activation", "{layer}: {before} → {after}", numbers, args=(found.layer.id, "leaky_relu"))


def standardized(e: Evidence, found: Found) -> Fix:
    """Every input to mean 0 and standard deviation 1."""
    return Fix("set_data", "Standardise the inputs", kwargs={"standardize": True})


def smaller_weights(e: Evidence, found: Found) -> Fix:
    """Inputs, or first weights, that leave the neurons where they have a slope."""
    if e.data.reach > FAR and not e.project.data.standardize:
        return standardized(e, found)
    return drawn_anew(e, found)


def drawn_anew(e: Evidence, found: Found) -> Fix:
    """First weights that differ, and are neither too large nor too small."""
    return Fix("draw_anew", "New weights, Glorot uniform", args=("glorot_uniform",))


def steeper(e: Evidence, found: Found) -> Fix:
    """A function that lets more of the gradient through."""
    after = "tanh" if any(layer.activation == "sigmoid" for layer in e.layers) else "leaky_relu"
    numbers = {"after": ACTIVATIONS[after].title}
    return Fix("set_all_activations", "All hidden layers: {after}", numbers, args=(after,))


def more_samples(e: Evidence, found: Found) -> Fix | None:
    """More of the samples that are learned from; for data that are what they are, a price on large weights."""
    data = e.project.data
    if data.dataset != TABLE and DATASETS[data.dataset].adjustable and data.samples < MAX_SAMPLES:
        after = min(MORE * data.samples, MAX_SAMPLES)
        return Fix(
            "set_data", "Samples {before} → {after}", {"before": count(data.samples), "after": count(after)},
            kwargs={"samples": after},
        )  # fmt: skip
    if e.project.training.regularization == "none":
        return Fix(
            "set_training", "L2 regularization, rate {rate}", {"rate": figure(PENALTY)},
            kwargs={"regularization": "l2", "regularization_rate": PENALTY},
        )  # fmt: skip
    return None


def wider(e: Evidence, found: Found) -> Fix | None:
    """Twice the neurons in the narrowest layer, four at least."""
    if not e.layers:
        return None
    narrow = min(e.layers, key=lambda layer: layer.neurons)
    after = max(4, 2 * narrow.neurons)
    numbers = {"layer": narrow.name, "before": count(narrow.neurons), "after": count(after)}
    return Fix("resize_layer", "{layer}: {before} → {after} neurons", numbers, args=(narrow.id, after))


def bent(e: Evidence, found: Found) -> Fix:
    """A hidden layer, or a function that bends in those that are there."""
    if e.layers:
        return Fix("set_all_activations", "All hidden layers: {after}", {"after": "tanh"}, args=("tanh",))
    return Fix("add_layer", "Add a hidden layer of {neurons}", {"neurons": count(FIRST)}, args=(0, FIRST, "tanh"))


def without_unused(e: Evidence, found: Found) -> Fix | None:
    """The layer without those that are of no use."""
    if found.layer is None or len(found.layer.unused) == found.layer.neurons:
        return None
    unused = found.layer.unused
    text = "Remove {count} neurons of {layer}" if len(unused) > 1 else "Remove {count} neuron of {layer}"
    return Fix("remove", text, {"count": count(len(unused)), "layer": found.layer.name}, args=(unused,))


def none(e: Evidence, found: Found) -> Fix | None:
    """No edit helps: it takes other data."""
    return None
