"""Every format gives the same table; what is damaged is told in one line."""

import io
import os
import random
import sys
import time
import warnings
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from hlviz.datasets import raw_table
from hlviz.datasets.formats import Origin, read_raw
from hlviz.datasets.guess import guess
from hlviz.datasets.table import read_table
from hlviz.datasets.table_recipe import learned
from hlviz.errors import DataError

ROWS = [
    (1.5, 10, "red", "a"),
    (2.5, 20, "blue", "b"),
    (3.25, 30, "red", "a"),
    (-4.0, 40, "blue", "b"),
    (5.0, 50, "red", "ü"),
]
NAMES = ("größe", "count", "colour", "kind")


def text(separator: str, decimal: str = ".") -> str:
    lines = [separator.join(NAMES)]
    lines += [separator.join(str(value).replace(".", decimal) for value in row) for row in ROWS]
    return "\n".join(lines) + "\n"


def xlsx(second: bool = False) -> bytes:
    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        return f"<c><v>{value}</v></c>"

    rows = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in [NAMES, *ROWS])
    ns = "http://schemas.openxmlformats.org/"
    sheets = [
        f'<sheet name="{name}" sheetId="{k}" r:id="r{k}"/>' for k, name in enumerate(["One", "Two"][: 1 + second], 1)
    ]
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{ns}package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{ns}package/2006/relationships"><Relationship Id="r1" Type='
        f'"{ns}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{ns}spreadsheetml/2006/main" xmlns:r="{ns}officeDocument/2006/relationships">'
        f'<sheets>{"".join(sheets)}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{ns}package/2006/relationships"><Relationship Id="r1" Type='
        f'"{ns}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{ns}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{ns}spreadsheetml/2006/main"><sheetData>'
        + rows[: rows.rindex("<row>")]
        + "</sheetData></worksheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{ns}spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>',
    })  # fmt: skip


def ods() -> bytes:
    def cell(value: object) -> str:
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in [NAMES, *ROWS])
    ns = "urn:oasis:names:tc:opendocument:xmlns:"
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ns}manifest:1.0"/>',
        "content.xml": f'<office:document-content xmlns:office="{ns}office:1.0" xmlns:table="{ns}table:1.0" '
        f'xmlns:text="{ns}text:1.0"><office:body><office:spreadsheet><table:table table:name="One">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def zipped(members: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, member in members.items():
            file.writestr(name, member)
    return data.getvalue()


def parquet() -> bytes:
    return pd.DataFrame(ROWS, columns=list(NAMES)).to_parquet()


def npz() -> bytes:
    data = io.BytesIO()
    columns = {name: np.array([row[k] for row in ROWS]) for k, name in enumerate(NAMES)}
    np.savez_compressed(data, **columns)
    return data.getvalue()


FILES = {
    "comma.csv": text(",").encode(),
    "bom.csv": text(",").encode("utf-8-sig"),
    "semicolon.csv": text(";", ",").encode(),
    "latin.csv": text(";", ",").encode("latin-1"),
    "windows.txt": text("\t").encode("cp1252"),
    "tab.tsv": text("\t", ",").encode("utf-16"),
    "utf16le.csv": text(",").encode("utf-16-le"),
    "bar.txt": text("|").encode(),
    "crlf.csv": text(",").replace("\n", "\r\n").encode(),
    "sheet.xlsx": xlsx(),
    "sheet.ods": ods(),
    "rows.parquet": parquet(),
    "arrays.npz": npz(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_samples(name, tmp_path):
    (tmp_path / name).write_bytes(FILES[name])
    raw = read_raw(Origin(tmp_path / name))
    outcome = learned(raw, guess(raw, "kind", ("größe", "count", "colour")))
    assert outcome.points.input_names == ("größe", "count", "colour=red")
    assert outcome.points.x.tolist() == [[a, b, float(c == "red")] for a, b, c, _ in ROWS]
    assert outcome.points.class_names == ("a", "b", "ü")
    assert outcome.points.y.tolist() == [0, 1, 0, 1, 2]


def test_a_sheet_can_be_chosen(tmp_path):
    path = tmp_path / "two.xlsx"
    path.write_bytes(xlsx(second=True))
    first = read_raw(Origin(path))
    assert (first.sheets, first.sheet, first.rows) == (("One", "Two"), "One", 5)
    second = read_raw(Origin(path, sheet="Two"))
    assert (second.sheet, second.rows) == ("Two", 4)
    with pytest.raises(DataError, match="has no sheet 'Three' with anything in it: it has 'One', 'Two'"):
        read_raw(Origin(path, sheet="Three"))


def test_parquet_says_what_it_needs(tmp_path, monkeypatch):
    (tmp_path / "rows.parquet").write_bytes(FILES["rows.parquet"])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataError, match="-m pip install pyarrow; or save it as CSV"):
        read_raw(Origin(tmp_path / "rows.parquet"))


def test_limits_of_values_are_checked(tmp_path, monkeypatch):
    monkeypatch.setattr(raw_table, "MAX_CELLS", 19)
    for name in ("comma.csv", "sheet.xlsx", "rows.parquet", "arrays.npz"):
        (tmp_path / name).write_bytes(FILES[name])
        with pytest.raises(DataError, match="more than the 19 allowed: take a sample"):
            read_raw(Origin(tmp_path / name))


def test_pictures_of_numpys_keep_their_shape(tmp_path):
    x, y = np.random.default_rng(1).uniform(size=(12, 5, 4)), np.arange(12) % 3
    np.savez(tmp_path / "p.npz", images=x, labels=y, names=np.arange(7))
    points = read_table(tmp_path / "p.npz")
    assert points.image_shape == (5, 4)
    np.testing.assert_array_equal(points.x, x.reshape(12, -1))
    assert (points.target_name, points.class_names) == ("labels", ("0", "1", "2"))


def test_an_array_alone_has_its_target_last(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(12.0).reshape(4, 3, order="F") * 1.5)
    points = read_table(tmp_path / "a.npy")
    assert points.x.tolist() == [[0, 6], [1.5, 7.5], [3, 9], [4.5, 10.5]]
    assert points.y.tolist() == [12, 13.5, 15, 16.5]


@pytest.mark.parametrize(
    ("arrays", "told"),
    [
        ({"x": np.array([{}, []], object)}, "no objects or records"),
        ({"x": np.zeros((2, 2, 2, 2))}, r"has the shape \(2, 2, 2, 2\)"),
        ({}, "holds no arrays"),
    ],
)
def test_arrays_that_are_no_table(arrays, told, tmp_path):
    np.savez(tmp_path / "bad.npz", **arrays)
    with pytest.raises(DataError, match=told):
        read_raw(Origin(tmp_path / "bad.npz"))


def test_a_header_that_promises_more_than_there_is(tmp_path):
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 10), }".ljust(117) + b"\n"
    (tmp_path / "huge.npy").write_bytes(b"\x93NUMPY\1\0" + len(header).to_bytes(2, "little") + header)
    with pytest.raises(DataError, match="is cut short"):
        read_raw(Origin(tmp_path / "huge.npy"))


