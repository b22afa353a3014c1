import os
import signal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hlviz.app.interrupts import Interrupts


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_application(app: QApplication, qtbot: QtBot, number: signal.Signals) -> None:
    ended: list[int] = []
    before = signal.getsignal(number)
    interrupts = Interrupts(lambda: ended.append(1))
    try:
        os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda: ended == [1], timeout=30_000)
    finally:
        interrupts.close()
    assert signal.getsignal(number) is before
