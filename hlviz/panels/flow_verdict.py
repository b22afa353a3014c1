"""What the gradients and updates of the layers amount to, in a sentence: the words for ``hlviz.explain.flow_health``."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from hlviz.explain.flow_health import Finding, Health, Sign, judged
from hlviz.nn.arrays import Array
from hlviz.number_text import plain, significant

TEXTS = {
    Sign.EXPLODES_BACK: QT_TRANSLATE_NOOP(
        "GradientsPanel", "Explodes: the gradient of {layer} is {times} times the output's."
    ),
    Sign.LEAPS: QT_TRANSLATE_NOOP(
        "GradientsPanel",
        "Explodes: each step moves {layer} by {share}. That is of the size of its weights: try a lower learning rate.",
    ),
    Sign.CUT_OFF: QT_TRANSLATE_NOOP("GradientsPanel", "No gradient reaches {layer}: it learns nothing."),
    Sign.LEARNS_SLOWLY: QT_TRANSLATE_NOOP(
        "GradientsPanel", "Vanishes: {layer} learns {times} times slower than the output."
    ),
    Sign.VANISHES: QT_TRANSLATE_NOOP(
        "GradientsPanel",
        "Vanishes: gradient of {layer} {times} times below the output's. The optimizer makes up for some of it.",
    ),
    Sign.FAST: QT_TRANSLATE_NOOP(
        "GradientsPanel",
        "Fast: each step moves {layer} by {share}. That is of the size of its weights; 0.01 % to 1 % is usual.",
    ),
    Sign.SLOW: QT_TRANSLATE_NOOP(
        "GradientsPanel",
        "Slow: a step moves no layer by more than {share}. It is at rest, or the learning rate is low.",
    ),
    Sign.NOTHING_LEFT: QT_TRANSLATE_NOOP(
        "GradientsPanel", "All gradients are zero: nothing is left to learn from the mistakes."
    ),
    Sign.HEALTHY: QT_TRANSLATE_NOOP(
        "GradientsPanel", "Healthy: steps move layers by {least} to {share}. That is of the size of their weights."
    ),
    Sign.UNKNOWN: "",
}
ALONE = QT_TRANSLATE_NOOP("GradientsPanel", "Healthy: each step moves the weights by {share}. That is of their size.")
"""Where there is but one layer."""


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
        As for ``judged``.
    """
    found = judged(gradient, update)
    return Verdict(found.health, _text(found, names), found.layer)


def _text(found: Finding, names: Sequence[str]) -> str:
    text = ALONE if found.sign is Sign.HEALTHY and len(names) == 1 else TEXTS[found.sign]
    if not text:
        return ""
    return QCoreApplication.translate("GradientsPanel", str(text)).format(
        layer=names[found.layer] if found.layer is not None else "",
        times=_times(found.times),
        share=share_text(found.share),
        least=share_text(found.least),
    )


def _times(factor: float) -> str:
    return plain(factor, 2) if np.isfinite(factor) else "∞"


def share_text(share: float) -> str:
    """A share of the weights in per cent, two digits: "0.12 %"."""
    return f"{significant(100 * share, 2)} %"
