"""Long work goes on between the frames of the screen, and can be left undone."""

from collections.abc import Iterator

from pytestqt.qtbot import QtBot

from hlviz.session.errand import SLICE, Errand


def steps(count: int, did: list[int], spent: list[float] | None = None) -> Iterator[None]:
    for i in range(count):
        did.append(i)
        if spent is not None:
            spent[0] += SLICE / 2
        yield


def test_short_work_is_done_at_once(qapp: object) -> None:
    did: list[int] = []
    ended: list[bool] = []
    errand = Errand()
    errand.begin(steps(5, did), lambda: ended.append(True))
    assert did == [0, 1, 2, 3, 4]
    assert ended == [True]
    assert not errand.is_under_way


def test_long_work_is_done_a_slice_at_a_time(qtbot: QtBot, monkeypatch) -> None:
    did: list[int] = []
    ended: list[bool] = []
    spent = [0.0]
    monkeypatch.setattr("hlviz.session.errand.time.perf_counter", lambda: spent[0])
    errand = Errand()
    errand.begin(steps(9, did, spent), lambda: ended.append(True))
    assert did == [0, 1], "two of half a slice each"
    assert errand.is_under_way
    qtbot.waitUntil(lambda: bool(ended))
    assert did == list(range(9))


def test_other_work_takes_its_place(qtbot: QtBot, monkeypatch) -> None:
    first: list[int] = []
    second: list[int] = []
    ended: list[str] = []
    spent = [0.0]
    monkeypatch.setattr("hlviz.session.errand.time.perf_counter", lambda: spent[0])
    errand = Errand()
    errand.begin(steps(9, first, spent), lambda: ended.append("first"))
    errand.begin(steps(9, second, spent), lambda: ended.append("second"))
    qtbot.waitUntil(lambda: bool(ended))
    assert (first, ended) == ([0, 1], ["second"])
    errand.begin(steps(9, first, spent), lambda: ended.append("third"))
    errand.stop()
    assert not errand.is_under_way
