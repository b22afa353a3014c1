"""Pictures on the way to a film: exact to the pixel, and packed, since there are many."""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PER_SECOND = 12
"""Pictures a second."""


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture, exact to the pixel, and packed, since a film has many."""

    width: int
    height: int
    packed: bytes

    @classmethod
    def of(cls, width: int, height: int, pixels: bytes) -> "Picture":
        """Pack the pixels of a picture; the interpreter is free meanwhile.

        Parameters
        ----------
        width, height
            In pixels.
        pixels
            Blue, green, red and a byte of no meaning for each, row by row.
        """
        assert len(pixels) == 4 * width * height
        return cls(width, height, zlib.compress(pixels, 1))

    @property
    def pixels(self) -> bytes:
        """As they were packed."""
        return zlib.decompress(self.packed)


@dataclass(frozen=True, eq=False)
class Film:
    """Pictures of one size."""

    pictures: Sequence[Picture]
    per_second: float = PER_SECOND
    """Pictures a second."""
    told: Callable[[float], object] = lambda share: None
    """Called with the share done, 0 … 1, as the film is made; whoever thinks better of it raises an error there."""
