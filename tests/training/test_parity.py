"""The same numbers whoever trains: the window in slices, at any pace, paused and gone on with, or ``hlviz train`` in one go."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from hlviz.cli import main
from hlviz.files import read_project
from hlviz.nn import kernel
from hlviz.training.frame import Frame
from hlviz.training.pace import Pace
from hlviz.training.report import Report, State
from hlviz.training.trainer import Trainer
from hlviz.training.worker import Worker
from training.runs import project_of, same_bits
from training.test_worker import reports, until

SETTINGS = {
    "W1": "dataset=circle hidden=4,2",
    "dropout and Adam": "dataset=spiral samples=330 hidden=9,5 dropout=0.25 optimizer=adam learning_rate=0.005 batch_size=16",
}
ENGINES = [
    "numpy",
    pytest.param("compiled", marks=pytest.mark.skipif(not kernel.available(), reason="there is no compiled path here")),
    "reference",
]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of any length, another one each time."""
    lengths = random.Random(7)
    monkeypatch.setattr(Worker, "_slice_steps", lambda self, **_: lengths.choice([1, 1, 2, 3, 5, 8, 13, 60]))


@pytest.fixture
def start() -> Iterator[Callable[..., Worker]]:
    workers = []

    def start(settings: str, engine: str) -> Worker:
        workers.append(Worker(Trainer(project_of(settings), engine=engine)))
        return workers[-1]

    yield start
    for worker in workers:
        assert worker.close()


def paused(worker: Worker) -> Report:
    worker.pause()
    return until(worker, lambda report: report.state is State.PAUSED)


def same_place(one: Frame, other: Frame) -> bool:
    """Whether training would go on in the same way from both, to the bit."""
    assert one.resume is not None
    assert other.resume is not None
    return (
        (one.step, one.epoch, one.resume.at) == (other.step, other.epoch, other.resume.at)
        and same_bits(one.parameters, other.parameters)
        and all(map(same_bits, one.resume.slots, other.resume.slots))
        and one.resume.rng == other.resume.rng
        and np.array_equal(one.resume.order, other.resume.order)
    )


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_the_window_and_the_command_line_learn_the_same_to_the_bit(
    start: Callable[..., Worker], engine: str, settings: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = start(settings, engine)
    for pace in (Pace(), Pace(epochs=300), Pace(steps=400), Pace()):
        worker.set_pace(pace)
        worker.start()
        before = next(reports(worker)).frame.step
        until(worker, lambda report, before=before: report.frame.step > before + 11)
        paused(worker)
        worker.step()
    worker.step_epoch()
    window = until(worker, lambda report: report.frame.step > 0 and not report.frame.step % report_steps(report)).frame
    assert window.epoch > 1

    out = tmp_path / "trained.hlviz"
    words = ["train", "--preset", "circle", "--epochs", str(window.epoch), "--engine", engine, "--out", str(out)]
    assert main([*words, "--set", *settings.split()]) == 0
    capsys.readouterr()
    command_line = read_project(out).frame
    assert same_place(window, command_line)
    assert window.evaluation == command_line.evaluation


def report_steps(report: Report) -> int:
    """Steps in an epoch of what a report is of."""
    method = report.assembly.method
    return -(-len(report.assembly.train_t) // method.batch_size)


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_engines_that_take_turns_within_an_epoch_learn_what_one_would(
    start: Callable[..., Worker], settings: str
) -> None:
    worker = start(settings, "numpy")
    turns = ["compiled", "reference", "numpy", "compiled", "numpy", "reference"] * 2
    for i, engine in enumerate(turns):
        for _ in range(3 + i):
            worker.step()
        worker.set_engine(engine)
    worker.step_epoch()
    steps = sum(range(3, 3 + len(turns)))
    taking_turns = until(worker, lambda report: report.frame.step > steps).frame
    alone = Trainer(project_of(settings), engine="numpy")
    for _ in range(taking_turns.step):
        alone.train()
    expected = alone.snapshot(0)
    assert taking_turns.resume.rng == expected.resume.rng
    assert np.array_equal(taking_turns.resume.order, expected.resume.order)
    for one, other in zip(taking_turns.parameters.arrays, expected.parameters.arrays, strict=True):
        assert np.allclose(one, other, atol=1e-4, rtol=1e-4)


def test_an_engine_changed_while_it_runs_takes_over_at_the_next_batch(start: Callable[..., Worker]) -> None:
    worker = start(SETTINGS["W1"], "numpy")
    worker.set_pace(Pace(steps=500))
    worker.start()
    for engine in ("compiled", "reference", "numpy", "compiled"):
        before = until(worker, lambda report: report.frame.step % 25 > 0).frame.step
        worker.set_engine(engine)
        expected = "numpy" if engine == "compiled" and not kernel.available() else engine
        after = until(worker, lambda report, expected=expected: report.engine.key == expected)
        assert after.state is State.RUNNING
        assert after.frame.step >= before
    report = paused(worker)
    alone = Trainer(project_of(SETTINGS["W1"]), engine="numpy")
    for _ in range(report.frame.step):
        alone.train()
    for one, other in zip(report.frame.parameters.arrays, alone.parameters.arrays, strict=True):
        assert np.allclose(one, other, atol=1e-3)
