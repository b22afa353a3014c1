"""What hlviz remembers of its user between two sessions, typed. A value that makes no sense counts as not set."""

from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QSettings

from hlviz.colors import ORANGE_BLUE, PALETTES
from hlviz.training.engines import ENGINES
from hlviz.training.pace import Pace

ThemeChoice = Literal["system", "light", "dark"]

USUAL_PACE = Pace(epochs=60)
"""As many epochs a second as the screen shows."""
FLAT_OUT = "flat out"
RECENT = 10
"""How many recent files are remembered."""
LAYOUT = 1
"""Goes up when the window's docks change: a layout saved for others is forgotten then."""


class Preferences:
    """The settings of one user, in an INI file."""

    def __init__(self, path: Path | None = None) -> None:
        """Read them from ``path``; None is the usual place for a user's settings on this system."""
        if path is None:
            ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
            self._settings = QSettings(ini, user, "hlviz", "hlviz")
        else:
            self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeChoice:
        """How the window looks: as the system does, light or dark."""
        saved = self._text("theme")
        return next((choice for choice in get_args(ThemeChoice) if choice == saved), "system")

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._settings.setValue("theme", choice)

    @property
    def reduced_motion(self) -> bool:
        """Whether values jump instead of gliding."""
        return self._text("reduced_motion") == "true"

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self._settings.setValue("reduced_motion", "true" if reduced else "false")

    @property
    def pattern(self) -> bool:
        """Whether negative edges are dashed too."""
        return self._text("pattern") == "true"

    @pattern.setter
    def pattern(self, dashed: bool) -> None:
        self._settings.setValue("pattern", "true" if dashed else "false")

    @property
    def legend(self) -> bool:
        """Whether the diagram has a legend."""
        return self._text("legend") != "false"

    @legend.setter
    def legend(self, shown: bool) -> None:
        self._settings.setValue("legend", "true" if shown else "false")

    @property
    def minimap(self) -> bool:
        """Whether the diagram has a small map while some of it cannot be seen."""
        return self._text("minimap") != "false"

    @minimap.setter
    def minimap(self, shown: bool) -> None:
        self._settings.setValue("minimap", "true" if shown else "false")

    @property
    def coach(self) -> bool:
        """Whether the coach looks at the network, and says what ails it."""
        return self._text("coach") != "false"

    @coach.setter
    def coach(self, on: bool) -> None:
        self._settings.setValue("coach", "true" if on else "false")

    @property
    def start_page(self) -> bool:
        """Whether hlviz begins with the page that offers where to begin."""
        return self._text("start_page") != "false"

    @start_page.setter
    def start_page(self, shown: bool) -> None:
        self._settings.setValue("start_page", "true" if shown else "false")

    @property
    def edge_pixels(self) -> float:
        """How wide the edge of a weight of 1 is drawn; 0: the largest weight shown has the widest edge."""
        try:
            pixels = float(self._text("edge_pixels"))
        except ValueError:
            return 0.0
        return pixels if 0 < pixels <= 20 else 0.0

    @edge_pixels.setter
    def edge_pixels(self, pixels: float) -> None:
        self._settings.setValue("edge_pixels", f"{pixels:g}")

    @property
    def palette(self) -> str:
        """The colours of negative and positive numbers: a key of ``PALETTES``."""
        saved = self._text("palette")
        return saved if saved in PALETTES else ORANGE_BLUE.key

    @palette.setter
    def palette(self, key: str) -> None:
        self._settings.setValue("palette", key)

    @property
    def contributions(self) -> bool:
        """Whether edges show what they carry while a sample is followed, and not their weights."""
        return self._text("contributions") != "false"

    @contributions.setter
    def contributions(self, shown: bool) -> None:
        self._settings.setValue("contributions", "true" if shown else "false")

    @property
    def shares(self) -> bool:
        """Whether a curve is shown with what each neuron adds to it, and with their hinges."""
        return self._text("shares") != "false"

    @shares.setter
    def shares(self, shown: bool) -> None:
        self._settings.setValue("shares", "true" if shown else "false")

    @property
    def pace(self) -> Pace:
        """How fast to train."""
        if self._text("pace") == FLAT_OUT:
            return Pace()
        unit, _, number = self._text("pace").partition(" ")
        try:
            per_second = float(number)
        except ValueError:
            return USUAL_PACE
        if unit not in {"epochs", "steps"} or not 0 < per_second < 1e6:
            return USUAL_PACE
        return Pace(epochs=per_second) if unit == "epochs" else Pace(steps=per_second)

    @pace.setter
    def pace(self, pace: Pace) -> None:
        unit, per_second = ("steps", pace.steps) if pace.steps is not None else ("epochs", pace.epochs)
        self._settings.setValue("pace", FLAT_OUT if per_second is None else f"{unit} {per_second}")

    @property
    def walk_pace(self) -> int:
        """Milliseconds a stage while a walk through one step of learning plays; 0 where none was chosen."""
        text = self._text("walk_pace")
        return int(text) if text.isdecimal() and len(text) < 6 else 0

    @walk_pace.setter
    def walk_pace(self, pace: int) -> None:
        self._settings.setValue("walk_pace", str(pace))

    @property
    def engine(self) -> str:
        """Who does the arithmetic of training: one of ``ENGINES``."""
        saved = self._text("engine")
        return saved if saved in ENGINES else "auto"

    @engine.setter
    def engine(self, engine: str) -> None:
        self._settings.setValue("engine", engine)

    # Recent files

    @property
    def recent_files(self) -> list[Path]:
        """Project files opened or saved last, the newest first; some may not be there any more."""
        saved = self._settings.value("recent_files")
        texts = saved if isinstance(saved, list) else [saved]  # an INI file knows no list of one
        return [Path(text) for text in texts if isinstance(text, str) and text][:RECENT]

    def add_recent(self, path: Path) -> None:
        """Remember this file as the newest."""
        path = path.absolute()
        self._remember([path, *(other for other in self.recent_files if other != path)])

    def forget_missing(self) -> None:
        """Remember no file that is not there any more."""
        self._remember([path for path in self.recent_files if path.exists()])

    def clear_recent(self) -> None:
        """Remember no file."""
        self._remember([])

    def _remember(self, paths: list[Path]) -> None:
        self._settings.setValue("recent_files", [str(path) for path in paths[:RECENT]])

    # The window

    @property
    def window_geometry(self) -> QByteArray:
        """Where the window was, for ``QWidget.restoreGeometry``; empty where that is not known."""
        return self._bytes("window/geometry")

    @property
    def window_state(self) -> QByteArray:
        """How its docks were, for ``QMainWindow.restoreState``; empty where that is not known or they have changed since."""
        return self._bytes("window/state") if self._text("window/layout") == str(LAYOUT) else QByteArray()

    def save_window(self, geometry: QByteArray, state: QByteArray) -> None:
        """Remember where the window is and how its docks are."""
        self._settings.setValue("window/geometry", geometry)
        self._settings.setValue("window/state", state)
        self._settings.setValue("window/layout", LAYOUT)

    def forget_window(self) -> None:
        """Let the window come up as it does the first time."""
        self._settings.remove("window")

    def sync(self) -> None:
        """Write everything to disk now."""
        self._settings.sync()

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return str(value) if isinstance(value, str | int) else ""

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
