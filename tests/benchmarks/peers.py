"""scikit-learn and PyTorch, each in the ways that its documentation offers; whichever is fastest counts."""

import warnings
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from .contenders import LAP
from .timing import Contender
from .workloads import Workload, rate_of

SKLEARN = ("scikit-learn fit", "scikit-learn partial_fit")
TORCH = ("PyTorch plain", "PyTorch foreach", "PyTorch fused")


class ScikitLearn:
    """``MLPClassifier`` or ``MLPRegressor`` in float32, doing no more than hlviz does here: no penalty, no stopping, no shuffling."""

    def __init__(self, key: str, workload: Workload, optimizer: str) -> None:
        from sklearn.neural_network import MLPClassifier, MLPRegressor

        self.key = key
        self._x, t, classes = workload.data()
        self._y = classes if workload.is_classification else t.ravel()
        self._by_fit = key.endswith(" fit")
        self._epochs = max(1, LAP // workload.samples) * (4 if self._by_fit else 1)
        kind = MLPClassifier if workload.is_classification else MLPRegressor
        self._network = kind(
            hidden_layer_sizes=workload.sizes[1:-1], activation=workload.activation, solver=optimizer, alpha=0.0,
            batch_size=workload.batch, learning_rate_init=rate_of(optimizer), momentum=0.0, nesterovs_momentum=False,
            max_iter=self._epochs, tol=0.0, n_iter_no_change=10**9, shuffle=False, random_state=0,
        )  # fmt: skip

    def lap(self) -> int:
        """A few epochs: one call of ``fit``, or one of ``partial_fit`` for each."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not converged
            if self._by_fit:
                self._network.fit(self._x, self._y)
            elif hasattr(self._network, "classes_") or not hasattr(self._network, "predict_proba"):
                for _ in range(self._epochs):
                    self._network.partial_fit(self._x, self._y)
            else:
                for _ in range(self._epochs):
                    self._network.partial_fit(self._x, self._y, classes=np.unique(self._y))
        return self._epochs * len(self._x)


class PyTorch:
    """The loop of its tutorials, on one thread, over batches that lie ready."""

    def __init__(self, key: str, workload: Workload, optimizer: str) -> None:
        import torch
        from torch import nn

        torch.set_num_threads(1)
        self.key = key
        x, t, classes = workload.data()
        order = workload.order()
        inputs = torch.from_numpy(x[order])
        targets = torch.from_numpy(classes[order] if workload.is_classification else t[order])
        self._batches = list(zip(inputs.split(workload.batch), targets.split(workload.batch), strict=True))[:64]
        hidden = {"tanh": nn.Tanh, "relu": nn.ReLU}[workload.activation]
        layers: list[Any] = []
        for a, b in pairwise(workload.sizes):
            layers += [nn.Linear(a, b), hidden()]
        layers[-1] = nn.Tanh() if workload.output == "tanh" else nn.Identity()
        self._network = nn.Sequential(*layers)
        self._loss: Callable[..., Any] = nn.CrossEntropyLoss() if workload.is_classification else nn.MSELoss()
        way = {"foreach": {"foreach": True}, "fused": {"fused": True}}.get(key.split()[-1], {"foreach": False})
        kind = torch.optim.Adam if optimizer == "adam" else torch.optim.SGD
        self._optimizer = kind(self._network.parameters(), lr=rate_of(optimizer), **way)

    def lap(self) -> int:
        """Part of an epoch."""
        for x, t in self._batches:
            self._optimizer.zero_grad()
            self._loss(self._network(x), t).backward()
            self._optimizer.step()
        return sum(len(x) for x, _ in self._batches)


def peers(workload: Workload, optimizer: str, *, with_torch: bool = True) -> list[Contender]:
    """Those that are installed."""
    found: list[Contender] = []
    for keys, kind in ((SKLEARN, ScikitLearn), *([(TORCH, PyTorch)] if with_torch else [])):
        try:
            found += [kind(key, workload, optimizer) for key in keys]
        except ImportError:
            continue
    return found
