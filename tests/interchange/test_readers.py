"""Networks from other programs: they say here what they said there, and what cannot be is one line."""

import io
import os
import random
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hlviz.datasets import Points
from hlviz.document.problems import check
from hlviz.errors import HlvizError
from hlviz.interchange.imported import Choices, Imported, fitting, guessed_output, imported
from hlviz.interchange.npz_in import holds_network
from hlviz.interchange.readers import READERS, REFUSED, is_network, read_network
from hlviz.nn.mlp import outputs
from hlviz.training.trainer import Trainer
from tests.interchange.foreign import Layers, forward, gemm_file, layers, npz_file, onnx_file, torch_file

MUTANTS = int(os.environ.get("HLVIZ_MUTANTS", "150"))
X = np.random.default_rng(5).normal(size=(40, 3)).astype(np.float32)
NET = layers((3, 8, 5, 1))
USUAL = Choices()


def relu(z: Any) -> Any:
    return np.maximum(z, 0)


def softmax(z: Any) -> Any:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def opened(tmp_path: Path, suffix: str, data: bytes, choices: Choices = USUAL) -> Imported:
    path = tmp_path / f"net{suffix}"
    path.write_bytes(data)
    return imported(read_network(path), path.stem, choices)


def said(got: Imported, x: np.ndarray) -> np.ndarray:
    """What the trainer's network answers before it has learned anything here."""
    trainer = Trainer(got.project, start=got.start)
    return np.asarray(outputs(trainer.parameters, trainer.assembly.activations, x))


def refused(tmp_path: Path, suffix: str, data: bytes) -> str:
    path = tmp_path / f"net{suffix}"
    path.write_bytes(data)
    with pytest.raises(HlvizError) as told:
        imported(read_network(path), "net")
    line = str(told.value)
    assert len(line) <= 200
    assert line.isprintable()
    return line


# What is read


def test_a_state_dict_says_what_it_said_in_pytorch(tmp_path: Path) -> None:
    got = opened(tmp_path, ".safetensors", torch_file(NET))
    np.testing.assert_allclose(said(got, X), forward(NET, X, relu), rtol=1e-6, atol=1e-5)
    assert any("ReLU was chosen" in note for note in got.notes)
    assert not [problem for problem in check(got.project) if problem.blocks]


def test_pytorch_itself_says_the_same(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    net = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.Tanh(), torch.nn.Linear(8, 4))
    x, y = torch.tensor(X), torch.randint(0, 4, (40,))
    optimizer = torch.optim.Adam(net.parameters(), 0.01)
    for _ in range(50):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    save_file(net.state_dict(), tmp_path / "net.safetensors")
    got = imported(read_network(tmp_path / "net.safetensors"), "net", Choices(activation="tanh"))
    np.testing.assert_allclose(said(got, X), net(x).softmax(1).detach().numpy(), atol=1e-6)


def test_more_than_ten_layers_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    net = layers((3, *(4,) * 12, 1))
    got = opened(tmp_path, ".safetensors", torch_file(net), Choices(activation="tanh"))
    np.testing.assert_allclose(said(got, X), forward(net, X, np.tanh), atol=1e-5)


def test_layers_with_names_come_in_the_order_that_fits(tmp_path: Path) -> None:
    got = opened(tmp_path, ".safetensors", torch_file(NET, ["inner", "hidden", "answer"]))
    np.testing.assert_allclose(said(got, X), forward(NET, X, relu), atol=1e-5)


def test_layers_whose_order_nobody_knows_are_not_guessed(tmp_path: Path) -> None:
    net = layers((3, 4, 4, 4, 1))
    assert "order" in refused(tmp_path, ".safetensors", torch_file(net, ["z", "b", "c", "a"]))


def test_linear_layers_without_bias_have_none(tmp_path: Path) -> None:
    from safetensors.numpy import save

    data = save({f"{i}.weight": np.ascontiguousarray(w.T) for i, (w, _) in enumerate(NET)})
    bare = [(w, np.zeros_like(b)) for w, b in NET]
    np.testing.assert_allclose(said(opened(tmp_path, ".safetensors", data), X), forward(bare, X, relu), atol=1e-5)


