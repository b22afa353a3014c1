"""``hlviz import``, ``check``, ``open-link``, ``link`` and ``completion``: exit codes, JSON, one line for whatever is wrong."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hlviz import __main__ as entry
from hlviz.app import arguments, picture
from hlviz.cli import COMMANDS, main, parser
from hlviz.cli.completion import SHELLS, script
from hlviz.files import read_project
from hlviz.nn.mlp import outputs
from tests.interchange.foreign import forward, layers, npz_file, torch_file

LINK = "https://playground.tensorflow.org/#activation=relu&networkShape=5,3&dataset=xor&seed=0.00042&hideText=true"
NET = layers((3, 6, 1))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.safetensors").write_bytes(torch_file(NET))
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    assert main([*words, "--json"]) == code
    out, _ = capsys.readouterr()
    assert len(out.splitlines()) == 1
    return json.loads(out)


def wrong(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one line on standard error of a command that ends with 2."""
    assert main(list(words)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    return err


def test_a_link_becomes_a_project_and_the_same_link_again(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "open-link", LINK, "--out", "a.hlviz")
    assert answer["layers"] == [2, 5, 3, 1]
    assert any("hideText" in line for line in answer["lost"])
    assert main(["link", "a.hlviz"]) == 0
    out, err = capsys.readouterr()
    assert "networkShape=5,3&" in out
    assert "seed=0.00042&" in out
    assert err == ""
    again = told(capsys, "open-link", out.strip())
    assert (again["layers"], again["activations"]) == (answer["layers"], answer["activations"])


def test_what_a_link_cannot_say_stands_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "--preset", "digits"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("https://playground.tensorflow.org/#")
    assert "Digits" in err


def test_a_network_becomes_a_project_that_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "import", "net.safetensors", "--out", "net.hlviz", "--activation", "tanh")
    assert answer["layers"] == [3, 6, 1]
    assert answer["activations"] == ["tanh"]
    trainer = read_project(Path("net.hlviz")).trainer()
    x = np.random.default_rng(0).normal(size=(20, 3)).astype(np.float32)
    said = outputs(trainer.parameters, trainer.assembly.activations, x)
    np.testing.assert_allclose(said, forward(NET, x, np.tanh), atol=1e-5)
    assert main(["train", "net.hlviz", "--epochs", "2"]) == 0


def test_a_network_is_shown_with_a_table_of_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "t.csv").write_text("a,b,y,c\n" + "".join(f"{i}.5,{i % 3},{i * 1.25},{i % 5}.1\n" for i in range(20)))
    answer = told(capsys, "import", "net.safetensors", "--table", "t.csv", "--target", "y", "--standardize")
    assert answer["dataset"] == "table"
    assert not any("random" in note for note in answer["notes"])


def test_what_cannot_be_is_one_line_and_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "net.pt").write_bytes(b"PK")
    assert "save_file" in wrong(capsys, "import", "net.pt")
    assert "iris" in wrong(capsys, "import", "net.safetensors", "--dataset", "iris").lower()
    assert "not there" in wrong(capsys, "import", "gone.onnx")
    assert "itself" in wrong(capsys, "import", "net.safetensors", "--out", "net.safetensors")
    assert "--table" in wrong(capsys, "import", "net.safetensors", "--target", "y")
    assert "no link" in wrong(capsys, "open-link", "https://example.org/")
    assert "one of them" in wrong(capsys, "link")
    assert "gone" in wrong(capsys, "check", "gone.csv")


def test_check_calls_a_folder_of_pictures_what_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, ink in (("cat", 40), ("dog", 200)):
        (tmp_path / name).mkdir()
        for i in range(4):
            Image.new("L", (8, 8), ink + i).save(tmp_path / name / f"{i}.png")
    main(["check", str(tmp_path)])
    out = capsys.readouterr().out
    assert out.startswith("folder of pictures: ")
    assert "2 classes (cat, dog)" in out


def test_check_says_what_is_odd_with_1_and_nothing_with_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["open-link", LINK, "--out", "a.hlviz"])
    main(["open-link", "playground.tensorflow.org/#networkShape=&learningRate=10", "--out", "odd.hlviz"])
    (folder / "t.csv").write_text("a,b,kind\n1,2,x\n1,3,y\n1,5,x\n1,7,y\n")
    (folder / "w.npz").write_bytes(npz_file(*(array for pair in NET for array in pair)))
    capsys.readouterr()
    assert told(capsys, "check", "a.hlviz")["problems"] == []
    assert told(capsys, "check", LINK)["kind"] == "link"
    assert told(capsys, "check", "w.npz")["kind"] == "network"
    odd = told(capsys, "check", "odd.hlviz", code=1)["problems"]
    assert any("10" in problem["text"] for problem in odd)
    table = told(capsys, "check", "t.csv", code=1)
    assert (table["samples"], table["classes"]) == (4, ["x", "y"])
    assert "'a'" in table["problems"][0]["text"]


def test_the_command_knows_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        assert entry._dispatch([command, "--help"]) == 0
        assert f"hlviz {command}" in capsys.readouterr()[0]
    entry._dispatch(["--help"])
    usage = capsys.readouterr()[0]
    assert all(f"hlviz {command}" in usage for command in (*COMMANDS, "completion"))


# Completion


def made(shell: str) -> str:
    return script(shell, parser(), {"picture": picture.parser(), "": arguments.parser()})


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_is_offered(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = made(shell)
    for word in (*COMMANDS, "picture", "completion", "preset", "spiral-deep", "standardize", "theme", "learning_rate="):
        assert word in text
    assert entry._dispatch(["completion", shell]) == 0
    assert capsys.readouterr()[0] == text


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (["hlviz", "op"], {"open-link"}),
        (["hlviz", "--th"], {"--theme"}),
        (["hlviz", "train", "--preset", "spiral-"], {"spiral-deep"}),
        (["hlviz", "import", "--activation", "ta"], {"tanh"}),
        (["hlviz", "import", "net.saf"], {"net.safetensors"}),
        (["hlviz", "import", "--table", "net.s"], {"net.safetensors"}),
        (["hlviz", "train", "--epochs", ""], set()),
        (["hlviz", "completion", "fi"], {"fish"}),
    ],
)
def test_bash_offers_what_fits(line: list[str], offered: set[str]) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not here")
    words = " ".join(f"'{word}'" for word in line)
    ask = (
        f'{made("bash")}\nCOMP_WORDS=({words}); COMP_CWORD={len(line) - 1}; _hlviz; printf "%s\\n" "${{COMPREPLY[@]}}"'
    )
    answer = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert set(answer.stdout.split()) == offered


def test_fish_offers_what_fits() -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not here")
    ask = made("fish") + "\ncomplete -C'hlviz train --preset spiral-'\ncomplete -C'hlviz op'"
    answer = subprocess.run(["fish", "-N", "-c", ask], capture_output=True, text=True, check=True)
    assert {line.split("\t")[0] for line in answer.stdout.splitlines()} == {"spiral-deep", "open-link"}


def test_zsh_reads_its_script() -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not here")
    answer = subprocess.run(["zsh", "-n"], input=made("zsh"), capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
