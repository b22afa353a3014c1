"""``Past`` ↔ JSON and arrays: the moments of a run lie in blocks, one for each stretch of them that is of one and the same project.

What is read is checked like all else: until hlviz itself could have made it. Errors are ``ValueError`` or ``HlvizError``.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any

import msgspec
import numpy as np

from hlviz.document import Project
from hlviz.document.limits import one_line
from hlviz.files import schema
from hlviz.files.past import ELSEWHERE, Branch, KeptRun, Moments, Past, moments_of, thinned
from hlviz.files.tensors import Arrays
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import DTYPE, Assembly, assemble
from hlviz.training.curves import COLUMNS, LIMIT
from hlviz.training.frame import Divergence, Evaluation, Frame, Resume
from hlviz.training.history import MOST, Frames
from hlviz.training.places import Places
from hlviz.training.standing import Origin

NUMBERS = ("train_loss", "test_loss", "penalty", "train_metric", "test_metric")
PLACES = (
    "step",
    "epoch",
    "at",
    "begun",
    "exact",
    "known",
    "state",
    "state_low",
    "increment",
    "increment_low",
    "has",
    "u",
)
"""The columns of ``….places``: of a generator's numbers of 128 bits the upper and the lower half."""
HALF = 2**64
MOST_PROJECTS_BYTES = 2**20
"""Bytes of ``past.json`` for projects, about."""
GENERATOR = "PCG64"

ProjectOf = Callable[[schema.Former], Project]
"""Makes a project of its part of a file."""
PartOf = Callable[[Project], schema.Former]


# Writing


@dataclass
class _Projects:
    """The projects that moments are of, each once; the document's own is the first and is not written again."""

    document: Project
    part_of: PartOf
    parts: list[schema.Former] = field(default_factory=list)
    _known: list[Project] = field(default_factory=list)
    _places: dict[int, int | None] = field(default_factory=dict)
    _bytes: int = 0

    def place_of(self, assembly: Assembly) -> int | None:
        """Which one it is; None where there is no room for it, or it is of other samples than those in the file."""
        key = id(assembly)
        if key not in self._places:
            self._places[key] = self._find(assembly.project)
        return self._places[key]

    def _find(self, project: Project) -> int | None:
        if project.data.table is not self.document.data.table:
            return None
        for place, known in enumerate((self.document, *self._known)):
            if project == known:
                return place
        part = self.part_of(project)
        size = len(msgspec.json.encode(part))
        if len(self.parts) == schema.MOST_PROJECTS or self._bytes + size > MOST_PROJECTS_BYTES:
            return None
        self._bytes += size
        self.parts.append(part)
        self._known.append(project)
        return len(self.parts)


def encode_past(past: Past, document: Project, part_of: PartOf) -> tuple[bytes, Arrays]:
    """``past.json`` and its arrays, thinned to the room that there is.

    Parameters
    ----------
    past
        With as many moments as there are.
    document
        The project as it is now.
    part_of
        Writes a project.
    """
    projects, arrays = _Projects(document, part_of), Arrays()
    now = _in_file(past.now, projects, past.room_for_now)
    branches = [
        (branch, place, _in_file(branch.kept, projects, past.room_for_branch, with_end=True))
        for branch in past.branches
        if (place := projects.place_of(branch.assembly)) is not None
    ]
    runs = {branch.run: place for place, (branch, _, _) in enumerate(branches)}
    parts = []
    for place, (branch, project, moments) in enumerate(branches):
        arrays[f"branch.{place}.curves"] = branch.curves
        evaluation = (getattr(branch.evaluation, name) for name in NUMBERS)
        parts.append(
            schema.Branch(
                number=branch.number, slot=branch.slot, name=branch.name, choice=branch.choice, epochs=branch.epochs,
                evaluation=schema.Evaluation(*(n if math.isfinite(n) else None for n in evaluation)),
                diverged=branch.diverged, project=project,
                run=_written(f"branch.{place}.", branch.kept, moments, projects, runs, arrays),
            )
        )  # fmt: skip
    run = _written("now.", past.now, now, projects, runs, arrays)
    document_part = schema.Past(projects=tuple(projects.parts), now=run, name=past.name, branches=tuple(parts))
    return msgspec.json.encode(document_part), arrays


