"""The network as a Python file with a scikit-learn pipeline.

Where scikit-learn's own networks can be this one, it is theirs; otherwise an estimator in the file does the same arithmetic.
"""

from hlviz.interchange.python_code import check_code, data_code, head, joined
from hlviz.interchange.python_numpy import ACTIVATION_CODE, weights_code
from hlviz.interchange.trained import Trained

HIDDEN = {"identity": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
"""What hidden layers of scikit-learn's can be; all of a network the same."""


def sklearn_file(trained: Trained) -> bytes:
    """The file; ``HlvizError`` where the network cannot be written as text."""
    theirs = _is_theirs(trained)
    return joined(
        head(trained, "as a scikit-learn pipeline", "numpy and scikit-learn"),
        _imports(trained, theirs),
        data_code(trained),
        weights_code(trained),
        *([_their_network(trained)] if theirs else [_own_network(trained)]),
        _outputs(trained, theirs),
        _predict(trained),
        check_code(trained),
    )


def _is_theirs(trained: Trained) -> bool:
    a = trained.assembly
    hidden = {f.key for f in a.activations[:-1]}
    output, wide = a.activations[-1].key, a.wiring.sizes[-1] > 1
    if len(hidden) > 1 or not hidden <= set(HIDDEN):
        return False
    if not a.is_classification:
        return output == "identity"
    if wide:
        return output == "softmax" and a.points.classes > 2
    return output in ("sigmoid", "tanh")


def _imports(trained: Trained, theirs: bool) -> str:
    kind = "Classifier" if trained.assembly.is_classification else "Regressor"
    lines = ["import numpy as np"]
    if theirs:
        lines.append(f"from sklearn.neural_network import MLP{kind}")
    else:
        lines.append(f"from sklearn.base import BaseEstimator, {kind}Mixin")
    lines += ["from sklearn.pipeline import make_pipeline", "from sklearn.preprocessing import FunctionTransformer"]
    return "\n".join(lines)


def _their_network(trained: Trained) -> str:
    a = trained.assembly
    kind = "Classifier" if a.is_classification else "Regressor"
    hidden = a.wiring.sizes[1:-1]
    activation = HIDDEN[a.activations[0].key] if hidden else "identity"
    layers = len(a.activations)
    coefs = [f"W{i}" for i in range(1, layers + 1)]
    intercepts = [f"b{i}" for i in range(1, layers + 1)]
    lines = [
        f'network = MLP{kind}(hidden_layer_sizes={hidden!r}, activation="{activation}")',
        "# one step of learning makes everything that a fitted network has; then its weights are these",
    ]
    if a.is_classification:
        lines.append(
            f"network.partial_fit(np.zeros((len(CLASSES), {a.wiring.sizes[0]}), np.float32),"
            " np.array(CLASSES), classes=np.array(CLASSES))"
        )
        lines.append("# scikit-learn sorts the classes by name")
        if a.wiring.sizes[-1] > 1:
            lines.append("order = [CLASSES.index(name) for name in network.classes_]")
            coefs[-1], intercepts[-1] = f"W{layers}[:, order]", f"b{layers}[order]"
        else:
            lines.append("sign = 1 if network.classes_[1] == CLASSES[1] else -1")
            # (1 + tanh z) / 2 is the logistic function of 2 z
            factor = "2 * sign" if a.activations[-1].key == "tanh" else "sign"
            if factor != "sign":
                lines.append(
                    "# (1 + tanh z) / 2 is the logistic function of 2 z, which is what scikit-learn's output is"
                )
            coefs[-1], intercepts[-1] = f"{factor} * W{layers}", f"{factor} * b{layers}"
    else:
        lines.append(f"network.partial_fit(np.zeros((2, {a.wiring.sizes[0]}), np.float32), np.zeros(2, np.float32))")
    lines += [
        f"network.coefs_ = [{', '.join(coefs)}]",
        f"network.intercepts_ = [{', '.join(intercepts)}]",
        "pipeline = make_pipeline(FunctionTransformer(inputs), network)",
    ]
    return "\n".join(lines)


def _own_network(trained: Trained) -> str:
    a = trained.assembly
    kind = "Classifier" if a.is_classification else "Regressor"
    lines = [
        f"class Network({kind}Mixin, BaseEstimator):",
        '    """The network, already trained: scikit-learn\'s own has not these activations at these places."""',
        "",
        "    def __sklearn_is_fitted__(self):",
        "        return True",
        "",
        "    def fit(self, x, y=None):",
        '        """Learn nothing more."""',
        "        return self",
        "",
        "    def outputs(self, x):",
        '        """What the output neurons say of inputs, shape (samples, outputs)."""',
        "        a = x",
    ]
    for i, activation in enumerate(a.activations, 1):
        lines.append(f"        z = a @ W{i} + b{i}")
        code = ACTIVATION_CODE[activation.key].replace("\n", "\n    ")
        lines.append(f"        a = {code}")
    lines += ["        return a", ""]
    if not a.is_classification:
        lines += ["    def predict(self, x):", "        return self.outputs(x)[:, 0]"]
    else:
        places = f"(said[:, 0] > {a.threshold!r}).astype(int)" if a.wiring.sizes[-1] == 1 else "said.argmax(axis=1)"
        lines += [
            "    @property",
            "    def classes_(self):",
            "        return np.array(CLASSES)",
            "",
            "    def predict(self, x):",
            "        said = self.outputs(x)",
            f"        return self.classes_[{places}]",
        ]
    lines += ["", "", "network = Network()", "pipeline = make_pipeline(FunctionTransformer(inputs), network)"]
    return "\n".join(lines)


def _outputs(trained: Trained, theirs: bool) -> str:
    lines = ["def outputs(x):", '    """What the output neurons say of raw rows, shape (samples, outputs)."""']
    if not theirs:
        lines.append("    return network.outputs(inputs(x))")
    elif not trained.assembly.is_classification:
        lines.append("    return pipeline.predict(x)[:, None]")
    elif trained.assembly.wiring.sizes[-1] > 1:
        lines.append("    shares = pipeline.predict_proba(x)")
        lines.append("    return shares[:, [list(network.classes_).index(name) for name in CLASSES]]")
    else:
        lines.append("    share = pipeline.predict_proba(x)[:, list(network.classes_).index(CLASSES[1])]")
        lines.append(
            "    return 2 * share[:, None] - 1"
            if trained.assembly.activations[-1].key == "tanh"
            else "    return share[:, None]"
        )
    return "\n".join(lines)


def _predict(trained: Trained) -> str:
    a = trained.assembly
    if a.is_classification:
        return 'def predict(x):\n    """The name of the class of each row."""\n    return pipeline.predict(x)'
    value = "pipeline.predict(x).astype(np.float64)"
    if (a.target_mean, a.target_scale) != (0.0, 1.0):
        value += " * TARGET_SCALE + TARGET_MEAN"
    told = "The number predicted for each row, in the target's own unit"
    return f'def predict(x):\n    """{told}."""\n    return {value}'