def test_keras_weights_are_read(tmp_path: Path) -> None:
    data = npz_file(*(array for pair in NET for array in pair))
    np.testing.assert_allclose(said(opened(tmp_path, ".npz", data), X), forward(NET, X, relu), atol=1e-5)


def test_scikit_learn_itself_says_the_same(tmp_path: Path) -> None:
    neural = pytest.importorskip("sklearn.neural_network")
    y = (X @ [1.0, -2.0, 0.5] > 0) + 2 * (X[:, 0] > 0.5)
    net = neural.MLPClassifier((6, 4), activation="tanh", solver="lbfgs", max_iter=30, random_state=1)
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net.fit(X.astype(np.float64), y)
    data = npz_file(*net.coefs_, *net.intercepts_)
    got = opened(tmp_path, ".npz", data, Choices(activation="tanh"))
    np.testing.assert_allclose(said(got, X), net.predict_proba(X.astype(np.float64)), atol=1e-5)


def test_half_precision_is_read(tmp_path: Path) -> None:
    half = [(w.astype(np.float16), b.astype(np.float16)) for w, b in NET]
    got = opened(tmp_path, ".safetensors", torch_file(half))
    np.testing.assert_allclose(said(got, X), forward(half, X, relu), atol=1e-4)


def run(data: bytes, x: np.ndarray) -> np.ndarray:
    """What onnxruntime makes of a file."""
    runtime = pytest.importorskip("onnxruntime")
    session = runtime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"in": x})[0])


@pytest.mark.parametrize("op", ["Relu", "Tanh", "Sigmoid", "LeakyRelu", "Softplus", "Sin"])
def test_an_onnx_file_says_what_it_says_in_onnxruntime(tmp_path: Path, op: str) -> None:
    pytest.importorskip("onnx")
    data = gemm_file(NET, [op, op, ""], turned=op != "Tanh")
    got = opened(tmp_path, ".onnx", data)
    np.testing.assert_allclose(said(got, X), run(data, X), rtol=1e-6, atol=2e-6 * np.abs(run(data, X)).max())


