"""Write resources/datasets/*.csv from the data that scikit-learn ships, number for number.

Run once, by hand: ``python packaging/datasets.py`` in a development environment. The tests compare the files with scikit-learn.
"""

import csv
from pathlib import Path

from sklearn.datasets import load_digits, load_iris

TARGET = Path(__file__).resolve().parent.parent / "resources" / "datasets"


def write(name: str, header: list[str], rows: list[list[object]]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


iris = load_iris()
species = iris.target_names[iris.target].tolist()
write("iris.csv", [*iris.feature_names, "species"], [[*x, y] for x, y in zip(iris.data.tolist(), species, strict=True)])

digits = load_digits()
pixels = digits.data.astype(int).tolist()
write(
    "digits.csv",
    [*digits.feature_names, "digit"],
    [[*x, y] for x, y in zip(pixels, digits.target.tolist(), strict=True)],
)
