"""Numbers in few characters, with a real minus sign, and never "nan"."""

import math

import pytest

from hlviz.number_text import brief, counted, datum, grouped, percent, plain, rounded, setting, signed, significant
from hlviz.widgets.numbers import parse_number


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
    assert [plain(n, 2) for n in (123.4, -0.01234, math.nan)] == ["120", "−0.012", "–"]


def test_only_all_is_a_hundred_per_cent() -> None:
    assert percent(1.0) == "100 %"
    assert percent(0.9999) == "99.9 %"
    assert percent(0.972) == "97.2 %"
    assert percent(0.996, 0) == "99 %"
    assert percent(math.nan) == "–"
    assert percent(1.5, 0) == "150 %"  # of a diagram that is enlarged


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.42, "0.42"), (-3.1, "−3.10"), (0, "0.00"), (-0.001, "0.00"), (12.34, "12.3"), (128.4, "128"),
        (9.996, "10.0"), (2_100_000, "2.1e6"), (172_400.4, "172400"), (-1e-30, "0.00"), (math.nan, "–"), (math.inf, "–"),
    ],
)  # fmt: skip
def test_five_characters_are_enough_on_a_neuron(value: float, text: str) -> None:
    assert brief(value) == text


def test_with_less_room_a_number_has_fewer_digits_rather_than_being_cut() -> None:
    assert [brief(n, 4) for n in (0.42, -0.42, -3.1, 12.34, -12.34, -0.04, -128.4)] == [
        "0.42", "−0.4", "−3.1", "12.3", "−12", "0.0", "−128",
    ]  # fmt: skip


def test_a_sign_is_shown_where_there_is_something_to_have_it() -> None:
    assert [signed(rounded(n)) for n in (0.5, -0.5, 0, math.nan)] == ["+0.50", "−0.50", "0.00", "–"]
    assert signed(brief(0.001)) == "0.00"


def test_a_number_of_the_data_fits_a_narrow_column() -> None:
    assert [datum(n) for n in (5.1, -0.00803324, 1797, 0, 12.34, -3.5e-9)] == [
        "5.1",
        "−0.008",
        "1797",
        "0",
        "12.3",
        "−3.5e−9",
    ]


def test_settings_are_shown_as_a_person_would_type_them() -> None:
    assert [setting(n) for n in (0.00001, 0.03, 10, 0, 1e-9, -0.25)] == ["0.00001", "0.03", "10", "0", "1e−9", "−0.25"]


@pytest.mark.parametrize("number", [0, 0.00001, 0.003, 0.03, 0.1, 1 / 3, 10, 123456.5, 1e-9, 2.5e12, -0.25])
def test_a_setting_shown_and_typed_again_is_nearly_the_same(number: float) -> None:
    assert parse_number(setting(number)) == pytest.approx(number, rel=1e-5)


def test_counts_are_grouped_or_short() -> None:
    assert grouped(1234567) == "1,234,567"
    assert [counted(n) for n in (0, 950, 12345, 123456, 2_500_000)] == ["0", "950", "12.3k", "123k", "2.5M"]
