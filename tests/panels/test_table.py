"""Numbers behind a picture: their order, and what leaves the window."""

import numpy as np
import pytest

from hlviz.panels.table import Table

TABLE = Table(("layer", "share, of all"), (["Hidden 2", "hidden 1", "Output"], np.array([0.5, np.nan, -3], np.float32)))


def test_cells_have_every_digit_and_no_number_is_an_empty_cell() -> None:
    numbers = Table(("a", "b"), (np.array([0.1, np.nan], np.float32), np.array([1 / 3, 1e-9])))
    assert numbers.lines() == [["0.1", "0.3333333333333333"], ["", "1e-09"]]


def test_csv_has_a_header_and_quotes_what_needs_it() -> None:
    assert TABLE.as_csv() == 'layer,"share, of all"\nHidden 2,0.5\nhidden 1,\nOutput,-3.0\n'
    assert TABLE.as_csv([2]).splitlines()[1:] == ["Output,-3.0"]


def test_numbers_sort_as_numbers_and_what_is_none_comes_last() -> None:
    assert TABLE.order(1, descending=False).tolist() == [2, 0, 1]
    assert TABLE.order(1, descending=True).tolist() == [0, 2, 1]
    assert TABLE.order(0, descending=False).tolist() == [1, 0, 2]
    assert TABLE.order(0, descending=True).tolist() == [2, 0, 1]


def test_columns_of_unequal_length_are_no_table() -> None:
    with pytest.raises(ValueError, match="2 headers"):
        Table(("a", "b"), ([1, 2], [1, 2, 3]))
    with pytest.raises(ValueError, match="1 headers"):
        Table(("a",), ([1], [2]))
