"""What this is, in which version, what it stands on, and the licences of all of it; to read without a network."""

import platform
from dataclasses import dataclass
from html import escape
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSize, QSysInfo, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from hlviz import __version__
from hlviz.paths import resource
from hlviz.widgets.typeface import sized
from hlviz.window.help_page import Page

SIZE = (580, 560)
ICON = 72


@dataclass(frozen=True)
class Part:
    """Something that hlviz stands on."""

    name: str
    licence: str
    package: str = ""
    """What it is called where Python packages come from; empty for what lies in ``resources/``."""
    text: str = ""
    """The file of ``resources/`` with its licence."""


PARTS = (
    Part("hlviz", "MIT", "hlviz"),
    Part("Qt for Python", "LGPL 3", "PySide6-Essentials"),
    Part("pyqtgraph", "MIT", "pyqtgraph"),
    Part("NumPy", "BSD", "numpy"),
    Part("pandas", "BSD", "pandas"),
    Part("msgspec", "BSD", "msgspec"),
    Part("safetensors", "Apache 2.0", "safetensors"),
    Part("Pillow", "MIT-CMU", "pillow"),
    Part("python-calamine", "MIT", "python-calamine"),
    Part("Inter, the font", "OFL 1.1", text="fonts/OFL.txt"),
    Part("Lucide, the icons", "ISC", text="icons/README.md"),
    Part("Iris and digits, the data", "CC BY 4.0", text="datasets/README.md"),
)


def tr(text: str) -> str:
    """A text of this box in the user's language."""
    return QCoreApplication.translate("About", text)


def version_of(part: Part) -> str:
    """The version that runs here; empty for what has none or is not known."""
    if part.package == "hlviz":
        return __version__
    try:
        return distribution(part.package).version if part.package else ""
    except PackageNotFoundError:  # a frozen program may have left that out
        return ""


def licence_of(part: Part) -> str:
    """The text of its licence, as it came with it; empty where it came without one."""
    if part.text:
        return resource(part.text).read_text(encoding="utf-8")
    try:
        found = distribution(part.package)
    except PackageNotFoundError:
        return ""
    names = {"LICENSE", "LICENSE.txt", "LICENCE", "COPYING"}
    here = [file for file in found.files or () if file.name in names and ".dist-info" in file.parts[0]]
    first = min(here, key=lambda file: len(file.parts), default=None)
    return first.read_text(encoding="utf-8") if first is not None and Path(str(first.locate())).is_file() else ""


def versions() -> list[tuple[str, str]]:
    """(what, its version) of all that a report of a fault should name."""
    named = [(part.name, version_of(part)) for part in PARTS if part.package]
    return [
        *named,
        ("Qt", qVersion()),
        ("Python", platform.python_version()),
        (tr("System"), f"{QSysInfo.prettyProductName()}, {QSysInfo.currentCpuArchitecture()}"),
        (tr("Display"), QGuiApplication.platformName()),
    ]


class AboutBox(QDialog):
    """Two tabs: versions and licences in a table, and the licences' texts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About hlviz"))
        tabs = QTabWidget(self)
        self.about, self.licences = Page(_table(), tabs), Page(_licences(), tabs)
        tabs.addTab(self.about, tr("Versions"))
        tabs.addTab(self.licences, tr("Licences"))
        self.copy = QPushButton(tr("Copy versions"), self)
        self.copy.setToolTip(tr("Copies all versions as text, for a report of something that went wrong"))
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        close = QPushButton(tr("Close"), self)
        close.setToolTip(tr("Closes this box"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(self._head(parent))
        column.addWidget(tabs, 1)
        column.addLayout(foot)
        self.resize(*SIZE)

    def _head(self, parent: QWidget | None) -> QHBoxLayout:
        picture, name = QLabel(self), QLabel(f"hlviz {__version__}", self)
        shown = parent.windowIcon() if parent is not None else QGuiApplication.windowIcon()
        picture.setPixmap(shown.pixmap(QSize(ICON, ICON)))
        name.setFont(sized(self.font(), 1.7, QFont.Weight.Bold))
        what = QLabel(
            tr(
                "Drag hidden layers into a neural network, press Play, and see what they do while it learns. "
                "It is free software, and never goes online."
            ),
            self,
        )
        what.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(name)
        words.addWidget(what)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture)
        head.addLayout(words, 1)
        return head

    def _copy(self) -> None:
        text = "\n".join(f"{what}: {version}" for what, version in versions())
        QGuiApplication.clipboard().setText(text)
        self.copy.setText(tr("Copied"))


def _table() -> str:
    licences = {part.name: part.licence for part in PARTS} | {"Qt": "LGPL 3", "Python": "PSF 2"}
    rows = [*versions(), *((part.name, "") for part in PARTS if not part.package)]
    cells = "".join(
        f"<tr><td style='padding-right: 28px'>{escape(what)}</td><td style='padding-right: 28px'>{escape(version)}</td>"
        f"<td>{escape(licences.get(what, ''))}</td></tr>"
        for what, version in rows
    )
    head = "".join(
        f"<td style='padding-right: 28px'><b>{escape(tr(text))}</b></td>" for text in ("Part", "Version", "Licence")
    )
    return f"<table cellpadding='2'><tr>{head}</tr>{cells}</table>"


def _licences() -> str:
    """All texts one after the other; the library Qt has its own in its files, and is named by its licence."""
    parts = []
    for part in PARTS:
        text = licence_of(part) or tr("{name} is under the licence {licence}.").format(
            name=part.name, licence=part.licence
        )
        heading = f"{part.name} · {part.licence}"
        parts.append(f"<h3>{escape(heading)}</h3><pre style='white-space: pre-wrap'>{escape(text)}</pre>")
    return "".join(parts)
