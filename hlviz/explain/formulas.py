"""What happens at a stage of a walk, as formulas: in symbols first, then with the numbers of one neuron."""

from dataclasses import dataclass

import numpy as np

from hlviz.document.specs import Edge, NeuronKey
from hlviz.explain.formula import (
    NBSP,
    Line,
    Product,
    Term,
    factor,
    figure,
    line,
    result,
    rule,
    signed,
    strongest,
    subscript,
    summed,
)
from hlviz.explain.microscope import Kind, Stage, Walk
from hlviz.explain.updates import update_lines
from hlviz.nn.activations import SOFTMAX
from hlviz.nn.arrays import Array

SLOPES = {
    "identity": ("1", ""), "tanh": ("1 − a²", "1 − {a}²"), "sigmoid": ("a·(1 − a)", "{a}·(1 − {a})"),
    "relu": ("1 where z > 0, else 0", ""), "leaky_relu": ("1 where z > 0, else 0.01", ""),
    "softplus": ("1 / (1 + e⁻ᶻ)", ""), "sine": ("cos z", "cos {z}"),
}  # fmt: skip
"""By activation: f′(z) in symbols, and with numbers where that says more than its value."""
SYMBOLS = 4
"""Inputs of a neuron, at most, for which its sum is written with all their names."""

LARGE = 30.0
"""A pre-activation whose exponential has more digits than can be read."""


@dataclass(frozen=True)
class Focus:
    """The neuron that the numbers are of, and one of the edges into it."""

    layer: int
    row: int
    source: int | None = None
    """The neuron of the layer before that the edge comes from; None: no single edge is meant."""


def lines_of(walk: Walk, stage: Stage, focus: Focus) -> tuple[Line, ...]:
    """The formulas of a stage.

    Parameters
    ----------
    focus
        A neuron of the layer that something happens at; of the update any but an input.
    """
    tell = {
        Kind.INPUT: _input, Kind.FORWARD: _forward, Kind.LOSS: _loss, Kind.BACKWARD: _backward, Kind.UPDATE: _update,
    }[stage.kind]  # fmt: skip
    return tuple(tell(walk, focus))


def symbol(walk: Walk, layer: int, row: int) -> str:
    """What a neuron says, in a formula: an input by its name, a pixel by row and column, others by their place: "a₃"."""
    if layer > 0:
        return f"a{subscript(row + 1)}"
    split = walk.assembly.split
    if split.points.image_shape is None:
        return split.labels[row].replace(" ", NBSP)
    down, across = divmod(row, split.points.image_shape[1])
    return f"p{subscript(down + 1)},{subscript(across + 1)}"


def _key(walk: Walk, layer: int, row: int) -> NeuronKey:
    return walk.assembly.wiring.layers[layer][row]


def _edge(walk: Walk, layer: int, source: int, row: int) -> Edge:
    """From neuron ``source`` of the layer before to neuron ``row`` of this one."""
    return _key(walk, layer - 1, source), _key(walk, layer, row)


def _into(walk: Walk, layer: int, row: int) -> list[int]:
    """The neurons that it hears: all of the layer before but those whose edge is cut."""
    cut = walk.assembly.project.network.cut
    places = range(walk.sizes[layer - 1])
    return [i for i in places if _edge(walk, layer, i, row) not in cut] if cut else list(places)


def _input(walk: Walk, focus: Focus) -> list[Line]:
    x = walk.a(0)
    shown = strongest(x)
    parts: list[str | Term] = []
    for i in shown:
        parts += [
            ", " if parts else "",
            Term(f"{symbol(walk, 0, i)} = {figure(float(x[i]))}".replace(" ", NBSP), _key(walk, 0, i)),
        ]
    if len(x) > len(shown):
        parts.append(f", {len(x) - len(shown)} more")
    lines = [line(*parts)]
    if walk.samples.t is not None:
        lines.append(line("t = ", _row(walk.target)))
    return lines


def _row(values: Array) -> str:
    if len(values) == 1:
        return figure(float(values[0]))
    shown = ", ".join(figure(float(value)) for value in values[:12])
    return f"({shown}{', …' if len(values) > 12 else ''})"


# Forward


