"""The pages of ``docs/manual`` as one: all chapters one after the other, in the order of the index."""

import re
from dataclasses import dataclass
from pathlib import Path

INDEX = "README.md"
LINK = re.compile(r"\]\((?P<page>[\w-]+)\.md\)")
"""A link to another page."""


@dataclass(frozen=True)
class Chapter:
    """One page of the manual."""

    key: str
    """The name of its file without the ending: what links to it say."""
    title: str
    markdown: str
    """With its title; links to other pages lead to ``#key``, pictures are named as in the folder."""


def chapters_of(folder: Path) -> tuple[Chapter, ...]:
    """The index, then the pages that it links to, in its order; then those that it forgot.

    Parameters
    ----------
    folder
        Holds ``README.md`` and the pages.

    Raises
    ------
    OSError
        If one of them cannot be read.
    """
    index = (folder / INDEX).read_text(encoding="utf-8")
    there = sorted(path.stem for path in folder.glob("*.md") if path.name != INDEX)
    linked = [key for key in dict.fromkeys(LINK.findall(index)) if key in there]
    pages = [(key, (folder / f"{key}.md").read_text(encoding="utf-8")) for key in dict.fromkeys((*linked, *there))]
    return tuple(_chapter(key, text) for key, text in [(Path(INDEX).stem, index), *pages])


def _chapter(key: str, text: str) -> Chapter:
    title = next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), key)
    return Chapter(key, title, LINK.sub(r"](#\g<page>)", text))
