"""What the gradients and updates of the layers amount to, in a sentence: healthy, vanishing, exploding."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.nn.arrays import Array
from hlviz.number_text import plain, significant

HEALTHY = 1e-4, 1e-2
"""‖Δw‖ / ‖w‖ of a step that is neither slow nor fast: a decade to both sides of 10⁻³, which Karpathy ("CS231n: Neural networks,
part 3") gives as a rule of thumb."""
WILD = 0.1
"""Where a step moves the weights by more than this share of their length, it leaps."""
FAR_APART = 100.0
"""Between a layer's gradient and the output's this factor is no chance any more: it vanishes, or it explodes."""


class Health(Enum):
    """The kinds of verdict, the worst first."""

    EXPLODING = "exploding"
    DEAD = "dead"
    VANISHING = "vanishing"
    FAST = "fast"
    SLOW = "slow"
    HEALTHY = "healthy"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """One kind, the layer that it is about (None: all), and the sentence."""

    health: Health
    text: str = ""
    layer: int | None = None


def verdict(names: Sequence[str], gradient: Array, update: Array) -> Verdict:
    """Judge the layers as they are now.

    Parameters
    ----------
    names
        One per layer with weights, the output's last.
    gradient, update
        Shape (layers,): the root mean square of ∂L/∂w, and ‖Δw‖ / ‖w‖ of one step; NaN where it is not known.
    """
    update = np.where(update > 0, update, np.nan)  # what does not move at all is frozen, or told by its gradient
    known = np.isfinite(gradient)
    if not known.any():
        return Verdict(Health.UNKNOWN)
    if not gradient[known].any():
        return Verdict(Health.SLOW, _tr("All gradients are zero: nothing is left to learn from the mistakes."))
    return _far_from_output(names, gradient, update) or _by_update(names, update)


def _far_from_output(names: Sequence[str], gradient: Array, update: Array) -> Verdict | None:
    """Where the gradient changed too much on its way back from the output."""
    with np.errstate(all="ignore"):
        smaller = gradient[-1] / gradient
    largest = int(np.nanargmax(np.where(np.isfinite(gradient), gradient, -1.0)))
    if gradient[-1] and smaller[largest] < 1 / FAR_APART:
        text = _tr("Explodes: the gradient of {layer} is {times} times the output's.")
        return Verdict(Health.EXPLODING, _about(text, names[largest], times=1 / smaller[largest]), largest)
    wild = _largest(update)
    if wild is not None and update[wild] > WILD:
        text = _tr(
            "Explodes: each step moves {layer} by {share}. That is of the size of its weights: try a lower learning rate."
        )
        return Verdict(Health.EXPLODING, _about(text, names[wild], share=update[wild]), wild)
    dead = np.flatnonzero(gradient == 0)
    if len(dead):
        text = _tr("No gradient reaches {layer}: it learns nothing.")
        return Verdict(Health.DEAD, _about(text, names[dead[0]]), int(dead[0]))
    least = int(np.nanargmin(gradient))
    if not smaller[least] > FAR_APART:
        return None
    slower = update[-1] / update[least] if update[least] > 0 else np.nan
    if slower > FAR_APART:
        text = _tr("Vanishes: {layer} learns {times} times slower than the output.")
        return Verdict(Health.VANISHING, _about(text, names[least], times=slower), least)
    text = _tr("Vanishes: gradient of {layer} {times} times below the output's. The optimizer makes up for some of it.")
    return Verdict(Health.VANISHING, _about(text, names[least], times=smaller[least]), least)


def _by_update(names: Sequence[str], update: Array) -> Verdict:
    most = _largest(update)
    if most is None:
        return Verdict(Health.UNKNOWN)
    low, high = HEALTHY
    if update[most] > high:
        text = _tr(
            "Fast: each step moves {layer} by {share}. That is of the size of its weights; 0.01 % to 1 % is usual."
        )
        return Verdict(Health.FAST, _about(text, names[most], share=update[most]), most)
    if update[most] < low:
        text = _tr("Slow: a step moves no layer by more than {share}. It is at rest, or the learning rate is low.")
        return Verdict(Health.SLOW, _about(text, share=update[most]))
    text = _tr("Healthy: steps move layers by {least} to {share}. That is of the size of their weights.")
    if len(names) == 1:
        text = _tr("Healthy: each step moves the weights by {share}. That is of their size.")
    return Verdict(Health.HEALTHY, _about(text, share=update[most], least=float(np.nanmin(update))))


def _largest(values: Array) -> int | None:
    finite = np.isfinite(values)
    return int(np.where(finite, values, -1.0).argmax()) if finite.any() else None


def _about(text: str, layer: str = "", *, times: float = 0.0, share: float = 0.0, least: float = 0.0) -> str:
    return text.format(layer=layer, times=_times(times), share=share_text(share), least=share_text(least))


def _times(factor: float) -> str:
    return plain(factor, 2) if np.isfinite(factor) else "∞"


def share_text(share: float) -> str:
    """A share of the weights in per cent, two digits: "0.12 %"."""
    return f"{significant(100 * share, 2)} %"


def _tr(text: str) -> str:
    return QCoreApplication.translate("GradientsPanel", text)
