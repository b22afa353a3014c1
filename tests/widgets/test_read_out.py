from pytestqt.qtbot import QtBot

from hlviz.widgets.label import Label
from hlviz.widgets.read_out import Line, NumberLines, ReadOut


def test_a_screen_reader_is_told_the_number(qtbot: QtBot) -> None:
    epochs = ReadOut("EPOCH", "000,000")
    qtbot.addWidget(epochs)
    epochs.show_text("000,123")
    assert (epochs.accessibleName(), epochs.accessibleDescription()) == ("EPOCH", "000,123")


def test_its_width_does_not_depend_on_the_number(qtbot: QtBot) -> None:
    epochs = ReadOut("EPOCH", "000,000")
    qtbot.addWidget(epochs)
    epochs.show_text("000,111")
    width = epochs.sizeHint().width()
    epochs.show_text("000,888")
    assert epochs.sizeHint().width() == width


def test_lines_are_read_as_names_and_numbers(qtbot: QtBot) -> None:
    losses = NumberLines("Loss", Line("train", "0.0000", "#ff0000"), 2)
    qtbot.addWidget(losses)
    losses.show_lines((Line("train", "0.5", "#ff0000"), Line("test", "0.6", "#0000ff", dashed=True)))
    assert losses.accessibleDescription() == "train 0.5; test 0.6"
    image = losses.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(14) for y in range(image.height())}
    assert {"#ff0000", "#0000ff"} <= seen


def test_a_label_says_title_and_remark(qtbot: QtBot) -> None:
    label = Label("Activation", "of Hidden 2")
    qtbot.addWidget(label)
    assert label.text == label.accessibleName() == "Activation of Hidden 2"
