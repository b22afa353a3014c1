"""What the Python files of all flavours share: what they say of the network, its numbers as text, the way from raw rows to inputs,
and the comparison with what hlviz predicted.

Names come from people and files: they stand in comments and string literals alone, and nothing in them can end either.
"""

import numpy as np

from hlviz import __version__
from hlviz.errors import HlvizError
from hlviz.interchange.trained import Trained
from hlviz.nn.arrays import Array

MOST = 2_000_000
"""Numbers, at most, that are written as text."""
IN_A_LINE = 10
LISTED = 12
"""Columns, at most, that a comment names."""

FEATURE_CODE = {
    "x1": "x[:, 0]",
    "x2": "x[:, 1]",
    "x1_squared": "x[:, 0] ** 2",
    "x2_squared": "x[:, 1] ** 2",
    "x1x2": "x[:, 0] * x[:, 1]",
    "sin_x1": "np.sin(x[:, 0])",
    "sin_x2": "np.sin(x[:, 1])",
}
"""How each of ``hlviz.datasets.FEATURES`` is calculated."""


def head(trained: Trained, flavour: str, needs: str) -> str:
    """The comment at the top: what the network takes, what it makes of it, what it says, and how to use and check the file.

    Raises
    ------
    HlvizError
        If the network has no numbers, or more of them than belong into a text.
    """
    trained.require_numbers()
    if trained.parameters.count > MOST:
        raise HlvizError(
            f"{trained.parameters.count:,} weights are too many for a Python file; export ONNX, npz or safetensors"
        )
    a, project, e = trained.assembly, trained.project, trained.frame.evaluation
    split, points = a.split, trained.points
    lines = [
        f"{one_line(project.name)}: a neural network made with hlviz {__version__}, {flavour}.",
        "",
        "It takes raw rows, in the units of its table, and does itself all that hlviz does before the first layer:",
        f"  columns   {_listed(points.input_names)}",
    ]
    if points.plane:
        lines.append(f"  inputs    {', '.join(split.labels)}, calculated from the columns")
    if is_scaled(trained):
        lines.append("  scaled    (input - MEAN) / SCALE, as measured on the training samples")
    else:
        lines.append("  scaled    not at all: the network was trained on the values as they are")
    layers = [f"{size} ({f.title})" for size, f in zip(a.wiring.sizes[1:], a.activations, strict=True)]
    lines.append(f"  layers    {a.wiring.sizes[0]} inputs, {', '.join(layers)}")
    lines.append(f"  says      {_says(trained)}")
    lines += [
        "",
        f"Trained for {trained.frame.epoch} epochs ({trained.frame.step} steps), seed {project.training.seed}, on"
        f" {len(split.train)} samples: {a.metric_name} {e.train_metric:.4g}, and {e.test_metric:.4g} on {len(split.test)}"
        " that it never saw.",
        "",
        f"Use:    predict([[...], ...]), a row of {len(points.input_names)} values for each sample",
        f"Check:  run this file; it compares itself with what hlviz predicted. Needs {needs}.",
    ]
    return "\n".join(f"# {line}".rstrip() for line in lines)


def is_scaled(trained: Trained) -> bool:
    """Whether inputs are shifted or scaled before the network sees them."""
    split = trained.assembly.split
    return bool((split.mean != 0).any() or (split.scale != 1).any())


def _says(trained: Trained) -> str:
    a, names = trained.assembly, trained.points.class_names
    target = one_line(trained.points.target_name)
    if not a.is_classification:
        rule = ""
        if (a.target_mean, a.target_scale) != (0.0, 1.0):
            rule = ", which is output * TARGET_SCALE + TARGET_MEAN"
        return f"{target}, in its own unit{rule}"
    if a.wiring.sizes[-1] == 1:
        return f"{target}: {names[1]!r} where the output is above {a.threshold:g}, else {names[0]!r}"
    return f"{target}: the class whose output is largest"


