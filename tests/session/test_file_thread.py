"""Files in a thread of their own."""

import pytest

from hlviz.session.file_thread import FileThread, Finish


def test_a_fault_while_closing_keeps_nothing_else_from_being_told(qapp: object) -> None:
    files, told = FileThread(), []

    def fail() -> Finish:
        raise RuntimeError("a fault")

    files.begin(fail)
    files.begin(lambda: lambda: told.append("second"))
    with pytest.raises(RuntimeError, match="a fault"):
        files.close()
    assert told == ["second"]
    assert not files.is_busy
