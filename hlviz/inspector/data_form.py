"""What is learned: which data set, how noisy, how much of it for training, how many points."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hlviz.colors import Theme
from hlviz.datasets import DATASETS, Split
from hlviz.document import DataSpec, Project, edits
from hlviz.document.samples import TABLE, is_in_order, split_of
from hlviz.inspector.dataset_grid import DatasetGrid
from hlviz.number_text import grouped, percent, plain
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.widgets.buttons import TextButton
from hlviz.widgets.label import Label
from hlviz.widgets.slider import SliderRow
from hlviz.widgets.tool_tip import tool_tip


class DataForm(QWidget):
    """Pictures of the data sets, three sliders, and how many points that makes."""

    open_table_requested = Signal()
    """The user wants to learn from a table of their own."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._split: Split | None = None
        self.setObjectName("data-form")
        self.setAccessibleName(self.tr("Data"))
        self._title = Label()
        self.new_points = TextButton("shuffle", self.tr("New points"))
        self.grid = DatasetGrid()
        self.read_out = Label()
        self.noise = SliderRow(self.tr("Noise"), 0, 50, 1, 5)
        self.train_share = SliderRow(self.tr("Training"), 10, 90, 5, 10)
        self.samples = SliderRow(self.tr("Points"), 50, 2000, 50, 250)
        self._lay_out()
        self.grid.chosen.connect(self._choose)
        self.grid.table_requested.connect(self.open_table_requested)
        self.new_points.clicked.connect(self._draw_points)
        self.noise.moved.connect(self._set_noise)
        self.train_share.moved.connect(self._set_train_share)
        self.samples.moved.connect(self._set_samples)
        self.show_project(editor.project)

    @property
    def rows(self) -> tuple[SliderRow, ...]:
        """The sliders, from top to bottom."""
        return (self.noise, self.train_share, self.samples)

    def show_project(self, project: Project) -> None:
        """Show the project's data."""
        data = project.data
        recipe = DATASETS.get(data.dataset)
        split = split_of(data)
        table_name = "" if recipe else self.tr("{name} from your table").format(name=split.points.target_name)
        self.grid.show_dataset(data.dataset, table_name if data.dataset == TABLE else "")
        self._title.show_text(recipe.title if recipe else self.tr("My data"))
        adjustable = recipe is not None and recipe.adjustable
        self.noise.show_value(round(data.noise), f"{plain(data.noise)} %" if adjustable else "–")
        self.train_share.show_value(round(100 * data.train_share), percent(data.train_share, 0))
        self.samples.show_value(len(split.points.x), str(len(split.points.x)))
        self._show_what_can_be_set(adjustable=adjustable)
        self._show_counts(split)
        self._show_who_parts(data)

    def show_moment(self, moment: Moment) -> None:
        """Show how many points the network on screen learns from."""
        if moment.split is not self._split:
            self._show_counts(moment.split)

    def show_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        for label in (self._title, self.read_out):
            label.show_theme(theme)
        for row in self.rows:
            row.show_theme(theme)
        self.new_points.show_theme(theme)
        self.grid.show_theme(theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self.new_points)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.grid, 1)
        column.addWidget(self.read_out)
        caption = max(row.caption_width() for row in self.rows)
        value = max(row.value_width("2000") for row in self.rows)
        for row in self.rows:
            row.set_columns(caption, value)
            column.addWidget(row)
        column.addStretch()

    def _show_counts(self, split: Split) -> None:
        self._split = split
        text = self.tr("{all} points · {train} train · {test} test")
        self.read_out.show_text(
            "",
            text.format(
                all=grouped(len(split.points.x)), train=grouped(len(split.train_y)), test=grouped(len(split.test_y))
            ),
        )

    def _show_what_can_be_set(self, *, adjustable: bool) -> None:
        measured = self.tr("These are measured data: they have the points and the noise that they have.")
        why = "" if adjustable else measured
        noise = self.tr("How far points stray, or how often a label is wrong. With noise no network can be right everywhere, "
                        "and one that tries learns the noise.")  # fmt: skip
        samples = self.tr("How many points there are, for training and test together. With few, a large network learns them by "
                          "heart.")  # fmt: skip
        share = self.tr(
            "The part of the points that the network learns from. The others only test it: it never sees them."
        )
        self.noise.setToolTip(tool_tip(self.tr("Noise"), why or noise))
        self.samples.setToolTip(tool_tip(self.tr("Points"), why or samples))
        self.train_share.setToolTip(tool_tip(self.tr("Training part"), share))
        self.noise.setEnabled(adjustable)
        self.samples.setEnabled(adjustable)
        new = self.tr(
            "Draws other points of the same kind, and another part of them for training. What is learned stays."
        )
        split = self.tr("Chooses other points for training and for the test. What is learned stays.")
        self.new_points.setToolTip(tool_tip(self.tr("New points"), new if adjustable else split))

    def _show_who_parts(self, data: DataSpec) -> None:
        """Where the table itself says which rows test, or they are in the order of time, no others can be drawn."""
        is_told, is_ordered = data.recipe is not None and data.recipe.part is not None, is_in_order(data)
        self.train_share.setEnabled(not is_told)
        self.new_points.setEnabled(not (is_told or is_ordered))
        told = self.tr("A column of your table says which rows are for the test.")
        ordered = self.tr(
            "The rows are in the order of time: the network learns from the first, and the last ones test it."
        )
        if is_told and self._split is not None:
            share = 100 * len(self._split.train) / len(self._split.points.y)
            self.train_share.show_value(round(share), f"{share:.0f} %")
            self.train_share.setToolTip(tool_tip(self.tr("Training part"), told))
        if is_told or is_ordered:
            self.new_points.setToolTip(tool_tip(self.tr("New points"), told if is_told else ordered))

    # What is asked of the editor

    def _choose(self, key: str) -> None:
        self._editor.apply(self.tr("Data: {title}").format(title=DATASETS[key].title), edits.choose_dataset, key)

    def _draw_points(self) -> None:
        seed = (self._editor.project.data.seed + 1) % 2**32
        self._editor.apply(self.tr("New points"), edits.set_data, seed=seed)

    def _set_noise(self, value: int) -> None:
        self._set(self.noise, self.tr("Noise {value} %").format(value=value), "noise", float(value))

    def _set_train_share(self, value: int) -> None:
        self._set(self.train_share, self.tr("{value} % for training").format(value=value), "train_share", value / 100)

    def _set_samples(self, value: int) -> None:
        self._set(self.samples, self.tr("{value} points").format(value=value), "samples", value)

    def _set(self, row: SliderRow, text: str, name: str, value: float) -> None:
        key = ("data", name, row.gesture)
        if not self._editor.apply_merged(text, key, edits.set_data, **{name: value}):
            self.show_project(self._editor.project)
