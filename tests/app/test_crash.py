import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.app.crash import FaultReporter


@pytest.fixture
def shown(app: QApplication) -> list[tuple[str, str]]:
    return []


@pytest.fixture
def reporter(shown: list[tuple[str, str]]) -> FaultReporter:
    return FaultReporter(lambda summary, details: shown.append((summary, details)))


def raised(text: str) -> RuntimeError:
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        return error


def test_a_fault_is_told_in_the_window_and_in_full_on_standard_error(
    reporter: FaultReporter, shown: list[tuple[str, str]], qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    error = raised("the roof is leaking")
    reporter._catch(RuntimeError, error, error.__traceback__)
    qtbot.waitUntil(lambda: len(shown) == 1, timeout=30_000)
    assert shown[0][0] == "RuntimeError: the roof is leaking"
    assert "test_crash.py" in shown[0][1]
    assert "Traceback" in capsys.readouterr().err


def test_a_fault_that_comes_sixty_times_a_second_is_told_once(
    reporter: FaultReporter, shown: list[tuple[str, str]], qtbot: QtBot
) -> None:
    error = raised("again")
    for _ in range(60):
        reporter._catch(RuntimeError, error, error.__traceback__)
    reporter.tell("another", "another")
    qtbot.waitUntil(lambda: len(shown) == 2, timeout=30_000)
    assert [summary for summary, _ in shown] == ["RuntimeError: again", "another"]


def test_a_fault_in_another_thread_comes_to_the_windows_thread(
    app: QApplication, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    threads: list[threading.Thread] = []
    reporter = FaultReporter(lambda summary, details: threads.append(threading.current_thread()))
    reporter.install()
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    finally:
        reporter.uninstall()
    qtbot.waitUntil(lambda: bool(threads), timeout=30_000)
    assert threads == [threading.main_thread()]
    assert "ZeroDivisionError" in capsys.readouterr().err