def _forward(walk: Walk, focus: Focus) -> list[Line]:
    layer, row = focus.layer, focus.row
    weights, a = walk.parameters.weights[layer - 1][:, row], walk.a(layer - 1)
    bias, z, out = float(walk.parameters.biases[layer - 1][row]), float(walk.z(layer)[row]), float(walk.a(layer)[row])
    j, heard = subscript(row + 1), _into(walk, layer, row)
    terms = weights[heard] * a[heard]
    spelt = [heard[i] for i in strongest(terms)]
    products = [Product(float(weights[i]), float(a[i]), _edge(walk, layer, i, row)) for i in spelt]
    rest = float(terms.sum() - sum(product.value for product in products))
    lines = [rule(f"z{j} = Σᵢ wᵢ{j}·aᵢ + b{j}")]
    if len(heard) <= SYMBOLS:
        names: list[str | Term] = [f"z{j} = "]
        for i in heard:
            names += [
                Term(f"w{subscript(i + 1, row + 1)}·{symbol(walk, layer - 1, i)}", _edge(walk, layer, i, row)),
                " + ",
            ]
        lines = [line(*names, f"b{j}")]
    own = Term(figure(abs(bias)), _key(walk, layer, row))
    lines.append(
        line(f"z{j} = ", *summed(products, len(heard), rest), *signed(bias < 0, own, is_first=False), " = ", result(z))
    )
    activation = walk.assembly.activations[layer - 1]
    if activation.key == SOFTMAX.key:
        lines.append(rule(f"a{j} = eᶻ of this neuron / Σ eᶻ over all outputs"))
        exps = np.exp(np.clip(walk.z(layer), -LARGE, LARGE))  # beyond that the share alone is told
        numbers = f"{figure(float(exps[row]))} / {figure(float(exps.sum()))} = " if exps.max() < np.exp(LARGE) else ""
        return [*lines, line(f"a{j} = ", numbers, result(out))]
    lines.append(rule(f"a{j} = φ(z{j}), φ(z) = {activation.formula}"))
    lines.append(line(f"a{j} = φ({figure(z)}) = ", result(out)))
    return lines


# Loss


def _loss(walk: Walk, focus: Focus) -> list[Line]:
    layer, loss = len(walk.sizes) - 1, walk.assembly.loss
    out, target = walk.a(layer), walk.target
    texts = [_miss(loss.key, float(a), float(t)) for a, t in zip(out, target, strict=True)]
    lines = [rule(f"L = {loss.formula}")]
    this = "" if len(walk.samples) == 1 else "this sample: "
    if all(text is not None for text in texts):
        adding = [i for i, text in enumerate(texts) if text]
        shown = [adding[i] for i in strongest((out - target)[adding])]
        parts: list[str | Term] = []
        for i in shown:
            parts += [" + " if parts else "", Term(texts[i] or "", _key(walk, layer, i))]
        if len(adding) > len(shown):
            parts.append(f" + ({len(adding) - len(shown)}{NBSP}more)")
        is_mean = loss.key != "cce" and len(out) > 1
        before, behind = ("(", f") / {len(out)}") if is_mean else ("", "")
        lines.append(line(f"{this}L = ", before, *parts, behind, " = ", result(walk.shown_loss)))
    else:
        lines.append(line(f"{this}L = ", result(walk.shown_loss)))
    if (count := len(walk.samples)) > 1:
        lines.append(line(f"mean over the {count} samples of the batch: L = ", result(walk.loss)))
    if walk.penalty:
        method = walk.assembly.method
        formula = method.regularizer.formula.replace("rate", figure(method.rate))
        lines.append(line(f"and for large weights {formula} = ", result(walk.penalty)))
    return lines


def _miss(loss: str, a: float, t: float) -> str | None:
    """What one output adds, with numbers; "" where it adds nothing, None where that is not known of the loss."""
    if loss == "mse":
        return f"({figure(a)} − {factor(t)})²"
    if loss == "huber":
        e = abs(a - t)
        return f"½·{figure(e)}²" if e <= 1 else f"({figure(e)} − ½)"
    if loss == "bce":
        return f"−ln {figure(a)}" if t == 1 else f"−ln (1 − {figure(a)})" if t == 0 else None
    if loss == "cce":
        return f"−ln {figure(a)}" if t == 1 else ""
    return None


# Backward


def _backward(walk: Walk, focus: Focus) -> list[Line]:
    is_output = focus.layer == len(walk.sizes) - 1
    lines = _output_delta(walk, focus) if is_output else _hidden_delta(walk, focus)
    return [*lines, *_gradients(walk, focus)]


def _output_delta(walk: Walk, focus: Focus) -> list[Line]:
    layer, row = focus.layer, focus.row
    loss, activation, j = walk.assembly.loss, walk.assembly.activations[-1], subscript(row + 1)
    out, target, delta = float(walk.a(layer)[row]), float(walk.target[row]), float(walk.delta(layer)[row])
    count = len(walk.samples) * (1 if loss.key == "cce" else walk.sizes[-1])
    share = f" / {count}" if count > 1 else ""
    if activation.key == loss.partner:
        miss = Term(f"({figure(out)} − {factor(target)})", _key(walk, layer, row))
        return [
            rule(f"δ{j} = ∂L/∂z{j} = (a{j} − t{j}){share}: what {activation.title} and logarithm leave"),
            line(f"δ{j} = ", miss, share, " = ", result(delta)),
        ]
    assert walk.samples.t is not None
    upstream = loss.gradient(walk.forwarded.outputs, walk.samples.t)[walk.shown]
    up = float(upstream[row])
    lines = [line(f"∂L/∂a{j} = ", *_downhill(loss.key, out, target, share, _key(walk, layer, row)), result(up))]
    if activation.pullback is not None:
        mean = float((upstream * walk.a(layer)).sum())
        numbers = line(f"δ{j} = {figure(out)}·({figure(up)} − {factor(mean)}) = ", result(delta))
        return [*lines, rule(f"δ{j} = a{j}·(∂L/∂a{j} − Σₖ aₖ·∂L/∂aₖ)"), numbers]
    slope = _slope(walk, focus)
    numbers = line(f"δ{j} = {figure(up)}·{factor(float(walk.slope(layer)[row]))} = ", result(delta))
    return [rule(f"δ{j} = ∂L/∂z{j} = ∂L/∂a{j} · φ′(z{j})"), *lines, slope, numbers]


