"""Samples for which the network names another class than the right one, crossed out."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hlviz.colors import Theme
from hlviz.nn.arrays import IntArray
from hlviz.panels.stamp import Stamp
from hlviz.session.moment import Moment

ARM = 3.6
"""Pixels from the centre of a cross to the end of an arm, along x and y each."""


def wrong_rows(moment: Moment, *, with_test: bool) -> IntArray:
    """The rows of the data's points of which another class is named: of the training part, and of the test part if wished."""
    split = moment.split
    rows = split.train[moment.assembly.predicted(moment.train_outputs) != split.train_y]
    if with_test:
        rows = np.concatenate([rows, split.test[moment.test_predicted != split.test_y]])
    return np.asarray(rows, np.int64)


def cross(theme: Theme) -> Stamp:
    """A cross that can be told from every colour of points."""

    def draw(p: QPainter, centre: QPointF) -> None:
        for color, width in ((theme.card, 3.6), (theme.text, 1.7)):
            pen = QPen(QColor(color), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            p.setPen(pen)
            for way in (1, -1):
                arm = QPointF(ARM, way * ARM)
                p.drawLine(centre - arm, centre + arm)

    return Stamp(ARM + 2, draw)
