"""A mistake is one line, the bar is only for people."""

import io
import sys

import pytest

from hlviz.errors import SettingError
from hlviz.files import terminal
from hlviz.files.terminal import OneLineParser, ProgressBar, answered


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def failing(error: BaseException) -> int:
    raise error


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (SettingError("noise=99 is not between 0 and 50"), 2, "hlviz: noise=99 is not between 0 and 50\n"),
        (SettingError("there is no file a\nb.csv"), 2, "hlviz: there is no file a b.csv\n"),
        (MemoryError(), 2, "hlviz: that takes more memory than there is; make the network or its data smaller\n"),
        (KeyboardInterrupt(), 130, "hlviz: stopped; nothing was written\n"),
        (SystemExit(0), 0, ""),
    ],
)
def test_an_end_is_told_in_one_line(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered(lambda: failing(error)) == code
    assert capsys.readouterr() == ("", line)


def test_a_fault_of_the_program_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        answered(lambda: failing(ZeroDivisionError()))


def test_a_parser_complains_in_one_line() -> None:
    parser = OneLineParser(prog="hlviz x")
    parser.add_argument("--n", type=int)
    with pytest.raises(SettingError, match="argument --n: invalid int value: 'a'; see hlviz x --help"):
        parser.parse_args(["--n", "a"])


def test_the_bar_fills_up_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(terminal, "BEAT", 0.0)
    bar = ProgressBar()
    bar.show(0.25, "epoch 1")
    bar.show(1.0, "epoch 4")
    bar.clear()
    first, second, *rest = stream.getvalue().split("\r")[1:]
    assert first.count("█") * 3 == first.count("░")
    assert "25%" in first
    assert "epoch 1" in first
    assert "░" not in second
    assert rest == ["\x1b[K"]


def test_the_bar_is_drawn_no_more_often_than_can_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(terminal, "BEAT", 60.0)
    bar = ProgressBar()
    for i in range(1000):
        bar.show(i / 1000, "")
    assert stream.getvalue().count("\r") == 1


def test_where_nobody_looks_there_is_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    bar = ProgressBar()
    bar.show(0.5, "epoch 1")
    bar.clear()
    assert capsys.readouterr() == ("", "")
