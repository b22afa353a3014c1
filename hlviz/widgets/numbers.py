"""Numbers as people write them: with a point or a comma, with an exponent or without, as a fraction."""

import math
import re

from PySide6.QtCore import QCoreApplication

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
        return parse_number(above) / divisor
    if not plain:
        raise ValueError(QCoreApplication.translate("numbers", "Type a number."))
    if NUMBER.fullmatch(plain) is None:
        if len(re.findall(r"[.,]", plain)) > 1:
            reason = QCoreApplication.translate("numbers", "Use a single decimal mark: 1000.5 or 1000,5.")
            raise ValueError(reason)
        reason = QCoreApplication.translate("numbers", "“{text}” is not a number; type one such as 0.03.")
        raise ValueError(reason.format(text=plain[:20]))
    number = float(plain.replace(",", "."))
    if not math.isfinite(number):
        raise ValueError(QCoreApplication.translate("numbers", "That number is too large."))
    return number


def number_text(number: float) -> str:
    """The number without an exponent where that is readable, and without needless zeros: 0.00001, 0.03, 10, 1e-9."""
    if number == 0 or 1e-6 <= abs(number) < 1e7:
        text = f"{number:.10f}".rstrip("0").rstrip(".")
        return text if float(text) == number else f"{number:.6g}"
    mantissa, _, exponent = f"{number:.6e}".partition("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"


def short_text(number: float) -> str:
    """A measured number in about five characters: 0.0123, 1.204, 35.1, 1.2e5; "–" where it is none."""
    if not math.isfinite(number):
        return "–"
    size = abs(number)
    if size < 1:
        return f"{number:.4f}"
    if size < 1000:
        return f"{number:.{3 - int(math.log10(size))}f}"
    mantissa, _, exponent = f"{number:.1e}".partition("e")
    return f"{mantissa}e{int(exponent)}"


def count_text(number: float) -> str:
    """How many, or how many a second, in about four characters: 950, 12.3k, 1.2M."""
    if number < 1000:
        return f"{number:.0f}"
    if number < 999_950:
        return f"{number / 1e3:.1f}k" if number < 99_950 else f"{number / 1e3:.0f}k"
    return f"{number / 1e6:.1f}M"
