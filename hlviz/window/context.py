"""What an action of the window may use."""

from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow

from hlviz.diagram.canvas import Canvas
from hlviz.document.specs import LayerSpec
from hlviz.session.editor import Editor
from hlviz.session.playback import Playback
from hlviz.session.run import Run
from hlviz.session.selection import Selection


@dataclass(frozen=True, eq=False)
class Context:
    """The living objects of one window."""

    editor: Editor
    run: Run
    playback: Playback
    selection: Selection
    window: QMainWindow
    canvas: Canvas

    @property
    def layer(self) -> LayerSpec | None:
        """The hidden layer that is selected, or that holds the selected neuron, or where the selected edge ends."""
        target = self.selection.target
        neuron = target.edge[1] if target.edge else target.neuron
        for layer in self.editor.project.network.hidden:
            if layer.id == target.layer or neuron in layer.neurons:
                return layer
        return None
