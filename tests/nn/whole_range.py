"""How near the kernel's functions are to the true ones, over all float32 numbers there are.

``python -m tests.nn.whole_range [--every N] [--builds base avx2]`` prints the greatest errors; N = 1 looks at each of the 4 billion
numbers, which takes an hour or two. test_kernel.py looks at some million of them, with the same measures, and holds them to ``MOST``.
"""

import argparse
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hlviz.nn import kernel
from hlviz.nn.activations import ACTIVATIONS
from hlviz.nn.arrays import Array

AT_A_TIME = 2**21
LEAST = 2.0**-125
"""Results below this, twice the smallest float32 of full precision, may be anything from 0 to it: in training they are 0 anyway."""
FAR = {"gelu": 1e19}
"""Beyond this |z| squares of z are no float32 numbers, and the slope is none either, in the reference as well."""


@dataclass
class Errors:
    """The greatest errors met so far."""

    ulp: float = 0.0
    """Of f, in units of its last place: the distance from one float32 to the next where the true value lies."""
    absolute: float = 0.0
    """Of f, as a share of the greater of 1 and |z|."""
    slope: float = 0.0
    """Of f′, which is never much more than 1."""
    at: float = 0.0
    """Where the greatest of ``ulp`` was met."""


MOST = {  # ulp where small values count for what they are; absolute where they come of cancelling, or of a period; slope
    "identity": Errors(ulp=0.0, slope=0.0),
    "relu": Errors(ulp=0.0, slope=0.0),
    "leaky_relu": Errors(ulp=1.0, slope=1e-9),
    "tanh": Errors(ulp=6.0, slope=7e-7),
    "softplus": Errors(ulp=4.0, slope=1.5e-7),
    "sigmoid": Errors(absolute=1.2e-7, slope=2e-7),
    "gelu": Errors(absolute=2.5e-7, slope=6e-6),
    "sine": Errors(absolute=1e-7, slope=1.2e-7),
}
"""What is promised of each."""


def activated(key: str, z: Array, build: str) -> tuple[Array, Array]:
    """The kernel's f(z) and f′(z); ``z`` float32, a multiple of 16 of them."""
    a, slope = z.astype(np.float32), np.empty(len(z), np.float32)
    code = kernel._ACTIVATIONS.index(key)
    rooms = [ctypes.c_void_p(room.ctypes.data) for room in (a, slope)]
    status = kernel.libraries()[build].hlviz_activate(ctypes.c_int32(code), *rooms, ctypes.c_int64(len(z)))
    assert status == 0
    return a, slope


def numbers(every: int) -> Iterator[Array]:
    """Each ``every``-th float32 but those that are no numbers, in pieces; ±0, the smallest, the largest and ±∞ are among them."""
    step = AT_A_TIME * every
    for first in range(0, 2**32, step):
        bits = np.arange(first, min(first + step, 2**32), every, dtype=np.uint64).astype(np.uint32)
        z = bits.view(np.float32)
        yield z[~np.isnan(z)]
    edges = [0, LEAST, float(np.finfo(np.float32).smallest_subnormal), float(np.finfo(np.float32).max), np.inf]
    yield np.array([sign * edge for edge in edges for sign in (1, -1)], np.float32)


def measured(key: str, build: str, every: int) -> Errors:
    """The greatest errors of one function."""
    function, worst = ACTIVATIONS[key], Errors()
    for piece in numbers(every):
        inside = piece[np.abs(piece) <= FAR[key]] if key in FAR else piece
        if not len(inside):
            continue
        z = np.resize(inside, -(-len(inside) // 16) * 16)
        a, slope = activated(key, z, build)
        with np.errstate(all="ignore"):
            x = z.astype(np.float64)
            true_a = np.asarray(function.value(x))
            true_slope = np.asarray(function.slope(x, true_a))
            known = np.isfinite(true_a)
            assert np.array_equal(a[np.isinf(true_a)], true_a[np.isinf(true_a)])
            assert np.isnan(a[np.isnan(true_a)]).all()
            off = np.abs(a[known] - true_a[known])
            size = np.abs(true_a[known])
            assert np.abs(a[known])[size < LEAST].max(initial=0) <= LEAST
            ulp = np.where(size < LEAST, 0, off / np.spacing(size.astype(np.float32)).astype(np.float64))
            absolute = off / np.maximum(np.abs(x[known]), 1)
            of_slope = np.abs(slope - true_slope)[np.isfinite(true_slope)]
        if len(ulp) and ulp.max() > worst.ulp:
            worst.ulp, worst.at = float(ulp.max()), float(x[known][ulp.argmax()])
        worst.absolute = max(worst.absolute, float(absolute.max(initial=0)))
        worst.slope = max(worst.slope, float(of_slope.max(initial=0)))
        assert np.isfinite(slope[np.isfinite(true_slope)]).all()
    return worst


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.nn.whole_range", description=__doc__)
    parser.add_argument("--every", type=int, default=1009, help="look at each N-th number")
    parser.add_argument("--builds", nargs="+", default=list(kernel.libraries()))
    parser.add_argument("--only", nargs="+", default=list(MOST), help="functions")
    given = parser.parse_args()
    for build in given.builds:
        for key in given.only:
            e = measured(key, build, given.every)
            print(
                f"{build:8}{key:12}{e.ulp:12.4g} ulp at {e.at:<12.6g}{e.absolute:12.3g} absolute{e.slope:12.3g} of the slope",
                flush=True,
            )


if __name__ == "__main__":
    main()
