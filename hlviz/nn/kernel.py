"""The compiled path: networks train in C (``kernel.c``), with no Python in between and without the interpreter's lock.

It is optional. Where it was not built, or does not fit the network, ``why_not`` says so in words, and ``plan.Plan`` does the same
work, only slower. Both compute what ``mlp`` says; tests hold them equal.
"""

import ctypes
import hashlib
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.random import Generator

from hlviz.nn.activations import Activation
from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.batches import Batches
from hlviz.nn.halt import Halt
from hlviz.nn.layout import Layout
from hlviz.nn.losses import Loss
from hlviz.nn.method import Method
from hlviz.nn.mlp import Parameters
from hlviz.nn.optimizers import Optimizer
from hlviz.nn.plan import pieces
from hlviz.nn.regularizers import Regularizer

DTYPE: Final = np.dtype(np.float32)
WIDEST = {"base": 64, "avx2": 1024, "avx512": 1024}
"""The builds of the kernel, from the one that any processor can run, with the widest layer for which each was measured to be no
slower than NumPy (docs/performance.md)."""
BUILT = Path(__file__).parent
"""Where the libraries lie."""
SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
"""How a library is called on this system."""
DRAWN = 2**16
"""Random numbers for dropout, about, that are drawn at a time."""


def available() -> bool:
    """Whether there is a compiled path on this machine."""
    return bool(libraries())


def covers(method: Method) -> bool:
    """Whether the compiled path can train this, and fast."""
    return not why_not(method)


def why_not(method: Method) -> str:
    """Why the compiled path does not train this: a sentence for a person; empty where it does."""
    if not available():
        return f"The compiled path is missing: {_found()[1]}."
    unknown = [thing.title for thing, keys in _known(method) if thing.key not in keys]
    if unknown:
        return f"The compiled path does not know {unknown[0]}."
    build = list(libraries())[-1]
    if max(method.sizes) > WIDEST[build]:
        return f"The compiled path is for layers of up to {WIDEST[build]} neurons on this processor; NumPy is as fast above."
    if len(method.sizes) - 1 > _LAYERS:
        return f"The compiled path is for up to {_LAYERS - 1} hidden layers."
    return ""


@cache
def shuffles() -> bool:
    """Whether ``Kernel.run`` draws the orders that NumPy draws: another NumPy may have found another way."""
    ours, theirs = np.random.default_rng(0), np.random.default_rng(0)
    found = list(libraries().values())
    for n in (2, 3, 1000, 77):
        order = np.empty(n, np.int64)
        if not found or found[-1].hlviz_permute(ours.bit_generator.ctypes.bit_generator, order.ctypes.data, n):
            return False
        if not np.array_equal(order, theirs.permutation(n)):
            return False
    return ours.bit_generator.state == theirs.bit_generator.state


def libraries() -> dict[str, ctypes.CDLL]:
    """The builds that were found and run on this processor, the fastest last."""
    return _found()[0]


