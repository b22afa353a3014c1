"""The command ``hlviz`` in a process of its own: who is called, and how it ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hlviz import __version__

HLVIZ = [sys.executable, "-m", "hlviz"]


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    surroundings = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"} | env
    return subprocess.run([*HLVIZ, *words], capture_output=True, text=True, check=False, env=surroundings)


def test_version() -> None:
    answer = run("--version")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"hlviz {__version__}\n", "")


def test_help_names_all_that_can_be_asked_for() -> None:
    answer = run("--help")
    assert answer.returncode == 0
    for word in ("[FILE]", "train", "picture", "presets", "--version"):
        assert word in answer.stdout


def test_a_word_that_is_neither_file_nor_command() -> None:
    answer = run("tarin")
    assert answer.returncode == 2
    assert answer.stderr == "hlviz: there is no file or command 'tarin'; see hlviz --help\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_without_a_display_it_says_what_to_do() -> None:
    answer = run(DISPLAY="", WAYLAND_DISPLAY="")
    assert answer.returncode == 3
    assert "there is no display here" in answer.stderr
    assert "hlviz picture" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bogus"], "--bogus"),
        (["{here}/a.csv", "{here}/a.csv"], "a.csv"),
        (["{here}/none.hlviz"], "none.hlviz"),
        (["--theme", "dark", "{here}/none.hlviz"], "none.hlviz"),
        (["{here}/empty.hlviz"], "empty.hlviz"),
        (["picture", "--bogus"], "--out"),
        (["https://example.com/#foo"], "no link of TensorFlow Playground"),
    ],
)
def test_a_mistake_is_told_for_what_it_is_where_there_is_no_display(
    tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    (tmp_path / "empty.hlviz").touch()
    answer = run(*[word.format(here=tmp_path) for word in words], DISPLAY="", WAYLAND_DISPLAY="")
    assert answer.returncode == 2
    assert answer.stderr.startswith("hlviz: ")
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_a_file_in_order_is_not_to_blame_for_the_lack_of_a_display(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    answer = run(str(tmp_path / "a.csv"), QT_QPA_PLATFORM="xcb", DISPLAY="", WAYLAND_DISPLAY="")
    assert answer.returncode == 3
    assert "there is no display here" in answer.stderr


def test_nobody_who_reads_on_is_no_fault() -> None:
    # the reading end is closed before the first word is written
    read_end, write_end = os.pipe()
    os.close(read_end)
    answer = subprocess.run([*HLVIZ, "--help"], stdout=write_end, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write_end)
    assert (answer.returncode, answer.stderr) == (141, "")


def test_numpy_is_told_to_use_one_thread_before_it_is_imported() -> None:
    program = (
        "import os, sys, hlviz.__main__ as command\n"
        "assert 'numpy' not in sys.modules\n"
        "sys.argv = ['hlviz', '--version']\n"
        "command.main()\n"
        "print(os.environ['OPENBLAS_NUM_THREADS'], os.environ['OMP_NUM_THREADS'], 'numpy' in sys.modules)"
    )
    env = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")}
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env)
    assert answer.stdout.splitlines()[-1] == "1 1 False"


WATCH = """\
import os, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy":
            with open(os.environ["HLVIZ_TEST_SAW"], "a") as saw:
                print(*(os.environ.get(f"{which}_NUM_THREADS", "unset") for which in ("OPENBLAS", "OMP", "MKL")), file=saw)

sys.meta_path.insert(0, Watch())
"""
SCRIPT = [str(Path(sys.executable).with_name("hlviz"))]


@pytest.mark.parametrize("command", [HLVIZ, SCRIPT], ids=["python -m hlviz", "hlviz"])
@pytest.mark.parametrize(
    "words",
    [["train", "--preset", "xor", "--epochs", "0"], ["picture", "--preset", "xor", "--epochs", "0", "--out", "x.png"],
     ["presets"], []],
    ids=["train", "picture", "presets", "the window"],
)  # fmt: skip
def test_whatever_is_asked_for_numpy_is_imported_to_use_one_thread(
    tmp_path: Path, command: list[str], words: list[str]
) -> None:
    if not Path(command[0]).exists():
        pytest.skip("hlviz is not installed here as a command")
    (tmp_path / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    saw = tmp_path / "saw"
    env = {key: value for key, value in os.environ.items() if not key.endswith("_NUM_THREADS")} | {
        "PYTHONPATH": str(tmp_path), "HLVIZ_TEST_SAW": str(saw), "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path),
    }  # fmt: skip
    with subprocess.Popen([*command, *words], cwd=tmp_path, env=env, stdout=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while process.poll() is None and not (saw.exists() and saw.stat().st_size) and time.monotonic() < end:
            time.sleep(0.02)  # another process: there is no signal to wait for
        process.terminate()  # what comes of it is of no interest here
    assert saw.read_text(encoding="utf-8").split() == ["1", "1", "1"]


def test_the_command_line_does_not_want_a_display(tmp_path: Path) -> None:
    answer = run("train", str(tmp_path / "none.hlviz"), DISPLAY="", WAYLAND_DISPLAY="")
    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1