def _in_file(kept: KeptRun, projects: _Projects, room: int, *, with_end: bool = False) -> Moments:
    """The moments of a run that a file holds; newer projects go before older ones."""
    moments = moments_of(kept.frames)
    known = [moment for moment in reversed(moments) if projects.place_of(moment[1]) is not None][::-1]
    sound = [moment for moment in thinned(known, room, with_end=with_end) if moment[0].parameters.is_finite]
    if with_end and (not sound or sound[-1][0].step != moments[-1][0].step):
        return ()  # without its end nobody can go back to it
    return sound


def _written(
    prefix: str, kept: KeptRun, moments: Moments, projects: _Projects, runs: Mapping[int, int], arrays: Arrays
) -> schema.KeptRun:
    blocks = []
    for number, (project, group) in enumerate(groupby(moments, lambda moment: projects.place_of(moment[1]))):
        assert project is not None
        blocks.append(project)
        arrays |= {f"{prefix}{number}.{name}": a for name, a in _block([frame for frame, _ in group]).items()}
    origin = kept.origin
    return schema.KeptRun(
        blocks=tuple(blocks),
        origin=schema.Origin(runs.get(origin.run), origin.step) if origin is not None else None,
        divergences=tuple(schema.Divergence(one.step, one.layer) for one in kept.divergences),
    )


def _block(frames: list[Frame]) -> Arrays:
    numbers = np.array([[getattr(frame.evaluation, name) for name in NUMBERS] for frame in frames], np.float64)
    is_known = np.isfinite(numbers)
    numbers[~is_known] = 0.0
    known = is_known @ (1 << np.arange(len(NUMBERS)))
    resumes = [frame.resume for frame in frames if frame.resume is not None]
    places = [
        (
            frame.step,
            frame.epoch,
            resume.at,
            resume.begun,
            int(not resume.is_without_slots),
            int(bits),
            *_halves(resume.rng),
        )
        for frame, resume, bits in zip(frames, resumes, known, strict=True)
    ]
    block: Arrays = {
        "parameters": np.stack([_flat(frame.parameters) for frame in frames]),
        "places": np.array(places, np.uint64).view(np.int64),
        "evaluations": numbers,
    }
    slots = [np.concatenate([_flat(slot) for slot in resume.slots]) for resume in resumes if resume.slots]
    if slots:
        block["slots"] = np.stack(slots)
    if orders := [resume.order for resume in resumes if resume.at]:
        block["orders"] = np.stack(orders).astype(np.int64)
    return block


def _halves(rng: dict[str, Any]) -> tuple[int, ...]:
    state, increment = rng["state"]["state"], rng["state"]["inc"]
    return (*divmod(state, HALF), *divmod(increment, HALF), rng["has_uint32"], rng["uinteger"])


def _flat(parameters: Parameters) -> Array:
    return np.concatenate([array.ravel() for array in parameters.arrays])


# Reading


def decode_past(json: bytes, arrays: Arrays, assembly: Assembly, step: int, project_of: ProjectOf) -> Past:
    """The past that ``past.json`` and its arrays describe.

    Parameters
    ----------
    json, arrays
        As they are in the file; all arrays were found to hold numbers.
    assembly, step
        The document as it is now, and where training is.
    project_of
        Reads a project.
    """
    document = msgspec.json.decode(json, type=schema.Past)
    projects = (assembly, *(assemble(project_of(part)) for part in document.projects))
    reader = _Reader(projects, dict(arrays), len(document.branches))
    now = reader.run("now.", document.now)
    if len(now.frames) and now.frames[-1].step > step:
        raise ValueError("a moment of its past is not in the past")
    branches = tuple(reader.branch(place, part) for place, part in enumerate(document.branches))
    if reader.left:
        raise ValueError(f"{min(reader.left)[:40]!r} does not belong to its past")
    for kind, values in (("number", [b.number for b in branches]), ("slot", [b.slot for b in branches])):
        if len(set(values)) < len(values):
            raise ValueError(f"two of its branches have the same {kind}")
    return Past(now, _named(document.name), branches)


