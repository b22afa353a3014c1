"""What hlviz writes down of its own end is found at the next start, and told once."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from hlviz.app.crash_report import CrashReport, diagnostics

CRASH = """
import faulthandler, sys
from pathlib import Path
from hlviz.app.crash_report import CrashReport
report = CrashReport(Path(sys.argv[1]))
print(report.begin(), end="")
if len(sys.argv) > 2:
    import ctypes
    ctypes.string_at(0)
report.end()
"""


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CRASH, str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_crash_is_told_at_the_next_start_and_not_again(app: QApplication, tmp_path: Path) -> None:
    assert run(tmp_path).stdout == ""
    assert list(tmp_path.iterdir()) == []  # all went well
    assert run(tmp_path, "crash").returncode != 0
    assert "string_at" in run(tmp_path).stdout
    assert run(tmp_path).stdout == ""
    assert "string_at" in diagnostics(CrashReport(tmp_path))


def test_the_report_names_versions_and_no_home(app: QApplication, tmp_path: Path) -> None:
    crashes = CrashReport(tmp_path)
    crashes.note(f'File "{Path.home()}/secret.py", line 1')
    text = diagnostics(crashes)
    assert text.startswith("hlviz ")
    assert "NumPy" in text
    assert "secret.py" in text
    assert str(Path.home()) not in text


START = """
import os, sys
from pathlib import Path
from hlviz.app.crash_report import CrashReport
report = CrashReport(Path(sys.argv[1]))
report.begin()
print(report.failed_starts, end="")
if "started" in sys.argv:
    report.started()
os._exit(1)
"""


def test_starts_that_end_too_soon_are_counted_until_one_goes_well(tmp_path: Path) -> None:
    def failed_before(*words: str) -> str:
        command = [sys.executable, "-c", START, str(tmp_path), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout

    assert [failed_before(), failed_before(), failed_before("started"), failed_before()] == ["0", "1", "2", "0"]


def test_a_window_that_is_still_starting_is_no_failure(tmp_path: Path) -> None:
    one, other = CrashReport(tmp_path), CrashReport(tmp_path)
    one.begin()
    path = next(tmp_path.glob("*.starting"))
    path.rename(path.with_name("0" + path.name))  # both of one process and one second would have the same name
    lock = next(tmp_path.glob("*.lock"))
    lock.rename(lock.with_name("0" + lock.name))
    other.begin()
    assert other.failed_starts == 0
    other.end()
    one.end()
