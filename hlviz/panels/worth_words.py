"""What neurons are worth, in words and rows."""

from PySide6.QtCore import QCoreApplication

from hlviz.document.wiring import NeuronKey
from hlviz.explain.ablation import Ranking, Worth
from hlviz.number_text import percent, rounded, significant
from hlviz.panels.ladder import Rung
from hlviz.panels.names import neuron_name
from hlviz.session.moment import Moment


def tr(text: str) -> str:
    """A text of the ablation panel in the user's language."""
    return QCoreApplication.translate("AblationPanel", text)


def key_of(moment: Moment, worth: Worth) -> NeuronKey:
    """The key of the neuron that it is about."""
    return moment.assembly.wiring.layers[worth.layer][worth.place]


def rung_of(moment: Moment, ranking: Ranking, worth: Worth) -> Rung:
    """Its row in the ladder."""
    change = worth.loss - ranking.loss
    name = neuron_name(moment, worth.layer, worth.place)
    text = tr("{neuron}: loss {before} → {after}, {metric} {value}, {share} of the output")
    is_share = moment.assembly.is_classification
    told = text.format(
        neuron=name, before=rounded(ranking.loss), after=rounded(worth.loss), metric=moment.assembly.metric_name,
        value=percent(worth.metric) if is_share else significant(worth.metric, 3), share=percent(worth.share),
    )  # fmt: skip
    return Rung(key_of(moment, worth), name, change, note_of(moment, worth, ranking.samples), told)


def note_of(moment: Moment, worth: Worth, samples: int) -> str:
    """What is odd about it, as seen with the first ``samples`` of the training samples."""
    if worth.fires == 0:
        return tr("never fires") if samples >= len(moment.split.train_x) else tr("fires for none seen")
    if worth.copy is None:
        return ""
    other = neuron_name(moment, worth.layer, worth.copy.place)
    text = tr("copies {neuron}") if worth.copy.correlation > 0 else tr("opposite of {neuron}")
    return text.format(neuron=other)


def short_of(moment: Moment, layer: int, place: int) -> str:
    """A neuron on a button: "H1 · 3"."""
    neuron = moment.assembly.wiring.layers[layer][place]
    own = moment.project.network.neuron_name(neuron) if isinstance(neuron, int) else ""
    return own[:12] or tr("H{layer} · {place}").format(layer=layer, place=place + 1)
