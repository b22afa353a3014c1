"""The benchmark of the window goes through, and says what it saw."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from hlviz.app.main import application
from hlviz.panels import PANELS
from tests.benchmarks.networks import NETWORKS
from tests.benchmarks.screen import judged, measured
from tests.benchmarks.window import Stretch, Watch, Window, summary, turn


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    watch = Watch()
    with watch.installed():
        window = Window(application([]), watch, NETWORKS["2-4-2-1"](), "numpy", "light", tmp_path / "settings.ini")
        yield window
        window.close()


def test_all_is_measured_and_judged(window: Window) -> None:
    found = measured(window, rounds=1, seconds=0.2)
    assert found["panels"]
    assert found["all_panels"]["panels"] == list(PANELS)
    for part in ("training", "without_training", "all_panels"):
        assert 0 < found[part]["cpu_ms_median"] <= found[part]["cpu_ms_p95"]
        assert found[part]["frames_per_second"] > 0
    assert found["samples_per_second"] > 0
    assert found["samples_kept"] > 0
    assert found["samples_kept_cpu"] > 0
    assert found["input_ms"]["count"] > 0
    assert found["edit_ms"]["count"] == 4
    assert found["edit_drawn_ms"]["median"] <= found["edit_ms"]["median"]

    verdicts = judged({"2-4-2-1": {"numpy": found}}, {"window_cpu": 0.5}, busy=True)
    assert len({verdict.target for verdict in verdicts}) == len(verdicts) == 6
    assert all(math.isfinite(verdict.value) for verdict in verdicts)
    # a machine that is free is asked for more
    free = {v.target: v.bound for v in judged({"2-4-2-1": {"numpy": found}}, {"window_cpu": 0.5}, busy=False)}
    assert free["from frame to frame, p95"] == free["mouse move painted, p95"] == 20


def test_what_is_drawn_without_training_is_drawn_as_often_and_nothing_trains(window: Window) -> None:
    window.start()
    turn(0.2)
    stretch = window.drawn_only(0.3)
    assert stretch.frames > 3
    assert stretch.training < 0.5 * stretch.seconds
    assert window.trained(0.3).samples_per_second > 0


def test_the_cost_of_a_frame_is_what_lies_between_two_paintings() -> None:
    stretch = Stretch(1.0, 4, 0.02, 0.5, (0.004, 0.004, 0.010), (0.016, 0.016, 0.033), 100.0)
    told = summary([stretch])
    assert told["cpu_ms_mean"] == pytest.approx(6.0)
    assert told["cpu_ms_median"] == pytest.approx(4.0)
    assert told["frames_per_second"] == 4.0
    assert told["training_share"] == 0.5


def test_a_window_that_painted_nothing_meets_no_target() -> None:
    told = summary([Stretch(1.0, 0, 0.0, 0.0, (), (), 0.0)])
    assert math.isnan(told["cpu_ms_mean"])
    assert told["frames_per_second"] == 0
