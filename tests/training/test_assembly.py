import numpy as np
import pytest

from hlviz.datasets import Points
from hlviz.document import Project, edits
from hlviz.training.assembly import DTYPE, assemble, first_parameters
from training.runs import project_of


def test_everything_is_of_one_type_and_cannot_be_written_to():
    assembly = assemble(project_of("circle"))
    for array in (assembly.train_t, assembly.test_t, assembly.split.train_x, assembly.split.test_x):
        assert array.dtype == DTYPE
        assert not array.flags.writeable
    parameters = first_parameters(assembly)
    assert {array.dtype for array in parameters.arrays} == {DTYPE}
    assert parameters.sizes == (2, 4, 2, 1)


@pytest.mark.parametrize(
    ("dataset", "output", "values"),
    [
        ("circle", "tanh", {-1.0, 1.0}), ("circle", "sigmoid", {0.0, 1.0}), ("circle", "identity", {-1.0, 1.0}),
        ("circle", "softmax", {0.0, 1.0}), ("iris", "softmax", {0.0, 1.0}), ("iris", "sigmoid", {0.0, 1.0}),
        ("iris", "tanh", {-1.0, 1.0}),
    ],
)  # fmt: skip
def test_labels_are_told_as_the_output_would_say_them(dataset, output, values):
    project = edits.set_output(edits.choose_dataset(project_of("circle"), dataset), output)
    assembly = assemble(project)
    assert set(np.unique(assembly.train_t)) == values
    labels = assembly.split.train_y
    assert (assembly.predicted(assembly.train_t) == labels).all()  # told back, they are the labels
    if assembly.train_t.shape[1] > 1:
        assert (assembly.train_t.argmax(axis=1) == labels).all()


def test_numbers_are_told_as_they_are_or_standardised():
    plane = edits.choose_dataset(Project(), "reg-plane")
    assert np.array_equal(assemble(plane).train_t[:, 0], assemble(plane).split.train_y.astype(np.float32))
    rng = np.random.default_rng(1)
    table = Points(rng.normal(0, 1, (50, 2)), rng.normal(1000, 300, 50), ("a", "b"), "price")
    assembly = assemble(edits.use_table(Project(), table))
    assert abs(assembly.train_t.mean()) < 1e-5
    assert assembly.train_t.std() == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(assembly.to_units(assembly.train_t[:, 0]), assembly.split.train_y, rtol=1e-5)
    np.testing.assert_allclose(assembly.to_units(assembly.test_t[:, 0]), assembly.split.test_y, rtol=1e-5)
    assert assembly.metric_name == "R²"


def test_a_target_that_hardly_varies_gives_numbers():
    table = Points(np.arange(12.0).reshape(6, 2), np.full(6, 5.0), ("a", "b"), "t")
    assembly = assemble(edits.use_table(Project(), table))
    assert (assembly.train_t == 0).all()


def test_the_seed_and_the_initializer_decide_the_first_weights():
    def first(**training):
        return first_parameters(assemble(project_of("circle", **training))).weights[0]

    assert np.array_equal(first(seed=3), first(seed=3))
    assert not np.array_equal(first(seed=3), first(seed=4))
    he = first_parameters(assemble(edits.set_initializer(project_of("circle"), "he_uniform"))).weights[0]
    assert not np.array_equal(first(), he)
    assert not np.any([bias.any() for bias in first_parameters(assemble(project_of("circle"))).biases])


def test_the_threshold_lies_in_the_middle():
    assert assemble(project_of("circle")).threshold == 0.0
    assert assemble(edits.set_output(project_of("circle"), "sigmoid")).threshold == 0.5
