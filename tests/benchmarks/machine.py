"""What was measured on: figures mean little without it."""

import os
import platform
from importlib import metadata
from pathlib import Path

from hlviz.nn import kernel

PACKAGES = ("numpy", "scikit-learn", "torch", "PySide6-Essentials", "pyqtgraph")
BUSY = 0.5
"""So much load for each processor, from before we begin, makes a machine a busy one."""


def machine() -> dict[str, str]:
    """Processor, system, packages, and how much else goes on."""
    names = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    packages = []
    for package in PACKAGES:
        try:
            packages.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    told = {
        "processor": f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "packages": ", ".join(packages),
        "compiled path": list(kernel.libraries())[-1] if kernel.available() else "none",
        "load before": f"{load():.1f}",
    }
    # set where an old OpenBLAS would go wrong; slows down a new one
    if coretype := os.environ.get("OPENBLAS_CORETYPE"):
        told["OPENBLAS_CORETYPE"] = coretype
    return told


def load() -> float:
    """How many processes wanted to run, over the last minute; 0 where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def is_busy() -> bool:
    """Whether others take so much of the machine that the time on the clock says little."""
    return load() > BUSY * (os.cpu_count() or 1)


def show(told: dict[str, str]) -> None:
    """Print it."""
    print("\n".join(f"{name}: {value}" for name, value in told.items()))


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
