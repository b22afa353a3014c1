"""How well a few typed letters fit a text: what the command palette sorts by."""

DENSE = 0.3
"""Letters that are scattered wider than that fit by chance."""


def score(typed: str, text: str) -> float | None:
    """How well ``text`` fits, more being better; None where the letters do not occur in it in that order.

    A word that was typed in full counts most, then words that begin with what was typed, then letters in one piece, then
    letters scattered over the text.
    """
    total, at = 0.0, -1
    wanted, held = typed.casefold().split(), text.casefold()
    for word in wanted:
        found = _best(word, held)
        if found is None:
            return None
        points, start = found
        total += points + (0.5 if start > at else 0.0)
        at = start
    return total


def _best(word: str, text: str) -> tuple[float, int] | None:
    """Points and place of one word in the text."""
    places = [i for i in range(len(text)) if text.startswith(word, i)]
    if places:
        starts = [i for i in places if not text[:i][-1:].isalnum()]
        if not starts:
            return 2.0, places[0]
        full = any(not text[i + len(word) :][:1].isalnum() for i in starts)
        return (3.5 if full else 3.0), starts[0]
    first = at = text.find(word[0])
    for letter in word[1:]:
        if at < 0:
            return None
        at = text.find(letter, at + 1)
    density = len(word) / (at - first + 1)
    return (density, first) if at >= 0 and density >= DENSE else None
