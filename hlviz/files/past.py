"""What a project file keeps of the past: moments of the run under way to go back to, and the runs that ended, within bounds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hlviz.nn.arrays import Array
from hlviz.training.assembly import Assembly
from hlviz.training.frame import Divergence, Evaluation, Frame
from hlviz.training.history import HUNDREDS, MOST, NO_FRAMES, Frames
from hlviz.training.standing import Origin

ROOM, LITTLE_ROOM = 8 * 2**20, 2**20
"""Bytes for all moments of a file, about, and of a snapshot that is written while somebody works."""
OWN = -1
"""The generation of frames from a file that are of the document's own project; those of former ones come below it."""
ELSEWHERE = -1000
"""The number of a run that is not kept, where another one branched off it."""

OVERHEAD = 136
"""Bytes of a moment beside its arrays: where it is in training, how good it is, and the state of its generator."""

Moment = tuple[Frame, Assembly]
Moments = Sequence[Moment]


@dataclass(frozen=True, eq=False)
class KeptRun:
    """One run."""

    frames: Frames = NO_FRAMES
    origin: Origin | None = None
    divergences: tuple[Divergence, ...] = ()


@dataclass(frozen=True, eq=False)
class Branch:
    """A run that ended."""

    kept: KeptRun
    """Its last frame is its end; without frames it cannot be gone back to."""
    run: int
    """The number that training gave it; of one that was read from a file less than 0."""
    number: int
    slot: int
    name: str
    choice: bool | None
    """Whether the user wants to see its curve, as in ``PastRun``."""
    epochs: float
    evaluation: Evaluation
    diverged: bool
    assembly: Assembly
    """As it was in the end."""
    curves: Array
    """(rows, 7) float64, columns as in ``hlviz.training.curves.COLUMNS``."""


@dataclass(frozen=True, eq=False)
class Past:
    """The past of a document."""

    now: KeptRun
    """The run under way, up to now."""
    name: str = ""
    """What the user calls it."""
    branches: tuple[Branch, ...] = ()
    """The oldest first."""
    room: int = ROOM
    """Bytes for moments: half for the run under way, the other half for the branches, in equal shares."""

    @property
    def room_for_now(self) -> int:
        """Bytes for the run under way."""
        return self.room // 2 if self.branches else self.room

    @property
    def room_for_branch(self) -> int:
        """Bytes for each branch."""
        return self.room // 2 // max(1, len(self.branches))


def moments_of(frames: Frames) -> Moments:
    """The frames that can be gone on from, each with what it is of."""
    assemblies = frames.assemblies
    return [(frame, assemblies[frame.generation]) for frame in frames.kept[: frames.length] if frame.resume is not None]


def thinned(moments: Moments, room: int, *, with_end: bool = False) -> Moments:
    """As many as have room, thinned as the history of a run thins itself: every second one goes, again and again.

    The optimizer's memory stays with them where hundreds of such moments have room.

    Parameters
    ----------
    moments
        In their order.
    room
        Bytes.
    with_end
        Whether the last one matters most, not the first; its optimizer's memory stays where it takes no more than half of the room.
    """
    if not moments:
        return moments
    sizes = _Sizes()
    is_light = HUNDREDS * max(sizes.of(moment) for moment in moments) > room
    spared = moments[-1] if with_end and sizes.of(moments[-1]) <= room // 2 else None

    def size(moment: Moment) -> int:
        return sizes.of(moment, is_light=is_light and moment is not spared)

    while len(moments) > 1 and (len(moments) > MOST or sum(map(size, moments)) > room):
        moments = moments[::-1][::2][::-1] if with_end else moments[::2]
    if sum(map(size, moments)) > room:
        return ()
    return [_lighter(moment) if is_light and moment is not spared else moment for moment in moments]


def in_trainer(frames: Frames, assembly: Assembly) -> Frames:
    """The same frames, those of the document's own project being of that very assembly: then both are seen as one."""
    return replace(frames, assemblies={**frames.assemblies, OWN: assembly}) if OWN in frames.assemblies else frames


class _Sizes:
    """What moments take in a file, about; all of one network that are alike take the same."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, bool, bool], int] = {}

    def of(self, moment: Moment, *, is_light: bool = False) -> int:
        """Bytes; light, without the optimizer's memory."""
        frame, assembly = moment
        assert frame.resume is not None
        has_slots, has_order = bool(frame.resume.slots) and not is_light, frame.resume.at > 0
        key = id(assembly), has_slots, has_order
        if key not in self._known:
            own = sum(array.nbytes for array in frame.parameters.arrays)
            slots = len(frame.resume.slots) if has_slots else 0
            self._known[key] = own * (1 + slots) + (frame.resume.order.nbytes if has_order else 0) + OVERHEAD
        return self._known[key]


def _lighter(moment: Moment) -> Moment:
    frame, assembly = moment
    assert frame.resume is not None
    return replace(frame, resume=frame.resume.lighter()), assembly
