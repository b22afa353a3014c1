"""Exponents, growth and widths, from costs that are known."""

import math
from typing import Any

import pytest

from tests.benchmarks.paths import environment, widest
from tests.benchmarks.scaling import SERIES, exponents, fitted_exponent, judged

SIZES = [8, 16, 32, 64, 128, 256]


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_is_that_power(power: float) -> None:
    assert fitted_exponent(SIZES, [3e-6 * size**power for size in SIZES]) == pytest.approx(power, abs=1e-9)


def test_noise_of_a_few_percent_moves_the_exponent_little() -> None:
    costs = [size**1.5 * (1.05 if i % 2 else 0.95) for i, size in enumerate(SIZES)]
    assert fitted_exponent(SIZES, costs) == pytest.approx(1.5, abs=0.05)


def test_the_upper_half_is_fitted_apart() -> None:
    flat_then_square = [64.0**2 if size < 64 else size**2.0 for size in SIZES]
    whole, upper = exponents(SIZES, flat_then_square)
    assert upper == pytest.approx(2.0)
    assert 0.5 < whole < 1.9


def test_a_size_that_was_not_measured_is_left_out() -> None:
    costs: list[float | None] = [size**2.0 for size in SIZES]
    costs[-1] = None
    assert exponents(SIZES, costs) == (pytest.approx(2.0), pytest.approx(2.0))
    assert math.isnan(exponents(SIZES, [None] * len(SIZES))[0])


def grown(**powers: float) -> dict[str, Any]:
    seconds = {who: [size**power for size in SIZES] for who, power in powers.items()}
    return {"sizes": SIZES, "work": [size**2 for size in SIZES], "seconds": seconds}


def test_cost_that_grows_as_the_work_does_is_accepted_and_faster_growth_is_not() -> None:
    verdicts = {v.at: v for v in judged("width", grown(floor=1.9, numpy=2.0, compiled=2.2))}
    assert verdicts["width, numpy"].value == pytest.approx(1.0)
    assert verdicts["width, numpy"].holds
    assert verdicts["width, compiled"].value == pytest.approx(4**0.2)
    assert not verdicts["width, compiled"].holds


def test_nobody_is_blamed_for_what_the_products_alone_cost() -> None:
    (verdict,) = judged("width", grown(floor=2.5, numpy=2.5))
    assert verdict.value == pytest.approx(1.0)


def test_an_engine_that_does_not_take_the_largest_size_is_not_judged() -> None:
    found = grown(floor=2.0, numpy=2.0, compiled=2.0)
    found["seconds"]["compiled"][-1] = None
    assert [v.at for v in judged("width", found)] == ["width, numpy"]


def test_the_compiled_path_pays_up_to_the_first_width_at_which_any_network_is_slower() -> None:
    assert widest([8, 16, 32], [[3.0, 2.0, 1.0], [3.0, 1.0, 0.96]]) == 32
    assert widest([8, 16, 32], [[3.0, 2.0, 1.0], [3.0, 0.9, 1.5]]) == 8
    assert widest([8, 16, 32], [[0.5, 2.0, 1.0]]) == 0


@pytest.mark.parametrize("key", SERIES)
def test_every_series_makes_more_work_with_each_size(key: str) -> None:
    series = SERIES[key]
    works = [series.workload(size) for size in series.sizes]
    work = [w.products * series.per(w) for w in works]
    assert work == sorted(set(work))


def test_the_newest_processors_are_denied_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    without = {build: environment(build)["NPY_DISABLE_CPU_FEATURES"].split() for build in ("base", "avx2", "avx512")}
    assert not without["avx512"]
    assert set(without["avx2"]) <= set(without["base"])
