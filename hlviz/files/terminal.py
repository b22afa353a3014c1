"""How hlviz talks to a terminal: the result on standard output, all else on standard error, a mistake as one line."""

import argparse
import shutil
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from hlviz.errors import HlvizError, SettingError

STOPPED = 130
"""The exit code after Ctrl+C, as shells expect it."""
BEAT = 0.1
"""Seconds between two pictures of the progress bar."""


class OneLineParser(argparse.ArgumentParser):
    """A parser that raises its complaints, so that they become one line like any other mistake."""

    def error(self, message: str) -> NoReturn:
        """Raise a ``SettingError`` that says where help is."""
        raise SettingError(f"{message}; see {self.prog} --help")


def answered(command: Callable[[], int]) -> int:
    """Carry out a command and return its exit code: a person's mistake is told in one line and gives 2, Ctrl+C gives 130."""
    try:
        return command()
    except HlvizError as error:
        warn(str(error))
        return 2
    except MemoryError:
        warn("that takes more memory than there is; make the network or its data smaller")
        return 2
    except KeyboardInterrupt:
        warn("stopped; nothing was written")
        return STOPPED
    except SystemExit as end:  # argparse has shown its help
        return end.code if isinstance(end.code, int) else 0


def warn(text: str) -> None:
    """Say one line on standard error."""
    print("hlviz:", " ".join(text.splitlines()), file=sys.stderr)


class ProgressBar:
    """A bar on the last line of standard error, where that is a terminal; nothing otherwise."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._due = 0.0

    def show(self, share: float, text: str) -> None:
        """Draw it, at most ten times a second; ``share`` of the work is done, 0 … 1."""
        now = time.monotonic()
        if not self._shown or now < self._due:
            return
        self._due = now + BEAT
        width = shutil.get_terminal_size().columns
        cells = max(10, min(40, width - len(text) - 10))
        full = round(share * cells)
        line = f"{'█' * full}{'░' * (cells - full)} {share:4.0%}  {text}"
        sys.stderr.write(f"\r{line[: width - 1]}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave the line empty."""
        if self._shown and self._due:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
