import numpy as np
from PySide6.QtCore import QLineF

from hlviz.diagram.painters.line_store import LineStore


def test_lines_are_where_the_corners_are() -> None:
    store = LineStore()
    x, y = np.array([[0.0, 1, 2], [5, 6, 7]]), np.array([[0.0, 10, 20], [50, 60, 70]])
    assert store.polylines(x, y) == [
        QLineF(0, 0, 1, 10),
        QLineF(1, 10, 2, 20),
        QLineF(5, 50, 6, 60),
        QLineF(6, 60, 7, 70),
    ]
    more = np.arange(300.0).reshape(3, 100)
    lines = store.polylines(more, -more)
    assert len(lines) == 3 * 99
    assert lines[-1] == QLineF(298, -298, 299, -299)
    assert store.polylines(x[:, :2], y[:, :2]) == [QLineF(0, 0, 1, 10), QLineF(5, 50, 6, 60)]


def test_nothing_is_no_line() -> None:
    assert LineStore().polylines(np.zeros((0, 13)), np.zeros((0, 13))) == []
