"""Truth tables counted over samples, and what they are read as."""

import itertools

import numpy as np
import pytest

from hlviz.explain.readings import ALONE, PAIRS, fires, high, reading
from hlviz.nn.activations import ACTIVATIONS

TABLE = np.array(list(itertools.product([False, True], repeat=2)) * 25)


@pytest.mark.parametrize("answers", list(itertools.product([0, 1], repeat=4)))
def test_every_table_of_two_has_its_reading(answers: tuple[int, ...]) -> None:
    said = np.array(answers * 25, bool)
    found = reading(TABLE, said, [0, 1])
    if len(set(answers)) == 1:
        assert found is None, "what never changes is no logic"
        return
    assert found is not None
    assert found.agreement == 1.0
    assert found.missing is None
    a, b = TABLE[:, found.places[0]], TABLE[:, found.places[-1]]
    meant = {
        "is": a, "not": ~a, "and": a & b, "or": a | b, "nand": ~(a & b), "nor": ~(a | b), "xor": a ^ b, "same": a == b,
        "a and not b": a & ~b, "b and not a": b & ~a, "a or not b": a | ~b, "b or not a": b | ~a,
    }[found.kind]  # fmt: skip
    np.testing.assert_array_equal(meant, said)
    assert len(found.places) == (1 if found.kind in ALONE.values() else 2)
    assert sum(found.counts) == 100
    assert set(found.counts) == {100 // len(found.counts)}


def test_it_takes_ninety_five_of_a_hundred_samples_in_every_row() -> None:
    sources = np.repeat(TABLE, 4, axis=0)
    said = sources.all(axis=1)
    rows = np.flatnonzero(said)
    few, many = said.copy(), said.copy()
    few[rows[:5]] = False
    many[rows[:6]] = False
    found = reading(sources, few, [0, 1])
    assert found is not None
    assert found.kind == "and"
    assert found.agreement == pytest.approx(395 / 400)
    assert reading(sources, many, [0, 1]) is None, "98.5 % of all samples agree, but of one row 94 % only"


def test_where_a_row_never_occurs_it_says_so() -> None:
    seen = TABLE[TABLE.any(axis=1)]
    found = reading(seen, seen.all(axis=1), [0, 1])
    assert found is not None
    assert (found.kind, found.missing) == ("and", 0)
    assert found.counts == (0, 25, 25, 25)
    half = TABLE[TABLE[:, 0] == TABLE[:, 1]]
    found = reading(half, half[:, 0], [0, 1])
    assert found is not None
    assert (found.kind, found.places) == ("is", (0,)), "with two rows of four it is one of them, not both"


def test_a_row_of_a_few_stray_samples_is_no_evidence() -> None:
    sources = np.concatenate([np.repeat(TABLE[TABLE.any(axis=1)], 10, axis=0), [[False, False]] * 3])
    assert reading(sources, sources.all(axis=1), [0, 1]) is None


def test_only_what_matters_most_is_looked_at_and_the_simplest_is_said() -> None:
    rng = np.random.default_rng(1)
    sources = rng.random((400, 6)) > 0.5
    found = reading(sources, sources[:, 4], [4, 0, 1, 2, 3, 5])
    assert found is not None
    assert (found.kind, found.places) == ("is", (4,))
    assert reading(sources, sources[:, 4], [0, 1, 2, 3, 4, 5]) is None
    assert reading(sources, rng.random(400) > 0.5, range(6)) is None
    assert reading(np.empty((400, 0), bool), sources[:, 0], []) is None


def test_when_neurons_fire() -> None:
    z = np.array([-2.0, -0.1, 0.0, 0.1, 2.0])
    for key, activation in ACTIVATIONS.items():
        said = fires(activation, z, activation.value(z))
        if key == "sine":
            np.testing.assert_array_equal(said, np.sin(z) > 0)
        else:
            np.testing.assert_array_equal(said, [False, False, False, True, True])
    assert fires(ACTIVATIONS["sine"], np.array([4.0]), np.sin([4.0]))[0] == False  # noqa: E712


def test_inputs_are_high_above_the_middle_of_their_range() -> None:
    values = np.array([[0.0, -6.0, 3.0], [1.0, 6.0, 3.0], [0.9, -0.1, 3.0]])
    np.testing.assert_array_equal(high(values), [[0, 0, 0], [1, 1, 0], [1, 0, 0]])


def test_there_are_ten_tables_that_need_both() -> None:
    assert len(PAIRS) == len(set(PAIRS.values())) == 10