def one_line(text: str) -> str:
    """A name as it may stand in a comment: nothing in it can end the line."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _listed(names: tuple[str, ...]) -> str:
    told = ", ".join(one_line(name) for name in names[:LISTED])
    return f"{told} … {len(names)} in all" if len(names) > LISTED else told


# Numbers


def literal(array: Array) -> str:
    """An array of one or two dimensions as nested lists; every number reads back as the very same one of its type."""
    array = np.asarray(array)
    if array.ndim == 2:
        return "[\n" + "".join(f"    {_row(row, ' ' * 5)},\n" for row in array) + "]"
    return _row(array, " ")


def _row(row: Array, indent: str) -> str:
    texts = [str(value) for value in row]  # NumPy's shortest that reads back alike
    lines = [", ".join(texts[at : at + IN_A_LINE]) for at in range(0, len(texts), IN_A_LINE)]
    return f"[{f',{chr(10)}{indent}'.join(lines)}]"


def names(texts: tuple[str, ...]) -> str:
    """Names as a tuple of string literals."""
    lines = [", ".join(repr(text) for text in texts[at : at + 6]) for at in range(0, len(texts), 6)]
    inside = ",\n    ".join(lines)
    return f"({inside}{',' if len(texts) == 1 else ''})"


# The parts of a file


def data_code(trained: Trained) -> str:
    """``COLUMNS``, ``CLASSES``, ``MEAN``, ``SCALE`` and ``inputs(x)``, in NumPy."""
    split, points = trained.assembly.split, trained.points
    lines = [f"COLUMNS = {names(points.input_names)}"]
    if points.class_names:
        lines.append(f"CLASSES = {names(points.class_names)}")
    elif (trained.assembly.target_mean, trained.assembly.target_scale) != (0.0, 1.0):
        lines.append(f"TARGET_MEAN, TARGET_SCALE = {trained.assembly.target_mean!r}, {trained.assembly.target_scale!r}")
    if is_scaled(trained):
        lines.append(f"MEAN = np.array({literal(split.mean)})")
        lines.append(f"SCALE = np.array({literal(split.scale)})")
    steps = []
    if points.plane:
        steps.append(f"    x = np.column_stack([{', '.join(FEATURE_CODE[key] for key in split.inputs)}])")
    shown = "(x - MEAN) / SCALE" if is_scaled(trained) else "x"
    return "\n".join(
        [
            *lines,
            "",
            "",
            "def inputs(x):",
            f'    """What the network is shown of raw rows, shape (samples, {len(points.input_names)})."""',
            "    x = np.asarray(x, np.float64)",
            "    if x.ndim != 2 or x.shape[1] != len(COLUMNS):",
            '        raise ValueError(f"expected rows of {len(COLUMNS)} values, not an array of shape {x.shape}")',
            *steps,
            f"    return np.clip({shown}, -1e30, 1e30).astype(np.float32)",
        ]
    )


def predict_code(trained: Trained) -> str:
    """``predict(x)``: class names, or numbers in the target's unit, from ``outputs(x)``."""
    a = trained.assembly
    if not a.is_classification:
        value = "outputs(x)[:, 0].astype(np.float64)"
        if (a.target_mean, a.target_scale) != (0.0, 1.0):
            value += " * TARGET_SCALE + TARGET_MEAN"
        told, line = "The number predicted for each row, in the target's own unit", f"    return {value}"
    elif a.wiring.sizes[-1] == 1:
        told = "The name of the class of each row"
        line = f"    return np.array(CLASSES)[(outputs(x)[:, 0] > {a.threshold!r}).astype(int)]"
    else:
        told, line = "The name of the class of each row", "    return np.array(CLASSES)[outputs(x).argmax(axis=1)]"
    return f'def predict(x):\n    """{told}."""\n{line}'


def check_code(trained: Trained) -> str:
    """``check()``, and what happens when the file is run."""
    checks = trained.checks
    named = trained.named(checks.outputs)
    if trained.assembly.is_classification:
        compare = "    assert list(predict(CHECK_X)) == CHECK_PREDICTED, predict(CHECK_X)"
        says = "[" + ", ".join(repr(name) for name in named) + "]"
    else:
        scale = abs(trained.assembly.target_scale)
        compare = (
            "    np.testing.assert_allclose(predict(CHECK_X), CHECK_PREDICTED, rtol=1e-9,"
            f" atol={_short(checks.tolerance * scale)})"
        )
        says = literal(np.asarray(named, np.float64))
    return "\n".join(
        [
            "# What hlviz itself said of a few samples",
            f"CHECK_X = np.array({literal(checks.x)})",
            f"CHECK_OUTPUTS = np.array({literal(checks.outputs)}, np.float32)",
            f"CHECK_PREDICTED = {says}",
            "",
            "",
            "def check():",
            '    """Raise an AssertionError unless this file says the same as hlviz, but for rounding."""',
            f"    np.testing.assert_allclose(outputs(CHECK_X), CHECK_OUTPUTS, rtol=0, atol={_short(checks.tolerance)})",
            compare,
            "",
            "",
            'if __name__ == "__main__":',
            "    check()",
            '    print(f"the same as in hlviz for {len(CHECK_X)} samples")',
        ]
    )


def _short(value: float) -> str:
    return f"{value:.2g}"


def joined(*parts: str) -> bytes:
    """The parts as the bytes of a file, two blank lines between them."""
    return ("\n\n\n".join(part.strip("\n") for part in parts) + "\n").encode()
