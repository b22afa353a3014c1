"""The frames of a run that are worth keeping; it thins itself to a budget of memory.

The training thread keeps frames and hands out views of them; everyone else reads those.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import overload

import numpy as np

from hlviz.nn.arrays import IntArray
from hlviz.training.assembly import Assembly
from hlviz.training.frame import Frame, Resume

BUDGET = 64 * 2**20
"""Bytes."""
MOST = 2048
"""Frames: more than a screen has places to go back to, and of a small network less than 5 MB."""
HUNDREDS = 200
"""Frames that the history of a run is to have room for before it keeps the optimizer's memory with each."""


@dataclass(frozen=True, eq=False)
class Frames(Sequence[Frame]):
    """The frames kept up to one moment, oldest first. Made at one stroke, however many there are; never changes."""

    kept: Sequence[Frame]
    """These, up to ``length``: what comes after was kept later."""
    length: int
    assemblies: Mapping[int, Assembly]
    """By generation."""

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Frame]: ...
    def __getitem__(self, index: int | slice) -> Frame | Sequence[Frame]:
        if isinstance(index, slice):
            return [self.kept[i] for i in range(*index.indices(self.length))]
        return self.kept[range(self.length)[index]]

    def assembly_of(self, frame: Frame) -> Assembly:
        """What one of these frames is of: its project, and all that follows from it."""
        return self.assemblies[frame.generation]

    def place_of(self, step: int) -> int:
        """The place of the last frame at or before ``step``; 0 where all are later."""
        return max(0, bisect_right(self, step, key=lambda frame: frame.step) - 1)

    def some(self, most: int) -> Sequence[Frame]:
        """The first and every second, fourth, eighth … of them, at most so many, and the last.

        The same ones again and again while more are kept: what was found out about them can be remembered.
        """
        stride = 1
        while self.length > most * stride:
            stride *= 2
        chosen = self[::stride]
        return chosen if not self.length or chosen[-1] is self[-1] else [*chosen, self[-1]]


NO_FRAMES = Frames((), 0, {})


class History:
    """Frames by step. When there is no more room every second frame goes, and from then on half as many are kept."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        # only added to, and replaced when it is thinned: a view handed out earlier stays as it was
        self._frames: list[Frame] = []
        self._assemblies: dict[int, Assembly] = {}
        self._bytes = 0
        self._stride = 1
        self._next = 0

    @classmethod
    def of(cls, frames: Frames) -> "History":
        """A history of frames that were kept before, to go on from the last of them at their pace."""
        other = cls()
        other._frames, other._assemblies = list(frames), dict(frames.assemblies)
        other._bytes = sum(kept.bytes for kept in other._frames)
        steps = [kept.step for kept in other._frames]
        other._stride = max(1, int(np.median(np.diff(steps)))) if len(steps) > 1 else 1
        other._next = steps[-1] + other._stride if steps else 0
        return other

    def wants(self, step: int) -> bool:
        """Whether a frame of this step is worth taking."""
        return step >= self._next

    def add(self, frame: Frame, assembly: Assembly) -> None:
        """Keep a frame, and what it is of; steps only grow.

        The optimizer's memory is kept with it, so that training can go on from there, where hundreds of such frames have room.
        """
        if frame.resume is not None:
            frame = replace(frame, resume=self._light(frame, frame.resume))
        if frame.generation not in self._assemblies:
            self._assemblies = self._assemblies | {frame.generation: assembly}
        self._frames.append(frame)
        self._bytes += frame.bytes
        while (self._bytes > self._budget or len(self._frames) > MOST) and len(self._frames) > 2:
            self._frames = self._frames[::2]
            self._bytes = sum(kept.bytes for kept in self._frames)
            # frames came as seldom as the network was judged: the stride begins where the gaps between them are
            gap = (self._frames[-1].step - self._frames[0].step) // max(1, len(self._frames) - 1)
            self._stride = max(2 * self._stride, gap)
            kept_of = {kept.generation for kept in self._frames} | {frame.generation}
            self._assemblies = {key: its for key, its in self._assemblies.items() if key in kept_of}
        self._next = frame.step + self._stride

    def _light(self, frame: Frame, resume: Resume) -> Resume:
        if HUNDREDS * frame.bytes > self._budget:
            resume = resume.lighter()
        # between epochs the order in which samples were used does not matter any more
        return replace(resume, order=_in_order(len(resume.order))) if resume.at == 0 else resume

    def until(self, step: int) -> "History":
        """Another history with the frames kept up to that step, to go on from there."""
        other = History(self._budget)
        other._frames = self._frames[: bisect_right(self._frames, step, key=lambda frame: frame.step)]
        other._bytes = sum(kept.bytes for kept in other._frames)
        of = {kept.generation for kept in other._frames}
        other._assemblies = {key: its for key, its in self._assemblies.items() if key in of}
        other._stride = self._stride
        other._next = other._frames[-1].step + self._stride if other._frames else 0
        return other

    def at(self, step: int) -> Frame | None:
        """The last frame kept at or before ``step``; None where there is none."""
        frames = self._frames
        i = bisect_right(frames, step, key=lambda frame: frame.step)
        return frames[i - 1] if i else None

    def frames(self) -> Frames:
        """What is kept now."""
        return Frames(self._frames, len(self._frames), self._assemblies)

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def last_step(self) -> int:
        """The step of the frame kept last; −1 where there is none."""
        return self._frames[-1].step if self._frames else -1

    @property
    def bytes(self) -> int:
        """About how much memory the frames take."""
        return self._bytes


@lru_cache(maxsize=8)
def _in_order(samples: int) -> IntArray:
    """One array for all frames that have need of it."""
    order = np.arange(samples)
    order.flags.writeable = False
    return order
