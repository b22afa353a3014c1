"""The coach's rules, one row each, and what they say of a moment.

To add one, write how it is known (``signs``), what is said (``words``), what would help (``fixes``), and its row in the table at the
foot; then networks that have it and networks that have not in ``tests/explain/coach/illnesses.py``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hlviz.explain.coach import fixes, signs
from hlviz.explain.coach.advice import SEVERITIES, Advice, Fix, Severity, Words
from hlviz.explain.coach.evidence import Evidence, evidence_of
from hlviz.explain.coach.signs import Found
from hlviz.explain.coach.words import WORDS
from hlviz.training.assembly import Assembly
from hlviz.training.curves import CurveTable
from hlviz.training.flows import FlowTable
from hlviz.training.frame import Frame
from hlviz.training.history import NO_FRAMES, Frames


@dataclass(frozen=True)
class Rule:
    """One illness."""

    key: str
    severity: Severity
    reads: tuple[str, ...]
    """The fields of the evidence that it goes by."""
    found: Callable[[Evidence], Iterator[Found]]
    panel: str
    """The panel that shows it."""
    fix: Callable[[Evidence, Found], Fix | None]
    after: tuple[str, ...] = ()
    """Rules that explain it: where one of them is found, this one is not said."""

    @property
    def words(self) -> Words:
        """What is said of it."""
        return WORDS[self.key]


def check(
    assembly: Assembly, frame: Frame, curves: CurveTable, flows: FlowTable, history: Frames = NO_FRAMES
) -> tuple[Advice, ...]:
    """All that ails a network at one moment, the weightiest first; nothing where all is well."""
    return advised(evidence_of(assembly, frame, curves, flows, history))


def advised(evidence: Evidence) -> tuple[Advice, ...]:
    """What is to be said of the evidence, the weightiest first."""
    found = {key: tuple(rule.found(evidence)) for key, rule in RULES.items()}
    said = [
        _advice(rule, evidence, one)
        for key, rule in RULES.items()
        if not any(found[cause] for cause in rule.after)
        for one in found[key]
    ]
    return tuple(sorted(said, key=lambda advice: SEVERITIES.index(advice.severity)))


def _advice(rule: Rule, evidence: Evidence, found: Found) -> Advice:
    layer = found.layer.id if found.layer is not None else None
    return Advice(
        key=rule.key if layer is None else f"{rule.key} {layer}",
        rule=rule.key,
        severity=found.severity or rule.severity,
        words=rule.words,
        numbers=found.numbers,
        panel=rule.panel,
        step=found.step,
        layer=layer,
        fix=rule.fix(evidence, found),
    )


WEIGHTS = ("diverged", "rate_high")
"""What throws the weights about."""
STRUCTURE = ("identical", "straight")
"""What no training can mend."""

RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule("diverged", "problem", ("divergence",), signs.diverged, "loss", fixes.tamed),
        Rule("identical", "problem", ("layers", "drawn_alike"), signs.identical, "activations", fixes.drawn_anew, ("diverged",)),
        Rule("straight", "problem", ("layers", "data"), signs.straight, "output", fixes.bent),
        Rule("rate_high", "problem", ("curve", "leapt", "evaluation"), signs.rate_high, "loss", fixes.slower,
             ("diverged", "exploding", "unscaled", *STRUCTURE)),
        Rule("exploding", "problem", ("flow", "evaluation"), signs.exploding, "gradients", fixes.drawn_anew, ("diverged", *STRUCTURE)),
        Rule("vanishing", "problem", ("gradient", "evaluation"), signs.vanishing, "gradients", fixes.steeper,
             (*WEIGHTS, *STRUCTURE, "saturated")),
        Rule("saturated", "hint", ("layers", "evaluation"), signs.saturated, "activations", fixes.smaller_weights,
             (*WEIGHTS, *STRUCTURE, "unscaled")),
        Rule("dead", "hint", ("layers",), signs.dead, "activations", fixes.leaky, ("rate_high",)),
        Rule("overfitting", "problem", ("curve",), signs.overfitting, "loss", fixes.more_samples, WEIGHTS),
        Rule("rate_low", "hint", ("curve", "update", "evaluation"), signs.rate_low, "loss", fixes.faster,
             ("vanishing", "saturated", "unscaled", *STRUCTURE)),
        Rule("underfitting", "hint", ("curve", "data", "evaluation"), signs.underfitting, "loss", fixes.wider,
             ("rate_low", "vanishing", "exploding", "saturated", "unscaled", *WEIGHTS, *STRUCTURE)),
        Rule("unscaled", "hint", ("data",), signs.unscaled, "activations", fixes.standardized),
        Rule("few_samples", "hint", ("data", "parameters", "evaluation"), signs.few_samples, "loss", fixes.more_samples,
             WEIGHTS),
        Rule("imbalance", "hint", ("data",), signs.imbalance, "confusion", fixes.none),
        Rule("unused", "note", ("layers", "curve"), signs.unused, "weights", fixes.without_unused, (*WEIGHTS, *STRUCTURE)),
    )
}  # fmt: skip
"""Among those of one severity the first comes first."""
