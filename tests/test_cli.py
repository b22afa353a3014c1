"""``hlviz train`` and ``hlviz presets``: the result on standard output, one line for whatever is wrong, and never Qt."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from hlviz.cli import main
from hlviz.document.presets import PRESETS
from hlviz.files import read_project
from tests.nn.builds import used

TABLE = "a,b,kind\n" + "".join(f"{i % 7},{i % 5},{'yes' if i % 7 > i % 5 else 'no'}\n" for i in range(35))
WANTED = {
    "epochs", "steps", "train_loss", "test_loss", "metric", "train_metric", "test_metric", "samples_per_s", "parameters",
    "seed",
}  # fmt: skip


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "mine.csv"


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    """The JSON object that a command prints."""
    assert main([*words, "--json"]) == code
    out, _ = capsys.readouterr()
    assert len(out.splitlines()) == 1
    return json.loads(out)


# Training


def test_json_tells_what_came_of_it(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "train", "mine.csv", "--epochs", "20", "--seed", "3", "--set", "batch_size=7")
    assert answer.keys() >= WANTED
    assert (answer["epochs"], answer["steps"], answer["seed"]) == (20, 80, 3)
    assert (answer["metric"], answer["parameters"]) == ("accuracy", 2 * 8 + 8 + 8 + 1)
    assert 0.5 <= answer["test_metric"] <= 1
    assert answer["samples_per_s"] > 100
    assert answer["diverged"] is None
    assert answer["mae"] is None  # classes are right or wrong, not near


def test_words_tell_the_same(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "train", "mine.csv", "--epochs", "5")
    assert main(["train", "mine.csv", "--epochs", "5", "--out", "x.hlviz"]) == 0
    out, err = capsys.readouterr()
    assert "2 → 8 → 1 neurons, 33 parameters, seed 1" in out
    assert f"computed by {'the compiled path' if answer['engine'] == 'compiled' else 'NumPy. '}" in out
    assert f"{answer['test_loss']:.4g}" in out
    assert f"{answer['test_metric']:.4f}" in out
    assert "saved as x.hlviz" in out
    assert err == ""


def test_it_says_who_computed_and_why_not_the_fastest(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with used(tmp_path):  # an hlviz without its compiled path
        answer = told(capsys, "train", "mine.csv", "--epochs", "1")
        assert main(["train", "mine.csv", "--epochs", "1"]) == 0
    assert (answer["engine"], "is missing" in answer["engine_why"]) == ("numpy", True)
    assert f"computed by NumPy. {answer['engine_why']}\n" in capsys.readouterr().out
    assert told(capsys, "train", "mine.csv", "--epochs", "1", "--engine", "reference")["engine_why"] is None


def test_a_number_to_learn_is_judged_by_r2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "line.csv"
    path.write_text("x,y\n" + "".join(f"{i / 10},{i / 5 + 1.5}\n" for i in range(60)), encoding="utf-8")
    answer = told(capsys, "train", str(path))
    assert answer["metric"] == "r2"
    assert answer["test_metric"] > 0.95


def test_a_number_to_learn_is_judged_in_its_own_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    errors = []
    for unit in (1, 1000):
        path = tmp_path / f"{unit}.csv"
        rows = "".join(f"{i / 10},{unit * (i / 5 + 1.5)}\n" for i in range(60))
        path.write_text(f"x,price\n{rows}", encoding="utf-8")
        errors.append(told(capsys, "train", str(path))["mae"])
    assert 0 < errors[0] < 0.5  # prices go from 1.5 to 13.3
    assert errors[1] == pytest.approx(1000 * errors[0], rel=0.01)
    assert main(["train", str(path)]) == 0
    assert f"price is {errors[1]:.4g} off on average (MAE)" in capsys.readouterr().out


def test_training_in_two_parts_comes_to_the_same(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at_once = told(capsys, "train", "mine.csv", "--epochs", "12", "--set", "dropout=0.2")
    told(capsys, "train", "mine.csv", "--epochs", "5", "--set", "dropout=0.2", "--out", "half.hlviz")
    in_two = told(capsys, "train", "half.hlviz", "--epochs", "7", "--out", "half.hlviz")
    for answer in (at_once, in_two):
        del answer["samples_per_s"]
    assert in_two == at_once
    assert read_project(Path("half.hlviz")).frame.epoch == 12


def test_no_epochs_write_the_untrained_project(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "train", "mine.csv", "--epochs", "0", "--out", "new.hlviz", "--set", "hidden=3,2", "name=New")
    document = read_project(Path("new.hlviz"))
    assert (answer["epochs"], answer["steps"], answer["samples_per_s"]) == (0, 0, 0)
    assert answer["layers"] == [2, 3, 2, 1]
    assert document.project.name == "New"
    assert document.frame.step == 0
    assert all((a == b).all() for a, b in zip(document.start.arrays, document.frame.parameters.arrays, strict=True))


def test_settings_behind_one_set_or_behind_several(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = told(capsys, "train", "mine.csv", "--epochs", "1", "--set", "hidden=4", "seed=2")
    two = told(capsys, "train", "mine.csv", "--epochs", "1", "--set", "hidden=4", "--set", "seed=2")
    assert one["layers"] == two["layers"] == [2, 4, 1]
    assert one["test_loss"] == two["test_loss"]
    assert told(capsys, "train", "mine.csv", "--epochs", "1", "--set", "hidden=")["layers"] == [2, 1]


def test_a_divergence_is_told_and_the_moment_before_is_kept(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wild = ["--set", "output=identity", "activation=identity", "optimizer=sgd", "learning_rate=1000"]
    answer = told(capsys, "train", "mine.csv", *wild, "--out", "wild.hlviz", code=1)
    assert answer["diverged"]["layer"] in {"Hidden 1", "Output"}
    assert answer["diverged"]["step"] >= answer["steps"]
    assert isinstance(answer["train_loss"], float)
    assert read_project(Path("wild.hlviz")).frame.parameters.is_finite
    assert main(["train", "mine.csv", *wild]) == 1
    _, err = capsys.readouterr()
    assert "layer 'Hidden 1'" in err or "layer 'Output'" in err
    assert "learning_rate=100" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["train", "none.hlviz"], "none.hlviz is not there"),
        (["train", "none.csv"], "no file none.csv"),
        (["train", "."], "folder"),
        (["train", "broken.hlviz"], "broken.hlviz is damaged"),
        (["train", "mine.csv", "--target", "z"], "no column 'z'"),
        (["train", "gap.csv"], "gap.csv, row 3"),
        (["train"], "either a FILE or --preset"),
        (["train", "--preset", "nonsense"], "no preset is called 'nonsense'; there are"),
        (["train", "mine.csv", "--set", "hidden=0"], "neurons"),
        (["train", "mine.csv", "--set", "noise=1"], "no effect"),
        (["train", "mine.csv", "--epochs", "many"], "--epochs"),
        (["train", "mine.csv", "--wings"], "--wings; see hlviz --help"),
        (["train", "mine.csv", "--out", "none/x.hlviz"], "none/x.hlviz cannot be written: there is no folder"),
        (["train", "mine.csv", "--out", "."], "it is a folder"),
        (["train", "mine.csv", "--out", "mine.csv"], "the file itself"),
        (["wash"], "wash"),
        ([], "COMMAND"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    words: list[str], cause: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("broken.hlviz").write_bytes(b"PK\3\4 nothing more")
    Path("gap.csv").write_text(TABLE.replace("\n0,0,no", "\n1,1,yes\n0,,no", 1), encoding="utf-8")
    before = sorted(os.listdir("."))
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("hlviz: ")
    assert len(err.splitlines()) == 1
    assert cause in err
    assert sorted(os.listdir(".")) == before


def test_the_target_is_tried_before_training(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = time.monotonic()
    assert main(["train", "mine.csv", "--epochs", "100000000", "--out", "none/x"]) == 2
    assert time.monotonic() - start < 10


def test_ctrl_c_ends_it_and_leaves_the_file(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "train", "mine.csv", "--epochs", "1", "--out", "x.hlviz")
    before = Path("x.hlviz").read_bytes()
    command = [sys.executable, "-m", "hlviz", "train", "x.hlviz", "--epochs", "100000000", "--out", "x.hlviz"]
    training = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    # the trial whether x.hlviz can be written touches the folder just before training begins
    seen = table.parent.stat().st_mtime_ns
    while table.parent.stat().st_mtime_ns == seen and time.monotonic() < end:
        assert training.poll() is None
    training.send_signal(signal.SIGINT)
    out, err = training.communicate(timeout=60)
    assert (training.returncode, out, err) == (130, "", "hlviz: stopped; nothing was written\n")
    assert Path("x.hlviz").read_bytes() == before
    assert sorted(os.listdir(".")) == ["mine.csv", "x.hlviz"]


def test_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    from hlviz.document.settings import SETTINGS

    assert main(["train", "--help"]) == 0
    out, _ = capsys.readouterr()
    assert all(f"  {key}=" in out for key in SETTINGS)
    assert "leaky_relu" in out


# Presets


def test_a_preset_is_trained_as_long_as_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "train", "--preset", "xor")
    assert answer["epochs"] == PRESETS["xor"].epochs
    assert answer["test_metric"] >= 0.95


def test_presets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(PRESETS)
    listed = told(capsys, "presets")
    assert [preset["key"] for preset in listed] == list(PRESETS)
    assert {"circle", "xor", "spiral", "gauss", "plane", "sine", "iris", "digits", "linear-fails"} <= set(PRESETS)
    assert listed[0].keys() == {"key", "title", "summary", "epochs", "expect"}


# Imports


def test_neither_qt_nor_pandas_is_imported(table: Path) -> None:
    assert main(["train", "mine.csv", "--epochs", "0", "--out", "x.hlviz"]) == 0
    program = (
        "import sys\n"
        "from hlviz.cli import main\n"
        "code = main(['train', 'x.hlviz', '--epochs', '3', '--json'])\n"
        "heavy = {'PySide6', 'shiboken6', 'pyqtgraph', 'pandas'} & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else code)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


# A table with a recipe


def test_a_table_is_trained_on_as_its_flags_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "mine.tsv"
    rows = [
        f"{'' if i == 5 else i}\t{'red' if i % 2 else 'blue'}\t{i * 3 % 7}\t{'test' if i % 4 == 0 else 'train'}\t{i}.5"
        for i in range(40)
    ]
    table.write_text("a\tcolour\tk, too\tset\tz\n" + "\n".join(rows), encoding="utf-16")
    out = tmp_path / "out.hlviz"
    words = [
        "--target",
        "z",
        "--inputs",
        'a,colour,"k, too"',
        "--missing",
        "flag",
        "--test-column",
        "set",
        "--out",
        str(out),
    ]
    assert main(["train", str(table), "--epochs", "2", "--json", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["layers"] == [4, 8, 1]
    data = read_project(out).project.data
    assert data.table is not None
    assert data.table.input_names == ("a", "a missing", "colour=red", "k, too")
    assert data.recipe is not None
    assert data.table.is_test is not None
    assert data.table.is_test.sum() == 10


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--target", "z"], "row 7, column 'a': the value is missing"),
        (["--target", "z", "--missing", "drop", "--time-column", "set"], "no time"),
        (["--target", "z", "--missing", "drop", "--test-column", "nope"], "no column 'nope'"),
        (["--target", "z", "--missing", "drop", "--test-column", "z"], "cannot be both"),
    ],
)
def test_a_flag_that_does_not_fit_the_table_is_told_in_one_line(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("a,set,z\n" + "\n".join(f"{'' if i == 5 else i},{'xy'[i % 2]},{i}.5" for i in range(12)))
    assert main(["train", str(table), "--epochs", "1", *words]) == 2
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1


# Predict and export


@pytest.fixture
def project(table: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["train", "mine.csv", "--epochs", "30", "--out", "mine.hlviz"]) == 0
    capsys.readouterr()
    return Path("mine.hlviz")


def test_a_table_is_predicted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("new.csv").write_text("b,who,a\n4,Ann,0\n0,Bob,6\n", encoding="utf-8")
    answer = told(capsys, "predict", "mine.hlviz", "new.csv", "--out", "said.csv")
    assert answer == {"rows": 2, "left_out": 0, "out": "said.csv", "target": "kind", "unused": ["who"]}
    lines = Path("said.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "b,who,a,predicted,output"
    assert [line.split(",")[:4] for line in lines[1:]] == [["4", "Ann", "0", "no"], ["0", "Bob", "6", "yes"]]
    assert main(["predict", "mine.hlviz", "new.csv", "--out", "said.csv"]) == 0
    assert capsys.readouterr().out == "2 rows predicted, saved as said.csv\nnot used: 'who'\n"


def test_where_the_target_is_there_it_is_told_how_good_the_network_is(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("new.csv").write_text("b,kind,a\n4,no,0\n0,yes,6\n0,no,6\n1,?,2\n", encoding="utf-8")
    answer = told(capsys, "predict", "mine.hlviz", "new.csv", "--out", "said.csv")
    assert answer["judged"] == 3
    assert answer["metric"] == pytest.approx(2 / 3)
    assert main(["predict", "mine.hlviz", "new.csv", "--out", "said.csv"]) == 0
    out = capsys.readouterr().out
    assert f"loss {answer['loss']:.4g}, accuracy 0.6667 on the 3 rows whose 'kind' is told" in out
    assert "1 rows have a 'kind' that the network does not know" in out


def test_a_project_is_exported_as_it_was_saved(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "export", "mine.hlviz", "--to", "numpy", "--out", "x.py")
    assert (answer["format"], answer["epochs"], answer["bytes"]) == ("numpy", 30, Path("x.py").stat().st_size)
    run = subprocess.run([sys.executable, "x.py"], capture_output=True, text=True, check=False)
    assert run.stdout.startswith("the same as in hlviz"), run.stderr
    assert main(["export", "mine.hlviz", "--to", "history", "--out", "x.csv"]) == 0
    assert capsys.readouterr().out == "History (CSV) saved as x.csv\n"
    assert Path("x.csv").read_text(encoding="utf-8").startswith("step,epoch,")


def test_a_preset_is_trained_and_exported(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "export", "--preset", "xor", "--epochs", "7", "--to", "npz", "--out", "x.npz")
    assert answer["epochs"] == 7


def test_an_export_of_what_diverged_says_so(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wild = ["--set", "output=identity", "activation=identity", "optimizer=sgd", "learning_rate=1000"]
    answer = told(capsys, "export", "mine.csv", *wild, "--to", "numpy", "--out", "x.py", code=1)
    assert answer["bytes"] > 0


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["predict", "mine.hlviz", "mine.csv", "--out", "mine.csv"], "the file itself"),
        (["predict", "mine.hlviz", "mine.csv", "--out", "mine.hlviz"], "the file itself"),
        (["predict", "mine.csv", "mine.csv", "--out", "x.csv"], "mine.csv is damaged or no project"),
        (["predict", "mine.hlviz", "none.csv", "--out", "x.csv"], "no file none.csv"),
        (["predict", "mine.hlviz", "mine.csv"], "--out"),
        (["export", "mine.hlviz", "--to", "mpeg", "--out", "x"], "no format 'mpeg'; did you mean apng or mp4"),
        (["export", "mine.hlviz", "--to", "pytorch", "--out", "x"], "did you mean torch"),
        (["export", "mine.hlviz", "--to", "pdf", "--out", "x"], "did you mean report"),
        (["export", "mine.hlviz", "--to", "qqq", "--out", "x"], "no format 'qqq'. There are numpy, torch"),
        (["export", "mine.hlviz", "--out", "x"], "--to FORMAT says what to write"),
        (["export", "mine.hlviz", "--to", "numpy"], "--out PATH"),
        (["export", "mine.hlviz", "--to", "numpy", "--out", "x", "--fps", "9"], "--fps is about a film"),
        (["export", "mine.hlviz", "--to", "webp", "--out", "x", "--paper", "a4"], "--paper is about a report"),
        (["export", "mine.hlviz", "--to", "webp", "--out", "x", "--size", "9x9"], "9x9 is not a size"),
        (["export", "mine.hlviz", "--to", "webp", "--out", "x", "--seconds", "nan"], "nan is not a number of seconds"),
        (["export", "mine.hlviz", "--to", "report", "--out", "x"], "report is drawn"),
        (["export", "mine.hlviz", "--to", "numpy", "--out", "mine.hlviz"], "the file itself"),
        (["export", "mine.hlviz", "--to", "numpy", "--out", "none/x.py"], "there is no folder"),
        (["export", "--to", "numpy", "--out", "x.py"], "either a FILE or --preset"),
    ],
)
def test_what_is_wrong_with_an_export_is_told_in_one_line(
    words: list[str], cause: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.read_bytes()
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert cause in err
    assert project.read_bytes() == before
    assert sorted(os.listdir(".")) == ["mine.csv", "mine.hlviz"]


def test_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    from hlviz.interchange.formats import EVERY, FILMS, FORMATS, PAGES

    assert {*FORMATS, *PAGES, *FILMS} == EVERY.keys()
    assert main(["export", "--help"]) == 0
    out, _ = capsys.readouterr()
    assert all(f"\n  {key} " in out for key in EVERY)
    listed = told(capsys, "export", "--formats")
    assert [form["key"] for form in listed] == list(EVERY)
    assert {form["kind"] for form in listed} == {"file", "page", "film"}
    assert main(["export", "--formats"]) == 0
    assert all(f"  {key} " in capsys.readouterr().out for key in [*EVERY][:1])


def test_columns_that_are_not_learned_from_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"n{i},2020-01-{i % 28 + 1:02},{i},{'xy'[i % 2]}" for i in range(60)]
    (tmp_path / "people.csv").write_text("\n".join(["id,born,a,kind", *rows]))
    assert main(["train", str(tmp_path / "people.csv"), "--epochs", "1"]) == 0
    assert "left out: id (text, 60 values), born (dates)" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "people.csv")]) == 1
    assert "Left out: id (text, 60 values), born (dates)" in capsys.readouterr().out
    assert main(["train", str(tmp_path / "people.csv"), "--inputs", "a", "--epochs", "1"]) == 0
    assert "left out" not in capsys.readouterr().err
