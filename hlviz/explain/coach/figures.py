"""Shares, metrics and epochs as the coach writes them: as few digits as say something."""

import math

from hlviz import number_text
from hlviz.number_text import NO_NUMBER, grouped, plain


def figure(value: float, digits: int = 3) -> str:
    """Some significant digits: 0.0123, 12.3, 1.2e−5; "–" where it is none."""
    return plain(value, digits)


def count(value: float) -> str:
    """A whole number: 12,345."""
    return grouped(round(value)) if math.isfinite(value) else NO_NUMBER


def percent(share: float) -> str:
    """A share as "52 %", with digits behind the point where it is less than one per cent or all but 100."""
    if not math.isfinite(share):
        return NO_NUMBER
    per_cent = 100 * share
    if abs(per_cent) < 1:
        return f"{plain(per_cent, 2)} %"
    return number_text.percent(share, 1 if 99.5 <= per_cent < 100 else 0)


def goodness(metric: float, *, is_classification: bool) -> str:
    """How good an answer is: "97 %" of classes named rightly, or "R² 0.93" of numbers."""
    return percent(metric) if is_classification else f"R² {figure(metric, 2)}"


def epochs(value: float) -> str:
    """Epochs: whole ones, and a digit more where there are few."""
    return count(value) if value >= 10 or value == round(value) else figure(value, 2)
