"""Networks that statistics has a name for."""

import pytest

from hlviz.diagram.words import regression_words


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
