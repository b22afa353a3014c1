"""Bent space in words: what happens at a place of the way, how much of a layer is seen, and how well its classes can be parted."""

import numpy as np
from PySide6.QtCore import QCoreApplication

from hlviz.explain.cuts import parted_share, straight_r2
from hlviz.explain.space import Deed, Stage
from hlviz.nn.metrics import r_squared
from hlviz.number_text import percent, significant
from hlviz.panels.names import layer_name
from hlviz.panels.space_scene import CUT, Scene
from hlviz.session.moment import Moment

WIDEST = 64
"""Neurons of a layer up to which it is worked out how well flat cuts part its classes."""


def tr(text: str) -> str:
    """A text of the panel in the user's language."""
    return QCoreApplication.translate("SpaceWords", text)


def stage_entry(moment: Moment, stage: Stage, position: float) -> tuple[str, str]:
    """Where on the way, in two parts: "Hidden 2", "bent by tanh"."""
    if stage.layer == 0 or position <= 0:
        return layer_name(moment, 0), tr("as they come in")
    name = layer_name(moment, stage.layer)
    if stage.deed is Deed.LINEAR:
        return name, tr("W · turned and stretched")
    if stage.deed is Deed.SHIFT:
        return name, tr("+ b · shifted")
    return name, tr("φ · bent by {function}").format(function=moment.assembly.activations[stage.layer - 1].title)


def space_sentence(scene: Scene, position: float) -> str:
    """What there is to see, in one or two sentences."""
    stage = scene.stage(position)
    layer = 0 if position <= 0 else stage.layer
    if layer > 0 and stage.deed is Deed.LINEAR:
        return tr("W turns and stretches space: straight lines stay straight, and the origin stays where it is.")
    if layer > 0 and stage.deed is Deed.SHIFT:
        return tr("The biases b shift all of it, everywhere the same way.")
    sentences = [_parted(scene, layer), _seen(scene, layer)]
    return " ".join(sentence for sentence in sentences if sentence)


def _parted(scene: Scene, layer: int) -> str:
    """How well a straight cut parts the classes of a layer; of the last one, the network's own."""
    moment = scene.moment
    count = len(scene.samples.a[0])
    y = moment.split.train_y[:count]
    name = _in_layer(moment, layer)
    if not moment.assembly.is_classification:
        if layer == scene.hidden:
            targets = moment.assembly.train_t[:count].astype(np.float64)
            r2 = significant(r_squared(scene.samples.outputs.astype(np.float64), targets), 3)
            return tr("{name} the network reads the number off in one straight direction: R² {r2}.").format(
                name=name, r2=r2
            )
        if scene.width(layer) > WIDEST:
            return ""
        r2 = significant(straight_r2(scene.samples.a[layer], y.astype(np.float64)), 3)
        return tr("{name} the best that one straight direction tells of the number is R² {r2}.").format(
            name=name, r2=r2
        )
    classes = moment.split.points.classes
    if layer == scene.hidden:
        predicted = moment.assembly.predicted(scene.samples.outputs)
        share = percent(float(np.mean(predicted == y)), 0)
        if classes == 2:
            text = tr("{name} the network parts the two classes by a {cut}: {share} are on their side.")
        else:
            text = tr("{name} the network parts the {classes} classes by {cuts}: {share} are on their side.")
    elif scene.width(layer) <= WIDEST:
        share = percent(parted_share(scene.samples.a[layer], y.astype(np.int64), classes), 0)
        if classes == 2:
            text = tr("{name} a {cut} puts {share} of the samples on their side.")
        else:
            text = tr("{name} {cuts} put {share} of the samples on their side.")
    else:
        return ""
    line = scene.width(layer) <= 2
    return text.format(
        name=name, classes=classes, share=share,
        cut=tr("straight line") if line else tr("flat cut"), cuts=tr("straight lines") if line else tr("flat cuts"),
    )  # fmt: skip


def _seen(scene: Scene, layer: int) -> str:
    """How much of a wide layer is seen."""
    width = scene.width(layer)
    if width <= 3:
        return tr("Drag to turn it.") if width == 3 else ""
    share = percent(scene.axes(layer).share, 0)
    side = scene.sides.get(layer)
    if layer == 0 and isinstance(side, tuple):
        text = tr("These two show {share} of how the {width} inputs vary.")
    elif layer == 0:
        text = tr("These two directions show {share} of how the {width} inputs vary.")
    elif isinstance(side, tuple):
        text = tr("These two neurons show {share} of what its {width} neurons do.")
    else:
        text = tr("These two directions show {share} of what its {width} neurons do.")
    is_whole = side == CUT and scene.output[0].shape[1] <= 3  # then all that the output sees of them is seen
    if layer == scene.hidden and scene.moment.assembly.is_classification and not is_whole:
        cuts = tr("The cuts are drawn where they meet that plane."), tr("The cut is drawn where it meets that plane.")
        text += " " + cuts[scene.output[0].shape[1] == 2]
    return text.format(share=share, width=width)


def _in_layer(moment: Moment, layer: int) -> str:
    if layer == 0:
        return tr("Among the inputs")
    return tr("In {layer}").format(layer=layer_name(moment, layer))
