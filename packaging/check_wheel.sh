#!/bin/sh
# Installs the wheel and the sdist as a person does, each into a clean environment, and runs what came of it: sh packaging/check_wheel.sh
# By pip from the wheel, by pip from the sdist, by `uv tool install`; away from the sources, so that nothing is found beside them.
. "$(dirname -- "$0")/setup.sh"
setup_uv
[ -n "${UV_SYSTEM_CERTS:-}${SSL_CERT_FILE:-}" ] || [ ! -s /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=1
uv=$VENV/bin/uv python=$VENV/bin/python dist=$ROOT/build/dist-check work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" PYTHONNOUSERSITE=1
cache=$("$uv" cache dir)
export UV_CACHE_DIR="$cache"
unset PYTHONPATH VIRTUAL_ENV

rm -rf "$dist"
(cd "$ROOT" && "$uv" build --quiet --python "$python" --out-dir "$dist")
ls -l "$dist" | awk 'NR > 1 && /hlviz/ { printf "%s  %.1f MB\n", $NF, $5 / 1e6 }'
# PySide6 and NumPy as locked: what is asked here is whether hlviz's own part is whole
(cd "$ROOT" && "$uv" export --quiet --frozen --no-default-groups --no-emit-project --no-hashes --output-file "$work/locked.txt")

# works WHAT COMMAND: from another folder, with nothing of this checkout
works() {
    cd "$work"
    "$2" --version
    "$2" train --preset xor --epochs 20 --json >"$work/result.json"
    engine=$(sed -n 's/.*"engine": "\([a-z]*\)".*/\1/p' "$work/result.json")
    "$2" picture --preset iris --epochs 5 --out "$work/picture.png"
    [ -s "$work/picture.png" ]
    rm "$work/picture.png"
    echo "ok    $1: trains ($engine), draws"
}

"$python" -m venv "$work/wheel"
"$work/wheel/bin/pip" install --quiet --disable-pip-version-check -c "$work/locked.txt" "$dist"/hlviz-*.whl
works "pip, wheel" "$work/wheel/bin/hlviz"
rm -rf "$work/wheel"
"$python" -m venv "$work/sdist"
"$work/sdist/bin/pip" install --quiet --disable-pip-version-check -c "$work/locked.txt" "$dist"/hlviz-*.tar.gz
works "pip, sdist" "$work/sdist/bin/hlviz"
rm -rf "$work/sdist"
UV_TOOL_DIR=$work/tools UV_TOOL_BIN_DIR=$work/bin "$uv" tool install --quiet --python "$python" -c "$work/locked.txt" "$dist"/hlviz-*.whl
works "uv tool, wheel" "$work/bin/hlviz"
