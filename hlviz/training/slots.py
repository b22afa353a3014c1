"""The optimizer's memory over an edit."""

from collections.abc import Iterator, Sequence

import numpy as np

from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import INERTIA
from hlviz.training.assembly import Assembly
from hlviz.training.places import Places
from hlviz.training.transplant import carry
from hlviz.training.wired import Wired


def carried_slots(
    old: Assembly, new: Assembly, slots: Sequence[Parameters], fresh: Parameters, written: Parameters | None
) -> Iterator[Parameters]:
    """The memory for the new network, slot by slot, where the optimizer is the old one.

    What was written by hand has no inertia. Where a slot is the square that gives each weight its pace, a number that begins to
    learn gets that of the others: with 0 it would leap.

    Parameters
    ----------
    slots
        The memory for the old network.
    fresh
        Any parameters of the new network's shapes and type.
    written
        1 at every number written by hand in this edit, 0 elsewhere.
    """
    network = old.project.network
    freed = Places(new.wiring).marked(network.frozen | network.cut, fresh.weights[0].dtype) if old.held else None
    for name, slot in zip(old.optimizer.slots, slots, strict=True):
        start = fresh.zeros()
        if name == "square":
            pace = _pace(slot, old.held)
            for array in start.arrays:
                array += pace
        carried = carry([Wired(old.wiring, slot)], Wired(new.wiring, start), outgoing=True)
        if name == "square" and freed is not None:
            for array, mark in zip(carried.arrays, freed.arrays, strict=True):
                array[mark == 1] = pace
        if name in INERTIA and written is not None:
            for array, mark in zip(carried.arrays, written.arrays, strict=True):
                array[mark == 1] = 0
        yield carried


def without_held(slots: Sequence[Parameters], held: Parameters | None) -> list[Parameters]:
    """The memory with nothing of what is held: no inertia moves it on."""
    if held is None:
        return list(slots)
    return [
        Parameters(
            tuple(w * (1 - mark) for w, mark in zip(slot.weights, held.weights, strict=True)),
            tuple(b * (1 - mark) for b, mark in zip(slot.biases, held.biases, strict=True)),
        )
        for slot in slots
    ]


def _pace(slot: Parameters, held: Parameters | None) -> float:
    """How fast the numbers go that learn: the mean over the means of the arrays."""
    if held is None:
        return float(np.mean([known.mean() for known in slot.arrays]))
    learning = [known[mark == 0] for known, mark in zip(slot.arrays, held.arrays, strict=True)]
    return float(np.mean([known.mean() for known in learning if known.size] or [0.0]))
