"""What is only reported: how often the network is right, or how near it comes."""

import numpy as np

from hlviz.nn.arrays import Array, IntArray


def predicted_classes(outputs: Array, threshold: float) -> IntArray:
    """The class that the outputs name, 0 … k − 1, shape (samples,).

    ``outputs`` of shape (samples, 1) name class 1 above ``threshold`` and class 0 below; of shape (samples, k) the largest wins.
    """
    if outputs.shape[1] == 1:
        return np.asarray(outputs[:, 0] > threshold, dtype=np.int64)
    return np.asarray(outputs.argmax(axis=1), dtype=np.int64)


def accuracy(predicted: IntArray, labels: IntArray) -> float:
    """The share of samples named right, 0 … 1; both of shape (samples,). NaN where there are none."""
    return float(np.mean(predicted == labels)) if len(labels) else float("nan")


def confusion(predicted: IntArray, labels: IntArray, classes: int) -> IntArray:
    """How many samples of class i (row) were named j (column); shape (classes, classes)."""
    flat = np.bincount(labels * classes + predicted, minlength=classes * classes)
    return flat.reshape(classes, classes).astype(np.int64)


def r_squared(outputs: Array, targets: Array) -> float:
    """R² = 1 − Σ(t − a)² / Σ(t − mean t)²: 1 is perfect, 0 no better than always saying the mean. Both (samples,).

    Where all targets are equal it is 1 for a perfect fit and 0 otherwise.
    """
    t, a = targets.astype(np.float64), outputs.astype(np.float64)  # squares of float32 overflow from 2e19 on
    rest = float(np.sum(np.square(t - a)))
    if t.min() == t.max():
        return 1.0 if rest == 0.0 else 0.0
    return 1.0 - rest / float(np.sum(np.square(t - t.mean())))


def mean_absolute_error(outputs: Array, targets: Array) -> float:
    """MAE = mean |a − t|, in the target's unit."""
    return float(np.mean(np.abs(outputs - targets), dtype=np.float64))
