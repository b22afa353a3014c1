"""How long the application takes to open: the real program in processes of its own, up to its first window and its first panels."""

import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median


def measured(count: int) -> dict[str, float]:
    """Medians over so many starts, after one that warms up the disk's cache."""
    with tempfile.TemporaryDirectory() as home:
        starts = [_start(home) for _ in range(count + 1)][1:]
    return {key: median(start[key] for start in starts) for key in starts[0]}


def _start(home: str) -> dict[str, float]:
    # a start of its own: several that end as early as these do would be asked about
    data = tempfile.mkdtemp(dir=home)
    environment = os.environ | {"XDG_CONFIG_HOME": data, "XDG_DATA_HOME": data}
    # an installed hlviz is compiled; one whose bytecode may not be written would be compiled anew at each start, and that be measured
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment["PYTHONPYCACHEPREFIX"] = os.path.join(home, "bytecode")
    command = [sys.executable, "-m", "tests.benchmarks.start", str(time.time())]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, timeout=120)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _child(begun: float) -> int:
    """The application as ``python -m hlviz`` starts it, until its panels are there."""
    from hlviz import __main__ as program

    sys.argv = ["hlviz"]
    said: dict[str, float] = {}

    def note(name: str) -> None:
        said[f"{name}_cpu"], said[f"{name}_clock"] = time.process_time(), time.time() - begun

    def add_panels(parts: object) -> None:
        """What the application does as soon as the window was seen."""
        from PySide6.QtCore import QTimer

        note("window")
        original(parts)
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, end))

    def end() -> None:
        note("panels")
        print(json.dumps(said), flush=True)
        os._exit(0)

    program._prepare()
    program._put_off_collecting()
    import hlviz.app.main  # noqa: F401 - in the order in which it imports what it needs
    from hlviz.app.compose import Parts

    original, Parts.add_panels = Parts.add_panels, add_panels  # type: ignore[method-assign, assignment]
    return program.main()


if __name__ == "__main__":
    sys.exit(_child(float(sys.argv[1])))
