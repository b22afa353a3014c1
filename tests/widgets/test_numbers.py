import pytest

from hlviz.widgets.numbers import parse_number, parse_within


@pytest.mark.parametrize("text", ["0.05", "0,05", " ,05 ", "5e-2", "5E−2", "+0,050", "1/20", "−0,1 / -2"])
def test_point_comma_and_exponent_say_the_same_number(text: str) -> None:
    assert parse_number(text) == 0.05


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Type a number"),
        ("abc", "“abc” is not a number"),
        ("1.000,5", "single decimal mark"),
        ("1/1e-320", "too large"),
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


def test_a_number_that_must_be_whole_and_between_limits() -> None:
    assert parse_within("6/2", 1, 9, whole=True) == 3
    for text, reason in (("2.5", "whole"), ("10", "not between 1 and 9"), ("1/1e-320", "too large")):
        with pytest.raises(ValueError, match=reason):
            parse_within(text, 1, 9, whole=True)
