"""The palette: pieces to drag onto the diagram. Pressed, each goes where the selection is: no mouse is needed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.document import LayerSpec, Project, edits
from hlviz.inspector.piece_button import PieceButton, PieceCard, PieceChip
from hlviz.inspector.piece_pictures import paint_dropout, paint_layer, paint_neuron
from hlviz.nn.activations import ACTIVATIONS
from hlviz.number_text import percent
from hlviz.session.editor import Editor
from hlviz.session.piece import Piece
from hlviz.session.selection import Selection, Target, layers_in, place_for_layer
from hlviz.widgets.label import Label
from hlviz.widgets.tool_tip import tool_tip

COLUMNS = 2


class Palette(QWidget):
    """Hidden layer, neuron, dropout and the activation functions."""

    message = Signal(str)
    """A short sentence for the status line: what could not be done, and the way out."""

    def __init__(self, editor: Editor, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor, self._selection = editor, selection
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Pieces to add to the network"))
        self.layer = PieceCard(Piece("layer"), self.tr("Hidden layer"), self.tr("fully connected"), paint_layer)
        self.neuron = PieceCard(Piece("neuron"), self.tr("Neuron"), self.tr("one more"), paint_neuron)
        self.dropout = PieceCard(Piece("dropout"), self.tr("Dropout"), "", paint_dropout)
        self.chips = {key: PieceChip(Piece("activation", key), f) for key, f in ACTIVATIONS.items()}
        self._heading = Label()
        self._lay_out()
        self.layer.clicked.connect(self._add_layer)
        self.neuron.clicked.connect(self._add_neuron)
        self.dropout.clicked.connect(self._toggle_dropout)
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda checked=False, key=key: self._set_activation(key))
        selection.changed.connect(lambda target: self.show_project(editor.project))
        self.show_project(editor.project)

    @property
    def pieces(self) -> tuple[PieceButton, ...]:
        """All pieces, in the order of the keyboard."""
        return (self.layer, self.neuron, self.dropout, *self.chips.values())

    def show_project(self, project: Project) -> None:
        """Mark what the layer that a click would change has already, and name it in the tooltips."""
        layers, place = self._chosen(project), self._place(project)
        affected = layers or project.network.hidden
        for key, chip in self.chips.items():
            chip.show_in_use(bool(affected) and all(each.activation == key for each in affected))
        rate = affected[-1].dropout if affected else 0.0
        self.dropout.show_in_use(rate > 0)
        share = percent(rate or edits.USUAL_DROPOUT, 0)
        self.dropout.show_remark(self.tr("on: {share}").format(share=share) if rate else share)
        everywhere = self.tr("of all hidden layers")
        self._heading.show_text(
            self.tr("Activation"), self.tr("of {layer}").format(layer=place) if layers else everywhere
        )
        self._show_tool_tips(place, is_chosen=bool(layers))

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._heading.show_theme(theme)
        for piece in self.pieces:
            piece.show_theme(theme)

    def _lay_out(self) -> None:
        pair = QHBoxLayout()
        pair.setSpacing(5)
        pair.addWidget(self.neuron, 1)
        pair.addWidget(self.dropout, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(5)
        grid.setVerticalSpacing(4)
        for i, chip in enumerate(self.chips.values()):
            grid.addWidget(chip, i // COLUMNS, i % COLUMNS)
            grid.setColumnStretch(i % COLUMNS, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self.layer)
        column.addLayout(pair)
        column.addWidget(self._heading)
        column.addLayout(grid)
        column.addStretch(1)

    def _show_tool_tips(self, place: str, *, is_chosen: bool) -> None:
        drop = self.tr("Drag it into the network, or press it: it is added behind {layer}.")
        self.layer.setToolTip(
            tool_tip(
                self.tr("Hidden layer"),
                self.tr("Every neuron of it listens to all neurons before it. What is learned so far is kept."),
                drop.format(layer=place) if place else self.tr("Drag it into the network, or press it."),
            )
        )
        more = self.tr("One more neuron can draw one more bend. It starts silent, so the loss does not jump.")
        drag = self.tr("Drag it onto a layer, or press it: {layer} gets it.").format(layer=place)
        nowhere = self.tr("There is no hidden layer yet; add one first.")
        self.neuron.setToolTip(tool_tip(self.tr("Neuron"), more, drag if place else nowhere))
        silenced = self.tr(
            "In each training step a fifth of the layer's neurons is silent, by chance: none can rely on a single other. "
            "The training loss gets restless, the gap to the test loss smaller."
        )
        self.dropout.setToolTip(tool_tip(self.tr("Dropout"), silenced, drag if place else nowhere))
        use = self.tr("Drag it onto a layer, or press it: {layer} gets it.")
        whole = self.tr(
            "Drag it onto a layer, or press it: all hidden layers get it. Select a layer to change only that one."
        )
        for key, chip in self.chips.items():
            f = ACTIVATIONS[key]
            chip.setToolTip(
                tool_tip(f"{f.title}:  a = {f.formula}", f.summary, use.format(layer=place) if is_chosen else whole)
            )
            chip.setAccessibleDescription(f.summary)

    # What a press does

    def _add_layer(self) -> None:
        index = place_for_layer(self._editor.project.network, self._selection.targets)
        if self._editor.apply(self.tr("Add hidden layer {n}").format(n=index + 1), edits.add_layer, index):
            self._selection.select(Target(layer=self._editor.project.network.hidden[index].id))

    def _add_neuron(self) -> None:
        if layers := self._layers_to_change():
            text = self.tr("Add a neuron to {layer}").format(layer=self._place(self._editor.project))
            self._editor.apply(text, edits.grow_layers, [layer.id for layer in layers], 1)

    def _toggle_dropout(self) -> None:
        if layers := self._layers_to_change():
            rate = 0.0 if layers[-1].dropout else edits.USUAL_DROPOUT
            text = self.tr("{share} dropout in {layer}") if rate else self.tr("No dropout in {layer}")
            name = self._place(self._editor.project)
            text = text.format(share=percent(rate, 0), layer=name)
            self._editor.apply(text, edits.in_layers, [layer.id for layer in layers], edits.set_dropout, rate)

    def _set_activation(self, key: str) -> None:
        project, title = self._editor.project, ACTIVATIONS[key].title
        if layers := self._chosen(project):
            text = self.tr("{activation} in {layer}").format(activation=title, layer=self._place(project))
            self._editor.apply(text, edits.in_layers, [layer.id for layer in layers], edits.set_activation, key)
        elif self._layers_to_change():
            text = self.tr("{activation} in all hidden layers").format(activation=title)
            self._editor.apply(text, edits.set_all_activations, key)

    # Where it goes

    def _chosen(self, project: Project) -> tuple[LayerSpec, ...]:
        """The hidden layers that are selected, hold a selected neuron, or are where a selected edge ends."""
        return layers_in(project.network, self._selection.targets)

    def _layers_to_change(self) -> tuple[LayerSpec, ...]:
        """The selected hidden layers or else the last one; says so where there is none."""
        hidden = self._editor.project.network.hidden
        if not hidden:
            self.message.emit(self.tr("There is no hidden layer yet: press “Hidden layer” first."))
            return ()
        return self._chosen(self._editor.project) or hidden[-1:]

    def _place(self, project: Project) -> str:
        """The name of the selected hidden layer, or how many there are, or else the name of the last one; empty without any."""
        network, layers = project.network, self._chosen(project) or project.network.hidden[-1:]
        if len(layers) > 1:
            return self.tr("{n} layers").format(n=len(layers))
        return network.layer_name(network.index(layers[0].id)) if layers else ""
