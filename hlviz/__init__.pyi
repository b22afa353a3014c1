"""What type checkers see of ``hlviz``, which imports its functions when they are first asked for."""

from hlviz.api import export as export
from hlviz.api import load as load
from hlviz.api import predict as predict
from hlviz.api import train as train

__version__: str
