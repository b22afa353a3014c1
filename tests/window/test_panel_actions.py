"""What can be done with any panel."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.errors import ProjectFileError
from hlviz.panels import PANELS, Panel
from hlviz.panels.table import Table
from hlviz.window import panel_actions
from hlviz.window.numbers_window import NumbersWindow
from hlviz.window.panel_actions import DEEDS, MARGIN, write


@pytest.fixture
def shown(parts: Parts) -> Parts:
    parts.add_panels()
    parts.window.resize(1366, 744)
    parts.window.show()
    return parts


def panel_of(parts: Parts, key: str) -> Panel:
    panel = parts.window.docks[key].panel
    assert panel is not None
    return panel


def test_a_panel_is_copied_twice_as_fine(shown: Parts) -> None:
    panel = panel_of(shown, "loss")
    panel_actions.copy(shown.context, panel)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (2 * (panel.width() + 2 * MARGIN), 2 * (panel.height() + 2 * MARGIN))
    assert image.pixelColor(1, 1).name() == panel.theme.card
    assert len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}) > 5


@pytest.mark.parametrize("key", PANELS)
def test_every_panel_can_be_saved_as_picture_and_drawing(shown: Parts, key: str, tmp_path: Path) -> None:
    panel = panel_of(shown, key)
    shown.window.docks[key].bring_up()
    write(panel, tmp_path / "a.png", 3)
    assert QImage(str(tmp_path / "a.png")).width() == 3 * (panel.width() + 2 * MARGIN)
    write(panel, tmp_path / "a.SVG")
    drawing = ElementTree.parse(tmp_path / "a.SVG").getroot()
    assert drawing.tag.endswith("svg")
    assert len(list(drawing.iter())) > 10


def test_a_panel_is_saved_as_a_pdf_of_one_page(shown: Parts, tmp_path: Path) -> None:
    write(panel_of(shown, "loss"), tmp_path / "loss.pdf")
    data = (tmp_path / "loss.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 1


def test_an_svg_keeps_the_numbers_of_its_axes_as_text(shown: Parts, qtbot: QtBot, tmp_path: Path) -> None:
    shown.context.run.step_epoch()
    qtbot.waitUntil(lambda: shown.context.playback.moment.frame.epoch == 1)
    write(panel_of(shown, "loss"), tmp_path / "loss.svg")
    texts = [e.text for e in ElementTree.parse(tmp_path / "loss.svg").iter() if e.tag.endswith("text")]
    assert "epochs" in [str(text).strip() for text in texts]


def test_numbers_are_saved_as_csv_or_told_to_be_missing(
    shown: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panel_of(shown, "loss")
    monkeypatch.setattr(panel, "table", lambda: Table(("epoch", "loss"), ([0, 1], [0.5, 0.25])))
    write(panel, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == "epoch,loss\n0,0.5\n1,0.25\n"
    monkeypatch.setattr(panel, "table", lambda: None)
    with pytest.raises(ProjectFileError, match="no numbers"):
        write(panel, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text().startswith("epoch"), "the old file is as it was"
    with pytest.raises(ProjectFileError, match=r"a\.txt has an ending"):
        write(panel, tmp_path / "a.txt")


def test_what_cannot_be_written_is_told(shown: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(panel_actions, "ask_new_file_of", lambda *_: (tmp_path / "no folder" / "a.png", 0))
    monkeypatch.setattr(panel_actions, "tell_problem", lambda _, what, *__: told.append(what))
    panel_actions.save(shown.context, panel_of(shown, "loss"))
    assert len(told) == 1
    assert "no folder" in told[0]


def test_the_menu_opens_from_the_panel_and_from_the_button(shown: Parts, qtbot: QtBot) -> None:
    wanted = [text for text, *_ in DEEDS.values()]
    dock = shown.window.docks["output"]
    panel = panel_of(shown, "output")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(9, 9), panel.mapToGlobal(QPoint(9, 9)))
    QApplication.sendEvent(panel, event)
    for press in (lambda: None, dock._title_bar.menu_button.click):
        press()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        assert [action.text() for action in menu.actions() if not action.isSeparator()] == wanted
        menu.close()


def test_a_tab_has_its_button_below_the_picture(shown: Parts) -> None:
    loss, weights = shown.window.docks["loss"], shown.window.docks["weights"]
    assert weights._foot.menu_button.isVisibleTo(weights._foot)
    assert not loss._foot.menu_button.isVisibleTo(loss._foot)


def test_the_palette_has_them_for_every_panel(shown: Parts) -> None:
    texts = [entry.text for entry in shown.menus.entries()]
    for title in ("Output", "Loss", "Weights"):
        assert f"View › Panels › Show as table › {title}" in texts
        assert f"View › Panels › Save as › {title}" in texts
    shown.window.docks["loss"].close()
    assert "View › Panels › Copy as image › Loss" not in [entry.text for entry in shown.menus.entries()]


def test_the_sentence_is_below_the_panel(shown: Parts, qtbot: QtBot) -> None:
    dock, panel = shown.window.docks["output"], panel_of(shown, "output")
    qtbot.waitUntil(lambda: dock._foot.sentence.text != "")
    assert dock._foot.sentence.text == panel.summary() == panel.accessibleDescription()
    assert dock._foot.isVisible()
    small = shown.window.docks["loss"]
    small.setFloating(True)
    for height, lines in ((500, 2), (200, 2), (170, 1)):
        small.resize(300, height)
        qtbot.waitUntil(lambda height=height: small.height() == height)
        assert small._foot.isVisible()
        assert small._foot.sentence.lines == lines
    small.resize(300, 1)
    qtbot.waitUntil(lambda: small.height() < 150)
    assert not small._foot.isVisible()


def test_what_lies_behind_a_tab_does_not_draw(shown: Parts, qtbot: QtBot) -> None:
    weights, docks = panel_of(shown, "weights"), shown.window.docks
    assert docks["activations"] in shown.window.tabifiedDockWidgets(docks["weights"])
    assert not weights.can_be_seen
    before = weights.draws
    shown.context.run.step_epoch()
    qtbot.waitUntil(lambda: shown.context.playback.moment.frame.epoch == 1)
    assert weights.draws == before
    docks["weights"].raise_()
    qtbot.waitUntil(lambda: weights.draws > before)


class Counted:
    """A table that grows each time."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> Table:
        self.asked += 1
        return Table(("name", "value"), (["b", "a", "c"], [2.5, 10.0, -self.asked]))


