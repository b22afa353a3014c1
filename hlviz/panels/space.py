"""How the layers bend space: the plane of the inputs, its grid and its samples, on their way to the last hidden layer."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSignalBlocker, QSize
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.explain.space import STAGES
from hlviz.panels.caption import Caption, Entry, small
from hlviz.panels.film import Film
from hlviz.panels.names import class_names, find, neuron_name
from hlviz.panels.panel import Panel, is_running
from hlviz.panels.small_button import SmallButton
from hlviz.panels.space_scene import CUT, Scene, Side
from hlviz.panels.space_view import SpaceView
from hlviz.panels.space_words import space_sentence, stage_entry
from hlviz.panels.table import Table
from hlviz.panels.way_slider import WaySlider
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target
from hlviz.widgets.tool_tip import tool_tip


class SpacePanel(Panel):
    """A picture, above it where on the way it is, below it the way."""

    key = "space"
    title = str(QT_TRANSLATE_NOOP("Panel", "Space"))
    room = QSize(300, 260)
    least_room = QSize(180, 140)

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(selection, parent)
        self.scene: Scene | None = None
        self._read_out = ""
        self._position: float | None = None
        """None: at the end, wherever that is."""
        self.caption, self.view, self.slider = Caption(), SpaceView(), WaySlider()
        self.play_button = SmallButton(
            _tr("Bend"),
            _tr(
                "Play the whole way: from the inputs, stage by stage, to the last hidden layer. Press it again to stop. It also plays "
                "while the network trains."
            ),
            is_switch=True,
        )
        self.pair_button = SmallButton(
            _tr("Neurons"),
            _tr(
                "Show two neurons of the layer, in place of the two directions in which its activations spread most (principal "
                "components, PCA)."
            ),
            is_switch=True,
        )
        self.cut_button = SmallButton(
            _tr("Cut"),
            _tr(
                "Look along the output's cut, so that it is seen edge on: every sample is on the side that the network "
                "gives it to. "
                "Else the two directions are shown in which the layer's activations spread most (principal components, PCA)."
            ),
            is_switch=True,
        )
        self.choosers = (
            self._chooser(_tr("Across"), _tr("The neuron that is drawn from left to right.")),
            self._chooser(_tr("Up"), _tr("The neuron that is drawn from below upwards.")),
        )
        self._filled_for: tuple[object, ...] = ()
        self._film = Film(self)
        self._film.moved.connect(self._play_on)
        self._lay_out()
        self._explain()
        self.play_button.toggled.connect(self._play)
        self.pair_button.toggled.connect(self._choose_pair)
        self.cut_button.toggled.connect(self._choose_cut)
        self.slider.valueChanged.connect(self._scrub)
        self.slider.gesture_begun.connect(self.stop)
        self.view.read_out.connect(self._say)
        self.view.picked.connect(selection.set_probe)
        selection.changed.connect(self._follow)
        selection.probe_changed.connect(self.redraw)
        selection.probing_changed.connect(self.redraw)

    @property
    def position(self) -> float:
        """Where on the way it is, in stages."""
        end = float(self.scene.end) if self.scene is not None else 0.0
        return end if self._position is None else min(self._position, end)

    @property
    def is_playing(self) -> bool:
        """Whether it goes along the way by itself."""
        return self._film.is_playing

    def draw(self, moment: Moment) -> None:
        """Work out where everything is, and show it at the place of the way where it is."""
        running = is_running(moment)
        if self.scene is None or not self.scene.fits(moment):
            self.scene = Scene(moment)
            self._follow(self.selection.target, show=False)
        if self.scene.moment is not moment or self.draws == 1:
            self.scene.show_moment(moment, is_running=running)
        probe = self.selection.probe if self.selection.is_probing else None
        self.view.show_scene(self.scene, self.position, probe)
        with QSignalBlocker(self.slider):
            self.slider.show_way(self.scene.end, self.position)
        self.slider.setEnabled(self.scene.end > 0)
        self.play_button.setEnabled(self.scene.end > 0)
        self._show_choice()
        self._show_caption()
        if self.play_button.isChecked() and not self.is_playing:
            self._play(True)

    def recolour(self, theme: Theme) -> None:
        """Hand the theme on."""
        for part in (self.caption, self.view, self.slider, self.play_button, self.pair_button, self.cut_button):
            part.show_theme(theme)

    def summary(self) -> str:
        """How well the classes can be parted there, and how much of the layer is seen."""
        return space_sentence(self.scene, self.position) if self.scene is not None else ""

    def table(self) -> Table | None:
        """Where each sample is drawn, and what it is."""
        scene = self.scene
        if scene is None:
            return None
        points, places = scene.moment.split.points, scene.sample_places(self.position)
        rows = scene.moment.split.train[: len(places)]
        names = class_names(points, self.theme)
        what = [names[int(k)] for k in points.y[rows]] if points.is_classification else points.y[rows]
        headers = (_tr("sample"), points.target_name, _tr("across"), _tr("up"))
        return Table(headers, (rows + 1, what, places[:, 0], places[:, 1]))

    # The way

    def go_to(self, position: float) -> None:
        """Show this place of the way, in stages."""
        scene = self.scene
        if scene is None:
            return
        was = self._shown_stage()
        self._position = None if position >= scene.end else max(0.0, position)
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(self.position * self.slider.maximum() / max(1, scene.end)))
        self.view.show_position(self.position)
        self._show_choice()
        self._show_caption()
        if self._shown_stage() != was:
            self._show_words()

    def _shown_stage(self) -> tuple[int, int]:
        """The layer and what it does; (0, …) while the inputs are shown."""
        stage = self.scene.stage(self.position) if self.scene is not None and self.position > 0 else None
        return (stage.layer, stage.deed) if stage is not None else (0, 0)

    def play(self) -> None:
        """Play the whole way from the inputs on."""
        self.play_button.setChecked(True)

    def stop(self) -> None:
        """Stay where it is."""
        self.play_button.setChecked(False)

    def _play(self, on: bool) -> None:
        if self.scene is None:  # it begins once there is something to show
            return
        if not on:
            self._film.stop()
            self._show_words()
            return
        end = self.scene.end
        self._film.play(0 if self.position >= end else int(self.position))

    def _play_on(self, position: float) -> None:
        if not self.can_be_seen:
            self.stop()
            return
        self.go_to(position)
        if self._position is None:
            self.stop()

    def _scrub(self, _: int) -> None:
        self.stop()
        self.go_to(self.slider.position)

    def _follow(self, target: Target, *, show: bool = True) -> None:
        """Go to the layer that is selected."""
        scene = self.scene
        if scene is None:
            return
        layer = self._layer_of(scene.moment, target)
        if layer is None or self.is_playing or layer == scene.stage(self.position).layer != 0 < self.position:
            return
        self._position = None if layer >= scene.hidden else float(STAGES * layer)
        if show:
            self.redraw()

    @staticmethod
    def _layer_of(moment: Moment, target: Target) -> int | None:
        """The layer of what is selected, inputs being layer 0; the output's is the last hidden one, which it cuts."""
        hidden = moment.project.network.hidden
        key = target.edge[1] if target.edge is not None else target.neuron
        place = find(moment, key)
        if place is not None:
            return min(place[0], len(hidden))
        return next((i + 1 for i, layer in enumerate(hidden) if layer.id == target.layer), None)

    # Two neurons

    def _shown_layer(self) -> int:
        return self.scene.stage(self.position).layer if self.scene is not None and self.position > 0 else 0

    def _choose_pair(self, on: bool) -> None:
        scene, layer = self.scene, self._shown_layer()
        if scene is not None:
            self._look_from(scene.busiest(layer) if on else None)

    def _choose_cut(self, on: bool) -> None:
        self._look_from(CUT if on else None)

    def _look_from(self, side: Side | None) -> None:
        if self.scene is not None:
            self.scene.choose(self._shown_layer(), side)
            self.redraw()

    def _choose_neuron(self, _: int) -> None:
        across, up = (chooser.currentIndex() for chooser in self.choosers)
        self._look_from((across, up))

    def _show_choice(self) -> None:
        """Offer what there is to choose of the layer shown."""
        scene, layer = self.scene, self._shown_layer()
        if scene is None:
            return
        side, is_wide = scene.sides.get(layer), scene.width(layer) > 3
        pair = side if is_wide and isinstance(side, tuple) else None
        for button, is_offered, is_on in (
            (self.pair_button, is_wide, pair is not None),
            (self.cut_button, is_wide and layer == scene.hidden, side == CUT),
        ):
            button.setVisible(is_offered)
            with QSignalBlocker(button):
                button.setChecked(is_on)
        for chooser in self.choosers:
            chooser.setVisible(pair is not None)
        if pair is None:
            return
        names = tuple(neuron_name(scene.moment, layer, i) for i in range(scene.width(layer)))
        for chooser, i in zip(self.choosers, pair, strict=True):
            with QSignalBlocker(chooser):
                if names != self._filled_for:
                    chooser.clear()
                    chooser.addItems(names)
                chooser.setCurrentIndex(i)
        self._filled_for = names

    # Words

    def _show_caption(self) -> None:
        scene = self.scene
        if scene is None:
            return
        if self._read_out:
            self.caption.show_text(self._read_out)
            return
        name, deed = stage_entry(scene.moment, scene.stage(self.position), self.position)
        self.caption.show_entries((Entry(value=name), Entry(deed)))

    def _show_words(self) -> None:
        if self.scene is not None and not self.is_behind:
            self._pronounce(self.summary())

    def _say(self, text: str) -> None:
        self._read_out = text
        self._show_caption()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop: nobody sees it."""
        super().hideEvent(event)
        self.stop()

    # Its parts

    def _chooser(self, name: str, tip: str) -> QComboBox:
        chooser = QComboBox()
        chooser.setAccessibleName(name)
        chooser.setToolTip(tool_tip(name, tip))
        chooser.setFont(small(chooser.font()))
        chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        chooser.setVisible(False)
        chooser.currentIndexChanged.connect(self._choose_neuron)
        return chooser

    def _lay_out(self) -> None:
        above, choice, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(self.caption)
        above.addWidget(self.cut_button)
        above.addWidget(self.pair_button)
        for chooser in self.choosers:
            choice.addWidget(chooser, 1)
        below.setSpacing(6)
        below.addWidget(self.play_button)
        below.addWidget(self.slider, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(above)
        layout.addLayout(choice)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)

    def _explain(self) -> None:
        self.slider.setAccessibleName(_tr("Way through the layers"))
        self.slider.setToolTip(
            tool_tip(
                _tr("Way through the layers"),
                _tr(
                    "From the inputs, at the left, to the last hidden layer. Each layer, a large dot, takes three stages: W turns and "
                    "stretches, + b shifts, φ bends."
                ),
                _tr("Drag it, or use the arrow keys; Page Up and Page Down go a stage at a time."),
            )
        )
        self.setToolTip(
            tool_tip(
                _tr("How the layers bend space"),
                _tr(
                    "The grid lies straight over the inputs; every layer turns, stretches, shifts and bends it, and carries the "
                    "samples along. Grid lines have the colour of what the network says there."
                ),
                _tr(
                    "A network only ever cuts straight: in the last hidden layer, where its cuts are drawn. Training bends space "
                    "until straight cuts part the classes."
                ),
                _tr(
                    "Two neurons are shown as they are, three can be turned by dragging or with the arrow keys "
                    "(a double click shows the broad side again), and of more the two "
                    "directions in which they vary most are shown (PCA). Click a sample to follow it."
                ),
            )
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("SpacePanel", text)
