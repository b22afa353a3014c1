"""Panels take turns: while training at most one of them draws in a frame, the one that has waited longest; and none in a frame in
which something else has much to draw, if that goes on in the next.
"""

import weakref
from collections.abc import Callable

from hlviz.session.moment import Moment

Waiting = weakref.WeakKeyDictionary[object, float]


class Turns:
    """Who waits for a turn, and since when. Of each moment, all that wait ask once.

    Parameters
    ----------
    is_busy
        Whether something else draws much in this frame. It is given way to, but never twice in a row.
    """

    def __init__(self, is_busy: Callable[[], bool] = lambda: False) -> None:
        self._is_busy, self._gave_way = is_busy, False
        self._moment: weakref.ref[Moment] | None = None
        self._is_taken = False
        self._former: Waiting = weakref.WeakKeyDictionary()
        """Who had no turn at the moment before: who asks no more holds nobody up for longer than a moment."""
        self._waiting: Waiting = weakref.WeakKeyDictionary()

    def take(self, panel: object, moment: Moment, since: float) -> bool:
        """Whether it is this panel's turn; where it is not, it waits.

        Parameters
        ----------
        since
            When it began to wait, in seconds.
        """
        if self._moment is None or self._moment() is not moment:
            self._moment = weakref.ref(moment)
            self._is_taken = self._gave_way = not self._gave_way and self._is_busy()
            self._former, self._waiting = self._waiting, weakref.WeakKeyDictionary()
        self._waiting[panel] = since
        if self._is_taken or any(earlier < since for earlier in self._former.values()):
            return False
        self._is_taken = True
        self.leave(panel)
        return True

    def leave(self, panel: object) -> None:
        """Let a panel wait no more."""
        self._former.pop(panel, None)
        self._waiting.pop(panel, None)
