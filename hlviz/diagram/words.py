"""Text for a person: translated words, and numbers the way they are written in the diagram."""

import math

from PySide6.QtCore import QCoreApplication

MINUS = "−"


def tr(text: str) -> str:
    """The text in the user's language."""
    return QCoreApplication.translate("Diagram", text)


def number(value: float, digits: int = 2) -> str:
    """A number in few characters: "0.42", "−3.10", "128", "2.1e6"; a dash where it is none."""
    if not math.isfinite(value):
        return "–"
    size = abs(value)
    if size >= 999_999.5:
        text = f"{size:.1e}".replace("e+0", "e").replace("e+", "e")
    elif size >= 99.95:
        text = f"{size:.0f}"
    else:
        text = f"{size:.{digits if size < 9.995 else 1}f}"
    return MINUS + text if value < 0 and float(text) != 0 else text


def signed(value: float) -> str:
    """The same with its sign: "+0.42"."""
    text = number(value)
    return text if text.startswith((MINUS, "–")) or value == 0 else "+" + text


def percent(share: float) -> str:
    """A share 0 … 1: "98 %"."""
    return f"{100 * share:.0f} %" if math.isfinite(share) else "–"


def regression_words(output: str, loss: str, *, is_classification: bool) -> str:
    """What a network without hidden layers is called in statistics.

    Parameters
    ----------
    output, loss
        Keys of the output's activation function and of the loss. tanh is the logistic function, stretched from −1 to 1; only
        with cross-entropy is what is fitted the likelihood, as in the textbook.
    """
    if output == "identity":
        return tr("linear regression")
    if output == "softmax":
        return (
            tr("multinomial logistic regression") if loss == "cce" else tr("close to multinomial logistic regression")
        )
    if not is_classification:
        return tr("close to linear regression")
    return tr("logistic regression") if loss == "bce" else tr("close to logistic regression")