@pytest.fixture
def numbers(shown: Parts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> NumbersWindow:
    panel = panel_of(shown, "loss")
    monkeypatch.setattr(panel, "table", Counted())
    panel_actions.show_table(shown.context, panel)
    window = shown.window.findChild(NumbersWindow)
    qtbot.waitExposed(window)
    return window


def cells(window: NumbersWindow) -> list[list[str]]:
    numbers = window.numbers
    rows, columns = range(numbers.rowCount()), range(numbers.columnCount())
    return [[numbers.data(numbers.index(row, column)) for column in columns] for row in rows]


def test_the_numbers_are_shown_once_in_a_window(shown: Parts, numbers: NumbersWindow) -> None:
    assert cells(numbers) == [["b", "2.5"], ["a", "10"], ["c", "−1"]]
    assert numbers.windowTitle() == "Loss in numbers"
    panel_actions.show_table(shown.context, panel_of(shown, "loss"))
    assert len(shown.window.findChildren(NumbersWindow)) == 1


def test_they_sort_as_numbers_and_back(numbers: NumbersWindow) -> None:
    numbers.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in cells(numbers)] == ["a", "b", "c"]
    numbers.refresh()
    assert [row[0] for row in cells(numbers)] == ["a", "b", "c"], "still sorted when they are new"
    numbers.view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in cells(numbers)] == ["b", "a", "c"]


def test_they_are_copied_with_tabs(numbers: NumbersWindow) -> None:
    clipboard = QGuiApplication.clipboard()
    numbers.copy()
    assert clipboard.text().splitlines()[:2] == ["name\tvalue", "b\t2.5"]
    numbers.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    numbers.view.selectRow(0)
    numbers.copy()
    assert clipboard.text() == "a\t10.0"


def test_they_follow_the_training_but_not_faster_than_they_can_be_read(
    shown: Parts, numbers: NumbersWindow, qtbot: QtBot
) -> None:
    table = panel_of(shown, "loss").table
    asked = table.asked
    numbers._look()
    assert table.asked == asked, "nothing new"
    shown.context.run.step_epoch()
    qtbot.waitUntil(lambda: cells(numbers)[2][1] != "−1", timeout=30_000)
    asked = table.asked
    shown.context.run.step_epoch()
    qtbot.waitUntil(lambda: shown.context.playback.moment.frame.epoch == 2)
    numbers._look()
    assert table.asked == asked, "not twice within a second"
