"""What is seen of a walk at one moment: a stage, and the neuron that its numbers are of."""

from dataclasses import dataclass

import numpy as np

from hlviz.explain.formula import Line
from hlviz.explain.formulas import Focus, lines_of
from hlviz.explain.microscope import Kind, Stage, Walk
from hlviz.session.selection import Target


@dataclass(frozen=True, eq=False)
class Sight:
    """What there is to see now. Never changes."""

    walk: Walk
    stage: Stage
    focus: Focus
    """The neuron that the numbers are of."""

    @property
    def focused(self) -> Target:
        """The same, as selection and diagram name it: the edge where one is meant, else the neuron."""
        layers, focus = self.walk.assembly.wiring.layers, self.focus
        key = layers[focus.layer][focus.row]
        if focus.source is not None:
            return Target(edge=(layers[focus.layer - 1][focus.source], key))
        return Target(neuron=key)

    def lines(self) -> tuple[Line, ...]:
        """The formulas of the stage."""
        return lines_of(self.walk, self.stage, self.focus)


def focus_of(walk: Walk, stage: Stage, target: Target) -> Focus:
    """The neuron that the numbers of a stage are of: the selected one where something happens to it there, else one of its own."""
    found = meant_by(walk, target)
    is_apt = found is not None and found.layer > 0 and (stage.kind is Kind.UPDATE or found.layer == stage.layer)
    if found is not None and is_apt and stage.row in {found.row, None}:
        return found
    if stage.row is not None:
        return Focus(stage.layer, stage.row)
    is_back = stage.kind in {Kind.BACKWARD, Kind.UPDATE}
    return Focus(stage.layer, int(np.abs(walk.delta(stage.layer)).argmax()) if is_back else 0)


def meant_by(walk: Walk, target: Target) -> Focus | None:
    """The neuron that is selected, or that a selected edge leads to; None where that is nothing of this network."""
    wiring = walk.assembly.wiring
    key = target.edge[1] if target.edge is not None else target.neuron
    place = wiring.find(key) if key is not None else None
    if place is None:
        return None
    source = wiring.find(target.edge[0]) if target.edge is not None else None
    return Focus(place[0], place[1], source[1] if source is not None else None)
