"""Numbers are short, have a real minus sign, and never say "nan"."""

import math

import pytest

from hlviz.diagram.words import number, percent, regression_words, signed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.42, "0.42"), (-3.1, "−3.10"), (0, "0.00"), (-0.001, "0.00"), (12.34, "12.3"), (128.4, "128"),
        (9.996, "10.0"), (2_100_000, "2.1e6"), (172_400.4, "172400"), (-1e-30, "0.00"), (math.nan, "–"), (math.inf, "–"),
    ],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_signs_and_shares() -> None:
    assert (signed(0.5), signed(-0.5), signed(math.nan)) == ("+0.50", "−0.50", "–")
    assert (percent(0.98), percent(math.nan)) == ("98 %", "–")


@pytest.mark.parametrize(
    ("output", "loss", "classes", "words"),
    [
        ("identity", "mse", False, "linear regression"),
        ("identity", "huber", True, "linear regression"),
        ("sigmoid", "bce", True, "logistic regression"),
        ("sigmoid", "mse", True, "close to logistic regression"),
        ("tanh", "mse", True, "close to logistic regression"),
        ("softmax", "cce", True, "multinomial logistic regression"),
        ("softmax", "mse", True, "close to multinomial logistic regression"),
        ("tanh", "mse", False, "close to linear regression"),
    ],
)
def test_without_hidden_layers_it_is_called_what_it_is(output: str, loss: str, classes: bool, words: str) -> None:
    assert regression_words(output, loss, is_classification=classes) == words
