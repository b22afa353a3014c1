import numpy as np
from numpy.typing import NDArray

from hlviz.panels.loss_curves import best_row, fitting_reach, loss_curves
from hlviz.training.curves import RECENT, Curves, CurveTable
from hlviz.training.frame import Evaluation


def table(test: list[float] | NDArray[np.float64], penalty: float = 0.0) -> CurveTable:
    curves = Curves()
    for step, loss in enumerate(test):
        curves.add(step, float(step), Evaluation(float(loss) / 2, float(loss), penalty, 0.5, 0.75))
    return curves.table()


def test_the_best_epoch_is_that_of_the_lowest_test_loss() -> None:
    assert best_row(table([3, 1, 2])) == 1
    assert best_row(table([3, 1, 1])) == 1
    assert best_row(table([3, np.nan, 2])) == 2
    assert best_row(table([3])) is None
    assert best_row(table([np.nan, np.nan])) is None


def test_the_loss_with_its_penalty_is_there_where_there_is_one() -> None:
    plain, costly = table([3, 1]), table([3, 1], penalty=0.5)
    assert loss_curves(plain, is_metric=False, with_total=True, reach=None).total is None
    curves = loss_curves(costly, is_metric=False, with_total=True, reach=None)
    assert curves.total is not None
    assert curves.total.tolist() == [2.0, 1.0]
    assert len(curves.columns()) == 3
    assert loss_curves(costly, is_metric=True, with_total=True, reach=None).total is None
    assert loss_curves(costly, is_metric=False, with_total=False, reach=None).total is None


def test_the_reach_grows_with_the_run() -> None:
    assert fitting_reach(table(np.ones(1001))) == 40
    assert fitting_reach(table([])) > 0


def test_joined_rows_are_smoothed_as_their_middle() -> None:
    rng = np.random.default_rng(0)
    noisy = table(1 + 0.1 * rng.normal(size=3 * RECENT))
    curves = loss_curves(noisy, is_metric=False, with_total=False, reach=50.0)
    assert noisy.paired > 0
    assert curves.calm is not None
    old = curves.calm[1][: noisy.paired]
    assert np.abs(np.diff(old)).max() < 0.03  # no zigzag between the least and the greatest
    np.testing.assert_allclose(old[100:].mean(), 1.0, atol=0.01)
