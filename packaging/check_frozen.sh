#!/bin/sh
# Drives an installed hlviz as a person does, since what a frozen app lacks shows only when it is run:
#   sh packaging/check_frozen.sh [COMMAND [FOLDER]]
# COMMAND is how it is called (hlviz unless given); pictures of what was seen go to FOLDER. Needs Xvfb, openbox and xdotool, no Python.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
hlviz=${1:-hlviz}
seen=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# a home of its own: neither the person's preferences nor traces in them
export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_DATA_HOME="$work/home/.local/share" LC_ALL=C.UTF-8
mkdir -p "$HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME"
[ -z "$seen" ] || mkdir -p "$seen"

passed=0
ok() { passed=$((passed + 1)); printf 'ok    %s\n' "$*"; }
fail() {
    printf 'FAIL  %s\n' "$*"
    for log in "$work"/*.log; do [ ! -s "$log" ] || sed "s,^,      $(basename "$log"): ," "$log"; done
    exit 1
}
# value KEY FILE: a number or word of a flat JSON object
value() { sed -n "s/.*\"$1\": \"\{0,1\}\([^,\"}]*\).*/\1/p" "$2"; }
is_png() { [ "$(head -c 8 "$1" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] && [ "$(wc -c <"$1")" -gt "$2" ]; }
# exits CODE COMMAND...: what it printed is in out.log
exits() {
    wanted=$1 code=0
    shift
    "$@" >"$work/out.log" 2>&1 || code=$?
    [ $code = "$wanted" ] || fail "exit code $code instead of $wanted: $*"
}

# the command line

exits 0 "$hlviz" --version
grep -qxE 'hlviz [0-9]+\.[0-9]+\.[0-9]+.*' "$work/out.log" || fail "--version"
ok "$(cat "$work/out.log")"
exits 0 "$hlviz" presets
[ "$(wc -l <"$work/out.log")" -ge 19 ] || fail "presets"
ok "lists $(wc -l <"$work/out.log") presets"
for preset in $(awk '{ print $1 }' "$work/out.log"); do
    "$hlviz" train --preset "$preset" --epochs 1 --json >"$work/result.json" 2>"$work/train.log" || [ $? = 1 ] || fail "trains $preset"
    [ "$(value engine "$work/result.json")" = compiled ] || echo "      $preset: $(value engine "$work/result.json"): $(value engine_why "$work/result.json")"
done
ok "every preset trains"
"$hlviz" train --preset circle --epochs 60 --json --out "$work/circle.hlviz" >"$work/result.json" 2>"$work/train.log" || fail "trains"
[ "$(value engine "$work/result.json")" = compiled ] || fail "the compiled path is missing: $(value engine_why "$work/result.json")"
awk -v a="$(value test_metric "$work/result.json")" 'BEGIN { exit !(a > 0.95) }' || fail "circle's accuracy: $(cat "$work/result.json")"
before=$(value steps "$work/result.json")
ok "trains the circle by the compiled path to an accuracy of $(value test_metric "$work/result.json") and saves it"
exits 0 "$hlviz" train --preset circle --epochs 2 --engine numpy
exits 0 "$hlviz" train --preset digits --epochs 1
ok "trains by NumPy, and on the digits it brings"
awk 'BEGIN { srand(1); print "a,b,kind"; for (i = 0; i < 200; i++) { a = rand(); b = rand(); print a "," b "," (a > b ? "over" : "under") } }' >"$work/mine.csv"
exits 0 "$hlviz" train "$work/mine.csv" --target kind --epochs 30 --json
ok "learns a table: accuracy $(value test_metric "$work/out.log")"
for theme in light dark; do
    exits 0 env -u DISPLAY -u WAYLAND_DISPLAY "$hlviz" picture "$work/circle.hlviz" --theme $theme --out "$work/$theme.png"
    is_png "$work/$theme.png" 40000 || fail "the $theme picture"
    [ -z "$seen" ] || cp "$work/$theme.png" "$seen/picture-$theme.png"
done
ok "draws pictures without a display, light and dark"
exits 3 env -u DISPLAY -u WAYLAND_DISPLAY "$hlviz"
grep -q "no display" "$work/out.log" || fail "no word about the missing display"
exits 3 env -u WAYLAND_DISPLAY DISPLAY=:977 "$hlviz"
exits 2 "$hlviz" "$work/nowhere.hlviz"
grep -q "^hlviz: " "$work/out.log" || fail "no word about the missing file"
echo garbage >"$work/broken.hlviz"
exits 2 "$hlviz" "$work/broken.hlviz"
! grep -q Traceback "$work/out.log" || fail "a broken file ends in a traceback"
ok "says what is wrong: no display, a dead display, no such file, a broken file"

# the window

cat >"$work/window.sh" <<'EOF'
set -eu
. "$work/words.sh"
# until WHAT COMMAND...: tries for thirty seconds
until_true() {
    what=$1 tries=150
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || { shot failed; fail "waited for: $what"; }
        sleep 0.2
    done
}
shot() { [ -z "$seen" ] || ! command -v import >/dev/null || import -window root "$seen/window-$1.png"; }
named() { xdotool search --onlyvisible --name "$1"; }
gone() { ! kill -0 "$1"; }
# palette WORDS: the action that the palette of actions finds by them
palette() {
    xdotool key --clearmodifiers ctrl+shift+p
    sleep 1
    xdotool key --clearmodifiers ctrl+a
    xdotool type --delay 30 "$1"
    sleep 1
    xdotool key Return
    sleep 1
}

"$hlviz" "$work/circle.hlviz" 2>"$work/window.log" & app=$!
until_true "the window with the file" named 'circle'
window=$(named circle | head -1)
xdotool windowactivate --sync "$window" windowsize --sync "$window" 1600 912 2>/dev/null || :
sleep 3
shot opened
ok "opens a project in a window"
xdotool key F5
sleep 4
xdotool key F5
sleep 1
shot trained
for panel in Gradients Neuron Confusion 'Loss landscape' Draw Samples; do
    palette "$panel"
done
sleep 3
shot panels
ok "plays, and opens its panels from the palette of actions"
palette 'Export picture of the window'
until_true "the dialog for the picture" named '[Ee]xport|[Ss]ave|[Pp]icture'
sleep 1
xdotool key ctrl+a
xdotool type --delay 20 "$work/window.png"
xdotool key Return
until_true "the exported picture" test -s "$work/window.png"
sleep 1
is_png "$work/window.png" 40000 || fail "the exported picture"
ok "exports a picture"
xdotool windowactivate --sync "$window" 2>/dev/null || :
xdotool key ctrl+s
sleep 2
xdotool key ctrl+q
until_true "the window to close" gone $app
code=0
wait $app || code=$?
[ $code = 0 ] || fail "the window ended with $code"
[ ! -s "$work/window.log" ] || fail "it complained while it ran"
"$hlviz" train "$work/circle.hlviz" --epochs 1 --json >"$work/result.json" 2>"$work/train.log" || fail "reads what the window saved"
awk -v now="$(value steps "$work/result.json")" -v before="$before" 'BEGIN { exit !(now > before + 100) }' ||
    fail "nothing was trained in the window: $before steps before, $(value steps "$work/result.json") after"
ok "saves what was trained in the window ($before steps before, $(value steps "$work/result.json") after), quits by Ctrl+Q"

if command -v xdg-open >/dev/null && [ "$hlviz" = hlviz ] && [ -e /usr/share/applications/hlviz.desktop ]; then
    type=$(xdg-mime query filetype "$work/circle.hlviz" 2>/dev/null || :)
    [ "$(xdg-mime query default application/x-hlviz-project)" = hlviz.desktop ] || fail "hlviz is not what opens .hlviz files"
    [ "$type" = application/x-hlviz-project ] || fail "a .hlviz file is taken for $type"
    xdg-open "$work/circle.hlviz" >"$work/open.log" 2>&1 &
    until_true "the window opened by xdg-open" named 'circle'
    sleep 2
    shot xdg-open
    xdotool windowactivate --sync "$(named circle | head -1)" 2>/dev/null || :
    xdotool key ctrl+q
    until_true "it to close" sh -c '! xdotool search --onlyvisible --name circle'
    ok "xdg-open opens a .hlviz file with it"
fi

"$hlviz" 2>"$work/signal.log" & app=$!
until_true "a window without a file" named hlviz
sleep 2
kill -TERM $app
until_true "SIGTERM to end it" gone $app
[ ! -s "$work/signal.log" ] || fail "it complained when it was ended"
ok "SIGTERM ends it without a word"
EOF
# the functions and names above, for the shell on the display
cat >"$work/words.sh" <<EOF
hlviz='$hlviz' seen='$seen' work='$work' before='$before'
ok() { printf 'ok    %s\n' "\$*"; echo >>"\$work/passed"; }
fail() {
    printf 'FAIL  %s\n' "\$*"
    for log in "\$work"/*.log; do [ ! -s "\$log" ] || sed "s,^,      \$(basename "\$log"): ," "\$log"; done
    exit 1
}
$(sed -n '/^value()/p; /^is_png()/p' "$0")
EOF
export work
sh "$here/with_display.sh" sh "$work/window.sh"
passed=$((passed + $(wc -l <"$work/passed")))
[ -z "$(find "$HOME" -name '*crash*' -o -name '*report*')" ] || fail "a crash was reported: $(find "$HOME" -name '*crash*')"
printf 'all good: %s passed, 0 failed\n' "$passed"
