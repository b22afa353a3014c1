"""The columns of the table of samples: first what the network makes of a sample, then what it is shown of it."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, Qt

from hlviz.datasets import Points


class Kind(Enum):
    """What a column tells of a sample."""

    NUMBER = "number"
    PART = "part"
    TRUE = "true"
    SAID = "said"
    SURE = "sure"
    RIGHT = "right"
    MISS = "miss"
    PICTURE = "picture"
    INPUT = "input"


ANSWERS = {Kind.SAID, Kind.SURE, Kind.RIGHT, Kind.MISS}
"""What changes as the network learns."""


@dataclass(frozen=True)
class Column:
    """One column."""

    kind: Kind
    title: str
    tip: str
    input: int = -1
    """Which column of the data it is."""


def tr(text: str) -> str:
    """A text of the table in the user's language."""
    return QCoreApplication.translate("SampleRows", text)


def columns_of(points: Points) -> tuple[Column, ...]:
    """The columns for these data: first what the network makes of a sample, then what it is shown of it."""
    columns = [
        Column(Kind.NUMBER, tr("no."), tr("The sample's number, in the order of the data.")),
        Column(Kind.PART, tr("part"), tr("Whether the network learns from it, or is only tested with it.")),
    ]
    target = points.target_name
    if points.is_classification:
        columns += [
            Column(Kind.TRUE, tr("true"), tr("The class that it is: {target}.").format(target=target)),
            Column(Kind.SAID, tr("says"), tr("The class that the network names; red where it is wrong.")),
            Column(
                Kind.SURE, tr("sure"),
                tr("How much of the class named the network sees in it: a share, or the output itself where outputs are no shares."),
            ),
            Column(
                Kind.RIGHT, tr("right"),
                tr("Whether the right class is named. Sorted, the worst mistakes come first, and last what it is surest of."),
            ),
        ]  # fmt: skip
    else:
        columns += [
            Column(Kind.TRUE, tr("true"), tr("{target} as it is.").format(target=target)),
            Column(Kind.SAID, tr("says"), tr("{target} as the network says it.").format(target=target)),
            Column(
                Kind.MISS,
                tr("off by"),
                tr("What the network says too much or, below 0, too little. Sorted by its size."),
            ),
        ]
    if points.image_shape is not None:
        return (*columns, Column(Kind.PICTURE, tr("picture"), tr("What the network is shown.")))
    tip = tr("{name}, in the unit of the data.")
    return (
        *columns,
        *(Column(Kind.INPUT, name, tip.format(name=name), i) for i, name in enumerate(points.input_names)),
    )


def alignment(kind: Kind) -> int:
    """How the cells of a column stand: numbers under one another, marks in the middle."""
    is_text = kind in {Kind.PART, Kind.RIGHT, Kind.PICTURE}
    across = Qt.AlignmentFlag.AlignHCenter if is_text else Qt.AlignmentFlag.AlignRight
    return int(across | Qt.AlignmentFlag.AlignVCenter)
