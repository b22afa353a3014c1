"""The answers to all samples, as far as somebody asked for them: they are worked out when they are looked up."""

import numpy as np

from hlviz.nn.arrays import BoolArray, IntArray
from hlviz.session.answers import Answers, answers_in_slices
from hlviz.session.moment import Moment


class AnswerBook:
    """One line a sample. ``said``, ``sure`` and ``lead`` are as ``Answers`` has them, shape (samples,)."""

    def __init__(self, samples: int) -> None:
        self.said, self.sure, self.lead = (np.full(samples, np.nan) for _ in range(3))
        self._page: IntArray = np.zeros(samples, np.int64)
        self._now = 0

    def turn(self) -> None:
        """The network has changed: all answers are old."""
        self._now += 1

    def is_old(self, rows: IntArray) -> BoolArray:
        """Which of some samples have no answer of the network as it is now."""
        return np.asarray(self._page[rows] != self._now)

    def note(self, rows: IntArray, answers: Answers) -> None:
        """Write answers down."""
        self.said[rows], self.sure[rows], self.lead[rows] = answers.said, answers.sure, answers.lead
        self._page[rows] = self._now

    def look_up(self, moment: Moment, rows: IntArray) -> None:
        """See to it that some samples are answered."""
        for some, answers in answers_in_slices(moment, rows[self.is_old(rows)]):
            self.note(some, answers)

    def one(self, row: int) -> tuple[float, float, float]:
        """Said, sure and lead of one sample."""
        return float(self.said[row]), float(self.sure[row]), float(self.lead[row])
