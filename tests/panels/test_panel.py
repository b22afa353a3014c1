"""When a panel draws, and how it wears a theme."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from hlviz.colors import DARK, LIGHT, theme_of
from hlviz.panels import PANELS, Panel
from hlviz.panels import panel as panel_module
from hlviz.panels.caption import Caption
from hlviz.panels.landscape import LandscapePanel
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection, Target

from .moments import running


class Counting(Panel):
    key, title = "counting", "Counting"

    def __init__(self, selection: Selection) -> None:
        super().__init__(selection)
        self.drawn: list[int] = []

    def draw(self, moment: Moment) -> None:
        self.drawn.append(moment.frame.step)

    def summary(self) -> str:
        return f"drawn {len(self.drawn)} times"


def at(moment: Moment, step: int) -> Moment:
    return replace(moment, frame=replace(moment.frame, step=step))


@pytest.fixture
def counting(qtbot: QtBot, selection: Selection) -> Counting:
    panel = Counting(selection)
    qtbot.addWidget(panel)
    return panel


def test_a_hidden_panel_draws_nothing_until_it_is_seen(qtbot: QtBot, counting: Counting, circle: Moment) -> None:
    for step in range(5):
        counting.show_moment(at(circle, step))
    assert counting.drawn == []
    counting.show()
    assert counting.drawn == [4]
    counting.hide()
    counting.show_moment(at(circle, 5))
    counting.show_theme(DARK)
    assert counting.drawn == [4]
    counting.show()
    assert counting.drawn == [4, 5]
    counting.hide()
    counting.show()
    assert counting.drawn == [4, 5]  # nothing happened meanwhile


def test_while_training_it_skips_moments_but_never_the_last(
    qtbot: QtBot, counting: Counting, circle: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.001]
    monkeypatch.setattr(panel_module.time, "monotonic", lambda: now[0])
    counting.show()
    for step in range(60):  # a second of screen frames
        counting.show_moment(running(at(circle, step)))
        now[0] += 1 / 60
    assert 10 <= len(counting.drawn) <= 16
    counting.show_moment(running(at(circle, 100)))
    counting.show_moment(running(at(circle, 101)))
    now[0] += 1
    qtbot.waitUntil(lambda: counting.drawn[-1] == 101)
    counting.show_moment(at(circle, 102))
    counting.show_moment(at(circle, 103))
    assert counting.drawn[-2:] == [102, 103]


def test_of_a_network_just_edited_the_diagram_comes_first(
    qtbot: QtBot, counting: Counting, circle: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panel_module, "PERIOD", 0.0)
    monkeypatch.setattr(panel_module, "SHARE", 1e9)
    counting.show()
    counting.show_moment(at(running(circle), 1))
    assert counting.drawn == [1]
    edited = replace(circle, assembly=replace(circle.assembly))
    counting.show_moment(at(running(edited), 2))
    assert counting.drawn == [1]
    counting.show_moment(at(running(edited), 3))
    assert counting.drawn == [1, 3]
    counting.show_moment(at(running(circle), 4))  # and where nothing comes after it, it is drawn soon all the same
    qtbot.waitUntil(lambda: counting.drawn == [1, 3, 4])


def test_a_dear_picture_is_drawn_less_often(
    qtbot: QtBot, counting: Counting, circle: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, spent = [1000.0], [0.0]
    monkeypatch.setattr(panel_module.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(panel_module.time, "thread_time", lambda: spent[0])
    counting.show()
    draw = counting.draw

    def draw_slowly(moment: Moment) -> None:
        spent[0] += 0.02
        draw(moment)

    monkeypatch.setattr(counting, "draw", draw_slowly)
    for step in range(60):
        counting.show_moment(running(at(circle, step)))
        now[0] += 1 / 60
    assert len(counting.drawn) <= 3


def test_it_says_what_there_is_to_see(counting: Counting, circle: Moment) -> None:
    counting.show()
    counting.show_moment(circle)
    assert counting.accessibleName() == "Counting"
    assert counting.accessibleDescription() == "drawn 1 times"


@pytest.mark.parametrize("key", PANELS)
@pytest.mark.parametrize("data", ["circle", "blobs", "plane", "sine", "iris", "digits"])
def test_every_panel_shows_all_kinds_of_data_in_both_themes(
    key: str, data: str, qtbot: QtBot, selection: Selection, request: pytest.FixtureRequest
) -> None:
    moment: Moment = request.getfixturevalue(data)
    panel = PANELS[key](selection)
    qtbot.addWidget(panel)
    panel.resize(290, 250)
    panel.show()
    panel.show_moment(moment)
    assert panel.windowTitle()
    assert len(panel.summary()) > 10
    corners = []
    for theme in (LIGHT, DARK):
        panel.show_theme(theme)
        image = panel.grab().toImage()
        corners.append(image.pixelColor(image.width() - 1, image.height() - 1).name())
        colors = {image.pixel(x, y) for x in range(0, 290, 3) for y in range(0, 250, 3)}
        assert len(colors) > 5
    assert corners == [LIGHT.card, DARK.card]


@pytest.mark.parametrize("key", PANELS)
def test_a_panel_follows_from_one_kind_of_data_to_another(
    key: str, qtbot: QtBot, selection: Selection, circle: Moment, sine: Moment, digits: Moment, iris: Moment
) -> None:
    panel = PANELS[key](selection)
    qtbot.addWidget(panel)
    panel.show()
    if key == "neuron":
        selection.select(Target(neuron=circle.project.network.hidden[0].neurons[0]))
    summaries = set()
    for moment in (circle, sine, digits, iris, circle):
        panel.show_moment(moment)
        if isinstance(panel, LandscapePanel):
            qtbot.waitUntil(lambda: not panel.is_measuring, timeout=20_000)
        panel.catch_up()
        panel.grab()
        summaries.add(panel.summary())
    few = {"residuals": 2, "microscope": 1}  # of all these, one is a number to learn; no walk is under way
    assert len(summaries) == few.get(key, 4)


@pytest.mark.parametrize("key", PANELS)
def test_a_panel_may_be_very_small(key: str, qtbot: QtBot, selection: Selection, circle: Moment, sine: Moment) -> None:
    panel = PANELS[key](selection)
    qtbot.addWidget(panel)
    panel.show()
    for moment in (circle, sine):
        panel.show_moment(moment)
        for size in ((1, 1), (60, 20), (40, 300), (500, 30)):
            panel.resize(*size)
            panel.grab()


@pytest.mark.parametrize("key", list(PANELS))
def test_no_panel_speaks_of_colours_that_are_not_those_of_the_palette(
    qtbot: QtBot, selection: Selection, circle: Moment, key: str
) -> None:
    panel = PANELS[key](selection)
    qtbot.addWidget(panel)
    selection.set_probing(True)
    panel.show_moment(circle)
    panel.show()
    panel.show_theme(theme_of("dark", "purple-green"))
    table = panel.table()
    told = [panel.summary(), *(caption.text() for caption in panel.findChildren(Caption))]
    told += [box.itemText(i) for box in panel.findChildren(QComboBox) for i in range(box.count())]
    told += [] if table is None else [*table.headers, *("\n".join(line) for line in table.lines(np.arange(len(table))))]
    assert not [text for text in told if "orange" in text or "blue" in text]
