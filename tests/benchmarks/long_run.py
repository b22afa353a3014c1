"""A day of training: does it slow down, does its memory grow, and how much of the time goes into looking at it?

    python -m tests.benchmarks.long_run [--steps 10000000] [--seconds 10] [--json FILE]

Ten million steps are a day at 116 steps a second. Flat out they take seconds with the first network that hlviz shows (2-4-2-1, batches
of 10, the circle). They are trained by the training thread
of the window, with someone who takes its reports sixty times a second, and by ``hlviz train`` in a process of its own. Figures go to
standard output as JSON.
"""

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported

import argparse  # noqa: E402
import json  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import psutil  # noqa: E402

from hlviz.document import Project  # noqa: E402
from hlviz.document.settings import with_settings  # noqa: E402
from hlviz.training import trainer as trainer_module  # noqa: E402
from hlviz.training import worker as worker_module  # noqa: E402
from hlviz.training.report import Report, State  # noqa: E402
from hlviz.training.trainer import Trainer  # noqa: E402
from hlviz.training.worker import Worker  # noqa: E402

from .machine import machine  # noqa: E402

W1 = "dataset=circle hidden=4,2"
STEPS_PER_EPOCH = 25
LARGE = "dataset=circle samples=100000 hidden=8,8"
LOOKED_AT = {
    "circle": W1,
    "digits": "dataset=digits hidden=32 activation=relu optimizer=adam learning_rate=0.003 batch_size=32",
    "100 000 samples, half of them for testing": f"{LARGE} train_share=0.5",
    "100 000 samples, nine in ten for testing": f"{LARGE} train_share=0.1",
}
SCREEN = 1 / 60
"""Seconds between two looks of whoever watches."""
MOMENTS = (0.1, 0.5, 1.0)
"""The parts of the run after which memory is weighed."""
MB = 2**20
Mark = tuple[float, float, int]
"""Time on the clock, processor time, step."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.long_run", description=__doc__)
    parser.add_argument("--steps", type=int, default=10**7)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each size is watched for its looking")
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write it to this file too")
    given = parser.parse_args()
    told = {
        "machine": machine(),
        "window's thread": by_worker(given.steps, given.engine),
        "hlviz train": by_command(given.steps, given.engine),
        "looking": {name: looking(settings, given.seconds, given.engine) for name, settings in LOOKED_AT.items()},
    }
    text = json.dumps(told, indent=1, ensure_ascii=False)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")


def project_of(settings: str) -> Project:
    """A project by its settings."""
    return with_settings(Project(), settings.split())


def resident() -> float:
    """MB of memory that this process holds."""
    return float(psutil.Process().memory_info().rss) / MB


# By the window's thread


@contextmanager
def running(worker: Worker) -> Iterator[Callable[[], Report]]:
    """Let it train; yields a function that waits for the next report as a screen would."""

    def look() -> Report:
        while True:
            time.sleep(SCREEN)
            report = worker.reports.take()
            if report is not None:
                return report

    try:
        look()
        worker.start()
        yield look
    finally:
        worker.close()


def by_worker(steps: int, engine: str = "auto") -> dict[str, Any]:
    """Train the first network for so many steps by the window's thread, flat out and watched."""
    worker = Worker(Trainer(project_of(W1), engine=engine))
    memory: dict[str, float] = {}
    with looked_at() as spent, running(worker) as look:
        marks: list[Mark] = []
        began = time.perf_counter()
        due = list(MOMENTS)
        report = None
        while due:
            report = look()
            marks.append((time.perf_counter(), time.process_time(), report.frame.step))
            while due and report.frame.step >= due[0] * steps:
                memory[f"{due.pop(0):.0%}"] = round(resident(), 2)
        assert report is not None
        took = time.perf_counter() - began
        assert report.state is State.RUNNING
        return {
            "engine": report.engine.key,
            "steps": report.frame.step,
            "minutes": round(took / 60, 3),
            "steps a second, first and last tenth": [
                round(pace(marks, 0, 0.0, 0.1 * steps)), round(pace(marks, 0, 0.9 * steps, steps)),
            ],
            "steps a second of processor time, first and last tenth": [
                round(pace(marks, 1, 0.0, 0.1 * steps)), round(pace(marks, 1, 0.9 * steps, steps)),
            ],
            "resident MB": memory,
            "rows of the curves": len(report.curves),
            "KB of the curves": round(report.curves.as_array().nbytes / 1024, 1),
            "frames kept": len(report.history),
            "MB of the frames": round(worker.history.bytes / MB, 2),
            "share of the time that looking took": round(spent["looking"] / spent["training"], 4),
        }  # fmt: skip


