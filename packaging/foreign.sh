#!/bin/sh
# Sets up other programs on first use, in build/foreign-venv, and runs what hlviz exports in them, and what they write in hlviz:
#   sh packaging/foreign.sh            PyTorch, Keras, scikit-learn, ONNX and ffmpeg; about 1 GB
#   sh packaging/foreign.sh --make     makes the files of tests/data/foreign anew
# On Linux the usual PyTorch is one for graphics cards, of several GB: PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu
# gets the one for the processor alone.
. "$(dirname -- "$0")/setup.sh"
cd "$ROOT"
setup_venv dev
FOREIGN=$ROOT/build/foreign-venv
if ! "$FOREIGN/bin/python" -c 'import torch, keras, skl2onnx, onnxscript, onnxruntime, imageio_ffmpeg' 2>/dev/null; then
    say "installing PyTorch, Keras, scikit-learn, ONNX and ffmpeg (once)"
    [ -x "$FOREIGN/bin/python" ] || "$VENV/bin/python" -m venv "$FOREIGN"
    "$FOREIGN/bin/python" -m pip install --quiet --disable-pip-version-check \
        torch==2.13.0 keras scikit-learn skl2onnx onnx onnxscript onnxruntime safetensors imageio-ffmpeg
fi
export KERAS_BACKEND=torch
[ "${1:-}" != --make ] || exec "$FOREIGN/bin/python" tests/data/foreign/make.py
mkdir -p "$FOREIGN/programs"
ln -sf "$("$FOREIGN/bin/python" -c 'import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())')" "$FOREIGN/programs/ffmpeg"
export PATH="$FOREIGN/programs:$PATH" HLVIZ_FOREIGN=1
exec env QT_QPA_PLATFORM=offscreen "$VENV/bin/python" -m pytest -q \
    tests/interchange/test_python.py tests/interchange/test_foreign_files.py tests/interchange/test_film.py \
    tests/app/test_drawn_export.py "$@"
