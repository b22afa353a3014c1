"""Fresh builds of the compiled path, from the sources as they are now."""

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from hlviz.nn import kernel

ROOT = Path(__file__).parents[2]
SOURCES = Path(kernel.__file__).parent


def build_script() -> ModuleType:
    """hatch_build.py, which lies outside of every package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def used(folder: Path) -> Iterator[None]:
    """Let hlviz find the libraries of this folder, and no others."""
    before = kernel.BUILT
    kernel.BUILT = folder
    kernel._found.cache_clear()
    try:
        yield
    finally:
        kernel.BUILT = before
        kernel._found.cache_clear()
