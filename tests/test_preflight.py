"""What hlviz says on a computer where no window can open."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from hlviz import preflight
from hlviz.preflight import MachineLacks, refuse_broken_qt, require_gui

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries and displays of Linux")


def lacking(monkeypatch: pytest.MonkeyPatch, *sonames: str) -> None:
    """Pretend that the loader finds all libraries but these."""
    monkeypatch.setattr(preflight, "_loads", lambda soname: soname not in sonames)


def refusal(env: Mapping[str, str]) -> str:
    with pytest.raises(MachineLacks) as caught:
        require_gui(env)
    return str(caught.value)


@linux_only
def test_no_display_names_the_commands_that_need_none(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch)
    text = refusal({})
    assert "no display" in text
    assert "hlviz train FILE" in text
    assert "hlviz picture FILE --out PNG" in text


@linux_only
def test_a_dead_x_display_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch)
    assert "nothing answers at DISPLAY=:7654" in refusal({"DISPLAY": ":7654"})


@linux_only
@pytest.mark.parametrize("platform", [{}, {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":7654"}])
def test_a_dead_wayland_display_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: dict[str, str]
) -> None:
    lacking(monkeypatch)
    env = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "nothing answers at WAYLAND_DISPLAY=wayland-7" in refusal(env | platform)


@linux_only
def test_wayland_is_no_help_to_who_asks_for_x(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch)
    text = refusal({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-7"})
    assert "DISPLAY is not set" in text
    assert "wayland-7" not in text


@linux_only
def test_without_a_display_the_libraries_for_one_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, "libxcb-cursor.so.0")
    assert "libxcb" not in refusal({})


@linux_only
def test_a_wayland_display_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lacking(monkeypatch, "libxcb-cursor.so.0")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        require_gui({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})


@linux_only
@pytest.mark.parametrize(
    ("os_release", "command"),
    [
        ('ID=debian\nVERSION_ID="12"\n', "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0"),
        (
            "ID=linuxmint\nID_LIKE='ubuntu debian'\n",
            "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0",
        ),
        ('ID=rocky\nID_LIKE="rhel centos fedora"\n', "sudo dnf install -y libglvnd-egl xcb-util-cursor"),
        ("ID=arch\n", "sudo pacman -S --needed libglvnd xcb-util-cursor"),
    ],
)
def test_missing_libraries_come_with_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, os_release: str, command: str
) -> None:
    lacking(monkeypatch, "libEGL.so.1", "libxcb-cursor.so.0")
    path = tmp_path / "os-release"
    path.write_text(os_release, encoding="utf-8")
    monkeypatch.setattr(preflight, "OS_RELEASE", str(path))
    text = refusal({"DISPLAY": ":0"})
    assert "libEGL.so.1, libxcb-cursor.so.0" in text
    assert text.endswith(command)


@linux_only
def test_an_unknown_distribution_still_hears_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lacking(monkeypatch, "libGL.so.1")
    monkeypatch.setattr(preflight, "OS_RELEASE", str(tmp_path / "nothing"))
    assert refusal({"DISPLAY": ":0"}) == "system libraries that Qt needs are missing: libGL.so.1"


@linux_only
def test_a_picture_needs_neither_display_nor_xcb(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, *preflight.XCB_LIBRARIES, *preflight.WAYLAND_LIBRARIES)
    require_gui({"QT_QPA_PLATFORM": "offscreen"})


@linux_only
def test_a_picture_needs_the_libraries_that_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking(monkeypatch, "libEGL.so.1")
    assert "libEGL.so.1" in refusal({"QT_QPA_PLATFORM": "offscreen:fontconfig"})


def test_this_computer_runs_the_tests() -> None:
    require_gui()


@pytest.mark.parametrize("version", ["6.12.0", "6.12"])
def test_the_qt_that_loses_none_is_refused_where_none_can_die(version: str) -> None:
    with pytest.raises(MachineLacks, match=r"PySide6 6\.12.*Python 3\.11\.\n.*PySide6-Essentials>=6\.11\.3,<6\.12"):
        refuse_broken_qt(version, (3, 11))


@pytest.mark.parametrize(("version", "python"), [("6.11.3", (3, 11)), ("6.12.0", (3, 12)), ("6.12.1", (3, 11))])
def test_other_qts_are_welcome(version: str, python: tuple[int, int]) -> None:
    refuse_broken_qt(version, python)


def test_the_installed_qt_keeps_its_references_to_none() -> None:
    import gc

    from PySide6.QtCore import QObject

    thing = QObject()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("")
    assert abs(sys.getrefcount(None) - before) < 100


def test_preflight_imports_no_qt() -> None:
    program = (
        "import sys, hlviz.preflight as p; p.refuse_broken_qt(); print([m for m in sys.modules if 'PySide6' in m])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
