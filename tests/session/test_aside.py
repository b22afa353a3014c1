"""Work beside the window."""

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from hlviz.session.aside import Aside


@pytest.fixture
def found() -> list[str]:
    return []


@pytest.fixture
def aside(qapp: object, found: list[str]) -> Iterator[Aside[str]]:
    aside = Aside[str](found.append)
    yield aside
    aside.close()


def work(result: str, steps: int = 3, threads: list[str] | None = None) -> Iterator[str | None]:
    for _ in range(steps):
        if threads is not None:
            threads.append(threading.current_thread().name)
        yield None
    yield result


def test_the_result_comes_to_the_window_and_the_work_is_done_elsewhere(
    aside: Aside[str], found: list[str], qtbot: QtBot
) -> None:
    threads: list[str] = []
    aside.begin(work("done", threads=threads), is_gentle=False)
    qtbot.waitUntil(lambda: found == ["done"])
    assert set(threads) == {"hlviz aside"}
    assert not aside.is_under_way


def test_new_work_takes_the_place_of_what_is_under_way(aside: Aside[str], found: list[str], qtbot: QtBot) -> None:
    aside.begin(work("old", steps=10**9), is_gentle=True)
    aside.begin(work("new"), is_gentle=True)
    qtbot.waitUntil(lambda: bool(found))
    assert found == ["new"]


def test_gentle_work_takes_little_of_the_processor(aside: Aside[str], found: list[str], qtbot: QtBot) -> None:
    used: list[float] = []

    def busy() -> Iterator[str | None]:
        begun, clock = time.thread_time(), time.perf_counter()
        while time.thread_time() - begun < 0.02:
            yield None
        used.append(0.02 / (time.perf_counter() - clock))
        yield "done"

    aside.begin(busy(), is_gentle=True)
    qtbot.waitUntil(lambda: bool(found), timeout=10_000)
    assert used[0] < 0.12


def test_closing_ends_the_thread_in_the_middle_of_its_work(aside: Aside[str], qtbot: QtBot) -> None:
    aside.begin(work("never", steps=10**9), is_gentle=False)
    aside.close()
    assert not any(thread.name == "hlviz aside" for thread in threading.enumerate())
    aside.begin(work("after"), is_gentle=False)
    assert not aside.is_under_way


def long_step(seconds: float, begun: threading.Event) -> Iterator[str | None]:
    """Work whose first step takes so long that a rest as long as is fair after it would be felt."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    begun.set()
    yield None
    yield "late"


def test_after_a_long_step_new_work_need_not_wait_for_the_rest(
    aside: Aside[str], found: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hlviz.session.aside.REST", 60.0)
    done = threading.Event()
    aside.begin(long_step(0.5, done), is_gentle=True)
    qtbot.waitUntil(done.is_set)
    aside.begin(work("now"), is_gentle=False)
    qtbot.waitUntil(lambda: found == ["now"], timeout=4_000)  # the rest would take 7.8 seconds


def test_after_a_long_step_closing_need_not_wait_for_the_rest(
    aside: Aside[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hlviz.session.aside.REST", 60.0)
    monkeypatch.setattr("hlviz.session.aside.PATIENCE", 4.0)
    done = threading.Event()
    aside.begin(long_step(0.5, done), is_gentle=True)
    qtbot.waitUntil(done.is_set)
    aside.close()
    assert not any(thread.name == "hlviz aside" for thread in threading.enumerate())


def test_closing_does_not_wait_for_a_step_without_end(aside: Aside[str], qtbot: QtBot) -> None:
    may_end, is_in_it = threading.Event(), threading.Event()

    def endless() -> Iterator[str | None]:
        is_in_it.set()
        may_end.wait()
        yield "never"

    aside.begin(endless(), is_gentle=True)
    qtbot.waitUntil(is_in_it.is_set)
    thread = next(thread for thread in threading.enumerate() if thread.name == "hlviz aside")
    aside.close()
    assert thread.is_alive()
    may_end.set()
    thread.join(5)
    assert not thread.is_alive()
