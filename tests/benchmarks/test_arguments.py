"""What may be asked of the benchmarks, and how a mistake is told."""

import subprocess
from pathlib import Path

import pytest

from tests.benchmarks.arguments import understood

SCRIPT = Path(__file__).parents[2] / "packaging" / "bench.sh"


def test_without_arguments_the_engine_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HLVIZ_BENCH_TORCH", raising=False)
    asked = understood([])
    assert (asked.mode, asked.torch, asked.json, asked.quick) == ("engine", "auto", None, False)
    assert asked.optimizers == ["sgd", "adam"]


def test_options_alone_are_for_the_engine(tmp_path: Path) -> None:
    asked = understood(["--json", str(tmp_path / "e.json"), "--only", "W1,W4", "--torch", "2.13.0"])
    assert (asked.mode, asked.json, asked.only) == ("engine", tmp_path / "e.json", ["W1", "W4"])
    assert asked.torch == "2.13.0"


@pytest.mark.parametrize("mode", ["scaling", "screen"])
def test_every_mode_can_be_short(mode: str) -> None:
    asked = understood([mode, "--quick", "--rounds", "3", "--seconds", "0.5"])
    assert (asked.mode, asked.quick, asked.rounds, asked.seconds) == (mode, True, 3, 0.5)


def test_the_environment_can_say_which_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLVIZ_BENCH_TORCH", "no")
    assert understood([]).torch == "no"
    assert understood(["--torch", "auto"]).torch == "auto"


@pytest.mark.parametrize(
    "words",
    [
        ["engines"], ["engine", "fast"], ["--json"], ["--json", "/nowhere/at/all.json"], ["--torch", "newest"], ["--rounds", "0"],
        ["--rounds", "many"], ["--seconds", "-1"], ["screen", "--torch", "no"], ["page", "one.json"],
        ["page", "/nowhere/1.json", "/nowhere/2.json", "/nowhere/3.json"],
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_one_line(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        understood(words)
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert said.startswith("hlviz: ")
    assert said.count("\n") == 1


def test_the_script_looks_at_its_arguments_before_it_sets_anything_up(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", str(SCRIPT), "screens"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "'screens'" in done.stderr
    assert done.stderr.count("\n") == 1
