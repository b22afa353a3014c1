"""Hold every rule of the coach against networks that are ill and networks that are not, and write the table into docs/coach.md.

python packaging/calibrate_coach.py [RULE …] [--seeds N] measures these rules, or all; only a run of all writes the page. It fails
where a rule sees less than 95 % of what is there, or less than 95 % of what it says is so.
"""

import argparse
import inspect
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported: processes, not threads, share out the work

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hlviz.explain.coach import signs  # noqa: E402
from hlviz.explain.coach.rules import RULES  # noqa: E402
from tests.explain.coach.illnesses import (  # noqa: E402
    SOUND,
    WARDS,
    Outcome,
    is_cured,
    outcome,
    sound_outcome,
)
from tests.explain.coach.test_illnesses import BOUND, FAILING, JUDGED_APART  # noqa: E402

PAGE = ROOT / "docs" / "coach.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SEEDS = 25
FIRST = 101
"""The first seed: the thresholds were chosen by networks of seeds below 100."""


class Row(NamedTuple):
    """What came of one rule."""

    rule: str
    ill: int
    well: int
    missed: int
    false: int
    cured: int
    treated: int
    out: int

    @property
    def recall(self) -> float:
        return (self.ill - self.missed) / self.ill

    @property
    def precision(self) -> float:
        right = self.ill - self.missed
        return right / max(1, right + self.false)


def job(task: tuple[int, int, int]) -> tuple[Outcome | None, bool | None]:
    """One network of a ward."""
    at, maker, seed = task
    ward = WARDS[at]
    seen = outcome(ward, maker, seed)
    cured = is_cured(ward, maker, seed) if ward.sick and seen is not None and not seen.is_missed else None
    return seen, cured


def preset_job(task: tuple[str, int]) -> tuple[Outcome, frozenset[str]]:
    return sound_outcome(*task)


def thresholds() -> str:
    """The named constants of ``signs`` with what is said of them there."""
    source = inspect.getsource(signs)
    rows = re.findall(r'^([A-Z_]+) = ([\d.e−-]+)\n"""(.*?)"""', source, re.M | re.S)
    cells = "\n".join(f"| `{name}` | {value} | {' '.join(text.split())} |" for name, value, text in rows)
    return f"| threshold | value | what it is |\n|---|---|---|\n{cells}"


def measured(pool: ProcessPoolExecutor, rules: list[str], seeds: int) -> tuple[list[Row], dict[str, set[str]]]:
    """A row for each rule; and what was said of the sound presets that is a problem, by preset."""
    presets = list(
        pool.map(preset_job, [(key, seed) for key in (*SOUND, *FAILING) for seed in range(FIRST, FIRST + seeds)])
    )
    keys = [key for key in (*SOUND, *FAILING) for _ in range(seeds)]
    sound = [seen for key, (seen, _) in zip(keys, presets, strict=True) if key in SOUND]
    problems: dict[str, set[str]] = {}
    for key, (_, found) in zip(keys, presets, strict=True):
        problems.setdefault(key, set()).update(found)
    rows = []
    for rule in rules:
        tasks = [
            (at, maker, seed)
            for at, ward in enumerate(WARDS)
            if ward.rule == rule
            for seed in range(FIRST, FIRST + seeds)
            for maker in range(len(ward.makers))
        ]
        results = list(pool.map(job, tasks, chunksize=4))
        found = [seen for seen, _ in results if seen is not None]
        others = [] if rule in JUDGED_APART else sound
        ill = [seen for seen in found if seen.sick]
        well = [seen for seen in found if not seen.sick]
        cures = [cured for _, cured in results if cured is not None]
        rows.append(
            Row(
                rule, len(ill), len(well) + len(others), sum(seen.is_missed for seen in ill),
                sum(seen.is_false for seen in well) + sum(rule in seen.said for seen in others),
                sum(cures), len(cures), len(results) - len(found),
            )
        )  # fmt: skip
        print(rows[-1], f"recall {rows[-1].recall:.3f} precision {rows[-1].precision:.3f}", flush=True)
    return rows, problems


def table(rows: list[Row]) -> str:
    head = (
        "| rule | ill networks | n | sound | left out | recall | precision | advice gone after the fix |\n"
        + "|---" * 8
        + "|"
    )
    lines = [head]
    for row in rows:
        how = "; ".join(ward.how for ward in WARDS if ward.rule == row.rule and ward.sick)
        cured = f"{row.cured} of {row.treated}" if row.treated else "no fix"
        lines.append(
            f"| {RULES[row.rule].words.title} (`{row.rule}`) | {how} | {row.ill} | {row.well} | {row.out} | {row.recall:.1%} "
            f"| {row.precision:.1%} | {cured} |"
        )
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="*", metavar="RULE", help="rules; all where none is named")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    args = parser.parse_args()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        rows, problems = measured(pool, args.rules or list(RULES), args.seeds)
    for key, found in problems.items():
        print(f"{key}: {', '.join(sorted(found)) or 'no problem'}")
    if not args.rules:
        said = "\n".join(f"- `{key}`: {', '.join(sorted(found)) or 'no problem'}" for key, found in problems.items())
        seeds = f"Seeds {FIRST} … {FIRST + args.seeds - 1} for data and first weights, every kind of network from each"
        part = (
            f"{BEGIN}\n{seeds}; the thresholds were chosen by others, below 100.\n\n{table(rows)}\n\n"
            f"What the coach called a *problem* in the {len(problems)} presets at their own settings, at six moments of each run:\n\n"
            f"{said}\n\n{thresholds()}\n{END}"
        )
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(text[: text.index(BEGIN)] + part + text[text.index(END) + len(END) :], encoding="utf-8")
        print(f"written: {PAGE}")
    wrong = [row.rule for row in rows if min(row.recall, row.precision) < BOUND]
    wrong += [key for key, found in problems.items() if found != FAILING.get(key, set())]
    if wrong:
        print(f"not as it should be: {', '.join(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
