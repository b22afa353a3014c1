#!/bin/sh
# Runs a command on an X display of its own with a window manager, and ends both after it:
#   sh packaging/with_display.sh COMMAND...
set -eu
here=$(mktemp -d)
xvfb= wm=
end() {
    trap - EXIT INT TERM
    for pid in $wm $xvfb; do
        kill "$pid" 2>/dev/null || :
        wait "$pid" 2>/dev/null || :
    done
    rm -rf "$here"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# until_true WHAT COMMAND...: tries for ten seconds
until_true() {
    what=$1 tries=100
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { cat "$here/log" >&2; echo "hlviz: $what did not start" >&2; exit 1; }
        sleep 0.1
    done
}

Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp 3>"$here/display" >"$here/log" 2>&1 &
xvfb=$!
until_true Xvfb test -s "$here/display"
DISPLAY=:$(cat "$here/display")
export DISPLAY
openbox --sm-disable --config-file /etc/xdg/openbox/rc.xml >"$here/log" 2>&1 &
wm=$!
until_true openbox xdotool get_num_desktops
unset WAYLAND_DISPLAY
status=0
QT_QPA_PLATFORM=xcb "$@" || status=$?
exit $status
