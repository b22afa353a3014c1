"""One place for one thing: the newest wins, and nothing ever queues."""

from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """A mailbox for the newest value. Reading and writing an attribute is atomic, so it needs no lock for one writer, one reader."""

    def __init__(self) -> None:
        self._value: T | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the last value was taken."""
        return self._value is None

    def put(self, value: T) -> None:
        """Leave a value; one that was not taken is forgotten."""
        self._value = value

    def take(self) -> T | None:
        """The newest value, once; None where there is none."""
        value, self._value = self._value, None
        return value
