from itertools import pairwise

import numpy as np
import pytest

from hlviz.document.presets import PRESETS
from hlviz.explain.phases import MOST, Kind, Phase, phases
from hlviz.training.curves import Curves
from hlviz.training.trainer import Trainer

STEPS = np.arange(0, 10_000, 25.0)


def noisy(loss: np.ndarray, noise: float, seed: int) -> np.ndarray:
    """With a noise of so many powers of ten."""
    return loss * 10 ** np.random.default_rng(seed).normal(0, noise, len(loss))


def stairs(*middles: float) -> np.ndarray:
    """A loss that falls to a tenth around each of these steps."""
    return 10 ** -sum(1 / (1 + np.exp(-(STEPS - middle) / 120)) for middle in middles)


def of_kind(found: tuple[Phase, ...], kind: Kind) -> list[Phase]:
    return [phase for phase in found if phase.kind is kind]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("noise", [0.0, 0.03, 0.08])
def test_two_drops_with_plateaus_between_are_found_whatever_the_noise(noise, seed):
    found = phases(STEPS, noisy(stairs(3000, 7000), noise, seed))
    drops = of_kind(found, Kind.DROP)
    assert len(drops) == 2
    for drop, middle in zip(drops, (3000, 7000), strict=True):
        assert drop.start < middle < drop.end
        assert drop.end - drop.start < 2500
        assert -1.4 < drop.change < -0.5
    assert not of_kind(found, Kind.RISE)
    assert of_kind(found, Kind.PLATEAU)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("noise", [0.02, 0.1, 0.2])
def test_noise_alone_is_no_drop_and_no_rise(noise, seed):
    found = phases(STEPS, noisy(np.full(len(STEPS), 0.3), noise, seed))
    assert not of_kind(found, Kind.DROP)
    assert not of_kind(found, Kind.RISE)


def test_a_drop_says_from_what_to_what():
    (drop,) = of_kind(phases(STEPS, 0.5 * np.exp(-STEPS / 800) + 0.01), Kind.DROP)
    assert drop.start < 200
    assert drop.before == pytest.approx(0.5, rel=0.25)
    assert drop.after < 0.05


def test_a_rise_is_told():
    (rise,) = of_kind(phases(STEPS, noisy(1 / stairs(5000) * 0.1, 0.03, 1)), Kind.RISE)
    assert rise.start < 5000 < rise.end


@pytest.mark.parametrize("seed", range(5))
def test_there_are_never_many(seed):
    walk = np.cumsum(np.random.default_rng(seed).normal(0, 0.15, len(STEPS)))
    found = phases(STEPS, 10**walk)
    assert all(len(of_kind(found, kind)) <= MOST for kind in Kind)
    assert [phase.start for phase in found] == sorted(phase.start for phase in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_of_little_or_of_no_numbers_nothing_is_said():
    assert phases(STEPS[:5], np.ones(5)) == ()
    assert phases(np.empty(0), np.empty(0)) == ()
    assert phases(STEPS, np.full(len(STEPS), np.nan)) == ()
    assert phases(np.zeros(20), np.ones(20)) == ()


def test_rows_that_are_no_numbers_are_passed_over():
    loss = stairs(5000)
    loss[[3, 100, 250]] = np.nan, np.inf, np.nan
    assert len(of_kind(phases(STEPS, loss), Kind.DROP)) == 1


@pytest.mark.parametrize("preset", ["circle", "digits"])
def test_a_real_run_begins_with_a_drop(preset):
    trainer, curves = Trainer(PRESETS[preset].project), Curves()
    for _ in range(40):
        curves.add(trainer.step, trainer.epochs, trainer.evaluate())
        trainer.train_epochs(1)
    table = curves.table()
    found = phases(table.step, table.train_loss)
    first = of_kind(found, Kind.DROP)[0]
    assert first.start <= 0.1 * table.step[-1]
    at = np.interp([first.start, first.end], table.step, table.train_loss)
    assert at[1] < 0.75 * at[0]
