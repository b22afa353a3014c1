"""The coach is right: it sees at least 95 % of what ails networks that are ill, and 95 % of what it says is so.

HLVIZ_COACH_SEEDS=100 trains every kind of network from so many seeds; without it each rule has twenty ill ones. The table of a long
run is docs/coach.md, written by packaging/calibrate_coach.py.
"""

import os

import pytest

from hlviz.document.presets import PRESETS
from hlviz.explain.coach.rules import RULES

from .illnesses import SOUND, WARDS, Outcome, outcomes, sound_outcome

SEEDS = int(os.environ.get("HLVIZ_COACH_SEEDS", "0"))
USUAL, SOUND_SEEDS = 20, 1
BOUND = 0.95
FAILING = {
    "linear-fails": {"straight"},
    "overfit": {"overfitting"},
    "vanishing": {"vanishing"},
    "alike": {"identical"},
}
"""Presets that are made to fail, and what the coach is to say of them."""
JUDGED_APART = {"unused"}
"""Rules that are right of some sound presets too: those have neurons that can be spared indeed."""


@pytest.fixture(scope="module")
def sound() -> list[tuple[str, Outcome, frozenset[str]]]:
    seeds = range(1, (SEEDS or SOUND_SEEDS) + 1)
    return [(key, *sound_outcome(key, seed)) for key in SOUND for seed in seeds]


@pytest.mark.parametrize("rule", RULES)
def test_precision_and_recall(rule: str, sound: list[tuple[str, Outcome, frozenset[str]]]) -> None:
    wards = [ward for ward in WARDS if ward.rule == rule]
    found = [
        seen
        for ward in wards
        for seen in outcomes(ward, SEEDS or (USUAL if ward.sick else USUAL // 2), all_makers=SEEDS > 0)
        if seen is not None
    ]
    ill = [seen for seen in found if seen.sick]
    others = [] if rule in JUDGED_APART else [seen for _, seen, _ in sound]
    assert len(ill) >= 15, "too few networks are as ill as they were made to be"
    missed = [seen.name for seen in ill if seen.is_missed]
    false = [seen.name for seen in found if seen.is_false] + [seen.name for seen in others if rule in seen.said]
    right = len(ill) - len(missed)
    assert right / len(ill) >= BOUND, f"recall; not seen: {missed}"
    assert right / (right + len(false)) >= BOUND, f"precision; wrongly said: {false}"


def test_no_sound_preset_is_called_a_problem(sound: list[tuple[str, Outcome, frozenset[str]]]) -> None:
    assert [(seen.name, problems) for _, seen, problems in sound if problems] == []


@pytest.mark.parametrize("key", FAILING)
def test_presets_made_to_fail_are_called_what_they_are(key: str) -> None:
    for seed in (1, 2):
        _, problems = sound_outcome(key, seed)
        assert problems == FAILING[key], seed


def test_every_preset_is_in_one_of_the_two() -> None:
    assert {*SOUND, *FAILING} == {*PRESETS}


def test_every_rule_has_networks_that_are_ill() -> None:
    assert {ward.rule for ward in WARDS if ward.sick} == {*RULES}
