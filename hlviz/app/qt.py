"""PySide6, imported without what it does to every later import.

It puts a function of its own in the place of ``import``, which reads the source of each module that is imported from then on, to see
whether it asks for other names of Qt's functions (``from __feature__ import snake_case``). No module of hlviz does, and reading them
all takes as long as half of what they hold.
"""

import builtins

_import = builtins.__import__

import PySide6.QtCore  # noqa: E402
import PySide6.QtGui  # noqa: E402
import PySide6.QtSvg  # noqa: E402
import PySide6.QtWidgets  # noqa: E402, F401

builtins.__import__ = _import
