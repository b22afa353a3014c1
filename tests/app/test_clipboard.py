"""What was copied does not bring hlviz down when it ends."""

import os
import subprocess
import sys

COPY = """
from PySide6.QtCore import QMimeData
from hlviz.app.main import application
app = application([])
data = QMimeData()
data.setText("a picture")
app.clipboard().setMimeData(data)
assert app.clipboard().text() == "a picture"
del app, data
"""


def test_it_ends_well_with_something_on_the_clipboard() -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}  # which has no clipboard but Qt's own
    command = [sys.executable, "-c", COPY]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
