"""Whether a target holds, and how that is told."""

import pytest

from tests.benchmarks.engine import judged
from tests.benchmarks.targets import Verdict, short
from tests.benchmarks.timing import Times


def test_a_target_holds_at_its_bound_and_beyond() -> None:
    assert Verdict("fast", "W1", 8.0, 8.0).holds
    assert not Verdict("fast", "W1", 7.99, 8.0).holds
    assert Verdict("short", "W1", 6.0, 6.0, is_least=False).holds
    assert not Verdict("short", "W1", 6.01, 6.0, is_least=False).holds


@pytest.mark.parametrize("is_least", [True, False])
def test_what_could_not_be_measured_meets_no_target(is_least: bool) -> None:
    assert not Verdict("fast", "W1", float("nan"), 8.0, is_least=is_least).holds


def test_a_target_that_is_missed_is_marked() -> None:
    assert Verdict("fast", "W1", 7.123, 8.0).text == "7.12 (≥ 8) !"
    assert Verdict("short", "W1", 5.0, 6.0, is_least=False, unit=" ms").text == "5 ms (≤ 6)"


@pytest.mark.parametrize(("value", "text"), [(0.9712, "0.971"), (13.66, "13.7"), (363.9, "364"), (1234.5, "1234")])
def test_three_digits_count(value: float, text: str) -> None:
    assert short(value) == text


def test_ratios_are_taken_within_each_round() -> None:
    # the machine becomes ten times as slow in the second round: both suffer alike
    cpu = {"numpy": [20.0, 2.0, 20.0], "floor": [10.0, 1.0, 40.0], "scikit-learn fit": [1.0, 0.1, 1.0]}
    times = Times(cpu=cpu, wall=cpu)
    assert times.ratio("numpy", "floor") == 2.0
    verdicts = {v.target: v for v in judged({"sgd": {"W1": times}})}
    assert verdicts["NumPy path ÷ floor, SGD"].value == 2.0
    assert verdicts["NumPy path ÷ scikit-learn"].holds
    assert not verdicts["best path ÷ floor, SGD"].holds
    assert "NumPy path ÷ PyTorch" not in verdicts  # it was not there


def test_the_faster_variant_of_a_peer_counts() -> None:
    cpu = {"numpy": [28.0], "scikit-learn fit": [1.0], "scikit-learn partial_fit": [4.0]}
    (verdict,) = [
        v for v in judged({"sgd": {"W1": Times(cpu=cpu, wall=cpu)}}) if v.target == "NumPy path ÷ scikit-learn"
    ]
    assert verdict.value == 7.0


def test_cost_must_grow_no_faster_than_the_work() -> None:
    fast, slow = {"numpy": [100.0], "floor": [100.0]}, {"numpy": [10.0], "floor": [18.0]}
    verdicts = judged({"sgd": {"W5": Times(cpu=fast, wall=fast), "W6": Times(cpu=slow, wall=slow)}})
    (growth,) = [v for v in verdicts if v.target == "W6's time ÷ W5's"]
    assert (growth.value, growth.holds) == (10.0, False)
