"""Numbers as people type them: with a point or a comma, with an exponent or without, as a fraction."""

import math
import re

from PySide6.QtCore import QCoreApplication

from hlviz.number_text import setting

NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)


def parse_number(text: str) -> float:
    """The number that a text says; 0,05 and 0.05 and 5e-2 and 1/20 are one.

    Raises
    ------
    ValueError
        If it says none; its text tells a person why.
    """
    plain = re.sub(r"\s", "", text).replace("−", "-")
    above, stroke, below = plain.partition("/")
    if stroke and above and below:
        divisor = parse_number(below)
        if divisor == 0:
            raise ValueError(QCoreApplication.translate("numbers", "Nothing can be divided by 0."))
        return _finite(parse_number(above) / divisor)
    if not plain:
        raise ValueError(QCoreApplication.translate("numbers", "Type a number."))
    if NUMBER.fullmatch(plain) is None:
        if len(re.findall(r"[.,]", plain)) > 1:
            reason = QCoreApplication.translate("numbers", "Use a single decimal mark: 1000.5 or 1000,5.")
            raise ValueError(reason)
        reason = QCoreApplication.translate("numbers", "“{text}” is not a number; type one such as 0.03.")
        raise ValueError(reason.format(text=plain[:20]))
    return _finite(float(plain.replace(",", ".")))


def parse_within(text: str, low: float, high: float, *, whole: bool = False) -> float:
    """The number that a text says, where it must be between two limits, both included, and perhaps whole.

    Raises
    ------
    ValueError
        If it says none, or one that cannot be; its text tells a person why.
    """
    value = parse_number(text)
    if whole and value != int(value):
        raise ValueError(QCoreApplication.translate("numbers", "Only whole numbers will do here."))
    if not low <= value <= high:
        reason = QCoreApplication.translate("numbers", "{value} is not between {low} and {high}.")
        raise ValueError(reason.format(value=setting(value), low=setting(low), high=setting(high)))
    return value


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(QCoreApplication.translate("numbers", "That number is too large."))
    return number
