"""A flag that says: enough. Training looks at it even where no Python runs."""

import ctypes


class Halt:
    """Raised by any thread, at any time; whoever trains lowers it before it begins."""

    def __init__(self) -> None:
        self._flag = ctypes.c_int32(0)
        self.pointer = ctypes.byref(self._flag)
        """Where the compiled path finds it: 0 is go on."""

    def raise_(self) -> None:
        """Let training end soon."""
        self._flag.value = 1

    def lower(self) -> None:
        """Let it go on."""
        self._flag.value = 0

    @property
    def is_raised(self) -> bool:
        """Whether training is to end."""
        return bool(self._flag.value)
