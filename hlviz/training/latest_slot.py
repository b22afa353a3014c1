"""One place for one thing: the newest wins, and nothing ever queues."""

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """A mailbox for the newest value. It needs no lock: a deque's ``append`` and ``popleft`` each happen at one stroke, so that no
    value is lost between looking and taking.
    """

    def __init__(self) -> None:
        self._value: deque[T] = deque(maxlen=1)

    @property
    def is_empty(self) -> bool:
        """Whether the last value was taken."""
        return not self._value

    def put(self, value: T) -> None:
        """Leave a value; one that was not taken is forgotten."""
        self._value.append(value)

    def take(self) -> T | None:
        """The newest value, once; None where there is none."""
        try:
            return self._value.popleft()
        except IndexError:
            return None
