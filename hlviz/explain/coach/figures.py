"""Numbers as the coach writes them: as few digits as say something, and a real minus sign."""

import math

NO_NUMBER = "–"


def figure(value: float, digits: int = 3) -> str:
    """Some significant digits: 0.0123, 12.3, 1.2e−5; "–" where it is none."""
    if not math.isfinite(value):
        return NO_NUMBER
    text = f"{value:.{digits}g}"
    mantissa, e, power = text.partition("e")
    return (f"{mantissa}e{int(power)}" if e else text).replace("-", "−")


def count(value: float) -> str:
    """A whole number: 12,345."""
    return f"{round(value):,}" if math.isfinite(value) else NO_NUMBER


def percent(share: float) -> str:
    """A share as "52 %", with digits behind the point where it is less than one per cent."""
    if not math.isfinite(share):
        return NO_NUMBER
    per_cent = 100 * share
    whole = abs(per_cent) >= 1 or per_cent == 0
    return f"{per_cent:.0f} %".replace("-", "−") if whole else f"{figure(per_cent, 2)} %"


def goodness(metric: float, *, is_classification: bool) -> str:
    """How good an answer is: "97 %" of classes named rightly, or "R² 0.93" of numbers."""
    return percent(metric) if is_classification else f"R² {figure(metric, 2)}"


def epochs(value: float) -> str:
    """Epochs: whole ones, and a digit more where there are few."""
    return count(value) if value >= 10 or value == round(value) else figure(value, 2)
