"""Say in words what this computer lacks, before Qt ends the process with SIGABRT.

Needs only the standard library, and must be called before PySide6 or pyqtgraph is imported: pyqtgraph turns a missing
libEGL into "none of these packages could be imported", and Qt answers a missing libxcb-cursor or a dead display with a
core dump.
"""

import ctypes
import importlib.util
import os
import socket
import sys
from collections.abc import Mapping

WITHOUT_A_WINDOW = (
    "Without a window, `hlviz train FILE` trains and `hlviz picture FILE --out PNG` draws;"
    " `xvfb-run -a hlviz` gives it a display that nobody sees."
)
OS_RELEASE = "/etc/os-release"
Table = Mapping[str, tuple[str, str, str]]


class MachineLacks(Exception):  # noqa: N818 - "the machine lacks ..."
    """Something the machine lacks; its text is for the person at the terminal."""


def require_gui(env: Mapping[str, str] | None = None) -> None:
    """Check that Qt can start here.

    Parameters
    ----------
    env
        The environment to judge by; the process's own if left out. With ``QT_QPA_PLATFORM=offscreen`` no display is asked
        for, only the libraries that any picture needs.

    Raises
    ------
    MachineLacks
        If a library is missing, there is no display, or the display does not answer; says what to do.
    """
    env = os.environ if env is None else env
    refuse_broken_qt()
    if not sys.platform.startswith("linux"):
        return
    missing = _missing(GUI_LIBRARIES)
    asked = [name.split(":")[0] for name in env.get("QT_QPA_PLATFORM", "").split(";") if name]
    platforms = asked or list(DISPLAYS)
    if not set(platforms) <= set(DISPLAYS):
        _require(missing)
        return
    lacking: dict[str, tuple[str, str, str]] = {}
    reasons = []
    for platform in platforms:
        variable, libraries, answers = DISPLAYS[platform]
        display = env.get(variable) or ("wayland-0" if asked == ["wayland"] else "")
        if not display:
            reasons.append(f"{variable} is not set")
        elif lacks := missing | _missing(libraries):
            lacking |= lacks
        elif answers(display, env):
            return
        else:
            reasons.append(f"nothing answers at {variable}={display}")
    _require(lacking)
    raise MachineLacks(f"there is no display here to open a window on: {', '.join(reasons)}.\n{WITHOUT_A_WINDOW}")


def refuse_broken_qt(qt: str | None = None, python: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Check that this PySide6 is not one that is known to end the process while it is used.

    Parameters
    ----------
    qt
        PySide6's version; that of the installed package if left out.
    python
        Python's version, major and minor.

    Raises
    ------
    MachineLacks
        With PySide6 6.12.0 on Python before 3.12: each call that returns nothing loses a reference to ``None``
        (PYSIDE-3474), which can still be destroyed there.
    """
    if python >= (3, 12):
        return
    if qt is None:
        qt = _installed_qt()
    if qt == "6.12" or qt.startswith("6.12.0"):
        raise MachineLacks(
            f"PySide6 {qt} ends the process after some minutes on Python {python[0]}.{python[1]}.\n"
            "Install another one:  pip install 'PySide6-Essentials>=6.11.3,<6.12'"
        )


def _installed_qt() -> str:
    """The version of PySide6, by the name of the folder that its installation left; "" in a frozen app, which carries the one it
    was tested with. ``importlib.metadata`` would say the same after reading mail headers with half of the standard library.
    """
    spec = importlib.util.find_spec("PySide6")
    for place in (spec and spec.submodule_search_locations) or ():
        for name in os.listdir(os.path.dirname(place)):
            package, _, version = name.removesuffix(".dist-info").partition("-")
            if name.endswith(".dist-info") and package.lower() == "pyside6_essentials":
                return version
    return ""


def _require(missing: Table) -> None:
    if missing:
        raise MachineLacks(_message(missing))


def _missing(table: Table) -> dict[str, tuple[str, str, str]]:
    return {soname: packages for soname, packages in table.items() if not _loads(soname)}


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _message(missing: Table) -> str:
    lines = ["system libraries that Qt needs are missing: " + ", ".join(sorted(missing))]
    for os_id in _os_ids():
        if os_id in INSTALLERS:
            column, command = INSTALLERS[os_id]
            names = sorted({packages[column] for packages in missing.values()})
            lines.append(f"Install them with:  {command} {' '.join(names)}")
            break
    return "\n".join(lines)


def _os_ids() -> list[str]:
    """The distribution's name, then those it descends from."""
    try:
        with open(OS_RELEASE, encoding="utf-8") as file:
            fields = dict(line.rstrip("\n").split("=", 1) for line in file if "=" in line)
    except OSError:
        return []
    return [word for key in ("ID", "ID_LIKE") for word in fields.get(key, "").strip("\"'").split()]


def _x_server_answers(display: str, _: Mapping[str, str]) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)


def _wayland_answers(display: str, env: Mapping[str, str]) -> bool:
    address = os.path.join(env.get("XDG_RUNTIME_DIR", ""), display)  # an absolute display stays as it is
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as compositor:
        try:
            compositor.connect(address)
        except OSError:
            return False
    return True


# soname -> its package in (Debian and Ubuntu, Fedora, Arch): what PySide6 6.11's wheels leave to the system
GUI_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11"),
}
XCB_LIBRARIES = {
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl", "wayland"),
}
DISPLAYS = {  # Qt's platform -> the variable that names the display, the libraries it takes, does it answer?
    "wayland": ("WAYLAND_DISPLAY", WAYLAND_LIBRARIES, _wayland_answers),
    "xcb": ("DISPLAY", XCB_LIBRARIES, _x_server_answers),
}
INSTALLERS = {  # os-release's ID or ID_LIKE -> (column of the tables above, command)
    "debian": (0, "sudo apt-get install -y --no-install-recommends"),
    "ubuntu": (0, "sudo apt-get install -y --no-install-recommends"),
    "fedora": (1, "sudo dnf install -y"),
    "rhel": (1, "sudo dnf install -y"),
    "arch": (2, "sudo pacman -S --needed"),
}
