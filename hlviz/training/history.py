"""The frames of a run that are worth keeping; it thins itself to a budget of memory."""

from bisect import bisect_right

from hlviz.training.frame import Frame

BUDGET = 64 * 2**20
"""Bytes."""


class History:
    """Frames by step. When the budget is full every second frame goes and the stride between frames doubles."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._frames: list[Frame] = []
        self._bytes = 0
        self._stride = 1
        self._next = 0

    def wants(self, step: int) -> bool:
        """Whether a frame of this step is worth taking."""
        return step >= self._next

    def add(self, frame: Frame) -> None:
        """Keep a frame; steps only grow."""
        self._frames.append(frame)
        self._bytes += frame.bytes
        while self._bytes > self._budget and len(self._frames) > 2:
            self._frames = self._frames[::2]
            self._bytes = sum(kept.bytes for kept in self._frames)
            self._stride *= 2
        self._next = frame.step + self._stride

    def at(self, step: int) -> Frame | None:
        """The last frame kept at or before ``step``; None where there is none."""
        frames = self._frames
        i = bisect_right(frames, step, key=lambda frame: frame.step)
        return frames[i - 1] if i else None

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def bytes(self) -> int:
        """About how much memory the frames take."""
        return self._bytes