class Kernel:
    """Trains one network on one set of samples, as ``plan.Plan`` does. One thread at a time."""

    _x: Array

    def __init__(
        self, method: Method, x: Array, t: Array, build: str | None = None, like: "Kernel | None" = None
    ) -> None:
        """``x`` of shape (samples, n_in) and ``t`` of shape (samples, n_out), both float32.

        Parameters
        ----------
        build
            A key of ``libraries()``; the fastest if left out.
        like
            Another one: where it was made with the very same ``x``, which nobody can write to, both use one copy of it.

        Raises
        ------
        ValueError
            If the arrays do not fit the method: shapes, or another type than float32; or the method is none that the kernel can
            train.
        KeyError
            If there is no such build.
        """
        sizes = method.sizes
        if x.dtype != DTYPE or t.dtype != DTYPE:
            raise ValueError(f"the compiled path computes in float32, not {x.dtype} and {t.dtype}")
        if x.shape != (len(t), sizes[0]) or t.shape != (len(x), sizes[-1]) or not len(x):
            raise ValueError(f"samples of shapes {x.shape} and {t.shape} do not fit layers of {sizes}")
        if not 0 < method.batch_size <= _BIGGEST:  # ctypes would cut a larger number short
            raise ValueError(f"the compiled path cannot train with batches of {method.batch_size}")
        found = libraries()
        self._calls = found[build or list(found)[-1]]
        self._method, self._layout = method, Layout(sizes)
        self._given = x
        if like is not None and like._given is x and not x.flags.writeable:
            self._x = like._x
        else:
            self._x = _aligned((len(x), sizes[0] + 1))
            self._x[:, :-1], self._x[:, -1] = x, 1
        self._t = _aligned(t.shape)
        self._t[:] = t
        self._p, self._g, self._rates = (_aligned((self._layout.length,)) for _ in range(3))
        self._rates[:] = self._layout.marked_weights(method.rate, DTYPE)
        self._slots = [_aligned(self._p.shape) for _ in method.optimizer.slots]
        self._free: Array | None = None
        if method.held is not None:
            self._free = _aligned(self._p.shape)
            self._free[:] = 1 - self._layout.packed(method.held, DTYPE)
        self._net = self._described()
        room = self._calls.hlviz_room(ctypes.byref(self._net))
        if room < 0:
            raise ValueError(f"the compiled path cannot train layers of {sizes}")
        self._work = _aligned((room,))
        self._net.work, self._net.room = self._work.ctypes.data, room
        self._lost = ctypes.c_int64()
        self._drops = sum(size for size, rate in zip(sizes[1:-1], method.dropout, strict=True) if rate)

    def _described(self) -> "_Net":
        method = self._method
        net = _Net(bytes=ctypes.sizeof(_Net), layers=len(method.sizes) - 1, batch=method.batch_size)
        net.loss = _LOSSES.index(method.loss.key)
        net.optimizer = _OPTIMIZERS.index(method.optimizer.key)
        net.regularizer = _REGULARIZERS.index(method.regularizer.key)
        net.sizes[: len(method.sizes)] = method.sizes
        net.activations[: net.layers] = [_ACTIVATIONS.index(f.key) for f in method.activations]
        net.dropout[: len(method.dropout)] = method.dropout
        net.learning_rate, net.rate = method.learning_rate, method.rate
        net.samples, net.length = len(self._x), len(self._p)
        net.x, net.t, net.rates = self._x.ctypes.data, self._t.ctypes.data, self._rates.ctypes.data
        net.p, net.g = self._p.ctypes.data, self._g.ctypes.data
        if self._free is not None:
            net.free = self._free.ctypes.data
        for i, slot in enumerate(self._slots):
            net.slots[i] = slot.ctypes.data
        return net

    def load(self, parameters: Parameters, slots: Sequence[Parameters]) -> None:
        """Go on from these numbers."""
        self._layout.pack(parameters, self._p)
        for flat, slot in zip(self._slots, slots, strict=True):
            self._layout.pack(slot, flat)
        self._lost.value = 0

    @property
    def parameters(self) -> Parameters:
        """The parameters now, in arrays of their own."""
        return self._layout.unpack(self._p)

    @property
    def slots(self) -> tuple[Parameters, ...]:
        """The optimizer's memory now, in arrays of its own."""
        return tuple(self._layout.unpack(slot) for slot in self._slots)

    @property
    def is_finite(self) -> bool:
        """Whether the parameters are numbers, and not so large that their squares are none."""
        with np.errstate(all="ignore"):
            return bool(np.isfinite(self._p.dot(self._p)))

    @property
    def lost_at(self) -> int | None:
        """The step, from 1, after which the parameters were no numbers any more; training stopped there."""
        return self._lost.value or None

    def train(self, rows: IntArray, step: int, rng: Generator, epoch: int | None = None) -> None:
        """One step for each batch in ``rows``, which holds numbers of samples; the last batch may be short.

        Parameters
        ----------
        rows
            Shape (n,), whole numbers.
        step
            The number of steps made before.
        rng
            Draws the dropout: the same numbers in the same order as ``Plan`` and ``mlp.dropout_masks``.
        epoch
            Where ``rows`` holds several epochs: the length of one, whose last batch may be short.

        Raises
        ------
        IndexError
            If a row is not there; nothing is trained or drawn then.
        ValueError
            If the rows are no list of whole numbers, or ``step`` or ``epoch`` can be none.
        """
        if rows.ndim != 1 or rows.dtype.kind not in "iu":
            raise ValueError(f"rows are a list of whole numbers, not {rows.dtype} of shape {rows.shape}")
        if not 0 <= step <= _LATEST or (epoch is not None and epoch < 1):
            raise ValueError(f"there is no step {step} in epochs of {epoch} samples")
        rows = np.ascontiguousarray(rows, np.int64)
        epoch = min(epoch or len(rows), len(rows))
        if not len(rows):
            return
        if not self._drops:
            self._run(rows, epoch, step, None)
            return
        if rows.min() < 0 or rows.max() >= len(self._x):
            raise self._missing(rows)
        size = self._method.batch_size
        for start, stop in pieces(len(rows), epoch, max(1, DRAWN // (self._drops * size)) * size):
            piece = rows[start:stop]
            self._run(piece, len(piece), step, rng.random(self._drops * len(piece)))
            step += -(-len(piece) // size)
            if self._lost.value:
                return

    def run(self, batches: Batches, step: int, most: int, halt: Halt, *, whole: bool) -> tuple[int, int]:
        """Train on the next batches, to the bit what ``train`` makes of ``batches.next()``; returns how many steps were made, and
        how many epochs ended.

        It is one call, in which nobody needs the interpreter, not even for the order of the samples.

        Parameters
        ----------
        batches
            Of these samples. They are moved on; of its generator nobody else may draw meanwhile.
        step
            The number of steps made before.
        most
            How many steps to make.
        halt
            Raised by another thread: make no more.
        whole
            Whether to end only where an epoch does, at the first end after that many steps or the halt. Otherwise at once, and
            where the epoch under way ends, too.

        Raises
        ------
        ValueError
            If the batches are of other samples, or of another size, or ``step`` or ``most`` can be none.
        """
        if batches.samples != len(self._x) or batches.size != self._method.batch_size:
            raise ValueError(f"batches of {batches.size} of {batches.samples} samples are of another training")
        if not 0 <= step <= _LATEST or not 0 < most <= _LATEST:
            raise ValueError(f"after step {step} there are no {most} steps")
        order = np.array(batches.order, np.int64)  # one of its own: it is written to
        at, steps, epochs = ctypes.c_int64(batches.at), ctypes.c_int64(most), ctypes.c_int64()
        drawn = np.empty(self._drops * batches.size)
        status = self._calls.hlviz_run(
            ctypes.byref(self._net), order.ctypes.data, len(order), ctypes.byref(at), step, ctypes.byref(steps),
            ctypes.byref(epochs), whole, batches.rng.bit_generator.ctypes.bit_generator, drawn.ctypes.data, halt.pointer,
            ctypes.byref(self._lost),
        )  # fmt: skip
        if status:
            raise RuntimeError(f"the compiled path refused its arguments (status {status})")
        batches.order, batches.at = order, at.value
        return steps.value, epochs.value

    def _missing(self, rows: IntArray) -> IndexError:
        return IndexError(f"there are only {len(self._x)} samples: rows from {rows.min()} to {rows.max()} do not exist")

    def _run(self, rows: IntArray, epoch: int, step: int, drawn: Array | None) -> None:
        status = self._calls.hlviz_train(
            ctypes.byref(self._net), rows.ctypes.data, len(rows), epoch, step,
            None if drawn is None else drawn.ctypes.data, 0 if drawn is None else len(drawn), ctypes.byref(self._lost),
        )  # fmt: skip
        if status == _BAD_ROWS:
            raise self._missing(rows)
        if status:
            raise RuntimeError(f"the compiled path refused its arguments (status {status})")


def _aligned(shape: tuple[int, ...]) -> Array:
    """Zeros that begin where a vector begins, followed by room for one that is read past the end."""
    size = int(np.prod(shape))
    raw = np.zeros(size + 2 * _SPARE, DTYPE)
    skip = -raw.ctypes.data % (_SPARE * DTYPE.itemsize) // DTYPE.itemsize
    return raw[skip : skip + size].reshape(shape)


# Finding it


@cache
def _found() -> tuple[dict[str, ctypes.CDLL], str]:
    """The libraries that run here, and why there are none."""
    if not _file("base").exists():
        return {}, "this hlviz came without it, and no C compiler was found to build it when hlviz was installed"
    base = _loaded("base")
    if base is None:
        return {}, "what was built does not fit this hlviz or this machine; install hlviz anew"
    found = {"base": base}
    for build in list(WIDEST)[1 : base.hlviz_level() + 1]:
        library = _loaded(build)
        if library is not None:
            found[build] = library
    return found, ""


def _file(build: str) -> Path:
    return BUILT / f"kernel_{build}{SUFFIX}"


def _loaded(build: str) -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(str(_file(build)))
        library.hlviz_source.restype = ctypes.c_char_p
        if library.hlviz_source() != (_source() or library.hlviz_source()):
            return None
        number, pointer = ctypes.c_int64, ctypes.c_void_p
        library.hlviz_level.restype = ctypes.c_int32
        library.hlviz_room.restype, library.hlviz_room.argtypes = number, [pointer]
        library.hlviz_train.restype = ctypes.c_int32
        library.hlviz_train.argtypes = [pointer, pointer, number, number, number, pointer, number, pointer]
        library.hlviz_permute.restype, library.hlviz_permute.argtypes = ctypes.c_int32, [pointer, pointer, number]
        library.hlviz_run.restype = ctypes.c_int32
        library.hlviz_run.argtypes = [
            pointer, pointer, number, pointer, number, pointer, pointer, ctypes.c_int32, pointer, pointer, pointer, pointer,
        ]  # fmt: skip
    except (OSError, AttributeError):
        return None
    return library


def _source() -> bytes | None:
    """What tells this version of the C source from another; ``hatch_build.py`` puts it into the libraries.

    None where hlviz comes without its sources.
    """
    if not (_HERE / _SOURCES[0]).exists():
        return None
    return hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in _SOURCES)).hexdigest()[:16].encode()


# What kernel.c calls things


def _known(method: Method) -> list[tuple[Activation | Loss | Optimizer | Regularizer, tuple[str, ...]]]:
    return [
        *((activation, _ACTIVATIONS) for activation in method.activations),
        (method.loss, _LOSSES), (method.optimizer, _OPTIMIZERS), (method.regularizer, _REGULARIZERS),
    ]  # fmt: skip


_HERE = Path(__file__).parent
_SOURCES = ("kernel.c", "lanes.h", "products.h")
_LAYERS, _SPARE, _BAD_ROWS = 65, 16, 3
_BIGGEST, _LATEST = 2**30, 2**62
_ACTIVATIONS = ("identity", "relu", "leaky_relu", "tanh", "sigmoid", "softplus", "gelu", "sine", "softmax")
_LOSSES = ("mse", "bce", "cce", "huber")
_OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
_REGULARIZERS = ("none", "l1", "l2")


class _Net(ctypes.Structure):
    """``Net`` of kernel.c."""

    _fields_ = (
        *((name, ctypes.c_int32) for name in ("bytes", "layers", "batch", "loss", "optimizer", "regularizer")),
        ("sizes", ctypes.c_int32 * (_LAYERS + 1)),
        ("activations", ctypes.c_int32 * _LAYERS),
        ("dropout", ctypes.c_double * _LAYERS),
        *((name, ctypes.c_double) for name in ("learning_rate", "rate")),
        *((name, ctypes.c_int64) for name in ("samples", "length", "room")),
        *((name, ctypes.c_void_p) for name in ("x", "t", "rates", "free", "p", "g")),
        ("slots", ctypes.c_void_p * 2),
        ("work", ctypes.c_void_p),
    )
