"""hlviz: drag hidden layers into a neural network, press Play, and see what they do while it learns.

For programs: ``hlviz.load``, ``hlviz.train``, ``hlviz.predict`` and ``hlviz.export``; see ``hlviz.api``.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "export", "load", "predict", "train"]


def __getattr__(name: str) -> Any:
    """The functions for programs, imported when one of them is first asked for: NumPy and all the rest take a moment."""
    if name not in __all__:
        raise AttributeError(f"module 'hlviz' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("hlviz.api"), name)


def __dir__() -> list[str]:
    return [*globals(), *(name for name in __all__ if name not in globals())]
