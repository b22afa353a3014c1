import numpy as np
import pytest

from hlviz.training.curves import COLUMNS, LIMIT, RECENT, UNKNOWN, Curves, thinned
from hlviz.training.frame import Evaluation


def noted(*steps, curves=None):
    curves = curves or Curves()
    for step in steps:
        curves.add(step, step / 10, Evaluation(1 / (step + 1), 2.0, step / 4, 0.5, 0.25))
    return curves


def test_what_was_noted_is_there():
    table = noted(0, 5, 10).table()
    assert table.step.tolist() == [0, 5, 10]
    assert table.epoch.tolist() == [0, 0.5, 1]
    assert table.train_loss.tolist() == [1, 1 / 6, 1 / 11]
    assert (table.test_loss[0], table.train_metric[0], table.test_metric[0]) == (2.0, 0.5, 0.25)
    assert table.penalty.tolist() == [0, 1.25, 2.5]
    assert len(table) == 3
    assert table.as_array().shape == (3, len(COLUMNS))
    assert len(Curves().table()) == 0


def test_an_earlier_step_replaces_what_came_after_it():
    assert noted(0, 5, 10, 15, 7).table().step.tolist() == [0, 5, 7]
    assert noted(0, 5, 5, 5).table().step.tolist() == [0, 5]
    assert noted(3, 4, 0).table().step.tolist() == [0]


def test_a_table_handed_out_never_changes():
    curves, handed_out = Curves(), []
    for step in range(3 * LIMIT):
        noted(step, curves=curves)
        if step % 997 == 0 or step in {63, 64, 65, LIMIT - 1, LIMIT, LIMIT + 1}:
            table = curves.table()
            handed_out.append((table, table.as_array().copy()))
    for back in (2 * LIMIT, LIMIT, 10):
        handed_out.append((table := curves.table(), table.as_array().copy()))
        noted(back, back + 1, curves=curves)
    for table, copy in handed_out:
        assert np.array_equal(table.as_array(), copy)


def test_a_table_cannot_be_written_to():
    table = noted(0, 1).table()
    for name in COLUMNS:
        with pytest.raises(ValueError, match="read-only"):
            getattr(table, name)[0] = 1


def test_old_rows_become_least_and_greatest_values():
    values = np.random.default_rng(0).random(40 * RECENT)
    curves = Curves()
    for step, value in enumerate(values):
        curves.add(step, step / 10, Evaluation(value, -value, 0.0, value, 0.5))
        if step == RECENT:  # just thinned for the first time
            assert (np.diff(curves.table().step) > 0).all()
    table = curves.table()
    assert len(table) <= LIMIT
    assert (np.diff(table.step) > 0).all()
    assert table.step[0] == 0
    newest = RECENT // 2
    assert np.array_equal(table.step[-newest:], np.arange(len(values) - newest, len(values)))
    assert np.array_equal(table.train_loss[-newest:], values[-newest:])
    assert (table.train_loss.min(), table.train_loss.max()) == (values.min(), values.max())  # no peak is lost
    assert (table.test_loss.min(), table.test_loss.max()) == (-values.max(), -values.min())
    old = table.step[:-RECENT]
    assert np.diff(old).max() <= len(values) / 500  # no stretch of the run is forgotten


def test_a_span_lies_between_its_least_and_greatest():
    curves = noted(*range(RECENT + 1))
    low, high = curves.table().as_array()[:2]
    assert (low[0], high[0]) == (0, 1)
    assert low[2] <= high[2]


def test_curves_can_be_taken_up_again():
    rows = noted(0, 5, 10).table().as_array()
    again = noted(15, curves=Curves(rows))
    assert again.table().step.tolist() == [0, 5, 10, 15]
    many = noted(*range(LIMIT)).table().as_array()
    once_more = Curves(many).table()
    assert (once_more.step[0], once_more.step[-1]) == (0, LIMIT - 1)
    assert (once_more.train_loss.min(), once_more.train_loss.max()) == (many[:, 2].min(), many[:, 2].max())


def test_a_penalty_that_nobody_noted_is_no_number_and_stays_so():
    rows = noted(0, 5).table().as_array()
    rows[:, -1] = UNKNOWN
    again = noted(10, curves=Curves(rows)).table()
    assert np.isnan(again.penalty).tolist() == [True, True, False]
    assert np.array_equal(again.as_array()[:2], rows)


def test_it_says_how_many_rows_are_pairs():
    assert noted(*range(RECENT)).table().paired == 0
    table = noted(*range(RECENT + 1)).table()
    assert 0 < table.paired < len(table)
    assert table.paired % 2 == 0
    assert (np.diff(table.step[table.paired :]) == 1).all()


def test_thinned_curves_keep_their_peaks():
    table = noted(*range(5000)).table()
    few = thinned(table, 2000)
    assert len(few) <= 2000
    assert few.paired == len(few)
    assert (few.step[0], few.step[-1]) == (0, 4999)
    for name in ("train_loss", "penalty"):
        one, all_ = getattr(few, name), getattr(table, name)
        assert (one.min(), one.max()) == (all_.min(), all_.max())
    assert thinned(few, 2000) is few
    assert len(thinned(table, 2)) == 2
