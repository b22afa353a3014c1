"""Look into the wheels that packaging/kernels.sh has made: python packaging/inspect_wheels.py FOLDER

For each library of the compiled path: its size, and what it asks of its system. Fails where a wheel does not hold the libraries of
its target, a library is made for another processor or does not offer what ``hlviz.nn.kernel`` calls, or asks for more than a C
library has.
"""

import sys
import zipfile
from pathlib import Path

import lief

sys.path.insert(0, str(Path(__file__).parents[1]))

import hatch_build

lief.logging.disable()  # it is puzzled by some fields of Mach-O that nobody needs
OFFERED = {"hlviz_source", "hlviz_level", "hlviz_activate", "hlviz_room", "hlviz_train"}
VERSION = hatch_build.digest(Path(__file__).parents[1] / "hlviz" / "nn").encode()
SYSTEM = (  # libraries that are on every machine of a system
    "libm.so.6", "libc.so.6", "libc.so", "/usr/lib/libSystem.B.dylib", "kernel32.dll", "api-ms-win-crt-",
)  # fmt: skip


def looked_into(data: bytes, name: str, target: hatch_build.Target) -> tuple[str, list[str]]:
    """What there is to tell of a library, and what is wrong with it."""
    library = lief.parse(list(data))
    assert library is not None, name
    if isinstance(library, lief.PE.Binary):
        machine, needed = str(library.header.machine), [each.name for each in library.imports]
    elif isinstance(library, lief.ELF.Binary):
        machine, needed = str(library.header.machine_type), list(library.libraries)
    else:
        # a library on macOS names itself first
        machine, needed = (
            str(library.header.cpu_type),
            [each.name for each in library.libraries if name not in each.name],
        )
    offered = {each.name.lstrip("_") for each in library.exported_functions}
    is_arm = any(word in target.tag for word in ("aarch64", "arm64"))
    wrong = []
    if is_arm != ("AARCH64" in machine.upper() or "ARM64" in machine.upper()):
        wrong.append(f"is for {machine}")
    if VERSION not in data:
        wrong.append("was made of other sources")
    if missing := OFFERED - offered:
        wrong.append(f"lacks {', '.join(sorted(missing))}")
    if extra := {each for each in offered - OFFERED if "hlviz" in each}:
        wrong.append(f"offers {', '.join(sorted(extra))}")
    if strange := [each for each in needed if not each.lower().startswith(tuple(map(str.lower, SYSTEM)))]:
        wrong.append(f"needs {', '.join(strange)}")
    return (
        f"{name:24}{len(data) / 1000:6.0f} kB  {machine.rpartition('.')[2]:10} needs {', '.join(needed) or 'nothing'}",
        wrong,
    )


def main() -> int:
    """Look into all of them; 1 if something is wrong."""
    failed = False
    for path in sorted(Path(sys.argv[1]).glob("*.whl")):
        print(f"{path.name}  {path.stat().st_size / 1000:.0f} kB")
        tag = path.stem.rpartition("-")[2]
        target = hatch_build.TARGETS.get(tag)
        with zipfile.ZipFile(path) as wheel:
            held = {name.rpartition("/")[2]: name for name in wheel.namelist() if "/kernel_" in name}
            wanted = {f"kernel_{build}{target.suffix}" for build in target.builds} if target else set()
            if held.keys() != wanted:
                failed = True
                print(f"  ! holds {sorted(held)}, and not {sorted(wanted)}")
            for name in sorted(held.keys() & wanted):
                assert target is not None
                told, wrong = looked_into(wheel.read(held[name]), name, target)
                print(f"  {told}")
                for each in wrong:
                    failed = True
                    print(f"  ! {each}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
