"""Whether a file is still the one that was read or written: by size and time, and where those differ by its content."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

CHUNK = 2**20


@dataclass(frozen=True)
class Stamp:
    """A file as it was at one moment."""

    size: int
    changed: int
    """When it was written last, in nanoseconds."""
    digest: bytes
    """SHA-256 of its content."""

    def fits(self, path: Path) -> bool:
        """Whether the file there still has this content; one that is gone has not."""
        try:
            found = os.stat(path)
            if found.st_size != self.size:
                return False
            return found.st_mtime_ns == self.changed or _digest(path) == self.digest
        except OSError:
            return False


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None where there is none that can be read."""
    try:
        found = os.stat(path)
        return Stamp(found.st_size, found.st_mtime_ns, _digest(path))
    except OSError:
        return None


def _digest(path: Path) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
