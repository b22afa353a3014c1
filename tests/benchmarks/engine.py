"""How fast networks train: hlviz's engines, scikit-learn, PyTorch and the floor of the matrix products, alternately in one run.

    python -m tests.benchmarks.engine [--json FILE] [--rounds 7] [--seconds 0.2] [--only W1,W4] [--optimizers sgd,adam]

Figures are samples a second of processor time, the middle of all rounds. What is to be trusted are the ratios, which are taken
within each round: on a shared machine the figures themselves move by a half from hour to hour.
"""

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported: one thread for everyone

import argparse  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
import sys  # noqa: E402
from importlib import metadata  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from hlviz.nn import kernel  # noqa: E402

from .contenders import our_own  # noqa: E402
from .peers import SKLEARN, TORCH, peers  # noqa: E402
from .timing import Times, race  # noqa: E402
from .workloads import WORKLOADS  # noqa: E402

OURS = ("numpy", "compiled")
TARGETS = {  # what, who, than whom, with which optimizer: at least so many times as fast on W1 … W7
    "NumPy path ÷ scikit-learn": (("numpy",), SKLEARN, "sgd", (14, 13, 13, 8, 1.9, 1.35, 3.2)),
    "NumPy path ÷ PyTorch": (("numpy",), TORCH, "sgd", (40, 32, 32, 18, 2.2, 1.35, 3.3)),
    "best path ÷ scikit-learn": (OURS, SKLEARN, "sgd", (300, 150, 110, 17, 2.05, 1.4, 3.3)),
    "best path ÷ floor, SGD": (OURS, ("floor",), "sgd", (8, 5, 4, 1, 0.97, 0.97, 0.95)),
    "best path ÷ floor, Adam": (OURS, ("floor",), "adam", (3.2, 3, 2.5, 0.9, 0.9, 0.9, 0.8)),
    "NumPy path ÷ floor, SGD": (("numpy",), ("floor",), "sgd", (0.4, 0.48, 0.55, 0.45, 0.9, 0.94, 0.9)),
}
GROWTH = 6.5
"""W6 has 5.7 times the products of W5, and may take so many times its time."""
Results = dict[str, dict[str, Times]]


def main() -> None:
    """Measure, and print what came out."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.engine", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file too")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--seconds", type=float, default=0.2, help="of processor time, for each contender in each round"
    )
    parser.add_argument("--only", default=",".join(WORKLOADS))
    parser.add_argument("--optimizers", default="sgd,adam")
    given = parser.parse_args()
    print("\n".join(f"{name}: {value}" for name, value in machine().items()))
    results: Results = {}
    for optimizer in given.optimizers.split(","):
        results[optimizer] = {}
        for key in given.only.split(","):
            workload = WORKLOADS[key]
            contenders = [*our_own(workload, optimizer), *peers(workload, optimizer)]
            times = results[optimizer][key] = race(contenders, given.rounds, given.seconds)
            show(f"{key}  {workload.title}, {optimizer}", times)
    judged = judge(results)
    show_targets(judged)
    if given.json:
        given.json.write_text(
            json.dumps(as_json(results, judged), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    names = [line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    packages = []
    for package in ("numpy", "scikit-learn", "torch"):
        try:
            packages.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            packages.append(f"no {package}")
    return {
        "processor": f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "packages": ", ".join(packages),
        "compiled path": list(kernel.libraries())[-1] if kernel.available() else "none",
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()) if hasattr(os, "getloadavg") else "",
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def show(title: str, times: Times) -> None:
    """One workload: each contender's figures, and as shares of the floor."""
    print(f"\n{title}\n{'':26}{'samples/s CPU':>14}{'wall':>14}{'÷ floor':>10}")
    for key in sorted(times.cpu, key=times.median, reverse=True):
        print(f"{key:26}{times.median(key):14,.0f}{times.median(key, 'wall'):14,.0f}{times.ratio(key, 'floor'):10.3g}")
    sys.stdout.flush()


def judge(results: Results) -> list[dict[str, Any]]:
    """Every target that was measured: what was to be reached, and what was."""
    judged = []
    for name, (ours, others, optimizer, targets) in TARGETS.items():
        for key, target in zip(WORKLOADS, targets, strict=True):
            times = results.get(optimizer, {}).get(key)
            if times is None:
                continue
            us, them = times.best(ours), times.best(others)
            if us is not None and them is not None:
                ratio = times.ratio(us, them)
                judged.append(
                    {"target": name, "workload": key, "at_least": target, "is": ratio, "holds": ratio >= target}
                )
    sgd = results.get("sgd", {})
    if "W5" in sgd and "W6" in sgd:
        slowest = max(sgd["W5"].median(us) / sgd["W6"].median(us) for us in OURS if us in sgd["W6"].cpu)
        judged.append(
            {
                "target": "W6's time ÷ W5's",
                "workload": "W6",
                "at_most": GROWTH,
                "is": slowest,
                "holds": slowest <= GROWTH,
            }
        )
    return judged


def show_targets(judged: list[dict[str, Any]]) -> None:
    """All of them as a table; what falls short is marked."""
    print(f"\n{'':28}" + "".join(f"{key:>16}" for key in WORKLOADS))
    for name in dict.fromkeys(each["target"] for each in judged):
        cells = {each["workload"]: each for each in judged if each["target"] == name}
        line = ""
        for key in WORKLOADS:
            each = cells.get(key)
            text = ""
            if each is not None:
                bound = f"≥ {each['at_least']:g}" if "at_least" in each else f"≤ {each['at_most']:g}"
                text = f"{each['is']:.3g} ({bound}){' ' if each['holds'] else '!'}"
            line += f"{text:>16}"
        print(f"{name:28}{line}")
    missed = [f"{each['target']} on {each['workload']}" for each in judged if not each["holds"]]
    print(
        f"\n{len(judged) - len(missed)} of {len(judged)} targets hold"
        + (f"; not: {', '.join(missed)}" if missed else "")
    )


def as_json(results: Results, judged: list[dict[str, Any]]) -> dict[str, Any]:
    """All of it, for other programs."""
    return {
        "machine": machine(),
        "samples_per_second": {
            optimizer: {
                workload: {key: {"cpu": times.cpu[key], "wall": times.wall[key]} for key in times.cpu}
                for workload, times in by_workload.items()
            }
            for optimizer, by_workload in results.items()
        },
        "targets": judged,
    }


if __name__ == "__main__":
    main()
