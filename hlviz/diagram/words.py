"""Words of the diagram for a person, translated."""

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """The text in the user's language."""
    return QCoreApplication.translate("Diagram", text)


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
