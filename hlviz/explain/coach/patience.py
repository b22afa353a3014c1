"""What was found a moment ago and what is said: advice appears after it has held for a while, and does not flicker."""

from collections.abc import Iterable

from hlviz.explain.coach.advice import SEVERITIES, Advice

APPEAR = 1.5
"""Seconds that it has to hold while training before it is said."""
LINGER = 3.0
"""Seconds that it stays after it was found last."""
AT_ONCE = {"diverged"}
"""Rules that do not wait: training has stopped."""


class Patience:
    """Holds advice back, and on to."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._last: dict[str, tuple[float, Advice]] = {}
        self._said: set[str] = set()
        self._build: tuple[int, int] | None = None

    def heard(
        self, found: Iterable[Advice], build: tuple[int, int], now: float, *, is_running: bool
    ) -> tuple[Advice, ...]:
        """What is to be said now, the weightiest first.

        Parameters
        ----------
        found
            What the rules find at this moment.
        build
            The run and generation it is of: what the network before an edit had is forgotten at once, unless it is found again.
        now
            Seconds, of a clock that only goes forwards.
        is_running
            Whether another moment is on its way: where none is, there is nothing to wait for.
        """
        here = {advice.key: advice for advice in found}
        if build != self._build or not is_running:
            self._build = build
            for key in self._last.keys() - here.keys():
                self._forget(key)
        for key, advice in here.items():
            self._since.setdefault(key, now)
            self._last[key] = (now, advice)
            if not is_running or advice.rule in AT_ONCE or now - self._since[key] >= APPEAR:
                self._said.add(key)
        for key in self._last.keys() - here.keys():
            if key not in self._said or now - self._last[key][0] > LINGER:
                self._forget(key)
        said = [advice for key, (_, advice) in self._last.items() if key in self._said]
        order = [*here, *self._last]
        return tuple(sorted(said, key=lambda a: (SEVERITIES.index(a.severity), order.index(a.key))))

    def _forget(self, key: str) -> None:
        del self._last[key]
        self._since.pop(key, None)
        self._said.discard(key)
