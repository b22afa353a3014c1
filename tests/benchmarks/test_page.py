"""The page of results is filled in where it has room for them, and nowhere else."""

import re
from typing import Any

import pytest

from tests.benchmarks.page import DOCS, blocks, replaced
from tests.benchmarks.scaling import SERIES
from tests.benchmarks.targets import Verdict
from tests.benchmarks.workloads import WORKLOADS

MACHINE = {
    "processor": "P, 2 cores",
    "system": "S",
    "packages": "numpy 2",
    "compiled path": "avx2",
    "load before": "0.1",
}


def results() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """As if everything had been measured."""
    times = {"compiled": {"cpu": [2_345_678.0]}, "numpy": {"cpu": [98_765.0]}, "scikit-learn fit": {"cpu": [1234.0]}}
    good, bad = Verdict("fast", "W1", 9.0, 8.0).as_json(), Verdict("fast", "W2", 7.0, 8.0).as_json()
    frame = {
        "cpu_ms_mean": 5.0, "cpu_ms_median": 4.0, "cpu_ms_p95": 9.0, "frames_per_second": 60.0, "gap_ms_p95": 17.0,
        "training_share": 0.9, "drawing_share": 0.3,
    }  # fmt: skip
    wait = {"median": 8.0, "p95": 16.0, "count": 9}
    network = {
        "training": frame, "without_training": frame, "all_panels": frame, "samples_per_second": 5e6,
        "samples_per_second_alone": 6e6, "samples_kept": 0.83, "samples_kept_cpu": 0.98, "input_ms": wait, "edit_ms": wait,
    }  # fmt: skip
    return (
        {
            "machine": MACHINE,
            "samples_per_second": {optimizer: dict.fromkeys(WORKLOADS, times) for optimizer in ("sgd", "adam")},
            "targets": [good, bad],
        },
        {
            "machine": MACHINE,
            "series": {
                key: {"title": each.title, "unit": each.unit, "sizes": [1, 2, 4], "work": [1, 2, 4], "seconds": {"numpy": [1, 4, 16]}}
                for key, each in SERIES.items()
            },
            "paths": {
                "widths": [8, 16], "ratios": {"base": {"2-n-1": [3.0, 1.5]}}, "widest": {"base": 16}, "chosen": {"base": 8},
            },
            "targets": [Verdict("growth", "width, numpy", 1.0, 1.14, is_least=False).as_json()],
        },
        {
            "machine": MACHINE, "networks": {"2-4-2-1": {"numpy": network}},
            "start": {"window_cpu": 0.5, "window_clock": 0.6, "panels_cpu": 0.7, "panels_clock": 0.8},
            "targets": [bad, Verdict("window", "warm", 0.5, 0.6, is_least=False, unit=" s").as_json()],
        },
    )  # fmt: skip


def test_the_page_has_room_for_every_table_and_each_is_there_once() -> None:
    text = (DOCS / "performance.md").read_text(encoding="utf-8")
    made = blocks(*results())
    assert re.findall(r"<!-- (\w[^>]*) -->", text) == list(made)
    for name, block in made.items():
        once = replaced(text, name, block)
        assert block in once
        assert replaced(once, name, block) == once


def test_only_what_stands_between_the_marks_changes() -> None:
    page = "Before.\n<!-- one -->\nold\n<!-- /one -->\nAfter.\n<!-- two -->\nold\n<!-- /two -->\n"
    assert replaced(page, "one", "new \\1") == page.replace("old", "\nnew \\1\n", 1)
    with pytest.raises(ValueError, match="three"):
        replaced(page, "three", "new")


def test_what_falls_short_is_bold_and_what_holds_is_not() -> None:
    made = blocks(*results())
    assert "| fast | 9 (≥ 8) | **7** (≥ 8) |" in made["ratios"]
    assert "| hlviz, compiled | 2,346 |" in made["speeds sgd"]
    assert "| hlviz, NumPy | 98.8 |" in made["speeds sgd"]
    assert "| PyTorch, the fastest of its three | – |" in made["speeds sgd"]
    assert "| width | 1 (≤ 1.14) |" in made["growth"]
    assert "`base` is no slower up to 16, and taken up to 8." in made["paths"]
    assert "| first window | 0.5 s (≤ 0.6) | 0.60 s |" in made["start"]
    assert made["screen targets"].splitlines()[-2:] == ["| W2 | **7** (≥ 8) |", "| *hold* | 0 of 1 |"]


def test_exponents_are_those_of_the_upper_half() -> None:
    assert "| 1.00 | – | 2.00 | – |" in blocks(*results())["exponents"]
