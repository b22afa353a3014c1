from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from hlviz.widgets.sentence import Sentence, fitting, wrapped

TEXT = "The loss falls. The network has learned what there is to learn from these points."


def test_it_breaks_between_words_and_cuts_the_last_line(qtbot: QtBot) -> None:
    sentence = Sentence()
    qtbot.addWidget(sentence)
    metrics = QFontMetricsF(sentence.font())
    width = metrics.horizontalAdvance(TEXT) / 3
    lines = wrapped(TEXT, metrics, width, 2)
    assert len(lines) == 2
    assert TEXT.startswith(lines[0] + " ")
    assert lines[1].endswith("…")
    assert all(metrics.horizontalAdvance(line) <= width for line in lines)
    assert " ".join(wrapped(TEXT, metrics, width, 9)) == TEXT
    assert wrapped("", metrics, width, 2) == []
    assert len(wrapped("Donaudampfschifffahrtsgesellschaft " * 2, metrics, 20, 2)) == 2


def test_what_does_not_fit_is_in_the_tooltip_and_its_height_never_changes(qtbot: QtBot) -> None:
    sentence = Sentence()
    qtbot.addWidget(sentence)
    before = sentence.sizeHint()
    sentence.show_text(TEXT)
    assert sentence.sizeHint() == before
    assert "from these points" in sentence.toolTip()
    sentence.show_lines(2)
    assert sentence.sizeHint().height() > 1.8 * before.height()
    assert sentence.minimumSizeHint().width() < 30


def test_only_whole_sentences_are_shown_where_one_fits(qtbot: QtBot) -> None:
    sentence = Sentence()
    qtbot.addWidget(sentence)
    metrics = QFontMetricsF(sentence.font())
    whole = metrics.horizontalAdvance(TEXT) + 1
    assert fitting(TEXT, metrics, whole, 1) == [TEXT]
    assert fitting(TEXT, metrics, whole / 2, 1) == ["The loss falls."]
    assert " ".join(fitting(TEXT, metrics, whole / 2, 3)) == TEXT
    assert fitting(TEXT, metrics, metrics.horizontalAdvance("The loss…") + 1, 1) == ["The loss…"]
    assert fitting("", metrics, whole, 1) == []
