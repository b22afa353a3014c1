"""Builds hlviz's compiled path where there is a C compiler. It is optional: without one, hlviz installs and works, only slower.

Called by hatchling whenever a wheel or an editable install is made; ``python hatch_build.py`` does the same by hand, in place.

``CC`` names the compiler. ``HLVIZ_KERNEL=no`` leaves the compiled path out. ``HLVIZ_KERNEL_TARGET`` names another system of
``TARGETS`` to make the wheel for, which takes the package ziglang; ``packaging/kernels.sh`` does that for all of them.
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
from dataclasses import dataclass
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
SUFFIXES = {"windows": ".dll", "darwin": ".dylib"}
"""How libraries are called, by system; ``.so`` on all others."""
FLAGS = [
    "-std=c11", "-O3", "-shared", "-s", "-fvisibility=hidden",
    # a · b + c in one rounding where the processor can; sqrtf without a detour through errno
    "-ffp-contract=fast", "-fno-math-errno",
]  # fmt: skip
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-Wno-psabi"]


@dataclass(frozen=True)
class Target:
    """The system and the kind of processor that libraries are made for."""

    tag: str
    """The wheel's platform."""
    builds: tuple[str, ...] = ("base",)
    """Those of ``BUILDS`` that its processors may run."""
    suffix: str = ".so"
    zig: str = ""
    """What zig calls it; empty for the machine at hand."""

    @property
    def flags(self) -> list[str]:
        """What every compilation for it takes."""
        position = [] if self.suffix == ".dll" else ["-fPIC"]
        return [*position, *(["-target", self.zig] if self.zig else [])]

    @property
    def libraries(self) -> list[str]:
        """What it is linked with: for the sines of very large numbers. Windows has them in the C library."""
        return [] if self.suffix == ".dll" else ["-lm"]


TARGETS = {
    target.tag: target
    for target in (
        Target("manylinux_2_17_x86_64", tuple(BUILDS), zig="x86_64-linux-gnu.2.17"),
        Target("manylinux_2_17_aarch64", zig="aarch64-linux-gnu.2.17"),
        Target("musllinux_1_2_x86_64", tuple(BUILDS), zig="x86_64-linux-musl"),
        Target("musllinux_1_2_aarch64", zig="aarch64-linux-musl"),
        Target("win_amd64", tuple(BUILDS), ".dll", "x86_64-windows-gnu"),
        Target("win_arm64", ("base",), ".dll", "aarch64-windows-gnu"),
        # macOS shows AVX-512 only to programs that use it already, so hlviz would never choose it
        Target("macosx_11_0_x86_64", ("base", "avx2"), ".dylib", "x86_64-macos.11.0"),
        Target("macosx_11_0_arm64", ("base",), ".dylib", "aarch64-macos.11.0"),
    )
}
"""The systems that libraries can be made for on any machine, by the platform of their wheel."""


def this_machine() -> Target:
    """The target that needs no other compiler than the machine's own."""
    is_x86 = platform.machine().lower() in {"x86_64", "amd64"}
    # no extension module of Python's: any Python 3 on this kind of machine can load it
    tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    return Target(tag, tuple(BUILDS) if is_x86 else ("base",), SUFFIXES.get(platform.system().lower(), ".so"))


def compilers(target: Target) -> list[list[str]]:
    """The C compilers to try, the one that was asked for first."""
    asked = [shlex.split(os.environ["CC"])] if os.environ.get("CC") else []
    found = [[path] for name in ("cc", "gcc", "clang") if (path := shutil.which(name))] if not target.zig else []
    if importlib.util.find_spec("ziglang"):
        # unless told, zig builds for all that the processor at hand can do
        found.append([sys.executable, "-m", "ziglang", "cc", *([] if target.zig else ["-mcpu=baseline"])])
    return [*asked, *found]


def digest(folder: Path) -> str:
    """What tells one version of the sources from another; the library says it when it is loaded."""
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in SOURCES)).hexdigest()[:16]


def build(
    compiler: Sequence[str],
    source: Path,
    into: Path,
    name: str,
    extra: Sequence[str] = (),
    target: Target | None = None,
) -> Path:
    """Compile one library; ``subprocess.CalledProcessError`` or ``OSError`` where that fails."""
    target = target or this_machine()
    made = into / f"kernel_{name}{target.suffix}"
    if target.suffix == ".dylib":  # else it would go by the path at which it was made
        extra = [*extra, f"-Wl,-install_name,@rpath/{made.name}"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / made.name
        defined = f'-DHLVIZ_SOURCE="{digest(source)}"'
        flags = [*FLAGS, *target.flags, *BUILDS[name], *extra, defined]
        command = [*compiler, *flags, "kernel.c", "-o", str(fresh), *target.libraries]
        subprocess.run(command, cwd=source, check=True, capture_output=True, text=True, timeout=600)
        # moved, not copied over: a running hlviz may have the old one open
        shutil.copy(fresh, into / f"{made.name}.new")
        os.replace(into / f"{made.name}.new", made)
    return made


def build_all(
    source: Path, into: Path, target: Target | None = None, extra: Sequence[str] = ()
) -> tuple[list[Path], str]:
    """Compile what fits the target, with the first compiler that can; returns the libraries, and why there are none."""
    target = target or this_machine()
    reason = "the package ziglang is missing" if target.zig else "no C compiler was found"
    for compiler in compilers(target):
        try:
            return [build(compiler, source, into, name, extra, target) for name in target.builds], ""
        except subprocess.CalledProcessError as error:
            reason = f"{compiler[0]} failed: {error.stderr.strip()[:500]}"
        except (OSError, subprocess.SubprocessError) as error:
            reason = f"{compiler[0]} failed: {error}"
    return [], reason


class KernelBuildHook(BuildHookInterface):  # type: ignore[misc, valid-type]
    """What hatchling calls."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the libraries into the wheel; or beside the sources, for an editable install.

        Fails only where a wheel for a certain system was asked for.
        """
        nn = Path(self.root) / "hlviz" / "nn"
        wanted = os.environ.get("HLVIZ_KERNEL_TARGET", "") if version != "editable" else ""
        if wanted and wanted not in TARGETS:
            raise ValueError(f"HLVIZ_KERNEL_TARGET={wanted!r} is not known; there are {', '.join(TARGETS)}")
        target = TARGETS[wanted] if wanted else this_machine()
        self._folder = tempfile.TemporaryDirectory(prefix="hlviz-kernel-")
        into = nn if version == "editable" else Path(self._folder.name)
        left_out = os.environ.get("HLVIZ_KERNEL") == "no"
        made, reason = ([], "") if left_out else build_all(nn, into, target, WARNINGS if wanted else ())
        if reason and wanted:
            self._folder.cleanup()
            raise RuntimeError(f"no compiled path for {wanted}: {reason}")
        if reason:
            self.app.display_warning(f"hlviz goes without its compiled path: {reason}")
        if version == "editable":
            for old in set(nn.glob("kernel_*.*")) - set(made):
                old.unlink()
        elif made:
            build_data["force_include"] |= {str(path): f"hlviz/nn/{path.name}" for path in made}
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{target.tag}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clear up once the wheel is written."""
        self._folder.cleanup()


if __name__ == "__main__":
    folder = Path(__file__).parent / "hlviz" / "nn"
    made, reason = build_all(folder, folder)
    print("\n".join(map(str, made)) or f"not built: {reason}")
    sys.exit(not made)
