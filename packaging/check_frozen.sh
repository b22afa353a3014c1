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
# a small workbook: the columns a, b and kind, as any spreadsheet program writes them
base64 -d >"$work/mine.xlsx" <<'TABLE'
UEsDBBQAAAAIAAAAIQC5Fh4k0AAAAL4BAAATAAAAW0NvbnRlbnRfVHlwZXNdLnhtbK2Ru27DMAxFf8XQWkRMM2QobC9t16ZDfoCV6ViwXhCZ1Pn7yOpj6NQCnQiJh/cQYH
u8JuJm8S5wpyaR9ADAZiKPrGOiUDpjzB6lPPMJEpoZTwS77XYPJgahIBtZM1TfPtGIZyfN81K+2cbQqUyOVfP4Aa6uTmFKzhqU0odLGH5YNp8GXSYrw5NNfFcABX17uFDO
dqDmFbO8oC9xsDh4j3l+i3HWK/YnWxxHa2iI5uzLiOaUCQeeiMQ7Xav2aMMv/BVmqOX+nxf5zv/aA+rZ+htQSwMEFAAAAAgAAAAhAH8RKBaIAAAA7gAAAAsAAABfcmVscy
8ucmVsc43PPQ4CIRAF4KtsOMDOamFhgMrG1ngBxOEn/AwBjOvtpVyNheXkvXwvwy8YVfeUm/OlTWuKuQnmei9HgKYdJtVmKphHYqgm1cdZLRSlg7II+2U5QN0aTPKtOZ3v
gtUdm66vgv/IZIzXeCL9SJj7j4GvxpBVtdgFWyM8qYYbUZgHykBy+HhPvgFQSwMEFAAAAAgAAAAhAKfcUh2LAAAA3QAAAA8AAAB4bC93b3JrYm9vay54bWyNjzEOgzAMRa
8S+QA1dOiAgKlLj5GCaSJwHNlB7fGLoOyd7Kf/9Sy3b9H5KTK7Dy/JOgil5AbRhkDs7SKZ0pZMouzLhvpCy0p+tEBUeMFrVd2QfUxwGBr9xyHTFAe6y7AypXJIlBZfoiQL
MRv07X7BftMlz9RBAbfjY+ygBqdN3BatAfsWzz6eL/VfUEsDBBQAAAAIAAAAIQBKSXFVjAAAAO8AAAAaAAAAeGwvX3JlbHMvd29ya2Jvb2sueG1sLnJlbHONzzsOwjAMBu
CrRDlA3TIwoDQTCyviAlFwHmrzUGwE3J6IARWJgcnyb+n7ZXXG1XAsmUKsJB5pzTTLwFwPAGQDJkNDqZj7xZWWDPe1eajGLsYj7MZxD21rSK22pjhdZ9kmKS7Piv/Ixblo
8VjsLWHmHwVwL22hgMgdNc0jz/ITEbzHNHRVglbw9Z9+AVBLAwQUAAAACAAAACEA+Ps38DsBAADiDQAAGAAAAHhsL3dvcmtzaGVldHMvc2hlZXQxLnhtbLWXXU6EMBRGtz
JhAfYH6MyYTp/cgSuoUIUMFNJWxuWLaIwl6oh8PBYupzfNd1oqL507+8qYsHtpG+tPSRVCf0uILyrTan/T9caObx471+owDt0T8b0zupw+ahvCKRWk1bVNlJye3emglXTd
RcliF05JbZvamvvgxoLaKxmUliQoSd4GpPix6uFPVefalnEhmaZ+n1/JQVFJhg/EbPg98dmWxv2OZDEyByB5jGSINtOYmQGQWYw8ApB5jEyvIbvhGlHExAOgyVmIOD5E+w
1CtH4pZxES+AjR9U3meB3FBjpSvI4MryNfqOPyfeiADxGHh2i/QYjWN0nxOjK4jhyvY7qBjhlexxyvo4CfjhRvI8OfjhyvYwrXMcPrmMN1FAt1XJwgtsEvdYaP0BEfoRS/
Df1fR/Ll9kU+r3XqFVBLAQIUAxQAAAAIAAAAIQC5Fh4k0AAAAL4BAAATAAAAAAAAAAAAAACAAQAAAABbQ29udGVudF9UeXBlc10ueG1sUEsBAhQDFAAAAAgAAAAhAH8RKB
aIAAAA7gAAAAsAAAAAAAAAAAAAAIABAQEAAF9yZWxzLy5yZWxzUEsBAhQDFAAAAAgAAAAhAKfcUh2LAAAA3QAAAA8AAAAAAAAAAAAAAIABsgEAAHhsL3dvcmtib29rLnht
bFBLAQIUAxQAAAAIAAAAIQBKSXFVjAAAAO8AAAAaAAAAAAAAAAAAAACAAWoCAAB4bC9fcmVscy93b3JrYm9vay54bWwucmVsc1BLAQIUAxQAAAAIAAAAIQD4+zfwOwEAAO
INAAAYAAAAAAAAAAAAAACAAS4DAAB4bC93b3Jrc2hlZXRzL3NoZWV0MS54bWxQSwUGAAAAAAUABQBFAQAAnwQAAAAA
TABLE
exits 0 "$hlviz" train "$work/mine.xlsx" --target kind --epochs 30 --json --out "$work/mine.hlviz"
ok "opens a workbook of Excel, and learns it: accuracy $(value train_metric "$work/out.log")"
printf 'a,b\n6,1\n1,6\n' >"$work/asked.csv"
exits 0 "$hlviz" predict "$work/mine.hlviz" "$work/asked.csv" --out "$work/told.csv"
[ "$(head -1 "$work/told.csv")" = a,b,predicted,output ] && [ "$(wc -l <"$work/told.csv")" = 3 ] || fail "predicts: $(cat "$work/told.csv")"
ok "says what a network makes of a table"
echo PAR1 >"$work/mine.parquet"
exits 2 "$hlviz" train "$work/mine.parquet" --target kind
grep -q "CSV" "$work/out.log" || fail "no word about what to do with Parquet"
ok "says in a line what to do with Parquet, which it does not read"
for form in numpy torch keras sklearn onnx npz safetensors history predictions; do
    exits 0 "$hlviz" export "$work/mine.hlviz" --to $form --out "$work/told.$form"
    [ "$(wc -c <"$work/told.$form")" -gt 100 ] || fail "writes $form"
