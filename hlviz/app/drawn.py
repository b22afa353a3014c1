"""Pages and films on the command line: the very widgets of the window draw them, where nobody sees it."""

import os
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from hlviz.colors import THEMES
from hlviz.files.source import OnProgress, Source, noted, train
from hlviz.interchange.formats import FILMS, PAGES, Drawing
from hlviz.interchange.pictures import Film, Picture
from hlviz.nn.halt import Halt
from hlviz.preflight import require_gui

if TYPE_CHECKING:
    from hlviz.session.moment import Moment

DRAWING = 0.6
"""Of the work on a film, about, is training and drawing; the rest is making a film of the pictures."""


def drawn(drawing: Drawing, begun: Source, on_progress: OnProgress) -> bytes:
    """Train, and draw what is wanted.

    Parameters
    ----------
    drawing
        What, and how.
    begun
        The training, about to begin or to go on; a film shows it.
    on_progress
        Told how far all of it is.

    Raises
    ------
    MachineLacks
        Where Qt cannot draw here.
    HlvizError
        If the format needs something that is missing.
    """
    # even where there is a display: what is drawn is not to depend on it
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    require_gui()
    if drawing.key in PAGES:
        train(begun, on_progress)
        return _page(drawing, begun)
    form = FILMS[drawing.key]
    form.require()
    pictures = list(_pictures(drawing, begun, on_progress))

    def told(share: float) -> None:
        on_progress(DRAWING + (1 - DRAWING) * share, begun)

    return form.encode(Film(pictures, drawing.per_second, told))


def _page(drawing: Drawing, begun: Source) -> bytes:
    _dress(drawing.theme)
    from hlviz.window.page import page_pdf

    return page_pdf(_moment(begun), drawing.paper, date.today())


def _pictures(drawing: Drawing, begun: Source, on_progress: OnProgress) -> Iterator[Picture]:
    """The training as pictures: as far apart as they are many, the first before it and the last behind it."""
    _dress(drawing.theme)
    from hlviz.window.film_set import FilmSet

    stage = FilmSet(_moment(begun), THEMES[drawing.theme], drawing.size)
    goals = _goals(drawing, begun)
    for place, goal in enumerate(goals):
        while begun.trainer.step < goal and begun.trainer.divergence is None:
            begun.trainer.train_until(Halt(), goal - begun.trainer.step)
        if place:
            noted(begun.trainer, begun.curves)
        moment = _moment(begun)
        for _ in stage.show_piece_by_piece(moment):
            pass
        image = stage.picture(moment, goals[-1])
        yield Picture.of(image.width(), image.height(), bytes(image.constBits()))
        on_progress(DRAWING * (place + 1) / len(goals), begun)
        if begun.trainer.divergence is not None:
            break
    stage.close()


def _goals(drawing: Drawing, begun: Source) -> list[int]:
    """The steps at which pictures are drawn."""
    trainer = begun.trainer
    first = trainer.step
    steps = trainer.steps_left + (begun.epochs - 1) * trainer.steps_per_epoch if begun.epochs else 0
    count = max(2, round(drawing.seconds * drawing.per_second))
    return [first + steps * place // (count - 1) for place in range(count)] if steps >= count else list(
        range(first, first + steps + 1)
    )  # fmt: skip


def _moment(begun: Source) -> "Moment":
    """A training as it is now."""
    from hlviz.session.moment import Moment

    trainer = begun.trainer
    return Moment(trainer.assembly, trainer.snapshot(0), begun.curves.table(), is_live=False)


def _dress(theme: str) -> None:
    """A look and hlviz's fonts for all widgets; Qt's complaints but for those of windows that nobody can see."""
    from PySide6.QtCore import qInstallMessageHandler

    from hlviz.app.main import application
    from hlviz.app.picture import pass_on
    from hlviz.app.theme import Look

    qInstallMessageHandler(pass_on)
    Look(application([]), theme)
