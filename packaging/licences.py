"""Gather the licences of all that a frozen folder holds: python packaging/licences.py FOLDER [COPYRIGHT]

Writes FOLDER/licences: one text for each part, and README.txt, which lists them and says how to put another Qt in place.
With COPYRIGHT, also that file, in the form that Debian asks for.
"""

import re
import subprocess
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path
from sysconfig import get_path

from packaging.requirements import Requirement

import hlviz

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "packaging" / "licences"
LICENCES = {"colorama": "BSD-3-Clause", "PyInstaller": "GPL-2.0-or-later with the exception for the programs it makes"}
"""What some packages do not say in a field of their own."""
QT = """\
Qt and its Python bindings (PySide6, Shiboken6) are free software under the GNU Lesser General Public License, version 3 (LGPL-3.txt,
which adds to GPL-3.txt). hlviz uses them as separate, unchanged libraries, and you may replace them by your own:

1. Build or download PySide6-Essentials {version}, or one of the same major and minor version, for the same system and the same
   minor version of Python ({python}). Sources: https://download.qt.io/official_releases/QtForPython/ and
   https://download.qt.io/official_releases/qt/; the wheels of PyPI hold the libraries as they are here.
2. Put its files (PySide6/*.so or *.pyd, PySide6/Qt/lib, PySide6/Qt/plugins, shiboken6/*) over those of the same name in
   {internal}.
3. Start hlviz. `hlviz picture --preset circle --out test.png` draws with the new libraries at once.

Nothing in hlviz's own licence keeps you from that, nor from taking it apart to find mistakes that come of it.
"""
HEAD = """\
hlviz {version} and what comes with it
{line}

hlviz itself: MIT, hlviz.txt. It brings along:

{rows}

The fonts (Inter, SIL Open Font License 1.1), icons (Lucide, ISC and MIT) and data sets (CC BY 4.0) name their sources and licences in
README.md and OFL.txt of their folders in {internal}hlviz/resources.

Qt
--

{qt}"""


def needed(name: str, found: dict[str, Distribution]) -> dict[str, Distribution]:
    """A package and all that it runs on, on this machine."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key not in found:
        found[key] = distribution(name)
        for line in found[key].requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                needed(requirement.name, found)
    return found


def texts(of: Distribution) -> list[tuple[str, str]]:
    """The files of a package that hold licences."""
    held = [path for path in of.files or () if re.search(r"licen[sc]e|copying|notice", path.as_posix(), re.I)]
    held = [path for path in held if path.suffix.lower() not in {".py", ".pyc", ".csv"}]
    return [
        (path.as_posix(), Path(str(of.locate_file(path))).read_text("utf-8", "replace"))
        for path in sorted(held)
        if Path(str(of.locate_file(path))).is_file()
    ]


def licence(of: Distribution) -> str:
    """What a package says its licence is, in a few words."""
    name = of.metadata["Name"]
    told = of.metadata["License-Expression"] or LICENCES.get(name) or of.metadata["License"] or ""
    first = told.strip().splitlines()[0] if told.strip() else "see its text"
    return "BSD-3-Clause" if first == "BSD 3-Clause License" else first


def system_parts(folder: Path) -> dict[str, str]:
    """Debian packages whose libraries were taken along, with what Debian says of their licences."""
    parts: dict[str, str] = {}
    for path in sorted((folder / "_internal").glob("lib*.so*")):
        found = subprocess.run(
            ["dpkg-query", "-S", f"*/{path.name}"], capture_output=True, text=True, check=False
        ).stdout
        for package in sorted({line.partition(":")[0] for line in found.splitlines() if "diversion" not in line}):
            text = Path("/usr/share/doc") / package / "copyright"
            if package not in parts and text.is_file():
                parts[package] = text.read_text("utf-8", "replace")
                break
    return parts


def python_text() -> str:
    """Python's licence."""
    for path in (Path(get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"):
        if path.is_file():
            return path.read_text("utf-8")
    raise SystemExit("hlviz: Python's licence was not found beside it")


def main() -> None:
    """Write the folder, and Debian's file if it was asked for."""
    folder = Path(sys.argv[1])
    python = ".".join(map(str, sys.version_info[:2]))
    into = folder / "licences"
    into.mkdir(exist_ok=True)
    write(into / "hlviz.txt", (ROOT / "LICENSE").read_text("utf-8"))
    write(into / "python.txt", python_text())
    for name in ("LGPL-3.txt", "GPL-3.txt"):
        write(into / name, (TEXTS / name).read_text("utf-8"))
    rows = [("Python", sys.version.split()[0], "PSF-2.0", "python.txt")]
    packages = needed("onnx", needed("hlviz", {}))  # onnx: an extra elsewhere, and frozen along
    del packages["hlviz"]
    packages["pyinstaller"] = distribution("pyinstaller")  # the program that starts all is part of it
    for key, each in sorted(packages.items()):
        found = texts(each)
        file = f"{key}.txt" if found else "LGPL-3.txt"
        if found:
            write(into / file, "\n".join(f"==== {name}\n\n{text.strip()}\n" for name, text in found))
        elif "LGPL-3.0" not in licence(each):
            raise SystemExit(f"hlviz: {key} brings no text of its licence")
        rows.append((each.metadata["Name"], each.version, licence(each), file))
    for package, text in system_parts(folder).items():
        if not package.startswith("libpython"):
            write(into / f"debian-{package}.txt", text)
            rows.append((package, "from Debian", "see its text", f"debian-{package}.txt"))
    qt = QT.format(version=packages["pyside6-essentials"].version, python=python, internal=f"{folder.name}/_internal")
    table = "\n".join(
        f"  {name:24} {version:14} {words}\n  {'':24} {'':14} -> {file}" for name, version, words, file in rows
    )
    title = f"hlviz {hlviz.__version__} and what comes with it"
    write(
        into / "README.txt",
        HEAD.format(version=hlviz.__version__, line="=" * len(title), rows=table, internal="_internal/", qt=qt),
    )
    if len(sys.argv) > 2:
        write(Path(sys.argv[2]), debian(rows, into, qt))


def debian(rows: list[tuple[str, str, str, str]], into: Path, qt: str) -> str:
    """The file ``copyright`` of a Debian package: in words, with every text or where the system has it."""
    parts = [
        "This package was made by the developers of hlviz from hlviz's own sources and from packages of PyPI.\n\n"
        "hlviz\n=====\n\n" + (into / "hlviz.txt").read_text("utf-8"),
        qt + "\nOn Debian systems the licences' texts are in /usr/share/common-licenses/LGPL-3 and GPL-3.\n",
    ]
    for name, version, words, file in rows:
        title = f"{name} {version}, {words}"
        where = "/usr/share/common-licenses/LGPL-3" if file == "LGPL-3.txt" else f"licences/{file}, beside this file"
        parts.append(f"{title}\n{'=' * len(title)}\n\nThe text is in {where}.\n")
    resources = ROOT / "resources"
    for part in ("fonts", "icons", "datasets"):
        title = f"{part} in /usr/lib/hlviz/_internal/hlviz/resources/{part}"
        text = (resources / part / "README.md").read_text("utf-8")
        parts.append(f"{title}\n{'=' * len(title)}\n\n{text}")
    parts.append("Inter's licence\n===============\n\n" + (resources / "fonts" / "OFL.txt").read_text("utf-8"))
    return "\n\n".join(parts)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
