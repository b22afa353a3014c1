"""What the window costs while it trains flat out: frames, input, edits, start.

Everything that is compared takes turns: trained and drawn, drawn without training (reports recorded before, shown at the same beat),
trained without drawing (a plain loop). See ``window`` for what a frame costs.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from hlviz.app.main import application
from hlviz.nn import kernel

from . import start, targets
from .arguments import check_words
from .machine import is_busy, machine, show
from .networks import NETWORKS
from .targets import Verdict
from .window import Watch, Window, percentile, summary, turn

QUICK = ("2-8-8-8-1", "784-512-512-10")
SMALL = ("2-4-2-1", "2-8-8-8-1")
LARGE = "784-512-512-10"
FRAME, LARGE_FRAME = 6.0, 10.0
"""Milliseconds of processor time that a frame may cost, of a small network and of a large one."""
FREE_FRAMES, FREE_GAP = 58.0, 20.0
"""Frames a second (60, less what a timer is late) and milliseconds between them, where nothing else runs."""
KEPT_FRAMES = 0.9
KEPT_SAMPLES = {"compiled": 0.8, "numpy": 0.5}
INPUT = {False: 20.0, True: 50.0}
"""Milliseconds from a mouse move to its picture, by whether the machine is busy."""
EDIT = 50.0
START = 0.6


def measure(asked: argparse.Namespace) -> None:
    """Measure, and print what came out."""
    chosen = asked.only or list(QUICK if asked.quick else NETWORKS)
    check_words(chosen, NETWORKS, "network")
    rounds, seconds = asked.rounds or (3 if asked.quick else 7), asked.seconds or (0.4 if asked.quick else 1.0)
    busy = is_busy()
    told = machine() | {"machine is": "busy" if busy else "free"}
    show(told)
    found: dict[str, Any] = {}
    engines = ["compiled", "numpy"] if kernel.available() else ["numpy"]
    app, watch = application([]), Watch()
    with watch.installed(), tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            for engine in engines:
                project = NETWORKS[name]()
                window = Window(app, watch, project, engine, asked.theme, Path(folder) / f"{name} {engine}.ini")
                try:
                    if window.engine == engine:
                        figures = measured(window, rounds, seconds)
                        found.setdefault(name, {})[engine] = figures
                        show_network(f"{name}, {engine}", figures)
                finally:
                    window.close()
    started = start.measured(3 if asked.quick else 7)
    print(f"\nstart, warm: first window after {started['window_cpu']:.2f} s of processor time", end="")
    print(f" ({started['window_clock']:.2f} s on the clock), with its panels {started['panels_cpu']:.2f} s")
    verdicts = judged(found, started, busy=busy)
    targets.show(verdicts)
    if asked.json:
        targets.write(
            asked.json,
            {"machine": told, "networks": found, "start": started, "targets": [v.as_json() for v in verdicts]},
        )


def measured(window: Window, rounds: int, seconds: float) -> dict[str, Any]:
    """One network with one engine."""
    window.start()
    turn(0.5)
    in_sight = window.panels_in_sight()
    trained, drawn, alone = [], [], []
    for _ in range(rounds):
        trained.append(window.trained(seconds))
        drawn.append(window.drawn_only(seconds))
        alone.append(window.trained_only(seconds / 2))
    pointer = window.waits_for_pointer(3 * seconds)
    shown, known = window.waits_for_edits(4 * rounds, 15 * seconds)
    window.show_all_panels()
    everything = [window.trained(seconds) for _ in range(2)]
    return {
        "panels": in_sight,
        "training": summary(trained),
        "without_training": summary(drawn),
        "all_panels": summary(everything) | {"panels": window.panels_in_sight()},
        "frames_kept": _ratio((a.frames_per_second for a in trained), (b.frames_per_second for b in drawn)),
        "samples_per_second": median(each.samples_per_second for each in trained),
        "samples_per_second_alone": median(on_clock for on_clock, _ in alone),
        "samples_kept": _ratio((each.samples_per_second for each in trained), (on_clock for on_clock, _ in alone)),
        "samples_kept_cpu": _ratio((each.samples_per_cpu_second for each in trained), (cpu for _, cpu in alone)),
        "input_ms": _spread(pointer),
        "edit_drawn_ms": _spread(shown),
        "edit_ms": _spread(known),
    }


def _ratio(these: Iterable[float], those: Iterable[float]) -> float:
    """The middle of the ratios within each round."""
    return median(a / b for a, b in zip(these, those, strict=True))


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "median": 1000 * percentile(seconds, 0.5),
        "p95": 1000 * percentile(seconds, 0.95),
        "count": len(seconds),
    }


def show_network(title: str, f: dict[str, Any]) -> None:
    """What one network with one engine came to."""
    t, without, everything = f["training"], f["without_training"], f["all_panels"]
    print(f"\n{title}; in sight: {', '.join(f['panels'])}")
    print(
        f"  a frame costs {t['cpu_ms_mean']:.2f} ms of processor time, median {t['cpu_ms_median']:.2f}, p95 {t['cpu_ms_p95']:.2f};"
        f" without training {without['cpu_ms_mean']:.2f}; with all {len(everything['panels'])} panels {everything['cpu_ms_mean']:.2f}"
    )
    print(
        f"  {t['frames_per_second']:.1f} frames/s, p95 {t['gap_ms_p95']:.1f} ms apart; without training"
        f" {without['frames_per_second']:.1f}: {f['frames_kept']:.2f} of them kept"
    )
    print(
        f"  {f['samples_per_second']:,.0f} samples/s; alone {f['samples_per_second_alone']:,.0f}: {f['samples_kept']:.2f} of"
        f" them kept, {f['samples_kept_cpu']:.2f} of those for each second of processor time; training computed"
        f" {t['training_share']:.0%} of the time, drawing {t['drawing_share']:.0%}"
    )
    print(
        f"  mouse move painted after {f['input_ms']['median']:.1f} ms, p95 {f['input_ms']['p95']:.1f}; edit after"
        f" {f['edit_ms']['median']:.1f} ms, p95 {f['edit_ms']['p95']:.1f} (its drawing {f['edit_drawn_ms']['median']:.1f})"
    )


def judged(found: dict[str, Any], started: dict[str, float], *, busy: bool) -> list[Verdict]:
    """Every target that was measured."""
    verdicts = []

    def keep(target: str, at: str, value: float, bound: float, unit: str = "", *, is_least: bool = False) -> None:
        verdicts.append(Verdict(target, at, value, bound, is_least, unit))

    for name, by_engine in found.items():
        for engine, f in by_engine.items():
            at, training = f"{name}, {engine}", f["training"]
            if name in SMALL or name == LARGE:
                keep(
                    "processor time a frame",
                    at,
                    training["cpu_ms_mean"],
                    FRAME if name in SMALL else LARGE_FRAME,
                    " ms",
                )
            if not busy:
                keep("frames a second", at, training["frames_per_second"], FREE_FRAMES, is_least=True)
                keep("from frame to frame, p95", at, training["gap_ms_p95"], FREE_GAP, " ms")
            keep("frames/s with training ÷ without", at, f["frames_kept"], KEPT_FRAMES, is_least=True)
            keep("samples/s with the window ÷ alone", at, f["samples_kept"], KEPT_SAMPLES[engine], is_least=True)
            keep("mouse move painted, p95", at, f["input_ms"]["p95"], INPUT[busy], " ms")
            keep("edit to first frame of the new network", at, f["edit_ms"]["median"], EDIT, " ms")
    keep("first window, processor time", "warm", started["window_cpu"], START, " s")
    return verdicts
