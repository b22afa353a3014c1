import pytest

from hlviz.session.replay import EPOCHS, WHOLE, Replay


def test_the_whole_run_takes_as_long_whatever_its_length():
    for newest in (10, 100_000):
        assert Replay().steps_per_second(newest, 25) * WHOLE == newest


def test_a_speed_is_of_epochs():
    assert Replay(speed=4.0).steps_per_second(100_000, 25) == 4 * EPOCHS * 25


@pytest.mark.parametrize(
    ("replay", "step", "steps", "expected"),
    [
        (Replay(), 10, 5, (15, False)),
        (Replay(), 98, 5, (100, True)),
        (Replay(is_backwards=True), 10, 5, (5, False)),
        (Replay(is_backwards=True), 3, 5, (0, True)),
        (Replay(is_loop=True), 98, 5, (3, False)),
        (Replay(is_loop=True, is_backwards=True), 3, 5, (98, False)),
        (Replay(is_loop=True), 98, 1005, (3, False)),
    ],
)
def test_it_ends_at_an_end_or_begins_again(replay, step, steps, expected):
    assert replay.advanced(step, steps, 100) == expected
