"""The floors of the house hold, and the contracts that say so bite: see [tool.importlinter] in pyproject.toml."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
INDEPENDENT = next(
    contract["modules"] for contract in CONTRACTS if contract["name"] == "Panels do not know one another"
)

# a small house with every room that the contracts name, and nothing wrong in it
SKELETON = {
    "__main__.py": "import hlviz.app, hlviz.cli",
    "app/__init__.py": "import hlviz.window, hlviz.panels",
    "app/theme.py": "import pyqtgraph",
    "api.py": "import hlviz.files, hlviz.interchange.table",
    "cli.py": "import hlviz.api, hlviz.files, hlviz.training.trainer",
    "window/__init__.py": "import hlviz.widgets, PySide6.QtWidgets",
    "diagram/__init__.py": "import hlviz.session.editor",
    "inspector/__init__.py": "",
    "panels/__init__.py": "import hlviz.panels.loss, hlviz.panels.weights",
    "panels/panel.py": "import pyqtgraph, hlviz.session.moment",
    **{
        f"panels/{name}.py": "import hlviz.panels.panel"
        for name in (module.rpartition(".")[2] for module in INDEPENDENT)
    },
    "widgets/__init__.py": "import PySide6.QtWidgets, hlviz.colors",
    "session/__init__.py": "",
    "session/editor.py": "import hlviz.session.edit_command",
    "session/edit_command.py": "import PySide6.QtGui, hlviz.document",
    "session/run.py": "import hlviz.session.editor, hlviz.training.worker",
    "session/moment.py": "import hlviz.training.frame",
    "files/__init__.py": "import hlviz.training.frame",
    "interchange/__init__.py": "",
    "interchange/table.py": "",
    "explain/__init__.py": "",
    "lessons/__init__.py": "",
    "experiments/__init__.py": "",
    "training/__init__.py": "",
    "training/frame.py": "import hlviz.document",
    "training/trainer.py": "import hlviz.training.frame, hlviz.nn",
    "training/worker.py": "import hlviz.training.trainer",
    "document/__init__.py": "import hlviz.nn, hlviz.datasets",
    "nn/__init__.py": "import hlviz.errors",
    "datasets/__init__.py": "import hlviz.errors",
    "colors.py": "",
    "errors.py": "",
    "number_text.py": "",
    "paths.py": "",
    "preflight.py": "",
    "__init__.py": "",
}

# what must not be: files that break a contract, and the first words of that contract
FAULTS = {
    "numbers ask for Qt": ({"nn/fault.py": "import PySide6.QtCore"}, "No Qt below"),
    "a reader asks for Qt": ({"interchange/table.py": "import PySide6.QtGui"}, "No Qt below"),
    "the command line asks for Qt by a detour": ({"cli.py": "import hlviz.session.editor"}, "No Qt below"),
    "a document trains": ({"document/fault.py": "import hlviz.training"}, "The floors"),
    "a data set knows the network": ({"datasets/fault.py": "import hlviz.nn"}, "The floors"),
    "training opens a file": ({"training/fault.py": "import hlviz.files"}, "The floors"),
    "errors know the network": ({"errors.py": "import hlviz.document"}, "The floors"),
    "a folder that is no floor": ({"extras/__init__.py": ""}, "The floors"),
    "a dialog draws curves": ({"window/fault.py": "import pyqtgraph"}, "Only panels and the theme"),
    "a small widget knows the network": ({"widgets/fault.py": "import hlviz.nn"}, "Small widgets"),
    "one panel leans on another": ({"panels/loss.py": "import hlviz.panels.weights"}, "Panels do not know"),
    "a panel edits": ({"panels/loss.py": "import hlviz.session.editor"}, "Panels draw"),
    "a panel asks the trainer": ({"panels/loss.py": "import hlviz.training.trainer"}, "Panels draw"),
    "a tool pushes its own command": ({"diagram/fault.py": "import hlviz.session.edit_command"}, "Only the editor"),
    "a file is unpickled": ({"files/fault.py": "import pickle"}, "Nothing is pickled"),
    "two files need each other": (
        {"nn/one.py": "import hlviz.nn.other", "nn/other.py": "import hlviz.nn.one"},
        "No circles",
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def build(folder: Path, files: dict[str, str]) -> None:
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in files.items():
        path = folder / "hlviz" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")


def test_hlviz_keeps_every_contract() -> None:
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_contract_on_panels_names_them_all() -> None:
    from hlviz.panels import PANELS

    assert set(INDEPENDENT) == {panel.__module__ for panel in PANELS.values()}


def test_a_house_in_order_breaks_nothing(tmp_path: Path) -> None:
    build(tmp_path, SKELETON)
    answer = lint_imports(tmp_path)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_breaks_its_contract(fault: str, tmp_path: Path) -> None:
    files, contract = FAULTS[fault]
    build(tmp_path, SKELETON | files)
    answer = lint_imports(tmp_path)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert re.search(f"^{contract}.* BROKEN", answer.stdout, re.MULTILINE), answer.stdout
