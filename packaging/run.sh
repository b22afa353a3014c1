#!/bin/sh
# Sets up on first use, then runs hlviz: sh packaging/run.sh [hlviz's arguments]
. "$(dirname -- "$0")/setup.sh"
setup_venv
# training needs no Qt, and where a window is wanted hlviz says itself what it lacks
setup_qt_libraries || :
exec "$VENV/bin/python" -m hlviz "$@"
