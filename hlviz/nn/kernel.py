"""The compiled path: small networks train in C (``kernel.c``), without Python in between and without the interpreter's lock.

It is optional. Where it was not built, or does not fit the network, ``why_not`` says so in words and ``plan.Plan`` does the same
work, only slower.
"""

import ctypes
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.random import Generator

from hlviz.nn.arrays import Array, IntArray
from hlviz.nn.layout import Layout
from hlviz.nn.mlp import Parameters
from hlviz.nn.plan import Method

WIDEST = 64
"""Neurons in the widest layer."""
DRAWN = 2**16
"""Random numbers for dropout, about, that are drawn at a time."""

_HERE = Path(__file__).parent
_SOURCES = ("kernel.c", "lanes.h")
_BUILDS = ("base", "avx2", "avx512")
_SPARE, _ALIGNED = 16, 64
_LAYERS = 65

_ACTIVATIONS = ("identity", "relu", "leaky_relu", "tanh", "sigmoid", "softplus", "gelu", "sine", "softmax")
_LOSSES = ("mse", "bce", "cce", "huber")
_OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
_REGULARIZERS = ("none", "l1", "l2")
_FAULTS = ("", "another struct", "an unsound network", "rows out of range", "too few random numbers", "too little room")

_Floats = ctypes.c_void_p


class _Net(ctypes.Structure):
    """``Net`` of kernel.c."""

    _fields_ = (
        *((name, ctypes.c_int32) for name in ("bytes", "layers", "batch", "loss", "optimizer", "regularizer")),
        ("sizes", ctypes.c_int32 * (_LAYERS + 1)),
        ("activations", ctypes.c_int32 * _LAYERS),
        ("dropout", ctypes.c_double * _LAYERS),
        *((name, ctypes.c_double) for name in ("learning_rate", "rate")),
        *((name, ctypes.c_int64) for name in ("samples", "length", "room")),
        *((name, _Floats) for name in ("x", "t", "weights", "p", "g")),
        ("slots", _Floats * 2),
        ("work", _Floats),
    )


def source_digest(folder: Path = _HERE) -> str:
    """What tells one version of the C source from another."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]


def load(folder: Path, build: str) -> ctypes.CDLL:
    lib = ctypes.CDLL(str(folder / f"kernel_{build}.so"))
    lib.hlviz_source.restype = ctypes.c_char_p
    lib.hlviz_level.restype = ctypes.c_int32
    lib.hlviz_room.restype = ctypes.c_int64
    lib.hlviz_room.argtypes = [ctypes.c_void_p]
    lib.hlviz_train.restype = ctypes.c_int32
    lib.hlviz_train.argtypes = [
        ctypes.c_void_p,
        ctypes.c_void_p,
        ctypes.c_int64,
        ctypes.c_int64,
        ctypes.c_int64,
        ctypes.c_void_p,
        ctypes.c_int64,
        ctypes.c_void_p,
    ]
    return lib


def _aligned(shape, spare=_SPARE) -> Array:
    size = int(np.prod(shape))
    raw = np.zeros(size + spare + _ALIGNED // 4, np.float32)
    skip = -raw.ctypes.data % _ALIGNED // 4
    return raw[skip : skip + size].reshape(shape)


class Kernel:
    def __init__(self, method: Method, x: Array, t: Array, lib) -> None:
        self._method, self._layout = method, Layout(method.sizes)
        self._lib = lib
        self._x = _aligned((len(x), x.shape[1] + 1))
        self._x[:, :-1] = x
        self._x[:, -1] = 1
        self._t = _aligned(t.shape)
        self._t[:] = t
        n = self._layout.length
        self._p, self._g, self._weights = _aligned(n), _aligned(n), _aligned(n)
        self._weights[:] = self._layout.marked_weights(method.rate, np.dtype(np.float32))
        self._slots = [_aligned(n) for _ in method.optimizer.slots]
        net = self._net = _Net()
        net.bytes = ctypes.sizeof(_Net)
        net.layers = len(method.sizes) - 1
        net.batch = method.batch_size
        net.loss = _LOSSES.index(method.loss.key)
        net.optimizer = _OPTIMIZERS.index(method.optimizer.key)
        net.regularizer = _REGULARIZERS.index(method.regularizer.key)
        net.sizes[: len(method.sizes)] = method.sizes
        net.activations[: net.layers] = [_ACTIVATIONS.index(a.key) for a in method.activations]
        net.dropout[: len(method.dropout)] = method.dropout
        net.learning_rate, net.rate = method.learning_rate, method.rate
        net.samples, net.length = len(x), n
        net.x, net.t, net.weights, net.p, net.g = (
            a.ctypes.data for a in (self._x, self._t, self._weights, self._p, self._g)
        )
        for i, s in enumerate(self._slots):
            net.slots[i] = s.ctypes.data
        room = lib.hlviz_room(ctypes.byref(net))
        assert room > 0
        self._work = _aligned(room)
        net.work, net.room = self._work.ctypes.data, room
        self._lost = ctypes.c_int64()
        self._dropping = sum(n for n, d in zip(method.sizes[1:-1], method.dropout) if d)

    def load(self, parameters: Parameters, slots: Sequence[Parameters]) -> None:
        self._layout.pack(parameters, self._p)
        for flat, slot in zip(self._slots, slots, strict=True):
            self._layout.pack(slot, flat)

    @property
    def parameters(self) -> Parameters:
        return self._layout.unpack(self._p)

    @property
    def slots(self) -> tuple[Parameters, ...]:
        return tuple(self._layout.unpack(slot) for slot in self._slots)

    @property
    def is_finite(self) -> bool:
        return bool(np.isfinite(self._p.dot(self._p)))

    def train(self, rows: IntArray, step: int, rng: Generator) -> None:
        draws = rng.random(self._dropping * len(rows)) if self._dropping else None
        status = self._lib.hlviz_train(
            ctypes.byref(self._net),
            rows.ctypes.data,
            len(rows),
            len(rows),
            step,
            None if draws is None else draws.ctypes.data,
            0 if draws is None else len(draws),
            ctypes.byref(self._lost),
        )
        assert status == 0, _FAULTS[status]


def why_not(method: Method) -> str:
    """Not yet."""
    return "not built"
