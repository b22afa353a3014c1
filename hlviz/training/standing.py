"""Where training stands, to come back to: undo after training, and a run that goes on from an earlier moment.

The window makes an empty ``Bookmark`` and hands it over with an order; the training thread puts in it where it stood. Orders are
carried out one after the other, so however fast somebody undoes and does again, each finds what the one before it left.
"""

import weakref
from dataclasses import dataclass, replace

from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import Assembly
from hlviz.training.curves import Curves
from hlviz.training.flows import Flows
from hlviz.training.frame import Divergence, Frame
from hlviz.training.history import BUDGET, History
from hlviz.training.memory import Memory

MOST_BYTES = 2**28
"""What all standings that can be gone back to may take, beside their records; of those beyond, the oldest are forgotten."""


@dataclass(frozen=True)
class Origin:
    """From where a run branched off."""

    run: int
    """The run that it went on from."""
    step: int


@dataclass(frozen=True, eq=False)
class Records:
    """What was noted of a run. Whoever holds it is the only one who adds to it."""

    curves: Curves
    history: History
    flows: Flows
    divergences: tuple[Divergence, ...] = ()
    """Where its numbers ran away."""

    def until(self, step: int) -> "Records":
        """The same as it was when training was at that step; copies, which can be gone on with."""
        return Records(
            self.curves.until(step), self.history.until(step), self.flows.until(step),
            tuple(found for found in self.divergences if found.step <= step),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Standing:
    """What it takes to go on from a moment exactly as training would have."""

    assembly: Assembly
    frame: Frame
    """With its ``resume``."""
    start: Parameters | None = None
    """The first weights; None where the training thread has to find them."""
    memory: Memory | None = None
    """Of what was before edits; None: that of whoever goes on."""
    run: int | None = None
    """Which run it is of; None where a new one begins here: a branch of the run under way."""
    origin: Origin | None = None
    records: Records | None = None
    """Where it is the end of its run; otherwise they are those of the run under way up to its step."""

    @property
    def bytes(self) -> int:
        """About how much memory it takes, beside its records."""
        return self.frame.bytes


@dataclass(eq=False)
class Bookmark:
    """Holds a standing, or none as yet."""

    standing: Standing | None = None


@dataclass(frozen=True, eq=False)
class Stretch:
    """Training from one Play to its pause, or single steps one after the other: one step of undo."""

    number: int
    """Counted from 1."""
    stood: Bookmark
    """Gets where training stood before."""
    is_play: bool = False

    @property
    def begun(self) -> int | None:
        """The step at which it began; None where that is not known yet, or not any more."""
        return self.stood.standing.frame.step if self.stood.standing is not None else None


@dataclass(frozen=True)
class Turn:
    """How training turns with an edit, its undoing or its redoing."""

    leaves: Bookmark | None = None
    """Gets where training stood, if it does not simply go on."""
    finds: Bookmark | None = None
    """Where it stood before, to come back to."""
    is_whole: bool = False
    """Whether it comes back in any case; otherwise only where that was another run: within one, what was learned since stays."""

    def found(self, run: int) -> Standing | None:
        """Where to come back to from that run; None where training goes on."""
        found = self.finds.standing if self.finds is not None else None
        return found if found is not None and (self.is_whole or found.run != run) else None

    def come_back(self) -> None:
        """Training stands there again: it need not be kept."""
        if self.finds is not None:
            self.finds.standing = None


GOES_ON = Turn()
"""Training goes on."""


class Shelf:
    """All bookmarks that somebody still has, and what is in them within bounds of memory. Only the training thread uses it."""

    def __init__(self, most: int = MOST_BYTES, most_records: int = BUDGET) -> None:
        self._most, self._most_records = most, most_records
        self._filled: list[weakref.ref[Bookmark]] = []  # the newest last

    def put(self, bookmark: Bookmark, standing: Standing) -> None:
        """Keep a standing for whoever has the bookmark; what is too much by now is forgotten, the oldest first."""
        bookmark.standing = standing
        self._filled = [ref for ref in self._filled if (other := ref()) is not None and other is not bookmark]
        self._filled.append(weakref.ref(bookmark))
        room, room_for_records = self._most, self._most_records
        for ref in reversed(self._filled[:-1]):
            other = ref()
            if other is None or other.standing is None:
                continue
            room -= other.standing.bytes
            records = other.standing.records
            room_for_records -= records.history.bytes if records is not None else 0
            if room < 0:
                other.standing = None
            elif records is not None and room_for_records < 0:
                # its weights can still be gone back to
                other.standing = replace(other.standing, records=replace(records, history=History()))
