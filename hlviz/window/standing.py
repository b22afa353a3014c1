"""How a network stands: its numbers, and below them what it says of its data."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.session.moment import Moment
from hlviz.session.selection import Selection


def tr(text: str) -> str:
    """A text of a window that compares, in the user's language."""
    return QCoreApplication.translate("CompareWindow", text)


class Standing(QWidget):
    """One of two networks that are compared."""

    def __init__(self, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from hlviz.panels.output import OutputPanel  # panels are imported after the first frame

        self.panel = OutputPanel(selection, self)
        self.numbers = [(QLabel(), QLabel()) for _ in range(5)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(1)
        for row, (what, number) in enumerate(self.numbers):
            grid.addWidget(what, row, 0)
            grid.addWidget(number, row, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self.panel, 1)

    def show_moment(self, moment: Moment) -> None:
        """Show this network."""
        from hlviz.number_text import percent, plain, significant

        e = moment.frame.evaluation
        metric = percent if moment.assembly.is_classification else significant
        title = moment.assembly.metric_name
        rows = (
            (tr("training loss"), significant(e.train_loss)),
            (tr("test loss"), significant(e.test_loss)),
            (tr("{metric} in training").format(metric=title), metric(e.train_metric)),
            (tr("{metric} in the test").format(metric=title), metric(e.test_metric)),
            (tr("epochs, steps"), f"{plain(moment.frame.epoch)}, {moment.frame.step:,}"),
        )
        for (what, number), (text, value) in zip(self.numbers, rows, strict=True):
            what.setText(text)
            number.setText(value)
        self.panel.show_moment(moment)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.panel.show_theme(theme)
        for what, number in self.numbers:
            what.setStyleSheet(f"color: {theme.muted};")
            number.setStyleSheet(f"color: {theme.text}; font-weight: 600;")
