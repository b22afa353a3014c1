"""What is named on the command line is what gets trained, and goes on where it was."""

import argparse
from pathlib import Path

import pytest

from files.documents import saved
from hlviz.document import Project, edits
from hlviz.errors import HlvizError
from hlviz.files import Saved, write_project
from hlviz.files import source as module
from hlviz.files.source import Source, add_source_arguments, require_other_file, source, train, trained
from hlviz.files.terminal import OneLineParser
from hlviz.training.trainer import Trainer

TABLE = "a;b;kind\n" + "".join(f"{i % 7},5;{i % 5};{'true' if i % 7 > i % 5 else 'false'}\n" for i in range(35))


def parsed(*words: object) -> argparse.Namespace:
    parser = OneLineParser(prog="test")
    add_source_arguments(parser)
    return parser.parse_args([str(word) for word in words])


def weights(trainer: Trainer) -> bytes:
    return b"".join(array.tobytes() for array in trainer.parameters.arrays)


@pytest.fixture
def mine() -> Project:
    project = edits.set_shape(edits.choose_dataset(Project(name="Mine"), "xor"), (4,))
    return edits.set_training(project, optimizer="adam")


@pytest.fixture
def untrained(mine: Project, tmp_path: Path) -> Path:
    write_project(tmp_path / "untrained.hlviz", saved(mine))
    return tmp_path / "untrained.hlviz"


@pytest.fixture
def after_three(untrained: Path, tmp_path: Path) -> Path:
    """A file that holds a network after three epochs."""
    write_project(tmp_path / "three.hlviz", Saved.of_trainer(*trained(parsed(untrained, "--epochs", 3))))
    return tmp_path / "three.hlviz"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "mine.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "mine.csv"


def test_where_samples_are_many_they_are_judged_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--preset", "circle", "--epochs", 40)
    _, curves = trained(parsed(*words))
    assert list(curves.table().epoch) == list(range(41))
    monkeypatch.setattr(module, "JUDGED", 2000)  # 500 samples: four times
    _, fewer = trained(parsed(*words))
    assert list(fewer.table().epoch) == [0, 10, 20, 30, 40]
    assert fewer.table().test_loss[-1] == curves.table().test_loss[-1]
    _, odd = trained(parsed("--preset", "circle", "--epochs", 45))
    assert odd.table().epoch[-1] == 45  # the last is judged, whatever their number
    _, many = trained(parsed("--preset", "circle", "--epochs", 4000))
    assert 100 <= len(many.table()) <= 102  # one sample for twenty that were trained


def test_a_project_goes_on_where_it_was(untrained: Path, after_three: Path) -> None:
    at_once, curves = trained(parsed(untrained, "--epochs", 5))
    in_two, more_curves = trained(parsed(after_three, "--epochs", 2))
    assert weights(in_two) == weights(at_once)
    assert (in_two.epoch, in_two.step) == (at_once.epoch, at_once.step) == (5, 5 * at_once.steps_per_epoch)
    assert list(more_curves.table().step) == list(curves.table().step)
    assert list(more_curves.table().epoch) == [0, 1, 2, 3, 4, 5]


def test_an_epoch_begun_is_finished_and_counts(mine: Project, tmp_path: Path) -> None:
    write_project(tmp_path / "x.hlviz", saved(mine, steps=30))
    trainer, _ = trained(parsed(tmp_path / "x.hlviz", "--epochs", 1))
    assert trainer.epoch == 2
    assert trainer.at_epoch_start


def test_no_epochs_leave_the_file_as_it_is(after_three: Path) -> None:
    trainer, _ = trained(parsed(after_three, "--epochs", 0))
    assert trainer.epoch == 3


def test_another_rate_keeps_what_was_learned(after_three: Path) -> None:
    before = source(parsed(after_three))
    after = source(parsed(after_three, "--set", "learning_rate=0.5", "hidden=6"))
    assert after.trainer.project.training.learning_rate == 0.5
    assert after.trainer.epoch == 3
    assert after.trainer.evaluate().train_loss == pytest.approx(before.trainer.evaluate().train_loss)
    assert len(after.curves.table()) == 4


@pytest.mark.parametrize("change", [("--seed", "2"), ("--set", "dataset=circle")])
def test_another_seed_or_data_set_begins_anew(change: tuple[str, str], after_three: Path) -> None:
    begun = source(parsed(after_three, *change))
    assert begun.trainer.step == 0
    assert list(begun.curves.table().epoch) == [0]


def test_the_seed_it_has_anyway_changes_nothing(after_three: Path) -> None:
    assert source(parsed(after_three, "--seed", "1")).trainer.epoch == 3


def test_a_table_is_learned_with_a_small_network(table: Path) -> None:
    begun = source(parsed(table))
    assert begun.trainer.project.name == "mine"
    assert begun.trainer.assembly.wiring.sizes == (2, 8, 1)
    assert begun.table == table
    assert begun.epochs == 100
    train(begun)
    assert begun.trainer.evaluate().train_metric > 0.9


def test_a_column_to_learn_can_be_named(table: Path) -> None:
    begun = source(parsed(table, "--target", "b", "--epochs", 1))
    assert begun.trainer.assembly.points.target_name == "b"


@pytest.mark.parametrize("name", ["mine.data", "mine", "mine.HLVIZ"])
def test_a_project_is_known_by_its_content(name: str, after_three: Path, tmp_path: Path) -> None:
    after_three.rename(tmp_path / name)
    assert source(parsed(tmp_path / name)).trainer.epoch == 3


def test_progress_is_told_and_runs_to_the_end(untrained: Path) -> None:
    told: list[tuple[float, int]] = []

    def note(share: float, begun: Source) -> None:
        told.append((share, begun.trainer.epoch))

    train(source(parsed(untrained, "--epochs", 200)), note)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] <= 1


def test_a_run_that_diverges_ends(untrained: Path) -> None:
    args = parsed(untrained, "--set", "output=identity", "optimizer=sgd", "learning_rate=1000", "activation=identity")
    trainer, curves = trained(args)
    assert trainer.divergence is not None
    assert trainer.epoch < 100
    assert curves.table().train_loss[-1] < float("inf")


def test_what_is_wrong_with_the_arguments_is_told(untrained: Path, table: Path, tmp_path: Path) -> None:
    for words, cause in [
        ((), "either a FILE or --preset"),
        ((table, "--preset", "xor"), "either a FILE or --preset"),
        ((tmp_path / "none.hlviz",), "is not there"),
        ((tmp_path / "none.csv",), "there is no file"),
        ((tmp_path,), "folder"),
        ((untrained, "--target", "a"), "--target is about a table"),
        ((table, "--target", "z"), "no column 'z'"),
        ((table, "--set", "nothing"), "not KEY=VALUE"),
        (("--set", "hidden=8", table), "give it before --set"),
        ((table, "--seed", "x"), "seed=x"),
        ((table, "--epochs", "-1"), "not a number of epochs"),
        ((table, "--epochs", "1.5"), "not a number of epochs"),
        (("--bogus",), "--bogus; see test --help"),
    ]:
        with pytest.raises(HlvizError) as told:
            source(parsed(*words))
        assert cause in str(told.value)


def test_the_table_itself_is_not_written_over(table: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.hlviz"
    link.symlink_to(table)
    for out in (table, link):
        with pytest.raises(HlvizError, match="is the file itself"):
            require_other_file(out, table)
    require_other_file(tmp_path / "new.hlviz", table)
    require_other_file(table, None)
