"""What ``docs/file-format.md`` tells other programs is true."""

import json
import re
import zipfile
from pathlib import Path

import msgspec
import numpy as np
import pytest
import safetensors.numpy

from files.documents import saved
from hlviz.document import Project, edits
from hlviz.files import schema, write_project

PAGE = (Path(__file__).parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    project = edits.set_training(edits.set_shape(Project(), (4, 3)), optimizer="adam")
    monkeypatch.chdir(tmp_path)
    write_project(tmp_path / "mine.hlviz", saved(project, 30))
    return tmp_path / "mine.hlviz"


def test_the_program_on_the_page_works(mine: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(program, names)
    outputs, project = names["a"], names["project"]
    assert isinstance(outputs, np.ndarray)
    assert isinstance(project, dict)
    with zipfile.ZipFile(mine) as file:
        wanted = safetensors.numpy.load(file.read("arrays.safetensors"))["test.y"]
    said = project["run"]["evaluation"]
    assert np.mean((outputs > 0) == (wanted > 0)) == pytest.approx(said["test_metric"])
    assert np.mean((outputs - wanted) ** 2) == pytest.approx(said["test_loss"], rel=1e-5)


def test_the_page_names_every_array(mine: Path) -> None:
    with zipfile.ZipFile(mine) as file:
        arrays = safetensors.numpy.load(file.read("arrays.safetensors"))
    for name in arrays:
        told = re.sub(r"^optimizer\.\w+\.", "optimizer.SLOT.", re.sub(r"\.\d+$", ".l", name))
        assert f"`{told.replace('optimizer.SLOT.bias', '….bias')}`" in PAGE, name


def test_the_page_names_every_field() -> None:
    fields = re.findall(r"`([a-z0-9_.]+)`", PAGE)
    words = {word for field in fields for word in field.split(".")}
    todo: list[type[msgspec.Struct]] = [schema.Document, schema.Past]
    while todo:
        part = todo.pop()
        for field in msgspec.structs.fields(part):
            assert field.name in words, f"{part.__name__}.{field.name}"
            todo += [
                kind for kind in schema.Part.__subclasses__() if kind.__name__ in re.findall(r"\w+", str(field.type))
            ]


def test_the_json_can_be_read_by_any_reader(mine: Path) -> None:
    with zipfile.ZipFile(mine) as file:
        text = file.read("project.json").decode("utf-8")
    numbers: list[int] = []
    json.loads(text, parse_int=lambda digits: numbers.append(int(digits)) or int(digits))
    assert max(numbers) < 2**53


def test_the_schema_on_disk_is_that_of_the_program() -> None:
    """``python -c 'from hlviz.files.schema import json_schema; open("docs/project.schema.json", "wb").write(json_schema())'``."""
    published = Path(__file__).parents[2] / "docs" / "project.schema.json"
    assert published.read_bytes() == schema.json_schema()
    assert (published.parent / "past.schema.json").read_bytes() == schema.past_schema()
