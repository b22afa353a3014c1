"""What holds for every test: one thread for NumPy, no screen, nobody's own settings, no thread left behind."""

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator

# before NumPy or Qt is imported
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "QT_NO_GUI_THREADPOOL"):
    os.environ[variable] = "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["JOBLIB_MULTIPROCESSING"] = "0"  # scikit-learn is only read; joblib warns where a container has no /dev/shm
os.environ["LC_ALL"] = "C.UTF-8"  # a decimal point, whatever the desktop speaks
for variable in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME", "LANGUAGE"):
    os.environ.pop(variable, None)
HOME_FOR_TESTS = tempfile.mkdtemp(prefix="hlviz-tests-")  # preferences, recent files and autosaves go there
for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
    os.environ[variable] = os.path.join(HOME_FOR_TESTS, variable)

import pytest  # noqa: E402

HAS_DISPLAY = os.environ["QT_QPA_PLATFORM"].split(":")[0] in {"xcb", "wayland"}


def pytest_report_header() -> str:
    """Say which half of the tests this is."""
    if HAS_DISPLAY:
        return "display: real"
    return "display: none, so tests marked x11 are left out (sh packaging/test.sh runs them too)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a display where there is none."""
    if HAS_DISPLAY:
        return
    needing = [item for item in items if item.get_closest_marker("x11")]
    if needing:
        config.hook.pytest_deselected(items=needing)
        items[:] = [item for item in items if item not in needing]


def pytest_unconfigure() -> None:
    """Remove the settings that the tests made."""
    shutil.rmtree(HOME_FOR_TESTS, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test after which a thread of its own goes on: it would eat into every later test, and keep hlviz from closing."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and (not thread.daemon or thread.name.startswith("hlviz-"))
    ]
    for thread in left:  # one that was told to stop may be at its last step
        thread.join(timeout=1)
    running = [thread.name for thread in left if thread.is_alive()]
    assert not running, f"threads left running: {', '.join(running)}"
