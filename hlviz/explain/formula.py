"""A formula written out in numbers: a row of terms, each of which may stand for a neuron or an edge of the diagram."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hlviz.document.specs import Target
from hlviz.nn.arrays import Array

SPELT = 8
"""Terms of a sum, at most, that are written one by one; of more, the largest of them."""
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Term:
    """A piece of a formula."""

    text: str
    about: Target | None = None
    """The neuron or edge that it stands for."""
    is_result: bool = False


@dataclass(frozen=True)
class Line:
    """A formula. It may be broken at its ordinary spaces."""

    terms: tuple[Term, ...]
    is_rule: bool = False
    """Whether it is in symbols: what the next lines put numbers into."""

    @property
    def text(self) -> str:
        """All of it as one text."""
        return "".join(term.text for term in self.terms)


def rule(text: str) -> Line:
    """A formula in symbols."""
    return Line((Term(text),), is_rule=True)


def line(*parts: str | Term) -> Line:
    """A formula in numbers."""
    return Line(tuple(Term(part) if isinstance(part, str) else part for part in parts))


def result(value: float) -> Term:
    """What a formula comes to."""
    return Term(figure(value), is_result=True)


def figure(value: float, digits: int = 3) -> str:
    """A number with so many digits that say something: 0.842, −12.3, 0.05, 1.2·10⁻⁵."""
    size = abs(value)
    if size == 0 or not math.isfinite(value):
        return "0" if size == 0 else "–"
    exponent = math.floor(math.log10(size))
    if not -4 <= exponent < 6:
        mantissa, _, power = f"{size:.{digits - 1}e}".partition("e")
        text = f"{_bare(mantissa)}·10{str(int(power)).replace('-', '−').translate(SUPERSCRIPTS)}"
    else:
        text = _bare(f"{size:.{max(0, digits - 1 - exponent)}f}")
    return f"−{text}" if value < 0 else text


def _bare(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def factor(value: float) -> str:
    """A number as a factor of a product: in brackets where it has a minus sign or a power of ten."""
    text = figure(value)
    return f"({text})" if text.startswith("−") or "10" + "⁻" in text else text


def told_apart(old: float, new: float) -> tuple[str, str]:
    """Two numbers with as many digits as it takes to see that they differ: ("0.8412", "0.8415")."""
    gap = abs(new - old)
    if gap == 0:
        return figure(old, 4), figure(new, 4)
    if not math.isfinite(gap):
        return figure(old), figure(new)
    decimals = min(max(1 - math.floor(math.log10(gap)), 3), 10)
    return tuple(f"{value:.{decimals}f}".replace("-", "−") for value in (old, new))  # type: ignore[return-value]


@dataclass(frozen=True)
class Product:
    """A summand: a number times another."""

    left: float
    right: float
    about: Target | None = None

    @property
    def value(self) -> float:
        """What it adds."""
        return self.left * self.right

    @property
    def text(self) -> str:
        """Without the sign of its first factor."""
        return f"{factor(abs(self.left))}·{factor(self.right)}"


def summed(products: Sequence[Product], count: int, rest: float) -> list[Term]:
    """A sum, its signs between its terms; ``rest`` is what the others of all ``count`` terms come to."""
    terms: list[Term] = []
    for product in products:
        terms += signed(product.left < 0, Term(product.text, product.about), is_first=not terms)
    if (more := count - len(products)) > 0:
        terms += signed(rest < 0, Term(f"{figure(abs(rest))}{NBSP}({more}{NBSP}more)"), is_first=not terms)
    return terms or [Term("0")]


def signed(is_negative: bool, term: Term, *, is_first: bool) -> list[Term]:
    """A term and the sign before it."""
    if is_first:
        return [Term("−"), term] if is_negative else [term]
    return [Term(f" {'−' if is_negative else '+'}{NBSP}"), term]


def strongest(values: Array, most: int = SPELT) -> list[int]:
    """The places of the largest values, their signs left aside, in their order."""
    if len(values) <= most:
        return list(range(len(values)))
    return sorted(np.argpartition(np.abs(values), len(values) - most)[len(values) - most :].tolist())


def subscript(*numbers: int) -> str:
    """Numbers set low: "₁₂"; of several with a comma where it is needed to tell them apart: "₁₂,₃"."""
    between = "," if max(numbers) > 9 else ""
    return between.join(map(str, numbers)).translate(SUBSCRIPTS)
