"""Builds hlviz's compiled path where there is a C compiler. It is optional: without one, hlviz installs and works, only slower.

Called by hatchling whenever a wheel or an editable install is made; ``python hatch_build.py`` does the same by hand, in place.
``CC`` names the compiler; ``HLVIZ_KERNEL=no`` leaves the compiled path out.
"""

import hashlib
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # called by hand
    BuildHookInterface = object

SOURCES = ("kernel.c", "lanes.h", "products.h")
BUILDS = {
    "base": [],
    "avx2": ["-mavx2", "-mfma"],
    "avx512": ["-mavx2", "-mfma", "-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl"],
}
"""One source, one library for each kind of processor; which of them runs is decided when hlviz starts."""
FLAGS = [
    "-std=c11", "-O3", "-shared", "-s", "-fvisibility=hidden",
    # a · b + c in one rounding where the processor can; sqrtf without a detour through errno
    "-ffp-contract=fast", "-fno-math-errno",
]  # fmt: skip
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-Wno-psabi"]


def compilers() -> list[list[str]]:
    """The C compilers to try, the one that was asked for first."""
    found = [[path] for name in ("cc", "gcc", "clang") if (path := shutil.which(name))]
    if importlib.util.find_spec("ziglang"):
        found.append([sys.executable, "-m", "ziglang", "cc"])
    return [shlex.split(os.environ["CC"]), *found] if os.environ.get("CC") else found


def builds() -> list[str]:
    """Those of ``BUILDS`` that fit this kind of processor."""
    return list(BUILDS) if platform.machine().lower() in {"x86_64", "amd64"} else ["base"]


def digest(folder: Path) -> str:
    """What tells one version of the sources from another; the library says it when it is loaded."""
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in SOURCES)).hexdigest()[:16]


def build(compiler: Sequence[str], source: Path, into: Path, name: str, extra: Sequence[str] = ()) -> Path:
    """Compile one library; ``subprocess.CalledProcessError`` or ``OSError`` where that fails."""
    made = into / f"kernel_{name}.so"
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / made.name
        position = [] if os.name == "nt" else ["-fPIC"]
        defined = f'-DHLVIZ_SOURCE="{digest(source)}"'
        command = [*compiler, *FLAGS, *position, *BUILDS[name], *extra, defined, "kernel.c", "-o", str(fresh), "-lm"]
        subprocess.run(command, cwd=source, check=True, capture_output=True, text=True, timeout=300)
        # moved, not copied over: a running hlviz may have the old one open
        shutil.copy(fresh, into / f"{made.name}.new")
        os.replace(into / f"{made.name}.new", made)
    return made


def build_all(source: Path, into: Path) -> tuple[list[Path], str]:
    """Compile what fits this machine, with the first compiler that can; returns the libraries, and why there are none."""
    reason = "no C compiler was found"
    for compiler in compilers():
        try:
            return [build(compiler, source, into, name) for name in builds()], ""
        except subprocess.CalledProcessError as error:
            reason = f"{compiler[0]} failed: {error.stderr.strip()[:500]}"
        except (OSError, subprocess.SubprocessError) as error:
            reason = f"{compiler[0]} failed: {error}"
    return [], reason


class KernelBuildHook(BuildHookInterface):  # type: ignore[misc, valid-type]
    """What hatchling calls."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the libraries beside the sources, and into the wheel if one is made; never fails."""
        nn = Path(self.root) / "hlviz" / "nn"
        made, reason = ([], "") if os.environ.get("HLVIZ_KERNEL") == "no" else build_all(nn, nn)
        for old in set(nn.glob("kernel_*.so")) - set(made):
            old.unlink()
        if reason:
            self.app.display_warning(f"hlviz goes without its compiled path: {reason}")
        if made and version == "standard":
            build_data["artifacts"] += [f"hlviz/nn/{path.name}" for path in made]
            build_data["pure_python"] = False
            # no extension module of Python's: any Python 3 on this kind of machine can load it
            build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


if __name__ == "__main__":
    folder = Path(__file__).parent / "hlviz" / "nn"
    made, reason = build_all(folder, folder)
    print("\n".join(map(str, made)) or f"not built: {reason}")
    sys.exit(not made)
