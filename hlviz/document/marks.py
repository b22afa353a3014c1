"""Marks on neurons and edges, such as frozen or cut, and what of them is left when a network changes."""

from collections.abc import Iterable
from dataclasses import replace

from hlviz.document.project import Project
from hlviz.document.specs import NeuronKey, Target, is_edge
from hlviz.document.wiring import wiring_of

Rank = tuple[int, int, str]


def in_order(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Each target once: neurons before edges, inputs before hidden neurons before outputs."""
    return tuple(sorted(set(targets), key=_rank))


def _rank(target: Target) -> tuple[bool, *tuple[Rank, ...]]:
    if is_edge(target):
        return True, _rank_of(target[0]), _rank_of(target[1])
    return False, _rank_of(target)  # type: ignore[arg-type]


def _rank_of(key: NeuronKey) -> Rank:
    if isinstance(key, int):
        return 1, key, ""
    which = key[1]
    return (0, 0, which) if isinstance(which, str) else (2, which, "")


def layers_of(project: Project) -> dict[NeuronKey, int]:
    """In which layer each neuron is, inputs being layer 0."""
    return {key: i for i, layer in enumerate(wiring_of(project).layers) for key in layer}


def is_there(target: Target, layers: dict[NeuronKey, int]) -> bool:
    """Whether a network of these ``layers_of`` has that neuron, or that edge."""
    if not is_edge(target):
        return target in layers
    source, end = target
    return source in layers and layers.get(end) == layers[source] + 1


def pruned(project: Project) -> Project:
    """The project without marks on what it has no more."""
    network = project.network
    if not network.frozen and not network.cut:
        return project
    layers = layers_of(project)
    frozen = frozenset(target for target in network.frozen if is_there(target, layers))
    cut = frozenset(edge for edge in network.cut if is_there(edge, layers))
    return replace(project, network=replace(network, frozen=frozen, cut=cut))
