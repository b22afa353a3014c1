"""Measures what was asked for; ``sh packaging/bench.sh`` sets up what that takes, and comes here."""

import os
import sys

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "QT_NO_GUI_THREADPOOL"):
    os.environ[variable] = "1"  # before NumPy or Qt is imported: one thread for everyone

from importlib import import_module  # noqa: E402

from hlviz.files.terminal import answered  # noqa: E402

from .arguments import understood  # noqa: E402


def main() -> int:
    """The exit code."""
    asked = understood(sys.argv[1:])
    print_at_once = getattr(sys.stdout, "reconfigure", None)
    if print_at_once is not None:
        print_at_once(line_buffering=True)
    return answered(lambda: import_module(f"tests.benchmarks.{asked.mode}").measure(asked) or 0)


if __name__ == "__main__":
    sys.exit(main())