done
forms="nine formats, ONNX among them"
for form in report webp gif apng; do
    "$hlviz" export --help | tr -d '\n' | grep -qw "$form" || continue
    exits 0 "$hlviz" export --preset circle --epochs 20 --to $form --out "$work/told.$form"
    [ "$(wc -c <"$work/told.$form")" -gt 5000 ] || fail "writes $form"
    [ -z "$seen" ] || cp "$work/told.$form" "$seen/"
    forms="$forms, $form"
done
ok "writes networks for other programs: $forms"
for form in npz safetensors; do
    exits 0 "$hlviz" import "$work/told.$form" --out "$work/back-$form.hlviz"
done
# two fully connected layers, a ReLU between them and a sigmoid at the end
base64 -d >"$work/theirs.onnx" <<'NETWORK'
CAg62gEKEgoBeAoBdwoBYhIBeiIER2VtbQoMCgF6EgFoIgRSZWx1ChIKAWgKAXYKAWMSAW8iBEdlbW0KDwoBbxIBeSIHU2lnbW9pZBIBZyojCAIIAxABQgF3ShgAAAA+AA
AAvgAAID8AAAA+AAAAvwAAwD4qFQgDEAFCAWJKDAAAoD8AAIA/AABAvyoXCAMIARABQgF2SgwAAKC/AAAgvwAAAAAqDQgBEAFCAWNKBAAAGMBaFAoBeBIPCg0IARIJCgMS
AW4KAggCYhQKAXkSDwoNCAESCQoDEgFuCgIIAUIECgAQDQ==
NETWORK
exits 0 "$hlviz" import "$work/theirs.onnx" --out "$work/theirs.hlviz"
ok "reads networks of other programs: npz, safetensors, ONNX"
for theme in light dark; do
    exits 0 env -u DISPLAY -u WAYLAND_DISPLAY "$hlviz" picture "$work/circle.hlviz" --theme $theme --out "$work/$theme.png"
    is_png "$work/$theme.png" 40000 || fail "the $theme picture"
    [ -z "$seen" ] || cp "$work/$theme.png" "$seen/picture-$theme.png"
done
ok "draws pictures without a display, light and dark"
mkdir -p "$work/pictures/light" "$work/pictures/dark"
for theme in light dark; do
    for copy in 1 2 3 4 5 6; do cp "$work/$theme.png" "$work/pictures/$theme/$copy.png"; done
