"""The one table of formats that networks are read from. Menu, dialog and command line read it; so is what is refused,
with a way out.
"""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hlviz.errors import ForeignFileError
from hlviz.interchange.chain import Chain, quoted
from hlviz.interchange.npz_in import holds_network, read_npz
from hlviz.interchange.onnx_in import read_onnx
from hlviz.interchange.safetensors_in import read_safetensors

MAX_BYTES = 256 * 2**20
MAX_LINE = 200


@dataclass(frozen=True)
class Reader:
    """One format."""

    suffix: str
    """With its dot."""
    title: str
    comes_from: str
    """Who writes such files, for a person who looks for theirs."""
    read: Callable[[bytes], Chain]


READERS: dict[str, Reader] = {
    reader.suffix: reader
    for reader in (
        Reader(".onnx", "ONNX", "PyTorch, Keras and scikit-learn can all export it", read_onnx),
        Reader(".safetensors", "safetensors", "the state_dict of a PyTorch network", read_safetensors),
        Reader(".npz", "NumPy (npz)", "the weights of a Keras or scikit-learn network", read_npz),
    )
}
"""By suffix."""

TORCH = "safetensors.torch.save_file(net.state_dict(), 'net.safetensors')"
KERAS = "numpy.savez('net.npz', *net.get_weights())"
SKLEARN = "numpy.savez('net.npz', *net.coefs_, *net.intercepts_)"
REFUSED = {
    ".pt": TORCH, ".pth": TORCH, ".ckpt": TORCH, ".bin": TORCH,
    ".pkl": SKLEARN, ".pickle": SKLEARN, ".joblib": SKLEARN,
    ".h5": KERAS, ".hdf5": KERAS, ".keras": KERAS,
}  # fmt: skip
"""Files that could run code, or that take a library of hundreds of megabytes: how to turn them into one of the others."""


def is_network(path: Path) -> bool:
    """Whether a file is to be opened as a network from elsewhere; an npz may hold a table of samples instead."""
    suffix = path.suffix.lower()
    if suffix != ".npz":
        return suffix in READERS or suffix in REFUSED
    try:
        return holds_network(_bytes(path))
    except (OSError, ForeignFileError):
        return False


def read_network(path: Path) -> Chain:
    """The network in a file that another program wrote.

    Raises
    ------
    ForeignFileError
        If it cannot be read; one line of at most 200 letters that names the file and the cause.
    """
    suffix = path.suffix.lower()
    try:
        if suffix in REFUSED:
            raise ForeignFileError(f"may hold code, so hlviz does not open it; write it anew: {REFUSED[suffix]}")
        if suffix not in READERS:
            raise ForeignFileError(f"is of no kind that hlviz reads networks from: {', '.join(READERS)}")
        return READERS[suffix].read(_bytes(path))
    except (ForeignFileError, OSError) as error:
        cause = str(error) if isinstance(error, ForeignFileError) else _cause(error)
        line = f"{quoted(path.name)}{' ' if cause[:1].islower() else ': '}{cause}"
        raise ForeignFileError(line if len(line) <= MAX_LINE else f"{line[: MAX_LINE - 1]}…") from error


def _bytes(path: Path) -> bytes:
    status = os.stat(path)
    # before opening: a pipe would keep whoever opens it waiting
    if not stat.S_ISREG(status.st_mode):
        raise ForeignFileError("is a folder" if stat.S_ISDIR(status.st_mode) else "is not an ordinary file")
    if status.st_size > MAX_BYTES:
        raise ForeignFileError(f"is larger than {MAX_BYTES >> 20} MB")
    return path.read_bytes()


def _cause(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "is not there; check its name"
    if isinstance(error, PermissionError):
        return "may not be read by you; ask its owner, or copy it"
    return f"cannot be read: {error.strerror}; copy it to another disk"
