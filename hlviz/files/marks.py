"""What is frozen, cut or changed by hand, in a file: neurons and edges apart, and whether they can be."""

from collections.abc import Iterable
from itertools import pairwise
from typing import cast

import msgspec

from hlviz.document import Project
from hlviz.document.limits import within
from hlviz.document.marks import in_order, pruned
from hlviz.document.specs import MAX_NEURONS, Edge, NeuronKey, Target, is_edge
from hlviz.document.touches import MAX_TARGETS, MAX_VALUE, Touch
from hlviz.files import schema
from hlviz.nn.mlp import Parameters
from hlviz.training.assembly import Assembly
from hlviz.training.places import Places


def marked(targets: Iterable[Target]) -> schema.Marked:
    """Targets in their one order, so that the same document gives the same bytes."""
    ordered = in_order(targets)
    neurons = [target for target in ordered if not is_edge(target)]
    return msgspec.convert({"neurons": neurons, "edges": list(filter(is_edge, ordered))}, schema.Marked)


def targets_of(marked: schema.Marked) -> tuple[Target, ...]:
    """The targets in the order of the file."""
    return cast(tuple[Target, ...], (*marked.neurons, *marked.edges))


def edges_of(edges: schema.Edges) -> frozenset[Edge]:
    """The edges, which ``check_marks`` looks at."""
    return frozenset(cast(tuple[Edge, ...], edges))


def written(touch: Touch) -> schema.Touch:
    """A touch as it is in a file."""
    return schema.Touch(touch.id, touch.kind, marked(touch.targets), touch.value, touch.at_start)


def touch_of(part: schema.Touch) -> Touch:
    """The touch, which ``check_marks`` looks at."""
    return Touch(part.id, part.kind, targets_of(part.targets), part.value, part.at_start)


def check_marks(project: Project) -> None:
    """``ValueError`` where no edits could have led to these marks and touches; its text is the cause."""
    network, touches = project.network, project.touches
    alone = (target for target in network.frozen if not is_edge(target))
    if any(_side(key, project.next_id) == "in" for key in alone) or pruned(project) != project:  # type: ignore[arg-type]
        raise ValueError("what is frozen or cut is not in its network")
    if any(one.id >= other.id for one, other in pairwise(touches)):
        raise ValueError("its touches are not in their order")
    if sum(len(touch.targets) for touch in touches) > MAX_TARGETS:
        raise ValueError(f"its touches have more than {MAX_TARGETS} targets")
    for touch in touches:
        _check_touch(touch, project.next_id)


def _check_touch(touch: Touch, next_id: int) -> None:
    within("value", touch.value, -MAX_VALUE, MAX_VALUE)
    if touch.kind != "set" and touch.value != 0:
        raise ValueError("a touch has a value of which its kind makes no use")
    # neurons that are gone may come back by undo, so these need not be there
    if (
        not touch.targets
        or touch.targets != in_order(touch.targets)
        or (touch.kind == "set" and len(touch.targets) > 1)
    ):
        raise ValueError("a touch has targets that it cannot have")
    if not all(_could_be(target, next_id) for target in touch.targets):
        raise ValueError("a touch has a target that is in no network")


def _could_be(target: Target, next_id: int) -> bool:
    """Whether some network has such a weight or bias."""
    if is_edge(target):
        source, end = target
        return source != end and _side(source, next_id) in {"in", "hidden"} and _side(end, next_id) in {"hidden", "out"}
    return _side(target, next_id) in {"hidden", "out"}  # type: ignore[arg-type]


def _side(key: NeuronKey, next_id: int) -> str:
    """Whether it is an input, an output or hidden; empty for what is none of these."""
    if isinstance(key, int):
        return "hidden" if 0 < key < next_id else ""
    side, which = key
    if isinstance(which, str):
        return "in" if side == "in" else ""
    return "out" if side == "out" and 0 <= which < MAX_NEURONS else ""


def check_cut(assembly: Assembly, *parameters: Parameters) -> None:
    """``ValueError`` where the weight of a cut edge is not 0."""
    places = Places(assembly.wiring)
    for edge in assembly.project.network.cut:
        at = places.of_edge(edge)
        if at is not None and any(numbers.weights[at[0]][at[1:]] for numbers in parameters):
            raise ValueError("a cut edge has a weight")
