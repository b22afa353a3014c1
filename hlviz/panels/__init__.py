"""Pictures of a moment: what the network says, how wrong it is, what its neurons do, what it has learned.

To add one, write its class and its row in ``PANELS``. Import this late: the plotting library behind it takes a while to load.
"""

from hlviz.panels.ablation import AblationPanel
from hlviz.panels.activations import ActivationsPanel
from hlviz.panels.coach import CoachPanel
from hlviz.panels.confusion import ConfusionPanel
from hlviz.panels.draw import DrawPanel
from hlviz.panels.gradients import GradientsPanel
from hlviz.panels.landscape import LandscapePanel
from hlviz.panels.linear import LinearPanel
from hlviz.panels.loss import LossPanel
from hlviz.panels.microscope import MicroscopePanel
from hlviz.panels.neuron import NeuronPanel
from hlviz.panels.output import OutputPanel
from hlviz.panels.panel import Panel
from hlviz.panels.residuals import ResidualsPanel
from hlviz.panels.sample_table import SamplesPanel
from hlviz.panels.space import SpacePanel
from hlviz.panels.weights import WeightsPanel

__all__ = ["PANELS", "Panel"]

PANELS: dict[str, type[Panel]] = {
    panel.key: panel
    for panel in (
        OutputPanel,
        LossPanel,
        ActivationsPanel,
        WeightsPanel,
        GradientsPanel,
        NeuronPanel,
        AblationPanel,
        LinearPanel,
        ConfusionPanel,
        ResidualsPanel,
        SamplesPanel,
        DrawPanel,
        CoachPanel,
        LandscapePanel,
        MicroscopePanel,
        SpacePanel,
    )
}
