"""Measured numbers in few characters: as many digits as say something, and a real minus sign."""

import math

NO_NUMBER = "–"


def significant(number: float, digits: int = 4) -> str:
    """The number with that many significant digits: 0.01234, 1.234, 123.4, 1.234e−5; "–" where it is none."""
    if not math.isfinite(number):
        return NO_NUMBER
    if number == 0:
        return "0"
    exponent = math.floor(math.log10(abs(number)))
    if not -3 <= exponent < 6:
        mantissa, _, power = f"{number:.{digits - 1}e}".partition("e")
        return _with_minus(f"{mantissa}e{int(power)}")
    return _with_minus(f"{number:.{max(0, digits - 1 - exponent)}f}")


def rounded(number: float) -> str:
    """The number to about the hundredth: 0.42, −3.10, 42.5, 0.0042; "–" where it is none."""
    if not math.isfinite(number):
        return NO_NUMBER
    size = abs(number)
    if size >= 1e5 or 0 < size < 5e-4:
        mantissa, _, power = f"{number:.1e}".partition("e")
        return _with_minus(f"{mantissa}e{int(power)}")
    if size >= 10:
        return _with_minus(f"{number:.{1 if size < 100 else 0}f}")
    return _with_minus(f"{number:.{2 if size >= 0.1 or size == 0 else 3 if size >= 0.01 else 4}f}")


def signed(number: float) -> str:
    """A change, ``rounded`` and with its sign: "+0.22"."""
    text = rounded(number)
    return text if text.startswith(("−", NO_NUMBER)) or number == 0 else f"+{text}"


def plain(number: float) -> str:
    """A round number, such as one at a tick of an axis, without needless zeros: 0.25, −4, 1000, 2e−5."""
    if not math.isfinite(number):
        return NO_NUMBER
    text = f"{number:.6g}"
    mantissa, e, power = text.partition("e")
    return _with_minus(f"{mantissa}e{int(power)}" if e else text)


def percent(share: float, digits: int = 1) -> str:
    """A share 0 … 1 as "97.2 %"; "100 %" only where it is all."""
    if not math.isfinite(share):
        return NO_NUMBER
    if share in (0.0, 1.0):
        return f"{share * 100:.0f} %"
    most = 100 - 10.0**-digits
    return _with_minus(f"{min(share * 100, most):.{digits}f} %")


def _with_minus(text: str) -> str:
    if text.startswith("-") and not any(c in "123456789" for c in text.partition("e")[0]):
        text = text[1:]
    return text.replace("-", "−")