def _downhill(loss: str, a: float, t: float, share: str, about: NeuronKey) -> list[str | Term]:
    miss = Term(f"({figure(a)} − {factor(t)})", about)
    if loss == "mse":
        return ["2·", miss, share, " = "]
    if loss == "huber" and abs(a - t) <= 1:
        return [miss, share, " = "]
    return []


def _hidden_delta(walk: Walk, focus: Focus) -> list[Line]:
    layer, row = focus.layer, focus.row
    weights, deltas = walk.parameters.weights[layer][row], walk.delta(layer + 1)
    j, terms = subscript(row + 1), weights * deltas
    spelt = strongest(terms)
    products = [Product(float(weights[k]), float(deltas[k]), _edge(walk, layer + 1, row, k)) for k in spelt]
    rest = float(terms.sum() - sum(product.value for product in products))
    slope, delta = float(walk.slope(layer)[row]), float(walk.delta(layer)[row])
    return [
        rule(f"δ{j} = (Σₖ w{j}ₖ·δₖ) · φ′(z{j})"),
        _slope(walk, focus),
        line(f"δ{j} = (", *summed(products, len(weights), rest), f")·{factor(slope)} = ", result(delta)),
    ]


def _slope(walk: Walk, focus: Focus) -> Line:
    """φ′(z) of the neuron."""
    layer, row = focus.layer, focus.row
    symbols, numbers = SLOPES.get(walk.assembly.activations[layer - 1].key, ("", ""))
    a, z = float(walk.a(layer)[row]), float(walk.z(layer)[row])
    filled = numbers.format(a=factor(a), z=factor(z))
    middle = "".join(f" = {text}" for text in (symbols, filled) if text and text != "1")
    return line(f"φ′(z{subscript(row + 1)}){middle} = ", result(float(walk.slope(layer)[row])))


def _gradients(walk: Walk, focus: Focus) -> list[Line]:
    """∂L/∂w of the edge that is meant; else of the strongest edges into the neuron."""
    layer, row, j = focus.layer, focus.row, subscript(focus.row + 1)
    gradient, heard = walk.gradient.weights[layer - 1][:, row], _into(walk, layer, row)
    if focus.source is not None:
        shown, ij = [focus.source], subscript(focus.source + 1, row + 1)
        said = symbol(walk, layer - 1, focus.source)
        lines = [rule(f"∂L/∂w{ij} = ∂z{j}/∂w{ij} · ∂L/∂z{j} = {said}·δ{j}{_over(walk)}")]
    else:
        shown = [heard[i] for i in strongest(gradient[heard])]
        lines = [rule(f"∂L/∂wᵢ{j} = aᵢ·δ{j}{_over(walk)}")]
    lines += [_gradient(walk, layer, i, row) for i in shown]
    if focus.source is None:
        if len(heard) > len(shown):
            most = np.delete(np.abs(gradient), shown).max()
            lines.append(line(f"{len(heard) - len(shown)} more, each {figure(float(most))} at most"))
        bias = Term(figure(float(walk.gradient.biases[layer - 1][row])), _key(walk, layer, row))
        lines.append(line(f"∂L/∂b{j} = {'δ' if len(walk.samples) == 1 else 'Σ δ'}{j}{_over(walk)} = ", bias))
    return lines


def _over(walk: Walk) -> str:
    count = len(walk.samples)
    return f", added up over {count} samples" if count > 1 else ""


def _gradient(walk: Walk, layer: int, source: int, row: int) -> Line:
    """∂L/∂w of one edge."""
    a, delta = float(walk.a(layer - 1)[source]), float(walk.delta(layer)[row])
    whole, about = float(walk.gradient.weights[layer - 1][source, row]), _edge(walk, layer, source, row)
    name = f"∂L/∂w{subscript(source + 1, row + 1)} = "
    product = Term(f"{figure(a)}·{factor(delta)}", about)
    if len(walk.samples) == 1:
        return line(name, product, " = ", result(whole))
    others = Term(f"{figure(abs(whole - a * delta))}\N{NO-BREAK SPACE}(other{NBSP}samples)")
    return line(name, product, *signed(whole < a * delta, others, is_first=False), " = ", result(whole))


# Update


def _update(walk: Walk, focus: Focus) -> list[Line]:
    heard = _into(walk, focus.layer, focus.row)
    keys = [_edge(walk, focus.layer, i, focus.row) for i in range(walk.sizes[focus.layer - 1])]
    return update_lines(walk, focus.layer, focus.row, focus.source, heard, keys, _key(walk, focus.layer, focus.row))
