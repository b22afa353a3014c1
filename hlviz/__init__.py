"""hlviz: drag hidden layers into a neural network, press Play, and see what they do while it learns."""

__version__ = "0.1.0"
