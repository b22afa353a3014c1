"""How an optimizer turns the gradient of one weight into its next value, with the numbers of its memory."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from hlviz.document.specs import Edge, NeuronKey
from hlviz.explain.formula import Line, Term, factor, figure, line, result, rule, strongest, subscript, told_apart
from hlviz.explain.microscope import Walk
from hlviz.nn.arrays import Array
from hlviz.nn.optimizers import ADAM_FLOOR, ADAM_MEAN, ADAM_SQUARE, MOMENTUM, RMS_DECAY, RMS_FLOOR

Steps = Callable[[float, float, Sequence[float], Sequence[float], float, int], list[Line]]
"""(w, g, memory before, memory after, learning rate, step) → how w − what follows came about; the last line ends in "w ← …"."""


def update_lines(
    walk: Walk, layer: int, row: int, source: int | None, heard: Sequence[int], edges: Sequence[Edge], neuron: NeuronKey
) -> list[Line]:
    """The step of one weight into a neuron with all its numbers, and the old and new values of the others.

    Parameters
    ----------
    source
        Where the edge comes from; None: the edge with the largest step.
    heard
        The neurons that it hears.
    edges
        By the place of the neuron they come from.
    """
    old, new = walk.parameters.weights[layer - 1][:, row], walk.after.weights[layer - 1][:, row]
    moved = (new - old)[list(heard)]
    if source is None and len(heard):
        source = heard[int(np.abs(moved).argmax())]
    lines = [] if source is None else _one(walk, layer, row, source, edges[source])
    others = [heard[i] for i in strongest(moved) if heard[i] != source]
    for i in others:
        lines.append(_arrow(f"w{subscript(i + 1, row + 1)}", float(old[i]), float(new[i]), Term("", edges[i])))
    if (more := len(heard) - len(others) - (source is not None)) > 0:
        lines.append(line(f"{more} more, each by {figure(float(np.sort(np.abs(moved))[more - 1]))} at most"))
    b_old, b_new = float(walk.parameters.biases[layer - 1][row]), float(walk.after.biases[layer - 1][row])
    return [*lines, _arrow(f"b{subscript(row + 1)}", b_old, b_new, Term("", neuron))]


def _arrow(name: str, old: float, new: float, about: Term) -> Line:
    before, after = told_apart(old, new)
    said = f"{name}: {before} → {after}" if before != after else f"{name}: {before}, as it was"
    return line(Term(said, about.about))


def _one(walk: Walk, layer: int, row: int, source: int, edge: Edge) -> list[Line]:
    """One weight."""
    at = layer - 1, source, row
    method, old, new = walk.assembly.method, _at(walk.parameters.weights, at), _at(walk.after.weights, at)
    loss, g = _at(walk.gradient.weights, at), _at(walk.total.weights, at)
    name = f"w{subscript(source + 1, row + 1)}"
    if method.held is not None and _at(method.held.weights, at):
        return [
            line(f"{name} is frozen: it stays ", Term(figure(old), edge), f"; its gradient {figure(loss)} is not used")
        ]
    lines = [rule(method.optimizer.formula)]
    if method.rate:
        lines.append(line(f"g = ∂L/∂{name} + penalty = {figure(loss)} + {factor(g - loss)} = ", Term(figure(g), edge)))
    else:
        lines.append(line(f"g = ∂L/∂{name} = ", Term(figure(g), edge)))
    memory, then = ([_at(slot.weights, at) for slot in slots] for slots in (walk.slots, walk.slots_after))
    steps = STEPS.get(method.optimizer.key)
    if steps is not None:
        lines += steps(old, g, memory, then, method.learning_rate, walk.step)
    lines.append(line(f"{name}: ", Term(" → ".join(told_apart(old, new)), edge, is_result=True)))
    if method.regularizer.stops_at_zero and method.rate and new == 0 != old:
        lines.append(line("It would cross 0, and the penalty stops it there."))
    return lines


def _at(arrays: Sequence[Array], at: tuple[int, int, int]) -> float:
    return float(arrays[at[0]][at[1], at[2]])


def _sgd(w: float, g: float, memory: Sequence[float], then: Sequence[float], rate: float, t: int) -> list[Line]:
    return [line(f"w ← {figure(w)} − {figure(rate)}·{factor(g)}")]


def _momentum(w: float, g: float, memory: Sequence[float], then: Sequence[float], rate: float, t: int) -> list[Line]:
    return [_velocity(g, memory, then), line(f"w ← {figure(w)} − {figure(rate)}·{factor(then[0])}")]


def _nesterov(w: float, g: float, memory: Sequence[float], then: Sequence[float], rate: float, t: int) -> list[Line]:
    ahead = f"({figure(g)} + {MOMENTUM:g}·{factor(then[0])})"
    return [_velocity(g, memory, then), line(f"w ← {figure(w)} − {figure(rate)}·{ahead}")]


def _velocity(g: float, memory: Sequence[float], then: Sequence[float]) -> Line:
    return line(f"v ← {MOMENTUM:g}·{factor(memory[0])} + {factor(g)} = ", result(then[0]))


def _rmsprop(w: float, g: float, memory: Sequence[float], then: Sequence[float], rate: float, t: int) -> list[Line]:
    square = f"s ← {RMS_DECAY:g}·{factor(memory[0])} + {1 - RMS_DECAY:.1g}·{factor(g)}² = "
    root = math.sqrt(then[0]) + RMS_FLOOR
    return [line(square, result(then[0])), line(f"w ← {figure(w)} − {figure(rate)}·{factor(g)} / {figure(root)}")]


def _adam(w: float, g: float, memory: Sequence[float], then: Sequence[float], rate: float, t: int) -> list[Line]:
    mean, square = then[0] / (1 - ADAM_MEAN**t), then[1] / (1 - ADAM_SQUARE**t)
    return [
        line(f"m ← {ADAM_MEAN:g}·{factor(memory[0])} + {1 - ADAM_MEAN:.1g}·{factor(g)} = ", result(then[0])),
        line(f"v ← {ADAM_SQUARE:g}·{factor(memory[1])} + {1 - ADAM_SQUARE:.1g}·{factor(g)}² = ", result(then[1])),
        line(
            f"m̂ = m / (1 − {ADAM_MEAN:g}ᵗ) = ",
            result(mean),
            f",  v̂ = v / (1 − {ADAM_SQUARE:g}ᵗ) = ",
            result(square),
            f",  t = {t}",
        ),
        line(f"w ← {figure(w)} − {figure(rate)}·{factor(mean)} / {figure(math.sqrt(square) + ADAM_FLOOR)}"),
    ]


STEPS: dict[str, Steps] = {
    "sgd": _sgd, "momentum": _momentum, "nesterov": _nesterov, "rmsprop": _rmsprop, "adam": _adam,
}  # fmt: skip
"""By optimizer; of one that is not here, its formula and the outcome are told."""
