"""Numbers in few characters."""

import math

import pytest

from hlviz.panels.number_text import percent, plain, rounded, significant


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (0.123456, "0.1235"),
        (1.5, "1.500"),
        (123.456, "123.5"),
        (12345.6, "12346"),
        (0.00123456, "0.001235"),
        (0.0000123456, "1.235e−5"),
        (-2.5, "−2.500"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_four_digits_say_how_large_a_loss_is(number: float, text: str) -> None:
    assert significant(number) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-0.4234, "−0.42"),
        (0.0, "0.00"),
        (0.0421, "0.042"),
        (0.0042, "0.0042"),
        (31.27, "31.3"),
        (431.2, "431"),
        (-1e-9, "−1.0e−9"),
    ],
)
def test_a_weight_is_told_to_the_hundredth(number: float, text: str) -> None:
    assert rounded(number) == text


def test_a_tick_has_no_needless_zeros() -> None:
    assert [plain(n) for n in (0.25, -4.0, 1000.0, 0.00002, -0.0)] == ["0.25", "−4", "1000", "2e−5", "0"]


def test_only_all_is_a_hundred_per_cent() -> None:
    assert percent(1.0) == "100 %"
    assert percent(0.9999) == "99.9 %"
    assert percent(0.972) == "97.2 %"
    assert percent(0.996, 0) == "99 %"
    assert percent(math.nan) == "–"