done
exits 0 "$hlviz" train "$work/pictures" --side 8 --epochs 20 --json
ok "learns a folder of pictures: accuracy $(value train_metric "$work/out.log")"
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
# until_true WHAT COMMAND...: tries for two minutes, for a machine may have much else to do
until_true() {
    what=$1 tries=600
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
# saved FILE WHAT LEAST: names the file in the dialog that is open, and waits for it
saved() {
    sleep 1
    xdotool key ctrl+a
    xdotool type --delay 20 "$1"
    xdotool key Return
    until_true "$2" test -s "$1"
    until_true "$2, whole" sh -c "[ \$(wc -c <'$1') -gt $3 ]"
    sleep 1
}
xdotool key F1
until_true "the manual" named '^Manual'
sleep 1
xdotool key ctrl+f
xdotool type --delay 30 coach
xdotool key Return
sleep 2
shot manual
xdotool key Escape
until_true "the manual to close" sh -c '! xdotool search --onlyvisible --name "^Manual"'
xdotool windowactivate --sync "$window" 2>/dev/null || :
ok "opens the manual"
palette 'Film of the run (WebP)'
until_true "the dialog for the film" named 'Export'
saved "$work/film.webp" "the film of the run" 5000
[ "$(head -c 12 "$work/film.webp" | tail -c 4)" = WEBP ] || fail "the film is no WebP"
[ -z "$seen" ] || cp "$work/film.webp" "$seen/"
ok "films the run"
palette 'Save diagnostic report'
until_true "the dialog for the report" named 'report'
saved "$work/report.txt" "the diagnostic report" 60
grep -q '^hlviz ' "$work/report.txt" && grep -q 'from source: False' "$work/report.txt" || fail "the report: $(cat "$work/report.txt")"
ok "saves a diagnostic report"
palette 'Export picture of the window'
until_true "the dialog for the picture" named '[Ee]xport|[Ss]ave|[Pp]icture'
saved "$work/window.png" "the exported picture" 40000
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

"$hlviz" "$work/mine.csv" 2>"$work/table.log" & app=$!
until_true "the question what to learn of a table" named '^Open table|^Learn'
sleep 2
shot table
xdotool windowactivate --sync "$(named '^Learn' | head -1)"
sleep 1
xdotool key Tab
xdotool key ctrl+Return
sleep 1
xdotool key Return
until_true "a window that has learned to ask for it" named 'mine'
sleep 1
shot learned
xdotool key F5
sleep 3

# two windows at once, and how they end: by a signal with what is not saved kept, by a fault with a note of it
"$hlviz" "$work/circle.hlviz" 2>"$work/second.log" & second=$!
until_true "another window for another file" named 'circle'
ok "asks what to learn of a table, and opens another file in another window"
snapshots() { find "$XDG_DATA_HOME/hlviz/recovery" -name '*.hlviz' | wc -l; }
kill -INT $second
until_true "SIGINT to end one" gone $second
kill -TERM $app
until_true "SIGTERM to end the other" gone $app
[ ! -s "$work/table.log" ] && [ ! -s "$work/second.log" ] || fail "it complained when it was ended"
[ "$(snapshots)" -ge 1 ] || fail "what was not saved is gone: $(find "$HOME" | grep hlviz)"
ok "SIGINT and SIGTERM end it without a word, and what was not saved is kept"
"$hlviz" 2>"$work/again.log" & app=$!
until_true "the question what to do with it" named '^Unsaved work'
sleep 1
shot recovery
xdotool windowactivate --sync "$(named '^Unsaved work' | head -1)"
sleep 1
xdotool key Return
until_true "what was kept to be open again" named 'mine'
sleep 1
shot restored
[ ! -s "$work/again.log" ] || fail "it complained when it went on"
ok "opens again what was kept"
[ -z "$(find "$HOME" -name '*.crash.txt' -size +0; find "$HOME" -name last-fault.txt)" ] || fail "a fault was noted: $(find "$HOME" -name '*.txt' -exec cat {} +)"
sleep 3
kill -SEGV $app
until_true "a fault to end it" gone $app
[ -n "$(find "$HOME" -name '*.crash.txt' -size +0)" ] || fail "nothing was noted of a crash"
"$hlviz" 2>"$work/crash.log" & app=$!
until_true "word of the crash" named '^Unsaved work'
sleep 1
shot crash
xdotool windowactivate --sync "$(named '^Unsaved work' | head -1)"
sleep 1
xdotool key Return
until_true "what was kept before the crash" named 'mine'
kill -TERM $app
until_true "it to end" gone $app
ok "a crash is noted, told, and has cost nothing"
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
printf 'all good: %s passed, 0 failed\n' "$passed"
