"""The command ``hlviz``: opens the window, or hands over to the command line. Nothing heavy is imported before it is needed."""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hlviz import __version__

if TYPE_CHECKING:
    from hlviz.files.source import OnProgress, Source
    from hlviz.interchange.formats import Drawing

LACKS = 3
"""The exit code where the machine lacks what a window or a picture needs."""
STOPPED = 130
"""The exit code after Ctrl+C."""
BROKEN_PIPE = 141
"""The exit code where nobody reads on, as after SIGPIPE."""

USAGE = """\
usage: hlviz [FILE]              open the window, with a project (.hlviz), a table (.csv), a network (.onnx,
                                 .safetensors, .npz) or a TensorFlow Playground link in quotes
       hlviz --safe              open it plainly: for when hlviz ends while it starts
       hlviz train ...           train without a window and say how good it became
       hlviz predict ...         say what a saved network makes of a table
       hlviz export ...          write a network for another program, a report on one page, a film
       hlviz picture ...         draw the window after training into a PNG, without a display
       hlviz presets             list the presets to begin with
       hlviz import ...          make a project of a trained network (ONNX, safetensors, npz)
       hlviz open-link URL ...   make a project of a TensorFlow Playground link
       hlviz link FILE           say a project as such a link
       hlviz check FILE          say whether a file can be opened, and what is odd about it
       hlviz completion SHELL    what bash, zsh or fish offers at the Tab key
       hlviz COMMAND --help      all about one of these
       hlviz --version           say which version this is"""


def main() -> int:
    """Carry out what the arguments of the process ask for; the exit code."""
    _prepare()
    try:
        code = _dispatch(sys.argv[1:])
        if sys.stdout is not None:  # as it is for a program without a console on Windows
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:  # while something was still being imported
        return STOPPED
    except BrokenPipeError:
        # nobody reads on, as in `hlviz presets | head -1`; Python must not complain of it when it ends, either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def _prepare() -> None:
    """What must hold before NumPy or Qt is imported."""
    # small networks lose more by waking threads than they win; and the training thread is alone on its core
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "QT_NO_GUI_THREADPOOL"):
        os.environ.setdefault(variable, "1")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name may hold what the terminal cannot show
            stream.reconfigure(errors="replace")


def _dispatch(argv: list[str]) -> int:
    first = argv[0] if argv else ""
    if first in {"-h", "--help"}:
        print(USAGE)
        return 0
    if first in {"-V", "--version"}:
        print(f"hlviz {__version__}")
        return 0
    if first in {"train", "predict", "export", "presets", "import", "open-link", "link", "check"}:
        return _command(argv)
    if first == "completion":
        return _completion(argv[1:])
    is_named = first and first != "picture" and not first.startswith("-")
    if is_named and "#" not in first and "://" not in first and not Path(first).exists():
        print(f"hlviz: there is no file or command {first!r}; see hlviz --help", file=sys.stderr)
        return 2
    return _drawn(argv)


def _command(argv: list[str]) -> int:
    """A command without a window; what it draws is drawn where nobody sees it, by a part of hlviz that is imported then."""
    from hlviz.cli import main as command
    from hlviz.preflight import MachineLacks

    try:
        return command(argv, _draw)
    except MachineLacks as lacks:
        print(f"hlviz: {lacks}", file=sys.stderr)
        return LACKS


def _draw(drawing: "Drawing", begun: "Source", on_progress: "OnProgress") -> bytes:
    """A page or a film."""
    from hlviz.app.drawn import drawn

    return drawn(drawing, begun, on_progress)


def _completion(argv: list[str]) -> int:
    """``hlviz completion``: here, since only here all parsers are known."""
    from hlviz.app import arguments, picture
    from hlviz.cli import completion, parser

    return completion.main(argv, parser(), {"picture": picture.parser(), "": arguments.parser()})


def _drawn(argv: list[str]) -> int:
    """``hlviz picture`` or ``hlviz [FILE]``: what was asked for is looked at first, then what the machine can."""
    from hlviz.preflight import MachineLacks

    try:
        if argv[:1] == ["picture"]:
            from hlviz.app.picture import main as draw

            return draw(argv[1:])
        from hlviz.files.terminal import answered

        return answered(lambda: _window(argv))
    except MachineLacks as lacks:
        print(f"hlviz: {lacks}", file=sys.stderr)
        return LACKS


def _put_off_collecting() -> None:
    """Look for no garbage while modules are imported: they make much that stays. ``app.main`` goes on with it."""
    gc.disable()


def _window(argv: list[str]) -> int:
    _put_off_collecting()
    from hlviz.app.arguments import understood
    from hlviz.preflight import require_gui

    args = understood(argv)
    require_gui()
    from hlviz.app.main import main as open_window

    return open_window(args)


if __name__ == "__main__":
    sys.exit(main())
