"""What a picture shows, as numbers: a header line and columns of equal length."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any] | Sequence[str] | Sequence[float]


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of numbers or of texts, one header each. Made in a moment: it is asked for once a second while training."""

    headers: tuple[str, ...]
    columns: tuple[NDArray[Any], ...]

    def __init__(self, headers: Sequence[str], columns: Sequence[Column]) -> None:
        """Put columns side by side.

        Parameters
        ----------
        headers
            In the user's language; with the unit in brackets where there is one: "error (°C)".
        columns
            Each of shape (rows,); what is no number is an empty cell. Not copied: hand over what nobody will write to.

        Raises
        ------
        ValueError
            If they are not of equal length, or not as many as the headers.
        """
        arrays = tuple(np.asarray(column) for column in columns)
        if (
            len(arrays) != len(headers)
            or len({array.shape for array in arrays}) > 1
            or any(a.ndim != 1 for a in arrays)
        ):
            raise ValueError(f"{len(headers)} headers for columns of shapes {[a.shape for a in arrays]}")
        object.__setattr__(self, "headers", tuple(headers))
        object.__setattr__(self, "columns", arrays)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.columns[0]) if self.columns else 0

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers, not texts."""
        return bool(np.issubdtype(self.columns[column].dtype, np.number))

    def order(self, column: int, *, descending: bool) -> NDArray[np.intp]:
        """The rows sorted by a column, shape (rows,): equal ones stay as they are; what is no number comes last."""
        values = self.columns[column]
        if not self.is_number(column):
            texts = np.array([str(value).casefold() for value in values], dtype=object)
            order = np.argsort(texts, kind="stable")
            return order[::-1] if descending else order
        keys = values.astype(np.float64)
        return np.argsort(-keys if descending else keys, kind="stable")

    def lines(self, rows: Sequence[int] | NDArray[np.intp] | None = None) -> list[list[str]]:
        """The cells of some rows, or of all, as texts with every digit that the numbers have, and a point before decimals."""
        picked = (column if rows is None else column[np.asarray(rows, dtype=np.intp)] for column in self.columns)
        return [list(line) for line in zip(*([_exact(value) for value in column] for column in picked), strict=True)]

    def as_csv(self, rows: Sequence[int] | NDArray[np.intp] | None = None) -> str:
        """Header and rows, separated by commas."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.headers)
        writer.writerows(self.lines(rows))
        return text.getvalue()


def _exact(value: Any) -> str:
    text = str(value)
    return "" if text == "nan" else text
