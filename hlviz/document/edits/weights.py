"""Edits of single weights: frozen, cut, or changed by hand."""

import math
from collections.abc import Iterable
from dataclasses import replace

from hlviz.document.limits import within
from hlviz.document.marks import in_order, is_there, layers_of
from hlviz.document.project import Project
from hlviz.document.specs import MAX_EDGES, Edge, LayerId, NeuronKey, Target, is_edge
from hlviz.document.touches import MAX_TARGETS, MAX_TOUCHES, MAX_VALUE, Kind, Touch
from hlviz.errors import SettingError

# Frozen and cut


def set_frozen(project: Project, targets: tuple[Target, ...], on: bool) -> Project:
    """The project in which training leaves these neurons and edges as they are, or adjusts them again."""
    _check(project, targets)
    network = project.network
    frozen = network.frozen | {*targets} if on else network.frozen - {*targets}
    if sum(is_edge(target) for target in frozen) > MAX_EDGES:
        raise SettingError(f"no more than {MAX_EDGES} edges can be frozen one by one; freeze whole neurons instead")
    if not on and any(is_edge(target) and target[1] in frozen for target in targets):
        raise SettingError("this edge is frozen with the neuron that it leads to; unfreeze that neuron")
    return replace(project, network=replace(network, frozen=frozen))


def freeze_layer(project: Project, layer_id: LayerId, on: bool) -> Project:
    """The project in which training leaves all neurons of that layer as they are, or adjusts them again."""
    return set_frozen(project, project.network.layer(layer_id).neurons, on)


def set_cut(project: Project, edges: tuple[Edge, ...], on: bool) -> Project:
    """The project in which the weights of these edges are 0 and stay 0, or are joined again and have the weight they had."""
    _check(project, edges)
    cut = project.network.cut | {*edges} if on else project.network.cut - {*edges}
    if len(cut) > MAX_EDGES:
        raise SettingError(f"no more than {MAX_EDGES} edges can be cut; remove neurons instead")
    return replace(project, network=replace(project.network, cut=cut))


# Changed by hand


def set_weight(project: Project, edge: Edge, value: float, *, at_start: bool) -> Project:
    """The project in which the weight of an edge was set to a value.

    Parameters
    ----------
    at_start
        Whether nothing was trained yet: then it belongs to the first weights, and *Rewind* keeps it.
    """
    return _touched(project, "set", (edge,), value, at_start=at_start)


def set_bias(project: Project, neuron: NeuronKey, value: float, *, at_start: bool) -> Project:
    """The project in which the bias of a hidden neuron or an output was set to a value; ``at_start`` as for ``set_weight``."""
    return _touched(project, "set", (neuron,), value, at_start=at_start)


def zero(project: Project, targets: tuple[Target, ...], *, at_start: bool) -> Project:
    """The project in which the weights of these edges, and all weights and the bias of these neurons, were set to 0."""
    return _touched(project, "zero", targets, 0.0, at_start=at_start)


def randomize(project: Project, targets: tuple[Target, ...], *, at_start: bool) -> Project:
    """The project in which the weights of these edges, and all weights and the bias of these neurons, were drawn anew."""
    return _touched(project, "random", targets, 0.0, at_start=at_start)


def _touched(project: Project, kind: Kind, targets: tuple[Target, ...], value: float, *, at_start: bool) -> Project:
    _check(project, targets)
    if not targets:
        raise SettingError("nothing is chosen whose weights could change; choose neurons or edges")
    within("weight" if is_edge(targets[0]) else "bias", value, -MAX_VALUE, MAX_VALUE)
    if sum(map(is_edge, targets)) > MAX_EDGES:
        raise SettingError(f"no more than {MAX_EDGES} edges can be changed at once; choose whole neurons instead")
    joined = in_order(target for target in targets if target not in project.network.cut)
    if not joined:
        raise SettingError("this edge is cut, so its weight stays 0; join it again first")
    touch = Touch(project.next_id, kind, joined, math.fabs(value) if value == 0 else float(value), at_start)
    return replace(project, touches=(*_with_room(project, touch), touch), next_id=touch.id + 1)


def _with_room(project: Project, touch: Touch) -> list[Touch]:
    """The touches before this one, but for those that it replaces, and the oldest where there are too many."""
    earlier = [other for other in project.touches if not touch.replaces(other)]
    targets = len(touch.targets) + sum(len(other.targets) for other in earlier)
    while len(earlier) >= MAX_TOUCHES or targets > MAX_TARGETS:
        # those of first weights are still needed, the others for no more than their undoing
        oldest = next((other for other in earlier if not other.at_start), None)
        if oldest is None:
            raise SettingError(
                "too many weights were changed by hand to remember them all; change fewer, or draw new weights"
            )
        earlier.remove(oldest)
        targets -= len(oldest.targets)
    return earlier


def _check(project: Project, targets: Iterable[Target]) -> None:
    """Refuse what has no weight."""
    layers = layers_of(project)
    for target in targets:
        if not is_there(target, layers):
            raise SettingError("this neuron or edge is not in the network any more; choose another")
        if not is_edge(target) and layers[target] == 0:  # type: ignore[index]
            raise SettingError("an input has no weights of its own; choose the edges that leave it")