def pace(marks: list[Mark], clock: int, low: float, high: float) -> float:
    """Steps a second between two steps of a run, as far as they were seen."""
    within = [mark for mark in marks if low <= mark[2] <= high * 1.05]
    steps, seconds = within[-1][2] - within[0][2], within[-1][clock] - within[0][clock]
    return steps / seconds if seconds else 0.0


# By the command line


def by_command(steps: int, engine: str = "auto") -> dict[str, Any]:
    """Train the first network by ``hlviz train`` for a tenth of the steps, and for all of them."""
    epochs = max(1, steps // STEPS_PER_EPOCH)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "trained.hlviz"
        part, weighed_part = commanded(max(1, epochs // 10), engine, out)
        told, weighed = commanded(epochs, engine, out)
        began, ended = weighed[0][0], weighed[-1][0]
        memory = {
            f"{moment:.0%}": round([mb for at, mb in weighed if at <= began + moment * (ended - began)][-1], 2)
            for moment in MOMENTS
        }
        batch = 10
        return {
            "engine": told["engine"],
            "steps": told["steps"],
            "minutes": round((ended - began) / 60, 3),
            "steps a second, of a tenth and of all": [round(each["samples_per_s"] / batch) for each in (part, told)],
            "resident MB": memory,
            "most resident MB, of a tenth and of all": [
                round(max(mb for _, mb in each), 2) for each in (weighed_part, weighed)
            ],
            "KB of the file": round(out.stat().st_size / 1024, 1),
        }


def commanded(epochs: int, engine: str, out: Path) -> tuple[dict[str, Any], list[tuple[float, float]]]:
    """What ``hlviz train`` said, and its memory over time in MB."""
    words = ["train", "--preset", "circle", "--epochs", epochs, "--engine", engine, "--out", out, "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "hlviz", *map(str, words)], stdout=subprocess.PIPE, text=True
    ) as process:
        weighed, watched = [], psutil.Process(process.pid)
        while process.poll() is None:
            try:
                weighed.append((time.perf_counter(), watched.memory_info().rss / MB))
            except psutil.NoSuchProcess:
                break
            time.sleep(0.05)
        assert process.stdout is not None
        said = process.stdout.read()
    assert process.wait() == 0
    return json.loads(said), [each for each in weighed if each[1] > 0]


# Looking


@contextmanager
def looked_at() -> Iterator[dict[str, float]]:
    """Seconds that were spent on training, and on judging and measuring what was trained."""
    spent = {"training": 0.0, "looking": 0.0}

    def timed(kind: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            before = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                spent[kind] += time.perf_counter() - before

        return call

    before = Trainer.train_until, trainer_module.judged, worker_module.measured
    Trainer.train_until = timed("training", before[0])  # type: ignore[method-assign]
    trainer_module.judged = timed("looking", before[1])  # type: ignore[assignment]
    worker_module.measured = timed("looking", before[2])  # type: ignore[assignment]
    try:
        yield spent
    finally:
        Trainer.train_until, trainer_module.judged, worker_module.measured = before  # type: ignore[method-assign]


def looking(settings: str, seconds: float, engine: str = "auto") -> dict[str, Any]:
    """How much of the time goes into looking at a network that trains flat out on screen."""
    worker = Worker(Trainer(project_of(settings), engine=engine))
    with looked_at() as spent, running(worker) as look:
        spent.update(training=0.0, looking=0.0)
        end, reports, stale, report = time.perf_counter() + seconds, 0, 0, None
        while time.perf_counter() < end:
            report = look()
            reports, stale = reports + 1, stale + (not report.frame.is_judged)
        assert report is not None
        told = dict(spent)
        worker.pause()
        while report.state is not State.PAUSED:
            report = look()
        return {
            "engine": report.engine.key,
            "share of the time of training": round(told["looking"] / told["training"], 4),
            "steps a second": round(report.frame.step / seconds),
            "reports": reports,
            "of them judged a moment before": stale,
            "rows of the curves": len(report.curves),
            "exact at the pause": report.frame.is_judged,
        }


if __name__ == "__main__":
    main()