def _named(name: str) -> str:
    if name != one_line("name", name):
        raise ValueError("the name of a run is none")
    return name


@dataclass
class _Reader:
    """Takes the arrays of blocks, one after the other."""

    projects: tuple[Assembly, ...]
    left: Arrays
    """The arrays that nobody has asked for."""
    branches: int

    def branch(self, place: int, part: schema.Branch) -> Branch:
        """A run that ended."""
        curves = self._take(f"branch.{place}.curves", np.float64, (None, len(COLUMNS)))
        if not 0 < len(curves) <= LIMIT or (np.diff(curves[:, 0], prepend=-1) <= 0).any():
            raise ValueError("the curves of a branch do not run forward")
        kept = self.run(f"branch.{place}.", part.run)
        assembly = self._project(part.project)
        if len(kept.frames) and kept.frames.assembly_of(kept.frames[-1]) is not assembly:
            raise ValueError("a branch ends in another network than its last one")
        numbers = {name: getattr(part.evaluation, name) for name in NUMBERS}
        evaluation = Evaluation(**{name: math.nan if n is None else n for name, n in numbers.items()})
        return Branch(
            kept, -place - 1, part.number, part.slot, _named(part.name), part.choice, part.epochs, evaluation,
            part.diverged, assembly, curves,
        )  # fmt: skip

    def run(self, prefix: str, part: schema.KeptRun) -> KeptRun:
        """A run with its moments."""
        frames: list[Frame] = []
        for number, project in enumerate(part.blocks):
            frames += self._block(f"{prefix}{number}.", self._project(project), -project - 1)
        if len(frames) > MOST or any(one.step >= other.step for one, other in pairwise(frames)):
            raise ValueError("the moments of a run do not run forward, or there are too many of them")
        origin = None
        if part.origin is not None:
            run = part.origin.run
            if run is not None and run >= self.branches:
                raise ValueError("a run branched off one that is not there")
            origin = Origin(ELSEWHERE if run is None else -run - 1, part.origin.step)
        assemblies = {-project - 1: self._project(project) for project in part.blocks}
        divergences = tuple(Divergence(one.step, one.layer) for one in part.divergences)
        return KeptRun(Frames(frames, len(frames), assemblies), origin, divergences)

    def _project(self, place: int) -> Assembly:
        if place >= len(self.projects):
            raise ValueError("a moment is of a project that is not there")
        return self.projects[place]

    def _take(self, name: str, dtype: Any, shape: tuple[int | None, int]) -> np.ndarray[Any, np.dtype[Any]]:
        array = self.left.pop(name, None)
        if array is None:
            raise ValueError(f"{name} is missing")
        rows, columns = shape
        fits = array.ndim == 2 and array.shape[1] == columns and rows in (None, array.shape[0])
        if not fits or array.dtype != np.dtype(dtype):
            raise ValueError(f"{name} is {array.shape} of {array.dtype}, but asked for is {shape}")
        return array

    def _block(self, prefix: str, assembly: Assembly, generation: int) -> Iterator[Frame]:
        sizes, slots, samples = assembly.wiring.sizes, len(assembly.optimizer.slots), len(assembly.train_t)
        count = sum((a + 1) * b for a, b in pairwise(sizes))
        places = self._take(f"{prefix}places", np.int64, (None, len(PLACES)))
        rows = len(places)
        if not 0 < rows <= MOST:
            raise ValueError("a block of moments has none, or too many")
        parameters = self._take(f"{prefix}parameters", DTYPE, (rows, count))
        evaluations = self._take(f"{prefix}evaluations", np.float64, (rows, len(NUMBERS)))
        columns = dict(zip(PLACES, places.T, strict=True))
        _check_places(columns, samples)
        _check_cut(assembly, parameters)
        has_slots, is_on_the_way = (columns["exact"] == 1) & (slots > 0), columns["at"] > 0
        memory = orders = np.zeros((0, 0))
        if has_slots.any():
            memory = self._take(f"{prefix}slots", DTYPE, (int(has_slots.sum()), slots * count))
        if is_on_the_way.any():
            orders = self._take(f"{prefix}orders", np.int64, (int(is_on_the_way.sum()), samples))
            if not (np.sort(orders, axis=1) == np.arange(samples)).all():
                raise ValueError("the order of the samples leaves some out")
        slot_of, order_of = np.cumsum(has_slots) - 1, np.cumsum(is_on_the_way) - 1
        in_order = np.arange(samples)
        in_order.flags.writeable = False
        halves = places.view(np.uint64)
        for row in range(rows):
            known = int(columns["known"][row])
            numbers = [float(n) if known >> bit & 1 else math.nan for bit, n in enumerate(evaluations[row])]
            own = memory[slot_of[row]].reshape(slots, count) if has_slots[row] else ()
            resume = Resume(
                tuple(_shaped(slot, sizes) for slot in own),
                _generator(halves[row]),
                orders[order_of[row]] if is_on_the_way[row] else in_order,
                int(columns["at"][row]),
                int(columns["begun"][row]),
                not columns["exact"][row],
            )
            yield Frame(
                generation, int(columns["step"][row]), int(columns["epoch"][row]), _shaped(parameters[row], sizes),
                Evaluation(*numbers), resume,
            )  # fmt: skip


