"""How far the coach says that a step moved the weights."""

import pytest

from hlviz.explain.coach.signs import _leap


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.12, "12 % of their size"),
        (9.9, "990 % of their size"),
        (153_321.83, "150,000 times their size"),
        (float("inf"), "beyond all measure"),
    ],
)
def test_what_is_many_times_their_size_is_not_told_in_per_cent(share: float, words: str) -> None:
    assert _leap(share) == words
