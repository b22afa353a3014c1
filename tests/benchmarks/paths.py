"""Up to which width the compiled path is no slower than NumPy: what ``WIDEST`` in hlviz/nn/kernel.py goes by.

Each build is compared with NumPy as it is on the processors that the build is for: a process of its own, in which NumPy and its
matrix products are told to do without what those processors lack.
"""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any

from hlviz.nn import kernel
from hlviz.nn.kernel import Kernel
from hlviz.nn.plan import Plan

from .contenders import Hlviz
from .targets import short
from .timing import race
from .workloads import Workload

WIDTHS = (8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)
Shape = Callable[[int], Workload]
SHAPES: dict[str, Shape] = {
    "2-n-n-1, tanh, batch 10": lambda n: Workload("", (2, n, n, 1), 10, 250),
    "64-n-n-10, ReLU, batch 10": lambda n: Workload("", (64, n, n, 10), 10, 250, "relu", "softmax", "cce"),
    "64-n-n-10, ReLU, batch 32": lambda n: Workload("", (64, n, n, 10), 32, 256, "relu", "softmax", "cce"),
    "64-n-n-10, ReLU, batch 128": lambda n: Workload("", (64, n, n, 10), 128, 256, "relu", "softmax", "cce"),
}
PROCESSORS = {  # build → what OpenBLAS calls such a processor, and the beginnings of what NumPy must then do without
    "base": ("Nehalem", ("X86_V3", "X86_V4", "AVX", "F16C", "FMA")),
    "avx2": ("Haswell", ("X86_V4", "AVX512")),
    "avx512": ("SkylakeX", ()),
}
ALIKE = 0.95
"""From this ratio on one path counts as no slower than the other: by so much the same may differ from itself."""


def compared(rounds: int, seconds: float) -> dict[str, Any]:
    """How many times as fast as NumPy each build of the compiled path is, by the shape of the network and its width."""
    ratios = {build: _in_a_process(build, rounds, seconds) for build in kernel.libraries()}
    return {
        "widths": list(WIDTHS),
        "ratios": ratios,
        "widest": {build: widest(WIDTHS, list(by_shape.values())) for build, by_shape in ratios.items()},
        "chosen": {build: kernel.WIDEST[build] for build in ratios},
    }


def _in_a_process(build: str, rounds: int, seconds: float) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "tests.benchmarks.paths", build, str(rounds), str(seconds)]
    return json.loads(subprocess.run(command, env=environment(build), check=True, stdout=subprocess.PIPE).stdout)  # type: ignore[no-any-return]


def environment(build: str) -> dict[str, str]:
    """The environment in which NumPy computes as on a processor that the build is for."""
    from numpy._core import _multiarray_umath as core

    if platform.machine().lower() not in {"x86_64", "amd64"}:
        return dict(os.environ)
    name, lacking = PROCESSORS[build]
    without = [feature for feature in core.__cpu_dispatch__ if feature.startswith(lacking)] if lacking else []
    return os.environ | {"OPENBLAS_CORETYPE": name, "NPY_DISABLE_CPU_FEATURES": " ".join(without)}


def measured(build: str, rounds: int, seconds: float) -> dict[str, list[float]]:
    """By shape, for each width: so many times as fast as NumPy."""
    found: dict[str, list[float]] = {shape: [] for shape in SHAPES}
    for shape, workload in SHAPES.items():
        for width in WIDTHS:
            work = workload(width)
            method, (x, t, _) = work.method("sgd"), work.data()
            pair = {"numpy": Plan(method, x, t), "compiled": Kernel(method, x, t, build)}
            times = race([Hlviz(key, engine, work, lap=work.samples) for key, engine in pair.items()], rounds, seconds)
            found[shape].append(times.ratio("compiled", "numpy"))
    return found


def widest(widths: Sequence[int], ratios: Sequence[Sequence[float]]) -> int:
    """The greatest width up to which no network is slower, as far as can be told; 0 where there is none."""
    last = 0
    for width, *each in zip(widths, *ratios, strict=True):
        if min(each) < ALIKE:
            break
        last = width
    return last


def show(paths: dict[str, Any]) -> None:
    """The ratios as a table."""
    if not paths:
        return
    print(f"\n{'compiled ÷ NumPy, by width n':38}" + "".join(f"{width:>7}" for width in paths["widths"]))
    for build, by_shape in paths["ratios"].items():
        for shape, ratios in by_shape.items():
            print(f"{build:8}{shape:>28}  " + "".join(f"{short(ratio):>7}" for ratio in ratios))
    for build, width in paths["widest"].items():
        print(f"{build}: no slower up to {width}; chosen up to {paths['chosen'][build]}")


if __name__ == "__main__":
    json.dump(measured(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])), sys.stdout)
