"""What can be dragged from the palette onto the diagram, and how it travels."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData

MIME_TYPE = "application/x-hlviz-piece"


@dataclass(frozen=True)
class Piece:
    """A hidden layer or a neuron to add, an activation function or dropout to put on a layer.

    ``kind`` is "layer", "neuron", "activation" or "dropout"; ``key`` names the activation function of a layer or activation piece.
    """

    kind: str
    key: str = ""

    def to_mime(self) -> QMimeData:
        """The piece as drag-and-drop or clipboard data. Keep a reference to it while the drag lasts."""
        data = QMimeData()
        data.setData(MIME_TYPE, QByteArray(f"{self.kind}:{self.key}".encode()))
        return data

    @classmethod
    def from_mime(cls, data: QMimeData) -> "Piece | None":
        """The piece in drag-and-drop data; None where there is none."""
        if not data.hasFormat(MIME_TYPE):
            return None
        kind, _, key = bytes(data.data(MIME_TYPE).data()).decode(errors="replace").partition(":")
        return cls(kind, key)
