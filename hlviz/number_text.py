"""How numbers are written for a person, everywhere: as many digits as say something, and a real minus sign.

One function for each kind of number: ``significant`` for losses and what is measured, ``rounded`` for weights, activations and
targets, ``brief`` for those where there is room for five characters, ``plain`` for round numbers, ``setting`` for what a person
typed, ``percent`` for shares, ``grouped`` and ``counted`` for how many.
"""

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
        return _with_exponent(f"{number:.{digits - 1}e}")
    return _with_minus(f"{number:.{max(0, digits - 1 - exponent)}f}")


def rounded(number: float) -> str:
    """The number to about the hundredth: 0.42, −3.10, 42.5, 0.0042; "–" where it is none."""
    if not math.isfinite(number):
        return NO_NUMBER
    size = abs(number)
    if size >= 1e5 or 0 < size < 5e-4:
        return _with_exponent(f"{number:.1e}")
    if size >= 10:
        return _with_minus(f"{number:.{1 if size < 100 else 0}f}")
    return _with_minus(f"{number:.{2 if size >= 0.1 or size == 0 else 3 if size >= 0.01 else 4}f}")


def brief(number: float, most: int = 5) -> str:
    """The same where room is scarce, as on a neuron: 0.42, −3.10, 128, 2.1e6; what is small is 0.00; "–" where it is none.

    Parameters
    ----------
    most
        Characters that there is room for: with 4, −0.42 is −0.4. Digits before the point are never left out.
    """
    if not math.isfinite(number):
        return NO_NUMBER
    size = abs(number)
    if size >= 999_999.5:
        return _with_exponent(f"{number:.1e}")
    digits = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    text = _with_minus(f"{number:.{digits}f}")
    while len(text) > most and digits:
        digits -= 1
        text = _with_minus(f"{number:.{digits}f}")
    return text


def signed(text: str) -> str:
    """A number that was written, with its sign: "+0.42", "−0.42", "0.00"."""
    return "+" + text if text[0].isdigit() and _says_something(text) else text


def plain(number: float, digits: int = 6) -> str:
    """A round number, such as one at a tick of an axis, without needless zeros: 0.25, −4, 1000, 2e−5."""
    if not math.isfinite(number):
        return NO_NUMBER
    text = f"{float(f'{number:.{digits}g}'):.6g}"
    return _with_exponent(text) if "e" in text else _with_minus(text)


def datum(number: float) -> str:
    """A number of the data in a narrow column: no digit beyond the ten-thousandth, no needless zeros: 5.1, −0.008, 1797."""
    text = rounded(number)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def setting(number: float) -> str:
    """A number as it was typed, without an exponent where that is readable: 0.00001, 0.03, 10, 1e−9."""
    if not math.isfinite(number):
        return NO_NUMBER
    if number == 0 or 1e-6 <= abs(number) < 1e7:
        text = f"{number:.10f}".rstrip("0").rstrip(".")
        return _with_minus(text if float(text) == number else f"{number:.6g}")
    mantissa, _, exponent = f"{number:.6e}".partition("e")
    return _with_exponent(f"{mantissa.rstrip('0').rstrip('.')}e{exponent}")


def percent(share: float, digits: int = 1) -> str:
    """A share as "97.2 %"; "100 %" only where it is all."""
    if not math.isfinite(share):
        return NO_NUMBER
    if share in (0.0, 1.0):
        return f"{share * 100:.0f} %"
    shown = 100 * share if share > 1 else min(100 * share, 100 - 10.0**-digits)
    return _with_minus(f"{shown:.{digits}f} %")


def grouped(count: int) -> str:
    """How many, in full: 12,345."""
    return _with_minus(f"{count:,}")


def counted(number: float) -> str:
    """How many, or how many a second, in about four characters: 950, 12.3k, 1.2M."""
    if number < 1000:
        return f"{number:.0f}"
    if number < 999_950:
        return f"{number / 1e3:.1f}k" if number < 99_950 else f"{number / 1e3:.0f}k"
    return f"{number / 1e6:.1f}M"


def _with_exponent(text: str) -> str:
    mantissa, _, power = text.partition("e")
    return _with_minus(f"{mantissa}e{int(power)}")


def _with_minus(text: str) -> str:
    return (text if _says_something(text) else text.removeprefix("-")).replace("-", "−")


def _says_something(text: str) -> bool:
    """Whether it is not 0, at least with the digits shown."""
    return any(c in "123456789" for c in text.partition("e")[0])
