"""A tooltip with a bold title and paragraphs that wrap, from plain text."""

from html import escape


def tool_tip(title: str, *paragraphs: str, keys: str = "") -> str:
    """The tooltip as rich text: plain text would be one endless line. Empty paragraphs are left out."""
    head = f"<b>{escape(title)}</b>" + (f" &nbsp;<span>({escape(keys)})</span>" if keys else "")
    return "".join(
        f"<p style='margin: 0 0 3px 0'>{part}</p>" for part in (head, *map(escape, filter(None, paragraphs)))
    )
