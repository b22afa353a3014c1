"""Targets, and whether they hold."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """A target and what was measured."""

    target: str
    at: str
    """On which network, or in which series."""
    value: float
    bound: float
    is_least: bool = True
    """Whether the bound is to be reached, rather than kept to."""
    unit: str = ""

    @property
    def holds(self) -> bool:
        """Whether the target was met; a value that is no number meets none."""
        return bool(self.value >= self.bound if self.is_least else self.value <= self.bound)

    @property
    def text(self) -> str:
        """The value, the bound, and a mark where it falls short."""
        sign = "≥" if self.is_least else "≤"
        return f"{short(self.value)}{self.unit} ({sign} {short(self.bound)}){'' if self.holds else ' !'}"

    def as_json(self) -> dict[str, Any]:
        """For other programs."""
        return {
            "target": self.target,
            "at": self.at,
            "at_least" if self.is_least else "at_most": self.bound,
            "is": float(self.value),
            "unit": self.unit,
            "holds": self.holds,
        }


def short(value: float) -> str:
    """Three digits that count."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def show(verdicts: Sequence[Verdict]) -> None:
    """One line for each target, then how many hold."""
    width = max((len(v.target) for v in verdicts), default=0)
    print()
    for name in dict.fromkeys(v.target for v in verdicts):
        cells = [f"{v.at} {v.text}" for v in verdicts if v.target == name]
        print(f"{name:{width}}  {' · '.join(cells)}")
    held = sum(v.holds for v in verdicts)
    print(f"\n{held} of {len(verdicts)} targets hold" + ("; the others are marked !" if held < len(verdicts) else ""))


def write(path: Path, found: dict[str, Any]) -> None:
    """All of it, for other programs."""
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
