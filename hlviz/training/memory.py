"""What a trainer remembers of its network before edits, so that an undone edit finds its weights again.

Whole former networks are for layers and neurons that come back (``transplant``). Edits of single weights, the touches of a project
and its cut edges, are done and undone here: a touch that is new in the project is done to the parameters, one that is gone is undone
by what was there before it; an edge that is joined again gets the weight that it had.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

import numpy as np

from hlviz.document import Project
from hlviz.document.specs import Edge, NeuronKey
from hlviz.document.touches import Touch
from hlviz.document.wiring import Wiring
from hlviz.nn.arrays import IntArray
from hlviz.nn.initializers import INITIALIZERS
from hlviz.nn.mlp import Parameters
from hlviz.training.places import Places
from hlviz.training.touching import apply, put, reach
from hlviz.training.transplant import shared
from hlviz.training.wired import Wired

FORMER, FORMER_BYTES = 24, 2**28
"""Former networks remembered, and how much memory they may take; the newest is remembered whatever it takes."""
TOUCHED, TOUCHED_BYTES = 2000, 2**28
"""Touches remembered, and how much memory what was there before them may take."""


@dataclass(frozen=True, eq=False)
class Before:
    """What was there before a touch was done."""

    seen: tuple[Wired, ...]
    """Of each layer that it is about, the neurons concerned, with their weights and biases."""
    touches: tuple[Touch, ...] = ()
    """Those whose place it took."""

    @property
    def bytes(self) -> int:
        """About how much memory it takes."""
        return sum(wired.bytes for wired in self.seen)


@dataclass(frozen=True, eq=False)
class Inertia:
    """What an optimizer remembered when another took its place, and of which network."""

    step: int
    begun: int
    """The step at which it began to remember."""
    wiring: Wiring
    still: Set[object]
    """What was frozen or cut."""
    parameters: Parameters
    slots: Sequence[Parameters]

    def fits(self, step: int, wiring: Wiring, still: Set[object], parameters: Parameters) -> bool:
        """Whether that network is the one it was, so that learning can go on as if nothing had been."""
        return (self.step, self.wiring, self.still) == (step, wiring, still) and all(
            np.array_equal(one, other) for one, other in zip(self.parameters.arrays, parameters.arrays, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Memory:
    """Everything about a run that is in its past."""

    former: tuple[Wired, ...] = ()
    """Networks before edits of their wiring, newest first."""
    touched: Mapping[int, Before] = field(default_factory=dict)
    """By the id of a touch, the latest last."""
    cut: Mapping[Edge, float] = field(default_factory=dict)
    """The weights that edges had before they were cut."""
    inertia: Mapping[str, Inertia] = field(default_factory=dict)
    """Of each optimizer that another took the place of, by its key."""
    is_whole: bool = True
    """Whether it goes back to the first step."""

    def with_former(self, wired: Wired) -> "Memory":
        """The memory of one network more."""
        former, room = [wired], FORMER_BYTES - wired.bytes
        for other in self.former[: FORMER - 1]:
            room -= other.bytes
            if room < 0:
                break
            former.append(other)
        return replace(self, former=tuple(former))

    def by_hand(
        self, before: Project, after: Project, wiring: Wiring, carried: Parameters, start: Parameters
    ) -> "ByHand":
        """Do to the carried parameters what an edit did by hand: touches and their undoing, cutting and joining.

        Parameters
        ----------
        before, after
            The project before the edit and after it.
        wiring
            That of ``after``.
        carried
            The parameters before, brought to that wiring.
        start
            The first weights of ``after``.
        """
        ids, former_ids = {touch.id for touch in after.touches}, {touch.id for touch in before.touches}
        gone = [touch for touch in before.touches if touch.id not in ids]
        new = [touch for touch in after.touches if touch.id not in former_ids]
        joined, cut = before.network.cut - after.network.cut, after.network.cut - before.network.cut
        if not (gone or new or joined or after.network.cut):
            return ByHand(carried, self, None)
        hand = _Hand(self, Places(wiring), carried.copy(), after)
        hand.join(joined, start)
        if new and (not gone or new[-1].id > gone[-1].id):
            # what is gone made room for the new
            for touch in new:
                hand.do(touch, tuple(other for other in gone if touch.replaces(other)))
        else:
            # what is new is there again, as it was before room was made
            for touch in self._undone(gone, ids):
                hand.undo(touch, start)
        hand.cut(cut)
        memory = replace(self, touched=_newest(hand.touched), cut=hand.weights)
        return ByHand(hand.parameters, memory, hand.marks if gone or new or joined or cut else None)

    def _undone(self, gone: Sequence[Touch], ids: Set[int]) -> list[Touch]:
        """These touches and those whose place they took, unless these come back; the latest first."""
        found: dict[int, Touch] = {}
        left = [*gone]
        while left:
            touch = left.pop()
            found[touch.id] = touch
            if touch.id in self.touched:
                left += [other for other in self.touched[touch.id].touches if other.id not in ids]
        return sorted(found.values(), key=lambda touch: touch.id, reverse=True)


@dataclass(frozen=True, eq=False)
class ByHand:
    """What became of parameters and memory."""

    parameters: Parameters
    memory: Memory
    marks: Parameters | None
    """1 at every number that was written, 0 elsewhere; None where none was."""


def _newest(touched: dict[int, Before]) -> dict[int, Before]:
    """As many of the newest as may be remembered."""
    kept, room = {}, TOUCHED_BYTES
    for key, before in list(touched.items())[: -TOUCHED - 1 : -1]:
        room -= before.bytes
        if room < 0:
            break
        kept[key] = before
    return dict(reversed(kept.items()))


class _Hand:
    """One edit being done."""

    def __init__(self, memory: Memory, places: Places, parameters: Parameters, project: Project) -> None:
        self._is_whole, self._places, self._project = memory.is_whole, places, project
        self.parameters = parameters
        self.touched, self.weights = dict(memory.touched), dict(memory.cut)
        self.marks = parameters.zeros()

    def join(self, edges: frozenset[Edge], start: Parameters) -> None:
        for edge in edges:
            if (at := self._places.of_edge(edge)) is None:
                continue  # it went with one of its neurons, and may come back with it
            # never known otherwise than cut, it begins as it would have begun
            unknown = float(start.weights[at[0]][at[1:]]) if self._is_whole else 0.0
            put(self.parameters, at, self.weights.pop(edge, unknown))
            put(self.marks, at, 1.0)

    def cut(self, edges: frozenset[Edge]) -> None:
        for edge in edges:
            if (at := self._places.of_edge(edge)) is not None:
                weight = float(self.parameters.weights[at[0]][at[1:]])
                # at 0 it may be one that comes back as it was: cut
                self.weights[edge] = weight or self.weights.get(edge, 0.0)
                put(self.marks, at, 1.0)
        for edge in self._project.network.cut:
            if (at := self._places.of_edge(edge)) is not None:
                put(self.parameters, at, 0.0)

    def do(self, touch: Touch, instead_of: tuple[Touch, ...]) -> None:
        marks = reach(touch, self._places, self.parameters)
        self.touched.pop(touch.id, None)  # so that it is the newest
        self.touched[touch.id] = Before(tuple(self._seen(marks)), instead_of)
        draw = INITIALIZERS[self._project.network.initializer].draw
        apply(touch, marks, self.parameters, draw, self._project.training.seed)
        self._mark(marks)

    def _seen(self, marks: Parameters) -> list[Wired]:
        """What is there now: of each layer the neurons that have a mark."""
        layers, seen = self._places.wiring.layers, []
        for i, (weights, biases) in enumerate(zip(marks.weights, marks.biases, strict=True)):
            columns = np.flatnonzero(weights.any(axis=0) | (biases != 0))
            if len(columns):
                wiring = Wiring((layers[i], tuple(layers[i + 1][j] for j in columns)))
                w, b = self.parameters.weights[i][:, columns], self.parameters.biases[i][columns]
                seen.append(Wired(wiring, Parameters((w,), (b,))))
        for wired in seen:
            hidden = Places(wired.wiring)
            for edge in self._project.network.cut:
                if (at := hidden.of_edge(edge)) is not None:
                    put(wired.parameters, at, np.nan)  # not for this touch to put back
        return seen

    def undo(self, touch: Touch, start: Parameters) -> None:
        """Put back what was there before it."""
        marks = reach(touch, self._places, self.parameters)
        self._mark(marks)
        if touch.at_start:  # the first weights without it
            for array, first, mark in zip(self.parameters.arrays, start.arrays, marks.arrays, strict=True):
                np.copyto(array, first, where=mark == 1)
        elif touch.id in self.touched:
            for seen in self.touched[touch.id].seen:
                self._put_back(seen, marks)

    def _put_back(self, seen: Wired, marks: Parameters) -> None:
        sources, ends = seen.wiring.layers
        (w,), (b,) = seen.parameters.weights, seen.parameters.biases
        rows: dict[int, tuple[IntArray, IntArray]] = {}
        for column, key in enumerate(ends):
            if (place := self._places.of_neuron(key)) is None:
                continue
            layer, j = place
            if layer not in rows:
                rows[layer] = self._shared(layer, sources)
            here, there = rows[layer]
            marked = (marks.weights[layer][here, j] == 1) & ~np.isnan(w[there, column])
            self.parameters.weights[layer][here[marked], j] = w[there[marked], column]
            if marks.biases[layer][j]:
                self.parameters.biases[layer][j] = b[column]

    def _shared(self, layer: int, sources: tuple[NeuronKey, ...]) -> tuple[IntArray, IntArray]:
        """The rows of a layer's neurons that are among ``sources``, and those they have there."""
        both = np.array(shared(self._places.wiring.layers[layer], sources), np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _mark(self, marks: Parameters) -> None:
        for array, more in zip(self.marks.arrays, marks.arrays, strict=True):
            np.maximum(array, more, out=array)
