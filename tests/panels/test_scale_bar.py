"""A scale keeps its place while its numbers change."""

import pytest
from pytestqt.qtbot import QtBot

from hlviz.colors import LIGHT
from hlviz.panels.scale_bar import ScaleBar
from hlviz.panels.tones import signed_table


def test_only_numbers_that_need_other_room_lay_the_window_out_anew(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = ScaleBar()
    qtbot.addWidget(bar)
    bar.show_scale(signed_table(LIGHT), "−1.11", "1.11")
    asked: list[int] = []
    monkeypatch.setattr(bar, "updateGeometry", lambda: asked.append(1))
    bar.show_scale(signed_table(LIGHT), "−1.12", "1.12")
    assert bar.ends() == ("−1.12", "1.12")
    assert asked == []
    bar.show_scale(signed_table(LIGHT), "−123,456", "123,456")
    assert asked == [1]
