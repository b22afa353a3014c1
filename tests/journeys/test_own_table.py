"""From a table of one's own to a program that runs elsewhere: the whole way by mouse and keys."""

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.window.import_dialog import ImportDialog
from tests.journeys.hands import PATIENCE, Hands, accuracy, middle

pytestmark = pytest.mark.x11

Story = Iterator[Callable[[], object]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Leaves of two kinds, told apart by their length; the kind is not in the last column."""
    rng = random.Random(1)
    rows = [(rng.gauss(4 if i % 2 else 7, 0.5), rng.gauss(2, 0.4), "beech" if i % 2 else "oak", i) for i in range(160)]
    text = "length,width,kind,number\n" + "".join(f"{a:.2f},{b:.2f},{kind},{i}\n" for a, b, kind, i in rows)
    path = tmp_path / "leaves.csv"
    path.write_text(text, encoding="utf-8")
    return path


def dialog(kind: type) -> object:
    """The dialog of that kind, once it is on the screen."""
    found = QApplication.activeModalWidget()
    return found if isinstance(found, kind) and found.isActiveWindow() else None


def typed(path: Path) -> tuple[str, ...]:
    """A path into a file dialog, and Enter; Tab leaves the line, and the suggestions under it."""
    return ("key", "ctrl+a", "type", "--delay", "8", "--args", "1", str(path), "key", "Tab", "key", "Return")


def learn_kind(hands: Hands) -> Story:
    """In the import dialog: the kind is what is learned, the number is no input."""
    yield lambda: dialog(ImportDialog) and dialog(ImportDialog).made is not None
    asked = dialog(ImportDialog)
    header = asked.preview.horizontalHeader()

    def use(column: str, wanted: Callable[[str], bool]) -> Story:
        place = [one.name for one in asked.preview.rows.raw.columns].index(column)
        at = QPoint(header.sectionViewportPosition(place) + 20, header.height() - 10)
        yield hands.begun_click(header.viewport().mapToGlobal(at))
        yield lambda: isinstance(QApplication.activePopupWidget(), QMenu)
        menu = QApplication.activePopupWidget()
        action = next(one for one in menu.actions() if wanted(one.text().lower()))
        yield hands.begun_click(menu.mapToGlobal(menu.actionGeometry(action).center()))
        yield lambda: QApplication.activePopupWidget() is None

    yield from use("kind", lambda text: "target" in text or "learn" in text)
    yield from use("number", lambda text: "not" in text or "ignore" in text or "leave" in text)
    yield lambda: not asked.is_waiting and asked.made is not None and asked.ok.isEnabled()
    assert "kind" in asked.sentence.text()
    yield hands.begun_click(middle(asked.ok))


def test_a_table_is_learned_exported_and_runs_elsewhere(
    parts: Parts, hands: Hands, qtbot: QtBot, table: Path, tmp_path: Path
) -> None:
    c, script = parts.context, tmp_path / "elsewhere" / "leaves.py"
    script.parent.mkdir()

    def opened() -> Story:
        bar = parts.window.menuBar()
        file = parts.menus._submenus["File"]
        yield hands.begun_click(bar.mapToGlobal(bar.actionGeometry(file.menuAction()).center()))
        yield file.isVisible
        entry = file.actionGeometry(parts.menus["file.open_table"])
        yield hands.begun_click(file.mapToGlobal(entry.center()))
        yield lambda: dialog(QFileDialog)
        yield hands.begun(*typed(table))
        yield from learn_kind(hands)

    hands.go_through(opened())
    qtbot.waitUntil(lambda: c.editor.project.data.table is not None, timeout=PATIENCE)
    points = c.editor.project.data.table
    assert points.input_names == ("length", "width")
    assert points.class_names == ("beech", "oak")

    c.canvas.setFocus()
    hands.press("space")
    qtbot.waitUntil(lambda: c.playback.moment.project is c.editor.project and accuracy(parts) > 0.95, timeout=PATIENCE)
    hands.press("space")
    qtbot.waitUntil(lambda: not c.run.is_running, timeout=PATIENCE)

    def exported() -> Story:
        yield hands.begun("key", "--delay", "40", "ctrl+shift+p")
        yield lambda: QApplication.activePopupWidget() is not None
        yield hands.begun("type", "--delay", "40", "python, numpy")
        yield hands.begun("key", "Return")
        yield lambda: dialog(QFileDialog)
        yield hands.begun(*typed(script))

    hands.go_through(exported())
    qtbot.waitUntil(lambda: script.exists() and not c.filing.is_busy, timeout=PATIENCE)
    program = "import leaves; leaves.check(); print(leaves.predict([[4.0, 2.0], [7.0, 2.0]]))"
    elsewhere = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(script.parent)!r}); {program}"],
        cwd=script.parent, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert elsewhere.stdout.index("beech") < elsewhere.stdout.index("oak")
    own = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    assert own.returncode == 0, own.stderr


def test_a_table_is_pasted(parts: Parts, hands: Hands, qtbot: QtBot, table: Path) -> None:
    c = parts.context
    data = QMimeData()
    data.setText(table.read_text(encoding="utf-8").replace(",", "\t"))
    QGuiApplication.clipboard().setMimeData(data)

    def pasted() -> Story:
        yield hands.begun("key", "ctrl+v")
        yield from learn_kind(hands)

    c.canvas.setFocus()
    hands.go_through(pasted())
    qtbot.waitUntil(lambda: c.editor.project.data.table is not None, timeout=PATIENCE)
    assert c.editor.project.data.table.target_name == "kind"
    hands.press("ctrl+z")
    qtbot.waitUntil(lambda: c.editor.project.data.table is None, timeout=PATIENCE)
