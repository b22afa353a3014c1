"""Named points to learn from: what goes in, what should come out, and what both are called."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Range = tuple[float, float]

PLANE_NAMES = ("X₁", "X₂")
MARGIN = 0.05


@dataclass(frozen=True, eq=False)
class Points:
    """A data set: ``n`` samples of ``d`` inputs and one target. Its arrays are its own and cannot be written to.

    Raises
    ------
    ValueError
        If shapes, names, classes, image, domain or parts do not fit together, or a value is not finite.
    """

    x: Floats
    """(n, d), in the data's own units."""
    y: Ints | Floats
    """(n,): the class index 0 … k − 1, or the number to be learned where there are no classes."""
    input_names: tuple[str, ...]
    target_name: str
    class_names: tuple[str, ...] = ()
    """One name for each class; empty means regression."""
    image_shape: tuple[int, int] | None = None
    """(rows, columns) where the inputs are the pixels of a picture, row by row."""
    domain: tuple[Range, ...] | None = None
    """Plot range of each input, in the data's own units; None: ``ranges()`` derives one."""
    is_test: Bools | None = None
    """(n,) which samples only test, where the data say so themselves; None: they are drawn."""

    def __post_init__(self) -> None:
        x = _sealed(self.x, np.float64)
        if self.class_names and not np.issubdtype(np.asarray(self.y).dtype, np.integer):
            raise ValueError("classes are given as integers")
        y = _sealed(self.y, np.int64 if self.class_names else np.float64)
        _check(self, x, y)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)
        if self.is_test is not None:
            object.__setattr__(self, "is_test", _sealed(self.is_test, np.bool_))

    @property
    def is_classification(self) -> bool:
        """Whether the target is a class, not a number."""
        return bool(self.class_names)

    @property
    def classes(self) -> int:
        """How many classes there are; 0 for regression."""
        return len(self.class_names)

    @property
    def sizes(self) -> tuple[int, int]:
        """(samples, inputs)."""
        return self.x.shape[0], self.x.shape[1]

    @property
    def plane(self) -> bool:
        """Whether the inputs are the X₁ and X₂ of a plane, which can be squared, multiplied and so on as features."""
        return self.input_names == PLANE_NAMES

    @property
    def ink_range(self) -> Range:
        """Of pictures: the values of blank paper and of full ink, the same for all pixels."""
        if self.domain is not None:
            return self.domain[0]
        low, high = min(0.0, float(self.x.min())), float(self.x.max())
        return (low, high) if low < high else (low, low + 1.0)

    def ranges(self) -> tuple[Range, ...]:
        """The plot range (low, high) of each input: the domain, or the data's own with 5 % to spare on both sides."""
        if self.domain is not None:
            return self.domain
        low, high = self.x.min(axis=0), self.x.max(axis=0)
        room = np.where(high > low, (high - low) * MARGIN, np.maximum(np.abs(low) * MARGIN, 0.5))
        return tuple(zip((low - room).tolist(), (high + room).tolist(), strict=True))


def _sealed(values: NDArray[Any], dtype: type) -> NDArray[Any]:
    # A copy, unless nobody can write to the array any more.
    array: NDArray[Any] = np.asarray(values, dtype)
    if array.base is not None or array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array


def _check(points: Points, x: Floats, y: Ints | Floats) -> None:
    if x.ndim != 2 or 0 in x.shape:
        raise ValueError(f"x must be (samples, inputs) with at least one of each, not {x.shape}")
    if y.shape != x.shape[:1]:
        raise ValueError(f"y must be ({x.shape[0]},) like the rows of x, not {y.shape}")
    if len(points.input_names) != x.shape[1]:
        raise ValueError(f"{x.shape[1]} inputs but {len(points.input_names)} names")
    if not np.isfinite(x).all() or not np.isfinite(y).all():
        raise ValueError("every value must be finite")
    if points.class_names and (y.min() < 0 or y.max() >= len(points.class_names)):
        raise ValueError(f"classes must be 0 … {len(points.class_names) - 1}, not {y.min()} … {y.max()}")
    if points.image_shape is not None and points.image_shape[0] * points.image_shape[1] != x.shape[1]:
        raise ValueError(f"an image of {points.image_shape} does not have {x.shape[1]} pixels")
    if points.domain is not None and len(points.domain) != x.shape[1]:
        raise ValueError(f"{x.shape[1]} inputs but {len(points.domain)} plot ranges")
    if points.domain is not None and not all(low < high for low, high in points.domain):
        raise ValueError(f"a plot range must run upwards: {points.domain}")
    if points.is_test is not None and (
        np.shape(points.is_test) != y.shape or len({*np.asarray(points.is_test).tolist()}) < 2
    ):
        raise ValueError("some samples must test and others train")
