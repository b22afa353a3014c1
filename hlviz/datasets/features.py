"""What the network may be shown of a point of the plane: its coordinates, and seven small calculations with them in all.

The seven tiles of TensorFlow Playground, in its order.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hlviz.datasets.points import Floats


@dataclass(frozen=True)
class Feature:
    """A number calculated from X₁ and X₂."""

    key: str
    label: str
    """What stands beside its tile."""
    formula: str
    value: Callable[[Floats], Floats]
    """(n, 2) → (n,), both in the data's own units."""


X1 = Feature("x1", "X₁", "X₁", lambda x: x[:, 0])
X2 = Feature("x2", "X₂", "X₂", lambda x: x[:, 1])
X1_SQUARED = Feature("x1_squared", "X₁²", "X₁ · X₁", lambda x: x[:, 0] ** 2)
X2_SQUARED = Feature("x2_squared", "X₂²", "X₂ · X₂", lambda x: x[:, 1] ** 2)
X1X2 = Feature("x1x2", "X₁X₂", "X₁ · X₂", lambda x: x[:, 0] * x[:, 1])
SIN_X1 = Feature("sin_x1", "sin X₁", "sin(X₁)", lambda x: np.sin(x[:, 0]))
SIN_X2 = Feature("sin_x2", "sin X₂", "sin(X₂)", lambda x: np.sin(x[:, 1]))

FEATURES = {feature.key: feature for feature in (X1, X2, X1_SQUARED, X2_SQUARED, X1X2, SIN_X1, SIN_X2)}
