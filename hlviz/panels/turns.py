"""Panels take turns: while training at most one of them draws in a frame, the one that has waited longest."""

import weakref

from hlviz.session.moment import Moment

Waiting = weakref.WeakKeyDictionary[object, float]


class Turns:
    """Who waits for a turn, and since when. Of each moment, all that wait ask once."""

    def __init__(self) -> None:
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
            self._moment, self._is_taken = weakref.ref(moment), False
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