def test_classes_of_an_onnx_file_are_the_same(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    data = gemm_file(layers((3, 6, 4)), ["Relu", "Softmax"])
    got = opened(tmp_path, ".onnx", data)
    assert got.project.network.output_activation == "softmax"
    assert got.project.data.table is not None
    assert got.project.data.table.classes == 4
    np.testing.assert_allclose(said(got, X), run(data, X), atol=1e-6)


def scaled(tmp: dict[str, np.ndarray]) -> list[Any]:
    """A network that scales its inputs before, and its number after, as a pipeline does: (x − m) / s, MatMul, Add, ×, +."""
    from onnx import helper

    w = dict(zip(("w0", "b0", "w1", "b1"), (a for pair in layers((3, 5, 1)) for a in pair), strict=True))
    tmp |= w | {"m": X.mean(0), "s": X.std(0), "k": np.array([3.0], "f4"), "c": np.array([[-7.0]], "f4")}
    steps = [
        ("Sub", ["in", "m"]), ("Div", [0, "s"]), ("MatMul", [0, "w0"]), ("Add", ["b0", 0]), ("Tanh", [0]),
        ("MatMul", [0, "w1"]), ("Add", [0, "b1"]), ("Mul", [0, "k"]), ("Add", [0, "c"]),
    ]  # fmt: skip
    nodes, current = [], "in"
    for i, (op, inputs) in enumerate(steps):
        target = "out" if i == len(steps) - 1 else f"t{i}"
        nodes.append(helper.make_node(op, [current if name == 0 else name for name in inputs], [target], f"n{i}"))
        current = target
    return nodes


def test_scaling_before_and_after_is_taken_into_the_weights(tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    stored: dict[str, np.ndarray] = {}
    nodes = scaled(stored)
    data = onnx_file(nodes, stored, 3)
    got = opened(tmp_path, ".onnx", data)
    assert len(got.project.network.hidden) == 1
    np.testing.assert_allclose(said(got, X), run(data, X), rtol=1e-5)


def test_what_scikit_learns_converter_puts_behind_the_outputs_is_left_off(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    (w0, b0), (w1, b1) = layers((3, 5, 1))
    node = onnx.helper.make_node
    nodes = [
        node("MatMul", ["in", "w0"], ["z0"]), node("Add", ["z0", "b0"], ["s0"]), node("Relu", ["s0"], ["a0"]),
        node("MatMul", ["a0", "w1"], ["z1"]), node("Add", ["z1", "b1"], ["s1"]), node("Sigmoid", ["s1"], ["p"]),
        node("Sub", ["one", "p"], ["q"]), node("Concat", ["q", "p"], ["out"], axis=1), node("ArgMax", ["out"], ["label"]),
    ]  # fmt: skip
    stored = {"w0": w0, "b0": b0, "w1": w1, "b1": b1, "one": np.array([1.0], "f4")}
    got = opened(tmp_path, ".onnx", onnx_file(nodes, stored, 3))
    assert got.project.network.output_activation == "sigmoid"
    wanted = forward([(w0, b0), (w1, b1)], X, relu, lambda z: 1 / (1 + np.exp(-z)))
    np.testing.assert_allclose(said(got, X), wanted, atol=1e-6)


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_weights_that_hlviz_exported_take_raw_inputs_again(tmp_path: Path, suffix: str) -> None:
    import json

    from safetensors.numpy import save

    mean, scale = X.mean(0, dtype=np.float64), X.std(0, dtype=np.float64)
    arrays = {"input.mean": mean, "input.scale": scale, "target.mean": np.array([5.0]), "target.scale": np.array([2.0])}
    for i, (w, b) in enumerate(NET, 1):
        arrays |= {f"layer{i}.weight": w, f"layer{i}.bias": b}
    texts = {"format": "hlviz-weights-1", "activations": ["tanh", "tanh", "identity"], "inputs": ["a", "b", "c"]}
    if suffix == ".npz":
        data = npz_file(**arrays, **{key: np.array(value) for key, value in texts.items()})
    else:
        data = save(arrays, {key: json.dumps(value) for key, value in texts.items()})
    got = opened(tmp_path, suffix, data)
    wanted = forward(NET, (X - mean) / scale, np.tanh) * 2 + 5
    np.testing.assert_allclose(said(got, X), wanted, rtol=1e-5)
    assert got.project.data.table is not None
    assert got.project.data.table.input_names == ("a", "b", "c")


def test_the_scaler_of_scikit_learns_converter_is_taken_into_the_weights(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    (w, b), mean, scale = layers((3, 1))[0], X.mean(0), X.std(0)
    node = onnx.helper.make_node
    nodes = [
        node("Scaler", ["in"], ["s"], domain="ai.onnx.ml", offset=mean.tolist(), scale=(1 / scale).tolist()),
        node("Gemm", ["s", "w", "b"], ["out"]),
    ]
    got = opened(tmp_path, ".onnx", onnx_file(nodes, {"w": w, "b": b}, 3))
    np.testing.assert_allclose(said(got, X), ((X - mean) / scale) @ w + b, rtol=1e-4, atol=1e-5)


# What is made of it


def test_points_at_random_are_marked_and_right_by_the_networks_own_word(tmp_path: Path) -> None:
    got = opened(tmp_path, ".safetensors", torch_file(NET))
    trainer = Trainer(got.project, start=got.start)
    assert trainer.evaluate().train_loss < 1e-9
    assert got.project.data.table is not None
    assert got.project.data.table.target_name == "own answer"
    assert "drawn at random" in got.project.notes


def test_it_learns_on_from_what_it_knew(tmp_path: Path) -> None:
    table = Points(X, forward(NET, X, relu)[:, 0] + 1, ("a", "b", "c"), "y")
    got = opened(tmp_path, ".safetensors", torch_file(NET), Choices(table=table))
    trainer = Trainer(got.project, start=got.start)
    before = trainer.evaluate().train_loss
    assert before == pytest.approx(1.0, rel=1e-3)
    trainer.train_epochs(200)
    assert trainer.evaluate().train_loss < before


def test_a_neuron_more_at_the_start_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    from hlviz.document import edits

    got = opened(tmp_path, ".safetensors", torch_file(NET))
    layer = got.project.network.hidden[0]
    grown = Trainer(got.project, start=got.start).followed(edits.resize_layer(got.project, layer.id, 9))
    now = np.asarray(outputs(grown.parameters, grown.assembly.activations, X))
    np.testing.assert_allclose(now, forward(NET, X, relu), atol=1e-5)


def test_two_inputs_are_a_plane_and_data_sets_that_fit_are_found(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    path.write_bytes(torch_file(layers((2, 6, 1))))
    chain = read_network(path)
    assert guessed_output(chain) == "identity"
    assert {"reg-plane", "circle"} <= set(fitting(chain, "tanh"))
    assert "iris" not in fitting(chain, "tanh")
    assert fitting(read_network(_written(tmp_path, layers((4, 6, 3)))), "softmax") == ["iris"]
    got = imported(chain, "net", Choices(dataset="circle", output="tanh"))
    assert got.project.data.dataset == "circle"
    np.testing.assert_allclose(said(got, X[:, :2]), forward(layers((2, 6, 1)), X[:, :2], relu, np.tanh), atol=1e-5)


def _written(tmp_path: Path, net: Layers) -> Path:
    path = tmp_path / "other.safetensors"
    path.write_bytes(torch_file(net))
    return path


@pytest.mark.parametrize(
    ("sizes", "choices", "word"),
    [
        ((3, 4, 1), Choices(dataset="iris"), "inputs"),
        ((4, 4, 2), Choices(dataset="iris"), "outputs"),
        ((3, 4, 1), Choices(output="softmax"), "softmax"),
        ((3, 4, 2), Choices(output="sigmoid"), "softmax"),
        ((3, 4, 1), Choices(activation="swish"), "swish"),
        ((3, 4, 1), Choices(low=2.0, high=1.0), "range"),
        ((3, 4, 4), Choices(table=Points(X, X[:, 0], ("a", "b", "c"), "y")), "number"),
    ],
)
def test_choices_that_do_not_fit_are_told(tmp_path: Path, sizes: tuple[int, ...], choices: Choices, word: str) -> None:
    with pytest.raises(HlvizError, match=word) as told:
        opened(tmp_path, ".safetensors", torch_file(layers(sizes)), choices)
    assert len(str(told.value)) <= 200


# What is refused


@pytest.mark.parametrize("suffix", REFUSED)
def test_what_may_hold_code_is_not_opened_and_the_way_out_is_told(tmp_path: Path, suffix: str) -> None:
    assert "numpy.savez" in (line := refused(tmp_path, suffix, b"cos\nsystem\n(S'true'\ntR.")) or "save_file" in line


def test_a_pickle_in_an_npz_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, w=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    assert "code" in refused(tmp_path, ".npz", buffer.getvalue())


def test_an_npz_that_unpacks_to_far_more_is_refused_at_once(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, w=np.zeros((6000, 6000), np.float32))
    begun = time.perf_counter()
    assert "unpacks" in refused(tmp_path, ".npz", buffer.getvalue())
    assert time.perf_counter() - begun < 1


def test_a_convolution_and_a_normalisation_are_named(tmp_path: Path) -> None:
    from safetensors.numpy import save

    conv = save({"conv1.weight": np.zeros((4, 1, 3, 3), "f4"), "conv1.bias": np.zeros(4, "f4")})
    assert "conv1.weight" in refused(tmp_path, ".safetensors", conv)
    norm = save({"0.weight": np.zeros((4, 3), "f4"), "bn.running_mean": np.zeros(4, "f4")})
    assert "bn.running_mean" in refused(tmp_path, ".safetensors", norm)


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    net = layers((3, 4, 1))
    net[0][0][1, 2] = np.nan
    assert "infinite or none" in refused(tmp_path, ".safetensors", torch_file(net))


@pytest.mark.parametrize("op", ["Conv", "LSTM", "Erf"])
def test_a_node_that_is_no_part_of_it_is_named(tmp_path: Path, op: str) -> None:
    onnx = pytest.importorskip("onnx")
    w, b = layers((3, 3))[0]
    nodes = [
        onnx.helper.make_node("Gemm", ["in", "w", "b"], ["z"], "first"),
        onnx.helper.make_node(op, ["z"], ["out"], "odd one"),
    ]
    assert f"{op} odd one" in refused(tmp_path, ".onnx", onnx_file(nodes, {"w": w, "b": b}, 3))


def test_a_branch_is_named(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    w, b = layers((3, 3))[0]
    node = onnx.helper.make_node
    nodes = [node("Gemm", ["in", "w", "b"], ["z"], "first"), node("Add", ["z", "in"], ["out"], "skip")]
    assert "branches" in refused(tmp_path, ".onnx", onnx_file(nodes, {"w": w, "b": b}, 3))


def test_a_network_too_large_is_refused_before_it_takes_memory(tmp_path: Path) -> None:
    header = b'{"0.weight":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4000000000000]}}'
    data = len(header).to_bytes(8, "little") + header
    assert "more than" in refused(tmp_path, ".safetensors", data)
    assert "4096" in refused(tmp_path, ".safetensors", torch_file(layers((1, 5000))))


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    for name in ("none.onnx", "."):
        with pytest.raises(HlvizError):
            read_network(tmp_path / name)
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(HlvizError, match="folder"):
        read_network(tmp_path / "folder.npz")


def test_an_npz_of_samples_is_not_taken_for_a_network(tmp_path: Path) -> None:
    assert not holds_network(npz_file(X=np.zeros((100, 20)), y=np.zeros(100)))
    assert holds_network(npz_file(*(array for pair in NET for array in pair)))
    path = tmp_path / "samples.npz"
    path.write_bytes(npz_file(x=np.zeros((100, 20)), y=np.zeros(100)))
    assert not is_network(path)


@pytest.mark.parametrize("suffix", READERS)
def test_mutated_files_give_a_network_or_one_line(tmp_path: Path, suffix: str) -> None:
    if suffix == ".onnx":
        pytest.importorskip("onnx")
    whole = {
        ".onnx": lambda: gemm_file(NET, ["Relu", "Tanh", ""]),
        ".safetensors": lambda: torch_file(NET),
        ".npz": lambda: npz_file(*(array for pair in NET for array in pair)),
    }[suffix]()
    rng, slowest = random.Random(3), 0.0
    for _ in range(MUTANTS):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(min(len(data), 700)) if rng.random() < 0.5 else rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    del data[at : at + rng.randint(1, 60)]
                case 2:
                    data[at:at] = rng.randbytes(rng.randint(1, 20))
                case _:
                    data[at:at] = data[at : at + rng.randint(1, 200)]
        path = tmp_path / f"mutant{suffix}"
        path.write_bytes(data)
        begun = time.thread_time()
        try:
            got = imported(read_network(path), "mutant")
        except HlvizError as error:
            line = str(error)
        else:
            line = "read"
            assert all(np.isfinite(array).all() for array in got.start.arrays)
        assert len(line) <= 200
        assert line.isprintable()
        slowest = max(slowest, time.thread_time() - begun)
    assert slowest < 0.5


def test_a_zip_of_something_else_is_told(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("hello.txt", "hello")
    assert "npz" in refused(tmp_path, ".npz", buffer.getvalue())
