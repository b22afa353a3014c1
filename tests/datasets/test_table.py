"""Tables of one's own: what is read, and each way in which one cannot be learned from with its exact cause."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hlviz.datasets import raw_table, read_table, text_reader
from hlviz.errors import DataError


@pytest.fixture
def write(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "mine.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def test_the_last_column_is_learned_from_all_others(write):
    points = read_table(write("age,height,sport\n10,1.4,yes\n12,1.5,no\n11,1.45,yes\n13,1.6,no\n"))
    assert points.input_names == ("age", "height")
    assert points.target_name == "sport"
    assert points.class_names == ("no", "yes")
    assert points.y.tolist() == [1, 0, 1, 0]
    assert points.x.tolist() == [[10, 1.4], [12, 1.5], [11, 1.45], [13, 1.6]]


def test_any_column_can_be_the_target_and_any_others_the_inputs(write):
    path = write("a,b,c\n1.5,x,7\n2.5,y,8\n3.5,x,9\n4.5,y,6\n")
    points = read_table(path, target="a", inputs=("c",))
    assert (points.input_names, points.target_name, points.class_names) == (("c",), "a", ())
    assert points.x.tolist() == [[7], [8], [9], [6]]
    assert points.y.tolist() == [1.5, 2.5, 3.5, 4.5]


@pytest.mark.parametrize(
    ("column", "class_names", "y"),
    [
        (["b", "a", "b ", " c"], ("a", "b", "c"), [1, 0, 1, 2]),
        (["True", "FALSE", "true", "true"], ("False", "True"), [1, 0, 1, 1]),
        (["10", "2", "10", "2"], ("2", "10"), [1, 0, 1, 0]),
        (["None", "mild", "None", "mild"], ("None", "mild"), [0, 1, 0, 1]),
        (["1.0", "2.0", "1.0", "2.0"], (), [1, 2, 1, 2]),
        (["1", "2", "3", "4"], (), [1, 2, 3, 4]),
        (["99999999999999999999", "2", "2", "4"], (), [1e20, 2, 2, 4]),
    ],
    ids=["text", "boolean", "integers", "the word None", "decimals", "integers all different", "huge integers"],
)
def test_kinds_of_target(write, column, class_names, y):
    points = read_table(write("a,t\n" + "".join(f"{k},{value}\n" for k, value in enumerate(column))))
    assert points.class_names == class_names
    assert points.y.tolist() == y


@pytest.mark.parametrize(("different", "classes"), [(20, 20), (21, 0)])
def test_integers_are_classes_up_to_twenty_values(write, different, classes):
    points = read_table(write("a,t\n" + "".join(f"{k},{k % different}\n" for k in range(60))))
    assert points.classes == classes


def test_true_and_false_are_inputs_of_one_and_zero(write):
    points = read_table(write("a,t\nTrue,1.5\nFalse,2.5\nTrue,3.5\nTrue,4.5\n"))
    assert points.x.tolist() == [[1], [0], [1], [1]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(write, separator, line_end):
    lines = ["a,b,t", "1.5,2,x", "", "3,4,y", "5,6,x", "7,8,y", ""]
    points = read_table(write(line_end.join(lines).replace(",", separator)))
    assert points.x.tolist() == [[1.5, 2], [3, 4], [5, 6], [7, 8]]


def test_a_comma_in_the_header_does_not_hide_the_semicolon(write):
    points = read_table(write("x, in cm;y, in cm;t\n1;2;a\n3;4;b\n5;6;a\n7;8;b\n"))
    assert points.input_names == ("x, in cm", "y, in cm")


def test_decimal_commas_between_semicolons(write):
    assert read_table(write("a;t\n1;1,5\n2;2,25\n3;3\n4;-0,5\n")).y.tolist() == [1.5, 2.25, 3, -0.5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(write, encoding):
    points = read_table(write("größe,art\n1,über\n2,käfer\n3,über\n4,käfer\n", encoding))
    assert points.input_names == ("größe",)
    assert points.class_names == ("käfer", "über")


def test_a_table_without_names_gets_some(write):
    points = read_table(write("1,2\n3,4\n5,6\n7,8.5\n"))
    assert (points.input_names, points.target_name) == (("column 1",), "column 2")
    assert points.x.tolist() == [[1], [3], [5], [7]]


def test_nameless_and_doubled_columns_are_told_apart(write):
    points = read_table(write(",a,a\n1,2,3\n3,4,4\n5,6,5\n7,8,6.5\n"))
    assert (points.input_names, points.target_name) == (("column 1", "a"), "a (2)")


def test_letters_of_windows_are_read(write):
    points = read_table(write("preis in €,art\n1,„a“\n2,b\n3,b\n4,„a“\n".encode("cp1252")))
    assert points.input_names == ("preis in €",)
    assert points.class_names == ("b", "„a“")


BAD = {
    "empty": ("", "mine.csv is empty"),
    "blank lines only": ("\n\n", "mine.csv is empty"),
    "header only": ("a,b\n", "too few rows below its header (0): give at least 4"),
    "three rows": ("a,b\n1,2\n2,3\n3,4\n", "too few rows below its header (3): give at least 4"),
    "binary": (b"PK\x03\x04\0\0a,b\n", "is not a text file: save the table as CSV"),
    "control characters": (b"a,b\n1,\x02\n", "is not a text file"),
    "one column": ("a\n1\n2\n3\n4\n", "has one column, 'a': it needs an input and a target"),
    "empty cell": ("a,b\n1,2\n,3\n3,4\n4,5.5\n", "mine.csv, row 3, column 'a': the value is missing: fill it in or remove"),
    "empty target": ("a,b\n1,x\n2,\n3,y\n4,y\n", "row 3, column 'b': the value is missing: fill it in or remove the row"),
    "empty true or false": ("a,b\n1,True\n2,\n3,False\n4,True\n", "row 3, column 'b': the value is missing"),
    "NaN": ("a,b\n1,2\n2,3\nNaN,4\n4,5.5\n", "row 4, column 'a': 'NaN' stands for a missing value: fill it in or remove"),
    "NaN as class": ("a,b\n1,x\n2,nan\n3,y\n4,y\n", "row 3, column 'b': 'nan' stands for a missing value"),
    "NA": ("a,b\n1,2\n2,NA\n3,4\n4,5\n", "row 3, column 'b': 'NA' stands for a missing value"),
    "infinity": ("a,b\n1,2\n-inf,3\n3,4\n4,5.5\n", "row 3, column 'a': '-inf' is not a number hlviz can learn from"),
    "out of range": ("a,b\n1,2\n2,3\n3,1e400\n4,5.5\n", "row 4, column 'b': '1e400' is not a number"),
    "too large": ("a,b\n1,2\n2,3\n3,1e31\n4,5.5\n", "row 4, column 'b': '1e31' is not a number"),
    "texts that all differ": ("a,b\nred,1\nblue,2\ngreen,2\npink,1\n", "no column is an input: choose at least one"),
    "slip in an input": ("a,b\n1,1\n2,2\n3O,2\n4,1\n", "row 4, column 'a': '3O' is not a number"),
    "slip in the target": ("a,b\n1,1.5\n2,2\n3,2..5\n4,1\n", "row 4, column 'b': '2..5' is not a number"),
    "one class": ("a,b\n1,x\n2,x\n3,x\n4,x\n", "column 'b' is 'x' in every row"),
    "one number": ("a,b\n1,2.5\n2,2.5\n3,2.5\n4,2.5\n", "column 'b' is 2.5 in every row"),
    "every row its own class": ("a,b\n1,p\n2,q\n3,r\n4,s\n", "4 different texts in 4 rows: choose a target with fewer classes"),
    "short row": ("a,b,c\n1,2,3\n4,5\n7,8,9\n1,2,3\n", "row 3, column 'c': the value is missing"),
    "all rows short": ("a,b,c\n1,2\n4,5\n7,8\n1,2\n", "row 2: expected 3 values, found 2"),
    "long row": ("a,b\n1,2\n4,5,6\n7,8\n1,2\n", "row 3: expected 2 values, found 3"),
    "long first row": ("a,b\n1,2,3\n4,5\n7,8\n1,2\n", "row 2: expected 2 values, found 3"),
    "all rows long": ("a,b\n1,2,3\n4,5,6\n7,8,9\n1,2,3\n", "row 2: expected 2 values, found 3"),
    "open quotation mark": ('a,b\n1,"x\n2,y\n3,x\n4,y\n', "a quotation mark is opened but never closed"),
    "rows are lines of the file": ('a,"b\nb"\n\n1,"x\nx"\n\n,y\n3,y\n4,y\n', "row 7, column 'a': the value is missing"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_learned_from_is_told_in_one_line(write, case):
    content, told = BAD[case]
    with pytest.raises(DataError) as caught:
        read_table(write(content))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("target", "inputs", "told"),
    [
        ("d", (), "mine.csv has no column 'd': it has 'a', 'b', 'c'"),
        ("c", ("a", "e"), "mine.csv has no column 'e': it has 'a', 'b', 'c'"),
        ("c", ("a", "c"), "column 'c' cannot be both input and target"),
        ("c", ("a", "a"), "an input is named twice"),
    ],
)
def test_columns_that_are_not_there(write, target, inputs, told):
    with pytest.raises(DataError) as caught:
        read_table(write("a,b,c\n1,2,3\n4,5,6\n7,8,9\n1,2,3\n"), target, inputs)
    assert told in str(caught.value)


def test_many_columns_are_not_all_listed(write):
    with pytest.raises(DataError, match=r"it has 'c0', .* and 96 more"):
        read_table(write(",".join(f"c{k}" for k in range(100)) + "\n" + ",".join("1" * 100) + "\n"), "d")


def test_files_that_are_none(tmp_path):
    with pytest.raises(DataError, match="there is no file"):
        read_table(tmp_path / "gone.csv")
    with pytest.raises(DataError, match="pictures in 0 folders of it: make a folder for each class"):
        read_table(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="no such file there")
def test_a_device_is_not_read(tmp_path):
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    with pytest.raises(DataError, match="not an ordinary file"):
        read_table(tmp_path / "zero.csv")


def test_a_file_that_may_not_be_read_is_told(write, monkeypatch):
    path = write("a,b\n1,2\n")

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(DataError, match=r"mine\.csv cannot be read: Permission denied"):
        read_table(path)


def test_limits(write, monkeypatch):
    header = ",".join(f"c{k}" for k in range(1001))
    with pytest.raises(DataError, match="has 1001 columns, more than the 1000 allowed"):
        read_table(write(header + "\n"))

    path = write("a,b\n" + "1,2\n3,5\n" * 6)
    monkeypatch.setattr(raw_table, "MAX_ROWS", 11)
    monkeypatch.setattr(text_reader, "MAX_ROWS", 11)
    with pytest.raises(DataError, match="has more than 11 rows: take a sample"):
        read_table(path)
    monkeypatch.setattr(raw_table, "MAX_ROWS", 12)
    assert read_table(path).sizes == (12, 1)

    with path.open("ab") as file:
        file.truncate(256 * 2**20 + 1)  # sparse: takes no room on the disk
    with pytest.raises(DataError, match="is larger than 256 MB"):
        read_table(path)


def test_pandas_waits_until_a_table_is_read():
    code = "import sys, hlviz.datasets; print('pandas' in sys.modules, 'PySide6' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.split() == ["False", "False"]


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(st.floats(-1e30, 1e30), st.floats(-1e9, 1e9)), min_size=4, max_size=20),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_numbers_come_back_as_they_were_written(tmp_path_factory, rows, separator):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_text("\n".join(separator.join(row) for row in [("a", "b"), *((repr(a), repr(b)) for a, b in rows)]))
    y = np.array([b for _, b in rows])
    if y.min() == y.max():
        with pytest.raises(DataError, match="in every row"):
            read_table(path)
        return
    points = read_table(path)
    np.testing.assert_allclose(points.x[:, 0], [a for a, _ in rows], rtol=1e-12)
    np.testing.assert_allclose(points.y, y, rtol=1e-12)


SCRAPS = [
    "1",
    "2.5",
    "x",
    "",
    '"',
    '""',
    ",",
    ",",
    ";",
    "\t",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "nan",
    "True",
    "é",
    '"a\nb"',
    "\f",
]


@settings(max_examples=120, deadline=None)
@given(
    scraps=st.lists(st.sampled_from(SCRAPS), max_size=40),
    head=st.sampled_from(["", "a,b\n", "a,b\n1,2\n2,3\n3,4\n4,6\n"]),
)
def test_scraps_are_read_or_told_but_nothing_else_happens(tmp_path_factory, scraps, head):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes((head + "".join(scraps)).encode())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            points = read_table(path)
        except DataError as error:
            told = str(error)
        else:
            assert np.isfinite(points.x).all()
            return
    assert "\n" not in told
    assert len(told) < 250
