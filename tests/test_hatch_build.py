"""The build hook: what it puts into a wheel, for this machine and for others, and what it says where it cannot."""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hlviz.nn import kernel
from tests.nn.builds import ROOT, SOURCES, build_script, used
from tests.nn.trainings import method_of

script = build_script()
COMPILER = """\
import sys
words = sys.argv[1:]
with open(words[words.index("-o") + 1], "w") as made:
    print(*words, file=made)
"""


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The hook, as hatchling makes it, on this very checkout; what it warns of is in ``hook.warnings``."""
    for variable in ("CC", "HLVIZ_KERNEL", "HLVIZ_KERNEL_TARGET"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(script.KernelBuildHook, "__init__", lambda self: None)
    hook = script.KernelBuildHook()
    hook.warnings = []
    # hatchling's own class has these as properties
    for name, value in (("root", str(ROOT)), ("app", SimpleNamespace(display_warning=hook.warnings.append))):
        monkeypatch.setattr(script.KernelBuildHook, name, value, raising=False)
    yield hook
    if hasattr(hook, "_folder"):
        hook.finalize("standard", {}, "")


def in_wheel(hook: Any) -> dict[str, Any]:
    """What the hook asks hatchling to put into a wheel."""
    data: dict[str, Any] = {"force_include": {}, "pure_python": True}
    hook.initialize("standard", data)
    return data


@pytest.fixture
def fake_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler whose libraries say how it was called."""
    (tmp_path / "cc.py").write_text(COMPILER, encoding="utf-8")
    monkeypatch.setenv("CC", shlex.join([sys.executable, str(tmp_path / "cc.py")]))


@pytest.mark.parametrize("target", script.TARGETS.values(), ids=lambda target: target.tag)
def test_a_wheel_for_another_system(
    hook: Any, fake_compiler: None, monkeypatch: pytest.MonkeyPatch, target: Any
) -> None:
    monkeypatch.setenv("HLVIZ_KERNEL_TARGET", target.tag)
    before = {path: path.stat().st_mtime_ns for path in SOURCES.glob("kernel_*.*")}
    data = in_wheel(hook)
    assert (data["pure_python"], data["tag"]) == (False, f"py3-none-{target.tag}")
    assert sorted(data["force_include"].values()) == [
        f"hlviz/nn/kernel_{build}{target.suffix}" for build in sorted(target.builds)
    ]
    for made in map(Path, data["force_include"]):
        words = made.read_text(encoding="utf-8")
        assert f"-target {target.zig}" in words
        assert "-Werror" in words
        assert ("-mavx512f" in words) == ("avx512" in made.name)
    # the libraries that this checkout runs with stay as they are
    assert {path: path.stat().st_mtime_ns for path in SOURCES.glob("kernel_*.*")} == before
    hook.finalize("standard", data, "")
    assert not any(Path(made).exists() for made in data["force_include"])


def test_every_system_has_what_the_loader_looks_for() -> None:
    suffixes = {"win": ".dll", "macosx": ".dylib", "manylinux": ".so", "musllinux": ".so"}
    for target in script.TARGETS.values():
        assert target.suffix == suffixes[target.tag.partition("_")[0]]
        assert set(target.builds) <= set(kernel.WIDEST)
        assert target.builds[0] == "base"
    here = script.this_machine()
    assert here.suffix == kernel.SUFFIX
    assert here.zig == ""


def test_a_system_that_is_not_known(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLVIZ_KERNEL_TARGET", "beos")
    with pytest.raises(ValueError, match="'beos' is not known; there are manylinux"):
        in_wheel(hook)


def test_a_wheel_that_was_asked_for_does_not_go_without(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLVIZ_KERNEL_TARGET", "win_amd64")
    monkeypatch.setattr(script, "compilers", lambda _: [])
    with pytest.raises(RuntimeError, match="for win_amd64: the package ziglang is missing"):
        in_wheel(hook)


def test_without_a_compiler_the_wheel_fits_every_system(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "compilers", lambda _: [])
    data = in_wheel(hook)
    assert data == {"force_include": {}, "pure_python": True}
    assert hook.warnings == ["hlviz goes without its compiled path: no C compiler was found"]


def test_the_compiled_path_can_be_left_out(hook: Any, fake_compiler: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HLVIZ_KERNEL", "no")
    assert in_wheel(hook) == {"force_include": {}, "pure_python": True}
    assert hook.warnings == []


@pytest.mark.parametrize("suffix", [".dll", ".dylib"])
def test_the_loader_takes_what_libraries_are_called_on_its_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    here = script.this_machine()
    compilers = script.compilers(here)
    if not compilers:
        pytest.skip("there is no C compiler here")
    made = script.build(compilers[0], SOURCES, tmp_path, "base", ["-O0"])
    made.rename(made.with_suffix(suffix))
    monkeypatch.setattr(kernel, "SUFFIX", suffix)
    with used(tmp_path):
        assert list(kernel.libraries()) == ["base"]
    monkeypatch.setattr(kernel, "SUFFIX", ".so")
    with used(tmp_path):
        assert "came without it" in kernel.why_not(method_of())
