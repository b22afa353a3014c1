"""What the coach says: one thing that ails a network, the numbers by which that is known, where to look, and what would help."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["problem", "hint", "note"]
"""What keeps the network from learning; what holds it back; what could be simpler."""
SEVERITIES: tuple[Severity, ...] = ("problem", "hint", "note")
"""The weightiest first."""


@dataclass(frozen=True)
class Words:
    """What is said of a rule, in English; the sentence and the fix have names of numbers in braces, to be translated before."""

    title: str
    sentence: str
    line: str
    """Why, in one line."""
    child: str
    """Why, as to a child."""
    depth: str
    """Why, in depth."""


@dataclass(frozen=True)
class Fix:
    """An edit of ``hlviz.document.edits``, and what the button says that it does."""

    edit: str
    """Its name there."""
    text: str
    """In English, with names of numbers in braces."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    args: tuple[object, ...] = ()
    kwargs: Mapping[str, object] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What the button says, in English: "Learning rate 3 → 0.3"."""
        return self.text.format(**self.numbers)


@dataclass(frozen=True)
class Advice:
    """One thing that ails the network now."""

    key: str
    """Of its rule, and where it is about one layer, of that: "dead", "dead 3"."""
    rule: str
    severity: Severity
    words: Words
    numbers: Mapping[str, str]
    """What stands for the names in the sentence."""
    panel: str
    """The key of the panel that shows it."""
    step: int | None
    """The moment to look at; None: now."""
    layer: int | None
    """The id of the hidden layer that it is about; None: no single one."""
    fix: Fix | None

    @property
    def sentence(self) -> str:
        """What ails it, with its numbers, in English."""
        return self.words.sentence.format(**self.numbers)
