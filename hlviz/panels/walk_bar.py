"""The transport of a walk: back, play, next, the stage as a slider, how fast; neuron by neuron, one sample or the batch."""

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.panels.caption import small
from hlviz.panels.small_button import SmallButton
from hlviz.session.walkthrough import PACE, Walkthrough
from hlviz.widgets.buttons import IconButton, PlayButton
from hlviz.widgets.slider import Slider
from hlviz.widgets.tool_tip import tool_tip

PACES = (400, 800, PACE, 2500, 5000)
"""Milliseconds a stage that are offered."""


class WalkBar(QWidget):
    """Two lines of controls. It shows the walk it was given, and asks it."""

    def __init__(self, walkthrough: Walkthrough) -> None:
        super().__init__()
        self._walkthrough = walkthrough
        self.back, self.play, self.next = (
            IconButton("chevron-left", 26, 16),
            PlayButton(30),
            IconButton("chevron-right", 26, 16),
        )
        self.slider, self.counter = Slider(), QLabel()
        self.by_neuron = SmallButton(
            _tr("Neuron by neuron"),
            _tr("Stops at every single neuron, not only at every layer. Of wide layers that is a long way."),
            is_switch=True,
        )
        self.batch = SmallButton(
            _tr("Batch"),
            _tr(
                "Learns from the batch that training takes next, as a step of training does; without it, from one sample alone."
            ),
            is_switch=True,
        )
        self.earlier = SmallButton("‹", _tr("The sample before this one."))
        self.later = SmallButton("›", _tr("The next sample. The diagram follows it too."))
        self.pace = QComboBox()
        self.close_button = SmallButton("×", _tr("Ends the walk: the diagram shows the network as it is again."))
        self._name()
        self._lay_out()
        self._connect()

    def show_walk(self) -> None:
        """Show where the walk is."""
        walkthrough = self._walkthrough
        last = len(walkthrough.stages) - 1
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(last, 0))
            self.slider.setValue(walkthrough.place)
        self.slider.update()
        self.counter.setText(f"{walkthrough.place + 1} / {last + 1}")
        self.play.show_running(walkthrough.is_playing)
        self.back.setEnabled(walkthrough.place > 0)
        self.next.setEnabled(walkthrough.place < last)
        for switch, is_on in ((self.by_neuron, walkthrough.by_neuron), (self.batch, walkthrough.of_batch)):
            with QSignalBlocker(switch):
                switch.setChecked(is_on)
        with QSignalBlocker(self.pace):
            nearest = min(PACES, key=lambda pace: abs(pace - walkthrough.pace))
            self.pace.setCurrentIndex(PACES.index(nearest))

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for part in (self.back, self.play, self.next, self.slider):
            part.show_theme(theme)
        for small_button in (self.by_neuron, self.batch, self.earlier, self.later, self.close_button):
            small_button.show_theme(theme)
        self.counter.setStyleSheet(f"color: {theme.muted};")

    def _name(self) -> None:
        tips = {
            self.back: (_tr("Back"), _tr("Shows the stage before this one.")),
            self.play: (_tr("Play or pause the walk"), _tr("Goes from stage to stage by itself. Training stays paused.")),
            self.next: (_tr("Next"), _tr("Shows the next stage.")),
            self.slider: (_tr("Stage"), _tr("From the sample that comes in, to the loss in the middle, and back to the update.")),
            self.pace: (_tr("Pace"), _tr("How long each stage stays while it plays.")),
        }  # fmt: skip
        for widget, (name, tip) in tips.items():
            widget.setAccessibleName(name)
            widget.setToolTip(tool_tip(name, tip))
        for pace in PACES:
            self.pace.addItem(_tr("{seconds} s").format(seconds=f"{pace / 1000:g}"))
        for part in (self.pace, self.counter):
            part.setFont(small(self.font()))
        self.pace.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.earlier.setAccessibleName(_tr("Sample before"))
        self.later.setAccessibleName(_tr("Next sample"))
        self.close_button.setAccessibleName(_tr("End the walk"))

    def _connect(self) -> None:
        walkthrough = self._walkthrough
        self.back.clicked.connect(walkthrough.back)
        self.play.clicked.connect(walkthrough.toggle_playing)
        self.next.clicked.connect(walkthrough.next)
        self.slider.gesture_begun.connect(walkthrough.pause)
        self.slider.valueChanged.connect(walkthrough.go_to)
        self.by_neuron.toggled.connect(walkthrough.set_by_neuron)
        self.batch.toggled.connect(walkthrough.set_of_batch)
        self.earlier.clicked.connect(lambda: walkthrough.shift_sample(-1))
        self.later.clicked.connect(lambda: walkthrough.shift_sample(1))
        self.pace.activated.connect(lambda row: walkthrough.set_pace(PACES[row]))
        self.close_button.clicked.connect(walkthrough.close)

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(4)
        below.setSpacing(4)
        for widget in (self.back, self.play, self.next):
            above.addWidget(widget)
        above.addWidget(self.slider, 1)
        above.addWidget(self.counter)
        above.addWidget(self.close_button)
        for button in (self.by_neuron, self.batch, self.earlier, self.later):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.pace)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(above)
        rows.addLayout(below)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WalkBar", text)
