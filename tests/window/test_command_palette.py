import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.window.command_palette import CommandPalette


@pytest.fixture
def palette(parts: Parts, qtbot: QtBot) -> CommandPalette:
    palette = CommandPalette(parts.window, parts.menus.entries())
    qtbot.addWidget(palette)
    return palette


def test_everything_is_listed_at_first(parts: Parts, palette: CommandPalette) -> None:
    assert len(palette.texts()) == len(parts.menus.entries())


def test_a_few_letters_find_an_action_and_enter_does_it(parts: Parts, palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette._line, "add lay")
    assert palette.texts()[0] == "Network › Add layer"
    qtbot.keyClick(palette._line, Qt.Key.Key_Return)
    assert len(parts.context.editor.project.network.hidden) == 3


def test_arrows_walk_the_list_while_one_types(parts: Parts, palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette._line, "speed")
    second = palette.texts()[1]
    qtbot.keyClick(palette._line, Qt.Key.Key_Down)
    assert palette._list.currentItem().text(0) == second


def test_what_cannot_be_done_now_comes_last_and_does_nothing(
    parts: Parts, palette: CommandPalette, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette._line, "undo")
    assert palette.texts()[0] == "Edit › Undo"
    qtbot.keyClick(palette._line, Qt.Key.Key_Return)
    assert not palette.isHidden() or palette.result() == 0
    everything = [entry.action.isEnabled() for entry in parts.menus.entries()]
    palette._line.clear()
    enabled = everything.count(True)
    assert "Edit › Undo" in palette.texts()[enabled:]


def test_letters_that_fit_nothing_find_nothing(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette._line, "qqqqq")
    assert palette.texts() == []
    qtbot.keyClick(palette._line, Qt.Key.Key_Return)


def test_where_nothing_fits_it_says_what_was_looked_for_and_what_to_try(palette: CommandPalette, qtbot: QtBot) -> None:
    palette.show()
    qtbot.keyClicks(palette._line, "qq<b>zz")
    assert palette._nothing.isVisible()
    assert "“qq<b>zz”" in palette._nothing.text()
    for word in ("layer", "speed", "sample", "theme"):
        assert f"“{word}”" in palette._nothing.text()
        assert any(word in entry.text.lower() for entry in palette._entries), "what it says to try finds something"
    palette._line.clear()
    assert not palette._nothing.isVisible()
    assert palette._list.isVisible()


def test_an_action_is_found_by_other_words_than_its_name(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette._line, "vanishing")
    assert palette.texts()[0] == "Explain › Do the gradients arrive?"
