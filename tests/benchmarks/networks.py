"""The networks whose window is measured, from the first that a person sees to the largest that is sensible."""

from collections.abc import Callable
from functools import partial

import numpy as np

from hlviz.datasets.points import Points
from hlviz.document import Project, edits
from hlviz.document.settings import with_settings

IMAGE = (28, 28)
ROWS = 4000


def _of(*settings: str) -> Project:
    return with_settings(Project(name="Benchmark"), list(settings))


def _of_images(batch: int, *settings: str) -> Project:
    """The same with a table of synthetic pictures: ten blurred strokes, each where its class says, under noise."""
    project = edits.use_table(Project(name="Benchmark"), images())
    return with_settings(project, [*settings, "activation=relu", "learning_rate=0.01", f"batch_size={batch}"])


def images() -> Points:
    """Pictures of ten classes, 28 by 28, values 0 … 1."""
    rng = np.random.default_rng(1)
    rows, columns = IMAGE
    classes = rng.integers(0, 10, ROWS)
    y, x = np.mgrid[:rows, :columns]
    slant = np.cos(classes * np.pi / 10)[:, None, None] * (x - 14) + np.sin(classes * np.pi / 10)[:, None, None] * (
        y - 14
    )
    ink = np.exp(-((slant - rng.normal(0, 1.5, (ROWS, 1, 1))) ** 2) / 8) * np.exp(
        -((x - 14) ** 2 + (y - 14) ** 2) / 120
    )
    pixels = np.clip(ink + rng.normal(0, 0.1, ink.shape), 0, 1).reshape(ROWS, -1)
    names = tuple(f"pixel {i}" for i in range(rows * columns))
    return Points(pixels, classes, names, "stroke", tuple("0123456789"), IMAGE)


NETWORKS: dict[str, Callable[[], Project]] = {
    "2-4-2-1": partial(_of, "dataset=circle", "hidden=4,2"),
    "2-8-8-8-1": partial(_of, "dataset=spiral", "hidden=8,8,8"),
    "2-32-32-32-1": partial(_of, "dataset=spiral", "hidden=32,32,32"),
    "64-64-32-10": partial(
        _of, "dataset=digits", "hidden=64,32", "activation=relu", "learning_rate=0.01", "batch_size=32"
    ),
    "784-128-64-10": partial(_of_images, 64, "hidden=128,64"),
    "784-512-512-10": partial(_of_images, 128, "hidden=512,512"),
}
