#!/bin/sh
# Makes a wheel with the compiled path for each system that hlviz runs on, and one without it for all others: sh packaging/kernels.sh
# [TARGET...], into build/wheels.
#
# hatch_build.py names the targets and compiles; the package ziglang, here in an environment of its own under build/, can do that for
# Linux, Windows and macOS on any machine. What comes out is looked into with lief: what it offers, and what it asks of its system.
. "$(dirname -- "$0")/setup.sh"
ZIG_VERSION=0.17.1
zig=$ROOT/build/zig
wheels=$ROOT/build/wheels

setup_uv
[ -n "${UV_SYSTEM_CERTS:-}${SSL_CERT_FILE:-}" ] || [ ! -s /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS=1
if [ "$("$zig/bin/python" -m ziglang version 2>/dev/null)" != "$ZIG_VERSION" ]; then
    say "fetching the cross compiler (once; 410 MB)"
    "$VENV/bin/uv" venv --quiet --clear --python "$VENV/bin/python" "$zig"
fi
"$VENV/bin/uv" pip install --quiet --python "$zig/bin/python" "ziglang==$ZIG_VERSION" hatchling lief
# what zig brings to each system's libraries is compiled once, too
export ZIG_GLOBAL_CACHE_DIR="$zig/cache"
unset CC HLVIZ_KERNEL HLVIZ_KERNEL_TARGET
cd "$ROOT"
if [ $# = 0 ]; then
    rm -rf "$wheels"
    set -- $("$zig/bin/python" -c 'import hatch_build; print(*hatch_build.TARGETS)')
    say "the wheel without a compiled path"
    HLVIZ_KERNEL=no "$zig/bin/python" -m hatchling build --target wheel --directory "$wheels" >/dev/null
fi
for target in "$@"; do
    say "$target"
    HLVIZ_KERNEL_TARGET=$target "$zig/bin/python" -m hatchling build --target wheel --directory "$wheels" >/dev/null
done
"$zig/bin/python" packaging/inspect_wheels.py "$wheels"
