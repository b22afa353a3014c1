"""Where the coefficients in hlviz/nn/lanes.h come from: minimax fits by Remez' exchange, derived here from the functions themselves.

``python tests/nn/fits.py`` prints them with their errors; test_kernel.py holds lanes.h to them.

A fit P/Q is best when its relative error reaches its maximum n + m + 2 times with alternating signs. Starting from some such
points, the fit whose error is ±E at just these is an eigenvector of P(u) − f(u) Q(u) = ±E f(u) Q(u); its extrema are the next
points. All in the basis of Chebyshev polynomials, in which double precision is plenty.

Source: Remez (1934); Cody, Fraser and Hart (1968), "Rational Chebyshev approximation using linear equations".
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Polynomial
from numpy.polynomial import chebyshev as cheb

from hlviz.nn.arrays import Array

Function = Callable[[Array], Array]
GRID = 20_001


@dataclass(frozen=True, eq=False)
class Fit:
    """P(u)/Q(u) for f(u) between ``low`` and ``high``, of degrees ``n`` and ``m``, with the least relative error."""

    name: str
    f: Function
    low: float
    high: float
    n: int
    m: int = 0

    def coefficients(self) -> tuple[Array, Array, float]:
        """Those of P and of Q, from u⁰ upward, with Q(0) = 1; and the greatest relative error."""
        p, q, error = self._exchanged()
        p, q = self._in_powers(p), self._in_powers(q)
        return p / q[0], q / q[0], error

    def _exchanged(self) -> tuple[Array, Array, float]:
        u = self._spread(GRID)
        points, best = self._spread(self.n + self.m + 2), (np.zeros(1), np.ones(1), np.inf)
        for _ in range(50):
            p, q, level = self._alternating(points)
            error = self._value(p, u) / self._value(q, u) / self.f(u) - 1
            if np.max(np.abs(error)) < best[2]:
                best = p, q, float(np.max(np.abs(error)))
            if np.max(np.abs(error)) <= abs(level) * (1 + 1e-6):
                break
            points = u[_extrema(error, len(points))]
        return best

    def _alternating(self, points: Array) -> tuple[Array, Array, float]:
        """The fit without poles whose error is ±E at these points, and E."""
        vp, vq = cheb.chebvander(self._scaled(points), self.n), cheb.chebvander(self._scaled(points), self.m)
        f, signs = self.f(points)[:, None], (-1.0) ** np.arange(len(points))[:, None]
        # P is gone from the equations where they are taken at right angles to all its values
        beyond = np.linalg.qr(vp, mode="complete")[0][:, self.n + 1 :].T
        levels, vectors = np.linalg.eig(np.linalg.solve(beyond @ (signs * f * vq), -beyond @ (f * vq)))
        found = []
        for level, q in zip(np.real(levels), np.real(vectors).T, strict=True):
            negative = self._value(q, self._spread(GRID)) < 0
            if negative.all() or not negative.any():
                p = np.linalg.lstsq(vp, (f * (1 + level * signs) * vq) @ q)[0]
                found.append((abs(level), p, q))
        level, p, q = min(found, key=lambda each: each[0])
        return p, q, float(level)

    def _spread(self, count: int) -> Array:
        return self.low + (self.high - self.low) * (0.5 - 0.5 * np.cos(np.pi * np.arange(count) / (count - 1)))

    def _scaled(self, u: Array) -> Array:
        return (2 * u - self.low - self.high) / (self.high - self.low)

    def _value(self, coefficients: Array, u: Array) -> Array:
        return np.asarray(cheb.chebval(self._scaled(u), coefficients))

    def _in_powers(self, coefficients: Array) -> Array:
        width = self.high - self.low
        inner = Polynomial([-(self.low + self.high) / width, 2 / width])
        return np.asarray((Polynomial(cheb.cheb2poly(coefficients))(inner) + 0 * inner).coef)


def _extrema(error: Array, count: int) -> list[int]:
    """Where the error is greatest between its changes of sign: ``count`` places, alternating."""
    changes = np.flatnonzero(np.signbit(error[1:]) != np.signbit(error[:-1])) + 1
    pieces = zip([0, *changes], [*changes, len(error)], strict=True)
    places = [int(a + np.argmax(np.abs(error[a:b]))) for a, b in pieces]
    while len(places) > count:
        places.pop(0 if abs(error[places[0]]) < abs(error[places[-1]]) else -1)
    return places


def _of_root(f: Function, at_zero: float) -> Function:
    """u ↦ f(√u) / √u, for an odd f with slope ``at_zero`` at 0."""

    def g(u: Array) -> Array:
        root = np.sqrt(np.maximum(u, 1e-12))
        return np.where(u > 1e-12, f(root) / root, at_zero)

    return g


QUARTER = (np.pi / 4) ** 2

FITS = {
    fit.name: fit
    for fit in (
        Fit("tanh", _of_root(np.tanh, 1.0), 0, 81, 4, 4),
        Fit("exp", np.exp, -np.log(2) / 2, np.log(2) / 2, 6),
        Fit("artanh", _of_root(np.arctanh, 1.0), 0, 1 / 9, 4),
        Fit("sin", _of_root(np.sin, 1.0), 0, QUARTER, 3),
        Fit("cos", lambda u: np.cos(np.sqrt(u)), 0, QUARTER, 4),
    )
}

if __name__ == "__main__":
    for fit in FITS.values():
        p, q, error = fit.coefficients()
        print(f"{fit.name}: relative error {error:.2g}")
        for letter, numbers in (("P", p), ("Q", q))[: 1 + bool(fit.m)]:
            print(f"  {letter}:", "  ".join(f"{np.float32(number):.9g}" for number in numbers))
