#!/bin/sh
# How long until the window is there: sh packaging/with_display.sh sh packaging/start_time.sh RUNS COMMAND...
# CPU and wall seconds of each start, warm, and the least of each. HLVIZ_COLD names a folder whose files are taken out of the
# page cache before each; those of other programs, and the system's libraries, stay.
set -eu
runs=$1
shift
tick=$(getconf CLK_TCK)
for run in $(seq "$runs"); do
    [ -z "${HLVIZ_COLD:-}" ] || find "$HLVIZ_COLD" -type f -exec dd if={} iflag=nocache count=0 status=none \;
    begin=$(date +%s%N)
    "$@" 2>/dev/null & app=$!
    until xdotool search --onlyvisible --pid "$app" --name hlviz >/dev/null 2>&1; do sleep 0.02; done
    end=$(date +%s%N)
    cpu=$(awk '{ print $14 + $15 }' "/proc/$app/stat")
    kill "$app"
    wait "$app" || :
    echo "$cpu $tick $begin $end" | awk '{ printf "%.2f %.2f\n", $1 / $2, ($4 - $3) / 1e9 }'
done | awk '{ print "cpu " $1 " s, wall " $2 " s"; if (NR == 1 || $1 < c) c = $1; if (NR == 1 || $2 < w) w = $2 } END { print "least: cpu " c " s, wall " w " s" }'
