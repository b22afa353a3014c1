# Sourced by deb.sh and portable.sh: makes the folder in which hlviz runs without a Python of the machine's.
#
#   setup_freezer             what is needed for that, in an environment of its own, $VENV; the commit's date in SOURCE_DATE_EPOCH
#   freeze NAME [VARIABLE=…]  build/NAME/hlviz, by packaging/hlviz.spec
#   tidy FOLDER               the same rights and dates for all files, whoever makes it and when
#   pack                      from standard input to standard output, compressed; the same however many threads do it
#
# The same commit gives the same bytes: nothing in them depends on the time, the order of a folder or the place it was made at.
. "$(dirname -- "$0")/setup.sh"
VENV=$ROOT/build/freeze-venv
export LC_ALL=C.UTF-8 TZ=UTC PYTHONHASHSEED=1 PYTHONDONTWRITEBYTECODE=1
# Python's code as it is: the package compresses it far better than zlib does, and it need not be expanded at each start
export PYINSTALLER_ZLIB_COMPRESSION_LEVEL=0
umask 022

setup_freezer() {
    case $(uname -s) in Linux)
        # the distribution's Python has a shared library, and PyInstaller wants one; objdump is from binutils
        [ -n "${HLVIZ_PYTHON:-}" ] || ! python_works /usr/bin/python3 || HLVIZ_PYTHON=/usr/bin/python3
        need=
        for pair in objdump=binutils dpkg-shlibdeps=dpkg-dev file=file xz=xz-utils cc=gcc git=git; do
            command -v "${pair%=*}" >/dev/null 2>&1 || need="$need ${pair#*=}"
        done
        [ -z "$need" ] || apt_get $need || { say "these are needed:$need"; exit 3; }
    esac
    setup_venv packaging
    [ "$(uname -s)" != Linux ] || {
        "$VENV/bin/python" -c 'import ctypes, sysconfig; ctypes.CDLL(sysconfig.get_config_var("INSTSONAME"))' 2>/dev/null ||
            apt_get "libpython$("$VENV/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" || exit 3
        # a plugin of Qt whose libraries are missing here would be left out without a word
        setup_qt_libraries || { say "Qt's libraries are needed: $missing"; exit 3; }
        wayland=$(missing_libraries libwayland-client.so.0=libwayland-client0 libwayland-cursor.so.0=libwayland-cursor0 \
            libwayland-egl.so.1=libwayland-egl1)
        [ -z "$wayland" ] || apt_get $wayland || exit 3
    }
    PY=$VENV/bin/python
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct)}
    export SOURCE_DATE_EPOCH
    VERSION=$("$PY" -c 'import hlviz; print(hlviz.__version__)')
    cd "$ROOT"
    # made anew, so that no older one is taken along
    rm -f hlviz/nn/kernel_*.so
    "$PY" hatch_build.py >/dev/null || { say "the compiled path could not be built: $("$PY" hatch_build.py)"; exit 3; }
    rm -rf build/icons
    "$PY" packaging/icons.py build/icons
}

freeze() {
    made=$ROOT/build/$1
    shift
    rm -rf "$made" "$made.work"
    say "freezing hlviz $VERSION into ${made#"$ROOT"/}"
    # its cache holds stripped copies of other builds
    env PYINSTALLER_CONFIG_DIR="$made.work/cache" "$@" "$PY" -m PyInstaller --noconfirm --log-level WARN \
        --distpath "$made" --workpath "$made.work" packaging/hlviz.spec >"$made.log" 2>&1 || { cat "$made.log" >&2; exit 1; }
    # whatever hlviz imports, and wherever: all of its modules are there
    "$PY" - "$made.work/hlviz/PYZ-00.toc" hlviz <<'EOF'
import ast, sys
from pathlib import Path

held = {name for name, *_ in ast.literal_eval(Path(sys.argv[1]).read_text("utf-8"))[1]}
wanted = {".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in Path(sys.argv[2]).rglob("*.py")}
if missing := sorted(wanted - held):
    sys.exit(f"hlviz: not in the frozen app: {', '.join(missing)}; nothing imports them, or packaging/hlviz.spec must name them")
EOF
    rm -rf "$made.work"
    find "$made/hlviz" -type d -name __pycache__ -prune -exec rm -rf {} +
    find "$made/hlviz/_internal" -type d -empty -delete
    "$PY" packaging/licences.py "$made/hlviz"
}

tidy() {
    find "$1" -type d -exec chmod 755 {} +
    find "$1" -type f \( ! -perm -u+x -o -name '*.so*' \) -exec chmod 644 {} +
    find "$1" -type f -perm -u+x -exec chmod 755 {} +
    find "$1" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
}

# programs are packed better with a filter that knows their addresses; those for other processors are younger than some dpkg in use
pack() {
    case $(uname -m) in x86_64) filter=--x86 ;; *) filter= ;; esac
    xz -T4 --block-size=96MiB $filter --lzma2=preset=6,dict=48MiB
}
