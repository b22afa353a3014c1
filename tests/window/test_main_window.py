from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.window.main_window import CLOSED

ACTIONS, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def carried(path: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def enters(parts: Parts, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(400, 300), ACTIONS, data, LEFT, NONE)
    event.ignore()
    parts.window.dragEnterEvent(event)
    return event.isAccepted()


@pytest.mark.parametrize("name", ["mine.hlviz", "people.csv", "PEOPLE.CSV", "people.tsv"])
def test_projects_and_tables_can_be_dropped(parts: Parts, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    data = carried(tmp_path / name)
    assert enters(parts, data)
    parts.window.file_dropped.disconnect()
    with qtbot.waitSignal(parts.window.file_dropped) as dropped:
        parts.window.dropEvent(QDropEvent(QPointF(400, 300), ACTIONS, data, LEFT, NONE))
    assert dropped.args == [str(tmp_path / name)]


def test_other_files_cannot_be_dropped(parts: Parts, tmp_path: Path) -> None:
    assert not enters(parts, carried(tmp_path / "holiday.jpg"))
    assert not enters(parts, QMimeData())


def test_the_title_tells_name_and_changes(parts: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    assert parts.window.windowTitle() == "Trial[*] — hlviz"
    assert not parts.window.isWindowModified()
    with qtbot.waitSignal(parts.context.filing.saved):
        parts.context.filing.save_as(tmp_path / "mine.hlviz")
    qtbot.waitUntil(lambda: not parts.context.filing.is_busy, timeout=30_000)
    assert parts.window.windowTitle() == "mine[*] — hlviz"
    assert parts.window.status._saved.text() == "saved"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_fits_a_small_screen_without_scrolling(parts: Parts, qtbot: QtBot, theme: str) -> None:
    parts.look.choose(theme)
    parts.add_panels()
    parts.window.resize(1366, 744)  # 768 less the frame of the desktop's window manager
    parts.window.show()
    qtbot.waitExposed(parts.window)
    assert parts.window.size().toTuple() == (1366, 744)
    for form in (parts.palette, parts.data):
        area = form.parentWidget()
        qtbot.waitUntil(lambda area=area, form=form: form.height() <= area.height(), timeout=30_000)
    assert parts.transport.geometry().right() <= parts.window.width()
    assert parts.training.mapTo(parts.window, parts.training.rect().bottomRight()).x() <= parts.window.width()
    for panel in parts.panels.values():
        assert panel.minimumSizeHint().height() <= panel.height() or not panel.isVisible()


@pytest.mark.parametrize(
    ("height", "beside"), [(744, ["gradients", "neuron", "weights"]), (1000, ["gradients", "neuron"])]
)
def test_the_weights_have_a_place_of_their_own_where_there_is_room(
    parts: Parts, height: int, beside: list[str]
) -> None:
    parts.window.resize(1600, height)
    parts.window.show()
    activations = parts.window.docks["activations"]
    assert sorted(dock.key for dock in parts.window.tabifiedDockWidgets(activations)) == beside
    assert (activations.widget().y() == 0) == bool(beside)  # a title that is not there takes no room


def test_the_weights_make_room_when_the_window_shrinks(parts: Parts, qtbot: QtBot) -> None:
    parts.window.resize(1600, 1000)
    parts.window.show()
    activations, weights = parts.window.docks["activations"], parts.window.docks["weights"]

    def are_beside() -> bool:
        return weights in parts.window.tabifiedDockWidgets(activations)

    for height, beside in ((744, True), (1000, False), (744, True)):
        parts.window.resize(1366, height)
        qtbot.waitUntil(lambda beside=beside: are_beside() == beside, timeout=30_000)
    parts.window.docks["loss"].close()
    parts.window.resize(1600, 1000)
    qtbot.waitUntil(lambda: not parts.window._resized.isActive(), timeout=30_000)
    assert are_beside(), "what a person has arranged stays"


def test_a_dock_among_tabs_has_its_title_on_the_tab_alone(parts: Parts, qtbot: QtBot) -> None:
    parts.window.resize(1600, 912)
    parts.window.show()
    output, residuals = parts.window.docks["output"], parts.window.docks["residuals"]
    assert residuals.isHidden()
    for _ in range(2):
        assert output._title_bar.isVisible()
        residuals.toggle()
        assert residuals in parts.window.tabifiedDockWidgets(output)
        qtbot.waitUntil(lambda: not output._title_bar.isVisible())
        top = output.widget().mapTo(output, output.widget().rect().topLeft()).y()
        assert top <= 1, "no room is kept for it"
        residuals.toggle()
        qtbot.waitUntil(output._title_bar.isVisible)


def test_the_names_on_the_tabs_can_be_read_on_a_small_screen(parts: Parts, qtbot: QtBot) -> None:
    parts.window.resize(1366, 744)
    parts.window.show()
    bars = [bar for bar in parts.window.findChildren(QTabBar) if bar.count() == 4]
    qtbot.waitUntil(lambda: bool(bars) and bars[0].isVisible())
    bar, texts = bars[0], ["Activations", "Weights", "Gradients", "Neuron"]
    assert [bar.tabText(i) for i in range(4)] == texts
    wanted = sum(bar.tabSizeHint(i).width() for i in range(4))
    assert wanted <= parts.window.docks["activations"].width()


def test_a_layout_comes_back(parts: Parts) -> None:
    parts.window.docks["loss"].close()
    state = parts.window.layout_state()
    parts.window.reset_layout()
    assert not parts.window.docks["loss"].isHidden()
    parts.window.restore_layout(QByteArray(), state)
    assert parts.window.docks["loss"].isHidden()


def test_a_layout_that_makes_no_sense_is_not_used(parts: Parts) -> None:
    parts.window.restore_layout(QByteArray(b"nonsense"), QByteArray(b"nonsense"))
    assert {key for key, dock in parts.window.docks.items() if dock.isHidden()} == set(CLOSED)
