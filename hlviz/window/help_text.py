"""What a hidden layer is: six facts, each in a line, as to a child, and in depth."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One thing to know, told three times. The depth may use Markdown."""

    title: str
    line: str
    child: str
    depth: str


LEVELS = {"line": "In one line", "child": "As to a child", "depth": "In depth"}
"""Attributes of ``Fact`` and what the three ways of telling are called."""

HIDDEN_LAYER = (
    Fact(
        "It weighs what comes before it",
        "Each neuron of a hidden layer takes the activations of the layer before it, weighs them and adds a bias.",
        "Each little square looks at all the squares on its left. Some it trusts a lot, some only a bit, and some it "
        "takes the opposite of. It adds all that up, and then adds a little more or less of its own.",
        "Neuron *j* of layer *l* computes the pre-activation **z = a·W + b**: the activations *a* of the layer before "
        "it, each multiplied by a weight and summed, plus a bias. In the diagram an edge is one weight: the thicker, "
        "the larger; blue is positive, orange negative (*View ▸ Colours* has others). The dot at the corner of a tile "
        "is the bias. In matrix form "
        "**Z = A W + b**, with W of shape (n_in, n_out).",
    ),
    Fact(
        "It bends the sum, and hands it on",
        "An activation function is applied to the sum, and the result is handed on to the next layer.",
        "Then the square decides how loudly to say its answer: a big sum becomes a loud answer, a small one a quiet "
        "answer. The squares on its right listen to that.",
        "The activation **a = f(z)** is what the next layer receives. *f* is the layer's activation function: tanh "
        "and the sigmoid flatten out at both ends, ReLU is zero below zero and straight above. It is applied to every "
        "neuron of the layer alike. Drag another one onto a layer and watch the maps in its tiles change.",
    ),
    Fact(
        "It is called hidden",
        "It lies between the inputs, which are given, and the outputs, which are compared with the truth: nobody says "
        "what it has to be.",
        "You can see the question, and you can see the answer. What the squares in between think, nobody told them: "
        "they found it out.",
        "The data prescribe the inputs and, through the loss, the outputs. No target exists for a hidden activation: "
        "what a hidden neuron stands for, a *feature*, emerges because it helps the layers behind it. Where "
        "the inputs are points of the plane, the small picture on a tile is that feature: the neuron's activation for every "
        "point; with images, a tile of the first hidden layer shows the weights that it gives to the pixels.",
    ),
    Fact(
        "It begins with arbitrary weights and learns",
        "The weights start arbitrary and are adjusted step by step, by backpropagation and gradient descent, so that "
        "the loss falls.",
        "At first the squares only guess. After each guess they are told how wrong the answer was, and everyone "
        "changes their mind a tiny bit in the direction that would have been better. They do that thousands of times.",
        "Backpropagation applies the chain rule from the loss backwards, layer by layer, and gives for each weight "
        "the slope of the loss, **∂L/∂W = aᵀ·δ**, with **δ = (δ_next·W_nextᵀ) ⊙ f′(z)**. Gradient descent then takes "
        "a small step against it, **W ← W − η ∂L/∂W**, η being the learning rate. The random start makes the neurons "
        "of a layer differ: with equal weights they would get equal gradients, and stay equal for ever. *New weights* "
        "draws another start, *Rewind* returns to this one.",
    ),
    Fact(
        "Without it, only straight lines can be learned",
        "Without a hidden layer the network can learn only linear relations of its inputs, however long it trains.",
        "Without squares in the middle it can only draw one straight line and say: this side is blue, that side is "
        "orange. Try to part a ring from its middle with one straight line!",
        "With no hidden layer the output is a function of one weighted sum of the inputs: its boundary is a straight "
        "line (a hyperplane). Hidden layers whose activation is the identity do not help, for a product of matrices "
        "is again a matrix. What bends can also come with the inputs: given the "
        "features X₁² and X₂², it parts a circle without any hidden layer. XOR is the smallest example: "
        "open *File ▸ New from preset ▸ Exclusive or without a hidden "
        "layer*, press Play, then drag one in. One hidden layer with enough neurons can approximate any continuous "
        "function on a bounded region (Cybenko 1989, Hornik 1991).",
    ),
    Fact(
        "Depth and width set what it can hold",
        "How many layers (depth) and how many neurons (width) there are sets the capacity: how complicated a relation "
        "it can represent.",
        "More squares side by side means more different ideas. More layers means ideas made of ideas. But too many "
        "squares can learn the answers by heart instead of understanding.",
        "Width adds features that are computed side by side; depth composes features of features, which for some "
        "functions needs exponentially fewer neurons than width alone. More capacity is also harder to train and can "
        "overfit: the training loss keeps falling while the test loss, the dashed curve, rises. More data, L2 "
        "regularization or dropout work against that. Start small, and add neurons while it trains: what was learned "
        "stays.",
    ),
)
