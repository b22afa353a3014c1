"""The diagram as tools, keys and menus know it: what can be asked of it, without the events that ask."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from hlviz.colors import Theme
from hlviz.diagram.clicks import menu_of
from hlviz.diagram.hand import Hand, hit_of
from hlviz.diagram.lift import Lift
from hlviz.diagram.painters.attention import Attention
from hlviz.diagram.pen import Pen
from hlviz.diagram.places import box_of
from hlviz.diagram.presses import Presses
from hlviz.diagram.stage import Stage
from hlviz.diagram.targets import Hit, chosen_words
from hlviz.diagram.tools.slide import plan_slide
from hlviz.diagram.view import View
from hlviz.diagram.walking import next_edge
from hlviz.document import LayerId, Project
from hlviz.session.editor import Editor
from hlviz.session.moment import Moment
from hlviz.session.selection import NOTHING, Selection, Target

BEAT = 25
"""Milliseconds between two moves of the view while something is dragged along its edge."""
MARGIN = 16.0
"""Pixels between the edge of the view and what was brought into sight."""


class Board(Stage):
    """The picture, with a hand and a pen."""

    message = Signal(str)
    """A short sentence for the status line."""

    def __init__(self, editor: Editor, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(editor.project, selection, parent)
        self._editor = editor
        self._has_focus_ring = False
        self.presses = Presses()
        self._hand = Hand(self)
        self._pen = Pen(self, self)
        self._puller = QTimer(self, interval=BEAT)
        self._puller.timeout.connect(self._pull)
        self.setAccessibleName(self.tr("Network diagram"))
        editor.opened.connect(lambda _: self._pen.drop())
        selection.changed.connect(lambda _: self._on_selected())
        selection.hover_changed.connect(lambda _: self.update())
        selection.without_changed.connect(lambda _: self.update())
        self._lift = Lift(selection, self)
        self._on_selected()

    def show_project(self, project: Project) -> None:
        """Lay out this network. Numbers that are known of it stay until the next moment."""
        super().show_project(project)
        self._selection.keep(lambda target: self._scene.standing(target) == target)
        if self._selection.without is not None and self._scene.place(self._selection.without) is None:
            self._selection.look_without(None)
        self._describe()

    # The desk that the hand, tools and clicks work on

    @property
    def editor(self) -> Editor:
        """Who changes the document."""
        return self._editor

    @property
    def selection(self) -> Selection:
        """What is selected."""
        return self._selection

    @property
    def pen(self) -> Pen:
        """What writes in the diagram."""
        return self._pen

    @property
    def theme(self) -> Theme:
        """Its colours."""
        return self._theme

    @property
    def moment(self) -> Moment | None:
        """The numbers on screen."""
        return self._moment

    def weigh(self, target: Target, at: tuple[float, float] | None = None) -> None:
        """Let the weight of an edge or the bias of a neuron be typed, at a place of the diagram."""
        self._pen.weigh(target, at)

    def walk_edge(self, by: int, *, outward: bool = False) -> None:
        """Select the next of the edges into the selected neuron, or out of it."""
        target = next_edge(self._scene, self._selection.target, by, outward=outward)
        self._selection.select(target)
        self.reveal(target)

    def slide(self, layers: Sequence[LayerId], dx: float, dy: float) -> None:
        """Move the columns of some hidden layers by so many pixels, as far as their neighbours let them."""
        plan, _ = plan_slide(self._scene, self.room, layers, dx, dy)
        if plan.wish is not None:
            key = ("slide", tuple(layers), self.presses.run())
            self._editor.apply_merged(plan.wish.text, key, plan.wish.edit, *plan.wish.args)
        self.say(plan.text)

    def reveal(self, target: Target) -> None:
        """Bring something into sight."""
        box = box_of(self._scene, target)
        if box is not None:
            seen, (width, height) = self._view.box(box), self.room
            self.shift(_inward(seen.x, seen.right, width), _inward(seen.y, seen.bottom, height))

    def say(self, text: str) -> None:
        """Put a short sentence into the status line."""
        self.message.emit(text)

    def open_menu(self, hit: Hit) -> bool:
        """Open the menu of a part below it; whether it has one."""
        menu = menu_of(self, self, hit)
        chip = self._scene.columns[hit.column].card.chip if hit.column >= 0 else None
        if menu is None or chip is None:
            return False
        box = self._view.box(chip)
        menu.popup(self.mapToGlobal(QPoint(round(box.x), round(box.bottom + 2))))
        return True

    @property
    def is_hand(self) -> bool:
        """Whether the left button, dragged over empty ground, moves the view; else it draws a band around what it selects."""
        return self._hand.pans

    def set_hand(self, is_on: bool) -> None:
        """Let the left button move the view, or draw a band."""
        self._hand.pans = is_on
        self._update_cursor()

    # What stands below the pointer may be something else now

    def _lay_out(self) -> None:
        self._hand.cancel()
        super()._lay_out()
        self._hand.look_again()
        self._pen.follow()

    def _see(self, view: View) -> None:
        super()._see(view)
        self._hand.look_again()
        self._pen.follow()

    def show_moment(self, moment: Moment) -> None:
        """Take the numbers of a moment; a number being edited follows too."""
        super().show_moment(moment)
        self._pen.show_moment(moment)

    def show_theme(self, theme: Theme) -> None:
        """Use these colours."""
        super().show_theme(theme)
        self._pen.show_theme(theme)

    def attention(self) -> Attention:
        """What the user and the pointer are at."""
        hand = self._hand
        hover = (
            Hit() if self._pen.is_busy else hand.hover if hand.is_inside else hit_of(self._scene, self._selection.hover)
        )
        at = (hand.at.x(), hand.at.y())
        overlay, chosen = hand.overlay, self._selection.targets
        if overlay is not None and overlay.band is not None:
            chosen = (*overlay.taken, NOTHING)
        last = chosen[-1] if chosen else NOTHING
        shows = overlay is None and (hand.is_inside or self._has_focus_ring)
        return Attention(
            last,
            chosen[:-1],
            hover,
            at,
            overlay,
            shows,
            self._has_focus_ring,
            self.seconds(),
            self._sight,
            self._selection.without,
        )

    def _pull(self) -> None:
        if not self._hand.is_busy:
            self._puller.stop()
            return
        self._hand.pull()

    def _update_cursor(self) -> None:
        if self.cursor().shape() != self._hand.cursor:
            self.setCursor(self._hand.cursor)
        self.update()

    def _on_selected(self) -> None:
        self._describe()
        self.update()

    def _describe(self) -> None:
        standing = [target for target in self._selection.targets if self._scene.standing(target) == target]
        self.setAccessibleDescription(chosen_words(self._scene, standing))


def _inward(start: float, end: float, room: float) -> float:
    """How far to move a stretch so that it lies in sight."""
    if start < MARGIN:
        return MARGIN - start
    return min(0.0, room - MARGIN - end)
