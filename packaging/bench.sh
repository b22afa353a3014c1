#!/bin/sh
# Sets up on first use, then measures hlviz:
#   sh packaging/bench.sh [engine]     how fast it trains, next to scikit-learn and PyTorch
#   sh packaging/bench.sh scaling      how the cost grows
#   sh packaging/bench.sh screen       what the window costs, on a display of its own where there is none
#   sh packaging/bench.sh --help       all that can be asked for
#
# Whom hlviz is measured against lives in build/bench-venv, and .venv stays as it is. --torch, or HLVIZ_BENCH_TORCH, says which
# PyTorch: "auto" only one for the processor alone, "no", or a version, however large it is.
. "$(dirname -- "$0")/setup.sh"
cd "$ROOT"
TORCH=2.13.0

# what was asked for is looked at before anything is set up, by whichever Python there is
if venv_works; then PYTHON=$VENV/bin/python; else find_python || { setup_uv && PYTHON=$VENV/bin/python; }; fi
for word in "$@"; do
    case $word in -h | --help) exec "$PYTHON" -m tests.benchmarks.arguments "$@" ;; esac
done
asked=$("$PYTHON" -m tests.benchmarks.arguments "$@") || exit $?
mode=${asked% *} torch=${asked#* }

pip_install() { "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }

# has_torch auto|VERSION: any will do, or that one
has_torch() {
    "$VENV/bin/python" - "$1" 2>/dev/null <<'PY'
import sys
from importlib import metadata

found = metadata.version("torch").split("+")[0]
sys.exit(sys.argv[1] not in ("auto", found))
PY
}

# setup_torch auto|VERSION: on Linux the usual build is one for graphics cards, of several GB; "auto" does without that
setup_torch() {
    version=$1
    [ "$1" != auto ] || version=$TORCH
    ! has_torch "$1" || return 0
    if [ "$1" = auto ]; then
        report=$VENV/torch.json
        pip_install --dry-run --report "$report" "torch==$version" 2>/dev/null || {
            say "PyTorch is left out: there is no torch $version to be had for this Python"
            return 0
        }
        "$VENV/bin/python" - "$report" <<'PY' || {
import json
import sys

names = [each["metadata"]["name"].lower() for each in json.load(open(sys.argv[1]))["install"]]
sys.exit(any(name.startswith(("nvidia", "cuda", "triton", "pytorch-triton")) for name in names))
PY
            say "PyTorch is left out: here it comes only for graphics cards, several GB (--torch $version takes it all the same)"
            return 0
        }
    fi
    say "installing PyTorch $version (once)"
    pip_install "torch==$version" || say "PyTorch is left out: it could not be installed"
}

if [ "$mode" = screen ]; then
    setup_venv
    setup_qt_libraries || {
        say "the window needs system libraries that are missing here: sudo apt-get install --no-install-recommends" $missing
        exit 3
    }
    set -- "$VENV/bin/python" -m tests.benchmarks "$@"
    [ "$(uname -s)" = Linux ] || exec "$@"
    [ -z "${DISPLAY:-}" ] || exec env QT_QPA_PLATFORM=xcb "$@"
    setup_test_display || {
        say "there is no display here, and none can be made: sudo apt-get install xvfb xauth openbox xdotool"
        exit 3
    }
    exec sh packaging/with_display.sh "$@"
fi

VENV=$ROOT/build/bench-venv
setup_venv bench
[ "$torch" = no ] || setup_torch "$torch"
exec "$VENV/bin/python" -m tests.benchmarks "$@"
