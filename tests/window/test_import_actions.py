"""Links and networks of other programs, opened in a window: by dialog, clipboard, drop."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.datasets import read_table
from hlviz.interchange.imported import Choices
from hlviz.interchange.playground_writing import write_link
from hlviz.interchange.readers import read_network
from hlviz.nn.mlp import outputs
from hlviz.window import file_actions, import_actions
from hlviz.window.link_dialogs import CopyDialog, LinkDialog
from hlviz.window.main_window import _openable
from hlviz.window.network_dialog import Answer, NetworkDialog
from tests.interchange.foreign import forward, layers, torch_file

LINK = "https://playground.tensorflow.org/#activation=relu&networkShape=5,3&dataset=xor&hideText=true"
Button = QDialogButtonBox.StandardButton
NET = layers((2, 6, 1))


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "net.safetensors"
    path.write_bytes(torch_file(NET))
    return path


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(import_actions, "tell_problem", lambda window, what, safe, remedy: told.append(what))
    return told


def shape(parts: Parts) -> list[int]:
    return [layer.size for layer in parts.context.editor.project.network.hidden]


# Links


def test_a_link_on_the_clipboard_is_pasted_as_a_document(parts: Parts) -> None:
    QGuiApplication.clipboard().setText(LINK)
    parts.menus["edit.paste"].trigger()
    assert shape(parts) == [5, 3]
    assert parts.context.editor.project.data.dataset == "xor"
    assert "hideText" in parts.window.status.message


def test_the_dialog_has_the_link_of_the_clipboard_and_says_what_is_otherwise(qtbot: QtBot) -> None:
    dialog = LinkDialog(None, f"  {LINK}\n")
    qtbot.addWidget(dialog)
    assert dialog.findChild(QLineEdit).text() == LINK
    assert "hideText" in dialog._note.text()
    assert dialog.opened is not None
    dialog.findChild(QLineEdit).setText("https://example.org/")
    assert "no link" in dialog._note.text()
    assert dialog.opened is None
    assert not dialog._buttons.button(Button.Open).isEnabled()


def test_the_menu_opens_what_the_dialog_read(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    QGuiApplication.clipboard().setText(LINK)
    monkeypatch.setattr(LinkDialog, "exec", lambda self: QDialog.DialogCode.Accepted)
    parts.menus["file.import_link"].trigger()
    assert shape(parts) == [5, 3]


def test_the_link_of_the_network_on_screen_is_copied(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CopyDialog, "exec", lambda self: self._copy())
    parts.menus["file.copy_link"].trigger()
    text = QGuiApplication.clipboard().text()
    assert text == write_link(parts.context.editor.project).url
    assert "networkShape=4,2" in text


def test_a_link_that_cannot_be_is_told_and_nothing_changes(parts: Parts, told: list[str]) -> None:
    before = parts.context.editor.project
    file_actions.open_any(parts.context, "https://playground.tensorflow.org/#networkShape=0")
    assert "networkShape" in told[0]
    assert parts.context.editor.project is before


def test_a_link_and_a_network_can_be_dropped() -> None:
    data = QMimeData()
    data.setText(LINK)
    assert _openable(data) == LINK
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/net.onnx")])
    assert _openable(data) == "/tmp/net.onnx"


# Networks


def answered(monkeypatch: pytest.MonkeyPatch, choices: Choices, table: bool = False) -> None:
    monkeypatch.setattr("hlviz.window.network_dialog.ask_network", lambda parent, chain, path: Answer(choices, table))


def test_a_network_is_opened_with_its_weights(
    parts: Parts, qtbot: QtBot, network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = parts.context
    answered(monkeypatch, Choices(activation="tanh"))
    with qtbot.waitSignal(c.editor.opened, timeout=20_000):
        file_actions.open_any(c, network)
    assert shape(parts) == [6]
    assert "random" in c.editor.project.notes
    qtbot.waitUntil(lambda: c.playback.report is not None and c.playback.report.assembly.project is c.editor.project)
    x = np.random.default_rng(0).normal(size=(20, 2)).astype(np.float32)
    report = c.playback.report
    said = outputs(report.frame.parameters, report.assembly.activations, x)
    np.testing.assert_allclose(said, forward(NET, x, np.tanh), atol=1e-5)
    assert parts.window.windowTitle() == "net[*] — hlviz"


def test_it_is_rewound_to_the_weights_that_came_with_it(
    parts: Parts, qtbot: QtBot, network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c = parts.context
    answered(monkeypatch, Choices(dataset="circle", output="tanh"))
    with qtbot.waitSignal(c.editor.opened, timeout=20_000):
        file_actions.open_any(c, network)
    c.run.step_epoch()
    qtbot.waitUntil(lambda: c.playback.moment is not None and c.playback.moment.frame.step > 0, timeout=20_000)
    assert not np.array_equal(c.playback.report.frame.parameters.weights[0], NET[0][0])
    c.run.rewind()
    qtbot.waitUntil(lambda: c.playback.moment.frame.step == 0, timeout=20_000)
    np.testing.assert_array_equal(c.playback.report.frame.parameters.weights[0], NET[0][0])


def test_a_table_of_ones_own_is_asked_for_and_used(
    parts: Parts, qtbot: QtBot, network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    c, table = parts.context, network.with_name("t.csv")
    table.write_text("a,b,y\n" + "".join(f"{i}.5,{i % 3}.25,{i * 1.25}\n" for i in range(20)))
    answered(monkeypatch, Choices(), table=True)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(table), ""))
    made = SimpleNamespace(outcome=SimpleNamespace(points=read_table(table, "y", ("a", "b"))))
    monkeypatch.setattr(
        "hlviz.window.import_dialog.ask_import",
        lambda parent, origin, project: made if origin.path == table else None,
    )
    with qtbot.waitSignal(c.editor.opened, timeout=20_000):
        import_actions.import_network(c, network)
    assert c.editor.project.data.table.input_names == ("a", "b")


def test_a_file_that_cannot_be_read_is_told(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, told = parts.context.editor.project, []
    monkeypatch.setattr("hlviz.app.compose.tell_problem", lambda window, what, safe, remedy: told.append(what))
    (tmp_path / "net.pt").write_bytes(b"PK")
    with qtbot.waitSignal(parts.context.filing.failed, timeout=20_000):
        file_actions.open_any(parts.context, tmp_path / "net.pt")
    assert "save_file" in told[0]
    assert parts.context.editor.project is before


def test_the_dialog_asks_what_the_file_does_not_say(qtbot: QtBot, network: Path) -> None:
    dialog = NetworkDialog(None, read_network(network), network)
    qtbot.addWidget(dialog)
    assert dialog.answer == Answer(Choices(activation="relu", output="identity", low=-6.0, high=6.0), False)
    dialog._output.setCurrentIndex(dialog._output.findData("tanh"))
    dialog._samples.setCurrentIndex(dialog._samples.findData("circle"))
    dialog._standardize.setChecked(True)
    assert dialog.answer.choices.dataset == "circle"
    assert dialog.answer.choices.standardize
    dialog._output.setCurrentIndex(dialog._output.findData("identity"))
    assert dialog._samples.findData("reg-plane") >= 0
    dialog._samples.setCurrentIndex(dialog._samples.findData("table"))
    assert dialog.answer.wants_table


@pytest.mark.parametrize(("sizes", "offered"), [((4, 5, 2), {"softmax"}), ((4, 5, 1), {"identity", "tanh", "sigmoid"})])
def test_only_outputs_that_can_be_are_offered(
    qtbot: QtBot, tmp_path: Path, sizes: tuple[int, ...], offered: set[str]
) -> None:
    path = tmp_path / "n.safetensors"
    path.write_bytes(torch_file(layers(sizes)))
    dialog = NetworkDialog(None, read_network(path), path)
    qtbot.addWidget(dialog)
    assert {dialog._output.itemData(i) for i in range(dialog._output.count())} == offered


def test_every_control_says_what_it_does(qtbot: QtBot, network: Path, parts: Parts) -> None:
    link = write_link(parts.context.editor.project)
    for dialog in (NetworkDialog(None, read_network(network), network), LinkDialog(None), CopyDialog(None, link)):
        qtbot.addWidget(dialog)
        controls = [control for kind in (QLineEdit, QPushButton, QComboBox) for control in dialog.findChildren(kind)]
        assert controls
        assert all(control.toolTip() for control in controls)
