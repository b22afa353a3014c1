"""From numbers to words and pictures of thought: what a network does, and why, computed without a window.

Everything here is a function of a frame, the assembly it is of, and the data.
"""
