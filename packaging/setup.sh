# Sourced by the scripts beside it: makes .venv hold what uv.lock names, once.
#
#   setup_venv [GROUP...]     the packages hlviz runs on, and these dependency groups, in $VENV, which is .venv unless set after this
#   setup_qt_libraries        what Qt leaves to the system; 1 if something stays missing
#   setup_test_display        Xvfb, a window manager and a hand for the mouse; 1 if something stays missing
#
# HLVIZ_NO_APT=1 keeps them from installing system packages, HLVIZ_PYTHON names the Python to use.
set -eu
ROOT=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
VENV=$ROOT/.venv
UV_VERSION=0.13.9

say() { printf '%s\n' "hlviz: $*" >&2; }

# apt_get PACKAGE...: as root, or with sudo where it asks nothing or a person can answer
apt_get() {
    [ -z "${HLVIZ_NO_APT:-}" ] && command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then
        sudo=
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        sudo=sudo
    else
        return 1
    fi
    say "installing system packages: $*"
    apt_install "$@" 2>/dev/null || { $sudo apt-get -qq update >&2 && apt_install "$@"; }
}
apt_install() {
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 \
        install -y --no-install-recommends "$@" >&2
}

# one Python that the locked packages have wheels for, with what a virtual environment needs
python_works() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1
}
find_python() {
    for PYTHON in ${HLVIZ_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        ! python_works "$PYTHON" || return 0
    done
    return 1
}

# an environment can be half made, come from another machine, or be left behind by an upgrade of the system's Python
venv_works() {
    python_works "$VENV/bin/python" && "$VENV/bin/python" -c 'import pip' 2>/dev/null
}

setup_uv() {
    if ! venv_works; then
        find_python || { apt_get python3 python3-venv ca-certificates && find_python; } || {
            say "needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module, and cannot install it here." \
                "Debian, Ubuntu: sudo apt-get install python3 python3-venv"
            exit 3
        }
        say "making ${VENV#"$ROOT"/} (once; about a minute, and 400 MB, or 700 with what the tests need)"
        "$PYTHON" -m venv --clear "$VENV"
    fi
    case $("$VENV/bin/uv" --version 2>/dev/null) in "uv $UV_VERSION"*) return 0 ;; esac
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
}

setup_venv() {
    setup_uv
    groups=--no-default-groups
    [ $# = 0 ] || groups="$groups $(printf -- '--group %s ' "$@")"
    # uv trusts only its own certificates unless told; pip also trusts the machine's, such as those of a company's proxy
    [ -n "${UV_SYSTEM_CERTS:-}${SSL_CERT_FILE:-}" ] || [ ! -s /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=1
    # --frozen: what uv.lock says, whichever mirror this machine is set to; .ci/run asks whether the lock is up to date
    # --inexact: leaves uv itself, pip and a developer's own packages where they are
    (cd "$ROOT" && unset VIRTUAL_ENV && UV_PROJECT_ENVIRONMENT=$VENV UV_PYTHON=$VENV/bin/python UV_PYTHON_DOWNLOADS=never \
        "$VENV/bin/uv" sync --quiet --frozen --inexact $groups) || {
        [ -w "$VENV" ] || say "$VENV belongs to another user, and has to be brought up to date: run this as that user, or remove it"
        exit 3
    }
}

# missing_libraries SONAME=PACKAGE...: the packages whose library the loader does not find
missing_libraries() {
    "$VENV/bin/python" -c '
import ctypes, sys
for pair in sys.argv[1:]:
    soname, package = pair.split("=")
    try:
        ctypes.CDLL(soname)
    except OSError:
        print(package)' "$@"
}

setup_qt_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    set -- libEGL.so.1=libegl1 libGL.so.1=libgl1 libglib-2.0.so.0=libglib2.0-0 libdbus-1.so.3=libdbus-1-3 \
        libfontconfig.so.1=libfontconfig1 libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-cursor.so.0=libxcb-cursor0 \
        libxcb-icccm.so.4=libxcb-icccm4 libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0 \
        libX11-xcb.so.1=libx11-xcb1
    missing=$(missing_libraries "$@")
    [ -z "$missing" ] || apt_get $missing || return 1
    missing=$(missing_libraries "$@")
    [ -z "$missing" ]
}

has_test_display() {
    for program in Xvfb openbox xdotool; do
        command -v $program >/dev/null 2>&1 || return 1
    done
}
setup_test_display() {
    has_test_display || { apt_get xvfb xauth openbox xdotool && has_test_display; }
}
