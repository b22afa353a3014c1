"""Where the files of ``resources/`` and the manual lie, in each way that hlviz can be run, and where hlviz keeps what is its own."""

import os
import shlex
import sys
from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """The folder of data sets, icons and fonts: beside the package in a checkout, inside it in a wheel or a frozen app."""
    here = Path(__file__).resolve().parent
    for candidate in (here / "resources", here.parent / "resources"):
        if (candidate / "MANIFEST").is_file():
            return candidate
    raise FileNotFoundError(f"hlviz's resources are missing beside {here}; install hlviz again")


def resource(name: str) -> Path:
    """The path of one file, named as in ``resources/``: ``resource("datasets/iris.csv")``."""
    path = resource_root() / name
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


@cache
def manual_root() -> Path:
    """The folder of the manual: among the documents of a checkout, inside the package in a wheel or a frozen app."""
    here = Path(__file__).resolve().parent
    for candidate in (here / "manual", here.parent / "docs" / "manual"):
        if (candidate / "README.md").is_file():
            return candidate
    raise FileNotFoundError(f"hlviz's manual is missing beside {here}; install hlviz again")


def data_folder() -> Path:
    """Where hlviz keeps what belongs to this user and is no document: recovery, earlier versions, reports. It may not be there yet."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME", "")
        if not os.path.isabs(base):  # as the standard asks
            base = str(Path.home() / ".local" / "share")
    return Path(base) / "hlviz"


def to_install(package: str) -> str:
    """How a Python package is added to the very Python that hlviz runs in: a command, or in a frozen app that it cannot be."""
    if getattr(sys, "frozen", False):
        return "this build of hlviz has no place for it"
    return f"{shlex.quote(sys.executable)} -m pip install {package}"
