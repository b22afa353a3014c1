"""Print what CHANGELOG.md says of a version: python packaging/release_notes.py VERSION. Fails where it says nothing."""

import re
import sys
from pathlib import Path


def section(text: str, version: str) -> str:
    """The part of a changelog under ``## [version]``, without its heading."""
    match = re.search(rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return match[1].strip() if match else ""


if __name__ == "__main__":
    found = section((Path(__file__).parents[1] / "CHANGELOG.md").read_text("utf-8"), sys.argv[1].removeprefix("v"))
    print(found)
    sys.exit(None if found else f"CHANGELOG.md has no section for {sys.argv[1]}")
