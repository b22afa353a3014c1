import pytest

from hlviz.widgets.numbers import count_text, number_text, parse_number, short_text


@pytest.mark.parametrize("text", ["0.05", "0,05", " ,05 ", "5e-2", "5E−2", "+0,050", "1/20", "−0,1 / -2"])
def test_point_comma_and_exponent_say_the_same_number(text: str) -> None:
    assert parse_number(text) == 0.05


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Type a number"),
        ("abc", "“abc” is not a number"),
        ("1.000,5", "single decimal mark"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("1_000", "not a number"),
        ("1e999", "too large"),
        ("1/0", "divided by 0"),
        ("1/", "not a number"),
        ("1/2/x", "not a number"),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_number(text)


@pytest.mark.parametrize("number", [0, 0.00001, 0.003, 0.03, 0.1, 1 / 3, 10, 123456.5, 1e-9, 2.5e12, -0.25])
def test_a_number_shown_and_read_again_is_nearly_the_same(number: float) -> None:
    assert parse_number(number_text(number)) == pytest.approx(number, rel=1e-5)


def test_numbers_are_shown_as_a_person_would_write_them() -> None:
    assert [number_text(n) for n in (0.00001, 0.03, 10, 0, 1e-9)] == ["0.00001", "0.03", "10", "0", "1e-9"]


def test_measured_numbers_stay_short() -> None:
    shown = [short_text(n) for n in (0.01234, 1.2039, 35.123, 351.9, 123456.0, float("nan"), float("inf"))]
    assert shown == ["0.0123", "1.204", "35.12", "351.9", "1.2e5", "–", "–"]


def test_counts_stay_short() -> None:
    assert [count_text(n) for n in (0, 950, 12345, 123456, 2_500_000)] == ["0", "950", "12.3k", "123k", "2.5M"]
