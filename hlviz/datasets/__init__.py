"""Named points to learn from: recipes, a table of the user's own, and the cut into training and test samples. NumPy only.

To add a data set, write its function and its ``Recipe`` in the file of its family and a row in ``DATASETS``.
"""

from hlviz.datasets.curves import BUMPS, SINE, STEP
from hlviz.datasets.features import FEATURES, Feature
from hlviz.datasets.logic import AND, OR, XOR_TABLE
from hlviz.datasets.plane import CIRCLE, GAUSS, REG_GAUSS, REG_PLANE, SPIRAL, XOR
from hlviz.datasets.points import Points
from hlviz.datasets.real import DIGITS, IRIS
from hlviz.datasets.recipe import Recipe
from hlviz.datasets.shapes import BLOBS, CHECKERBOARD, MOONS
from hlviz.datasets.split import Split, split_points
from hlviz.datasets.table import read_table

__all__ = ["DATASETS", "FEATURES", "Feature", "Points", "Recipe", "Split", "read_table", "split_points"]

DATASETS: dict[str, Recipe] = {
    "circle": CIRCLE,
    "xor": XOR,
    "gauss": GAUSS,
    "spiral": SPIRAL,
    "moons": MOONS,
    "blobs": BLOBS,
    "checkerboard": CHECKERBOARD,
    "reg-plane": REG_PLANE,
    "reg-gauss": REG_GAUSS,
    "sine": SINE,
    "step": STEP,
    "bumps": BUMPS,
    "and": AND,
    "or": OR,
    "xor-table": XOR_TABLE,
    "iris": IRIS,
    "digits": DIGITS,
}
