"""Everything that can be done to a project, each as one function Project → Project.

To add an edit, write its function and name it here: undo, redo, saving and carrying the weights over already work.
"""

from hlviz.document.edits.data import (
    MAX_NOISE,
    MAX_SAMPLES,
    choose_dataset,
    set_data,
    set_features,
    toggle_feature,
    use_table,
)
from hlviz.document.edits.layers import (
    FIRST_SIZE,
    USUAL_DROPOUT,
    add_layer,
    duplicate_layer,
    grow_layers,
    in_layers,
    insert_layers,
    move_layer,
    remove_layer,
    rename_layer,
    resize_layer,
    set_activation,
    set_all_activations,
    set_dropout,
    set_shape,
    shift_layer,
    tidy,
)
from hlviz.document.edits.learning import (
    begin_anew,
    draw_anew,
    new_weights,
    set_initializer,
    set_loss,
    set_output,
    set_training,
)
from hlviz.document.edits.network import layer_of
from hlviz.document.edits.neurons import move_neuron, move_neurons, remove, remove_neuron, rename_neuron
from hlviz.document.edits.samples import TARGET, add_samples, remove_samples, set_sample, use_samples
from hlviz.document.edits.weights import freeze_layer, randomize, set_bias, set_cut, set_frozen, set_weight, zero

__all__ = [
    "FIRST_SIZE", "MAX_NOISE", "MAX_SAMPLES", "TARGET", "USUAL_DROPOUT",
    "add_layer", "add_samples", "begin_anew", "choose_dataset", "draw_anew",
    "duplicate_layer", "freeze_layer", "grow_layers", "in_layers", "insert_layers", "layer_of",
    "move_layer", "move_neuron", "move_neurons", "new_weights", "randomize", "remove", "remove_layer", "remove_neuron",
    "remove_samples", "rename_layer", "rename_neuron", "resize_layer", "set_activation", "set_all_activations", "set_bias", "set_cut",
    "set_data", "set_dropout", "set_features", "set_frozen", "set_initializer", "set_loss", "set_output", "set_sample", "set_shape",
    "set_training", "set_weight", "shift_layer", "tidy", "toggle_feature", "use_samples", "use_table", "zero",
]  # fmt: skip
