"""Everything below the Qt line works on a machine that has no Qt: it is imported there, and XOR is learned."""

import json
import subprocess
import sys

NO_QT = """
import importlib, sys
from pathlib import Path
for name in ("PySide6", "shiboken6", "pyqtgraph"):
    sys.modules[name] = None  # any import of it is an ImportError
import hlviz
above = {"__main__.py", "session", "widgets", "diagram", "panels", "inspector", "window", "app", "resources"}
home = Path(hlviz.__file__).parent
for file in sorted(home.rglob("*.py")):
    parts = file.relative_to(home).with_suffix("").parts
    if file.relative_to(home).parts[0] not in above:
        importlib.import_module(".".join(["hlviz", *parts]).removesuffix(".__init__"))
from hlviz.cli import main
sys.exit(main(["train", "--preset", "xor", "--epochs", "200", "--json"]))
"""


def test_xor_is_learned_without_qt() -> None:
    answer = subprocess.run([sys.executable, "-c", NO_QT], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    result = json.loads(answer.stdout)
    assert result["epochs"] == 200
    assert result["test_metric"] >= 0.95
