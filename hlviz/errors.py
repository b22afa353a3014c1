"""Every error that hlviz raises on purpose.

::

    HlvizError                 its text is one line for a person: the cause and the way out
    ├── DataError              a table or data set cannot be learned from
    ├── ForeignFileError       a network that another program wrote cannot be read
    ├── ProjectFileError       a project file cannot be read or written
    └── SettingError           a setting has a value that cannot be

A caller's mistake (a wrong shape handed from one function to another) is an ordinary ``ValueError`` or ``KeyError``: it is a
fault of the program, not of its user. What is wrong with a network that a user is still drawing is told as a list of problems
(``hlviz.document.problems``), never thrown.
"""


class HlvizError(Exception):
    """Something a person can put right; ``str(error)`` is the line to show."""


class DataError(HlvizError):
    """A table or data set cannot be learned from: names the row and column, what was found and what was expected."""


class ForeignFileError(HlvizError):
    """A network that another program wrote cannot be read: names the file, and the layer or node that stands in the way."""


class ProjectFileError(HlvizError):
    """A project file cannot be read or written: names the file and what is wrong with it."""


class SettingError(HlvizError):
    """A setting has a value that cannot be: names the setting, the value and the values that can be."""