def pictures(folder: Path, ground: int = 255) -> Path:
    rng = np.random.default_rng(1)
    for kind in ("cat", "dog"):
        (folder / kind).mkdir(parents=True)
        for k in range(6):
            pixels = np.full((20, 30 if k else 20), ground, np.uint8)
            pixels[5:15, 5:15] = rng.integers(80, 120) if kind == "cat" else rng.integers(150, 180)
            Image.fromarray(pixels).save(folder / kind / f"{k}.png")
    return folder


@pytest.mark.parametrize("ground", [255, 0])
def test_pictures_in_folders(ground, tmp_path):
    folder = pictures(tmp_path / "animals", ground)
    (folder / "cat" / "notes.txt").write_text("no picture")
    raw = read_raw(Origin(folder, side=8))
    points = learned(raw, guess(raw)).points
    assert (points.sizes, points.image_shape, points.class_names) == ((12, 64), (8, 8), ("cat", "dog"))
    assert points.y.tolist() == [0] * 6 + [1] * 6
    assert (points.x >= 0).all()
    assert (points.x <= 1).all()
    assert points.x[0, 0] == 0  # the ground is paper, whatever its colour
    assert points.x[0].reshape(8, 8)[4, 4] > 0.2


def test_a_picture_that_is_none_is_told(tmp_path):
    folder = pictures(tmp_path / "animals")
    (folder / "dog" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    with pytest.raises(DataError, match=r"picture 'broken.png' cannot be read: take it out"):
        read_raw(Origin(folder))


def test_reading_tells_how_far_it_is_and_can_be_ended(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("a,b,c\n" + "".join(f"{i},{i * 2}.5,{i % 3}\n" for i in range(60_000)))
    shares: list[float] = []
    read_raw(Origin(path), on_progress=shares.append)
    assert shares == sorted(shares)
    assert len(shares) > 3
    assert shares[-1] == 1

    class EndedError(Exception):
        pass

    def end(share: float) -> None:
        raise EndedError

    with pytest.raises(EndedError):
        read_raw(Origin(path), on_progress=end)


def mutated(rng: random.Random, data: bytes) -> bytes:
    data = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at, deed = rng.randrange(len(data) + 1), rng.randrange(6)
        if deed == 0:
            data[at:at] = bytes([rng.randrange(256)])
        elif deed == 1:
            del data[at : at + rng.randint(1, 30)]
        elif deed == 2:
            data[at:at] = data[at : at + 40] * rng.randint(1, 3)
        elif deed == 3:
            data[at:at] = rng.choice(
                [b'"', b",", b"\n", b";", b"\r", b"\t", b"1e999", b"nan", b"\0", b"\xff\xfe", b"-", b"9" * 30]
            )
        elif deed == 4 and data:
            at %= len(data)
            data[at] ^= 1 << rng.randrange(8)
        elif deed == 5:
            del data[at:]
    return bytes(data)


def test_mutated_tables_are_read_or_told_in_one_line(tmp_path):
    rng = random.Random(20)
    for name, data in FILES.items():  # what is imported lazily is imported once
        (tmp_path / name).write_bytes(data)
        read_raw(Origin(tmp_path / name))
    slowest, refused, times = 0.0, 0, int(os.environ.get("HLVIZ_MUTATED_TABLES", "300"))
    for _ in range(times):
        name = rng.choice(list(FILES))
        path = tmp_path / name
        path.write_bytes(mutated(rng, FILES[name]))
        begun = time.thread_time()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                raw = read_raw(Origin(path))
                points = learned(raw, guess(raw, missing=rng.choice(["refuse", "drop", "mean", "flag"]))).points
            except DataError as error:
                told, refused = str(error), refused + 1
                assert told.isprintable(), told
                assert len(told) <= 200, told
            else:
                assert np.isfinite(points.x).all()
        slowest = max(slowest, time.thread_time() - begun)
    assert 0.1 * times < refused < times
    assert slowest < 0.1
