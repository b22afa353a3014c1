"""A long run in short: what a day of training must not do to memory. ``python -m tests.benchmarks.long_run`` is the long version."""

from hlviz.training.curves import LIMIT
from hlviz.training.history import BUDGET, MOST
from tests.benchmarks.long_run import by_command, by_worker

STEPS = 200_000
GROWTH = 5.0
"""MB."""


def test_memory_does_not_grow_with_the_steps_in_the_window():
    told = by_worker(5 * STEPS)
    assert told["steps"] >= 5 * STEPS
    memory = told["resident MB"]
    assert memory["100%"] - memory["50%"] <= GROWTH  # by then curves and history are as large as they get
    assert told["rows of the curves"] <= LIMIT
    assert told["frames kept"] <= MOST
    assert told["MB of the frames"] * 2**20 <= BUDGET


def test_nor_on_the_command_line():
    told = by_command(STEPS)
    assert told["steps"] == STEPS
    memory = told["resident MB"]
    assert (
        memory["100%"] - memory["50%"] <= 40 + GROWTH
    )  # the first half is little more than the start of Python and NumPy
    assert told["KB of the file"] <= 2000