def _check_places(columns: Mapping[str, IntArray], samples: int) -> None:
    bounds = {
        "step": 2**53, "epoch": 2**53, "at": samples - 1, "begun": 2**53, "exact": 1, "known": 2 ** len(NUMBERS) - 1,
        "has": 1, "u": 2**32 - 1,
    }  # fmt: skip
    for name, most in bounds.items():
        if ((columns[name] < 0) | (columns[name] > most)).any():
            raise ValueError(f"a moment has a {name} that it cannot have")
    if (columns["begun"] > columns["step"]).any() or (columns["increment_low"] % 2 == 0).any():
        raise ValueError("a moment cannot be gone on from")


def _check_cut(assembly: Assembly, parameters: Array) -> None:
    """``ValueError`` where the weight of a cut edge is not 0."""
    sizes, places = assembly.wiring.sizes, Places(assembly.wiring)
    starts = np.cumsum([0, *((a + 1) * b for a, b in pairwise(sizes))])
    at = [places.of_edge(edge) for edge in assembly.project.network.cut]
    flat = [int(starts[where[0]]) + where[1] * sizes[where[0] + 1] + where[2] for where in at if where is not None]
    if parameters[:, flat].any():
        raise ValueError("a cut edge has a weight")


def _shaped(flat: Array, sizes: tuple[int, ...]) -> Parameters:
    weights, biases, at = [], [], 0
    for a, b in pairwise(sizes):
        weights.append(flat[at : at + a * b].reshape(a, b))
        biases.append(flat[at + a * b : at + (a + 1) * b])
        at += (a + 1) * b
    return Parameters(tuple(weights), tuple(biases))


def _generator(row: np.ndarray[Any, np.dtype[np.uint64]]) -> dict[str, Any]:
    high, low, inc_high, inc_low, has, uinteger = (int(value) for value in row[-6:])
    return {
        "bit_generator": GENERATOR,
        "state": {"state": high * HALF + low, "inc": inc_high * HALF + inc_low},
        "has_uint32": has,
        "uinteger": uinteger,
    }
