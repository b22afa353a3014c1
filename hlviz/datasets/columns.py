"""What a column of a table holds: numbers, true and false, times or texts. A column of pandas' becomes one of hlviz's."""

import re
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from hlviz.datasets.points import Floats
from hlviz.datasets.raw_table import DAY, LARGEST, RawColumn

if TYPE_CHECKING:
    import pandas as pd

MISSING = ("", "NA", "nan", "NaN", "NAN", "N/A", "n/a", "#N/A", "NULL", "null")
"""What stands for a value that is missing."""
MAX_SLIPS = 100
"""Slips, at most, that are told one by one."""
DATE = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{4}"
)
"""2024-05-31, with or without a time, and 31.05.2024 or 31/05/2024."""
TRUTHS = {"true": 1.0, "false": 0.0}
PROBED = 50


def column_of(name: str, values: "pd.Series[Any]") -> RawColumn:
    """The column that some values of any type make.

    At least half of the values must be numbers for it to be a column of numbers; then a text among them is a slip. All must be
    true or false, or dates, for a column of these. Everything else is text.
    """
    import pandas as pd

    kind = values.dtype.kind
    if kind == "b":
        return RawColumn(name, "yes-no", values.to_numpy(np.float64))
    if kind in "iuf":
        return _of_numbers(name, values, values, is_whole=kind in "iu")
    if kind == "M":
        return RawColumn(name, "time", _days(values))
    values = values.astype(object)
    known = values.notna().to_numpy()
    # to_numeric alone would take True for 1
    truths = np.array([isinstance(value, bool | np.bool_) for value in values], bool)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        numbers = pd.to_numeric(values.mask(truths), errors="coerce")
    is_number = numbers.notna().to_numpy()
    if is_number.any() and is_number.sum() * 2 >= known.sum():
        return _of_numbers(name, numbers, values, is_whole=False)
    texts = values.where(known, "").astype(str).str.strip().to_numpy(object)
    known = known & ~np.isin(texts.astype(str), MISSING)
    codes, different = pd.factorize(texts[known], sort=True)
    if len(different) and all(text.casefold() in TRUTHS for text in different):
        truth = np.array([TRUTHS[text.casefold()] for text in different])
        return RawColumn(name, "yes-no", _spread(truth[codes], known))
    if (times := _times(different)) is not None:
        return RawColumn(name, "time", _spread(times[codes], known))
    places = np.full(len(texts), -1, np.int64)
    places[known] = codes
    return RawColumn(name, "text", codes=places, texts=tuple(map(str, different)))


def _spread(values: Floats, known: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    numbers = np.full(len(known), np.nan)
    numbers[known] = values
    return numbers


def _of_numbers(name: str, numbers: "pd.Series[Any]", told: "pd.Series[Any]", *, is_whole: bool) -> RawColumn:
    values = numbers.to_numpy(np.float64, na_value=np.nan, copy=True)
    with np.errstate(invalid="ignore"):
        beyond = np.abs(values) > LARGEST
    slips: list[tuple[int, str]] = []
    suspects = beyond | (np.isnan(values) & told.notna().to_numpy())
    for row in np.flatnonzero(suspects).tolist():
        text = str(told.iloc[row]).strip()
        if beyond[row] or text not in MISSING:
            slips.append((row, text))
            if len(slips) == MAX_SLIPS:
                break
    values[beyond] = np.nan
    known = values[~np.isnan(values)]
    if not is_whole and 0 < len(known) < len(values) and not slips:
        # whole numbers beside gaps are read as numbers with a point
        is_whole = bool((known == np.round(known)).all())
    return RawColumn(name, "number", values, is_whole=is_whole, slips=tuple(slips))


def _days(values: "pd.Series[Any]") -> Floats:
    if getattr(values.dtype, "tz", None) is not None:
        values = values.dt.tz_convert("UTC").dt.tz_localize(None)
    moments = values.to_numpy("datetime64[us]")
    days = moments.astype(np.int64) / (DAY * 1e6)
    days[np.isnat(moments)] = np.nan
    return np.asarray(days, np.float64)


def _times(texts: Any) -> Floats | None:
    """Days since 1970 where all texts are dates, else None."""
    import pandas as pd

    if not len(texts) or not all(DATE.fullmatch(text) for text in texts[:PROBED]):
        return None
    if not all(DATE.fullmatch(text) for text in texts):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            is_iso = texts[0][:4].isdecimal()
            moments = pd.to_datetime(
                pd.Series(texts), format="ISO8601" if is_iso else None, dayfirst=not is_iso, utc=True
            )
        except (ValueError, OverflowError, TypeError):
            return None
    days = _days(moments.dt.tz_localize(None))
    return None if np.isnan(days).any() else days
