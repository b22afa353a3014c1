#!/bin/sh
# Sets up on first use, then runs hlviz's tests: sh packaging/test.sh [pytest's arguments]
#
# Twice: without a screen, then those marked x11 on a display with a window manager, where Xvfb, openbox and xdotool
# are installed or can be.
. "$(dirname -- "$0")/setup.sh"
setup_venv dev
setup_qt_libraries || {
    say "the tests need system libraries that are missing here: sudo apt-get install --no-install-recommends" $missing
    exit 3
}
cd "$ROOT"
results=$ROOT/build/tests
rm -rf "$results"
failed=0

# tests NAME COMMAND...: pytest's 5 is "nothing to run", which the other half may make up for
tests() {
    name=$1 status=0
    shift
    "$@" "--junitxml=$results/$name.xml" || status=$?
    case $status in 0 | 5) ;; *) failed=$status ;; esac
}

say "tests without a screen"
tests offscreen env QT_QPA_PLATFORM=offscreen "$VENV/bin/python" -m pytest "$@"
if setup_test_display; then
    say "tests on a display with a window manager"
    tests x11 sh packaging/with_display.sh "$VENV/bin/python" -m pytest -m x11 "$@"
else
    say "left out: the tests on a display (they need xvfb, openbox and xdotool)"
fi

"$VENV/bin/python" - "$results" <<'PY' || failed=1
import sys
from pathlib import Path
from xml.etree import ElementTree

suites = [suite for file in Path(sys.argv[1]).glob("*.xml") for suite in ElementTree.parse(file).iter("testsuite")]
count = {key: sum(int(suite.get(key, 0)) for suite in suites) for key in ("tests", "failures", "errors", "skipped")}
bad = count["failures"] + count["errors"]
passed = count["tests"] - bad - count["skipped"]
print(f"total: {passed} passed, {bad} failed, {count['skipped']} skipped")
sys.exit("hlviz: no test was run" if passed + bad == 0 else 0)
PY
exit $failed
