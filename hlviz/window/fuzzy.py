"""How well a few typed letters fit a text: what the command palette sorts by."""


def score(typed: str, text: str) -> float | None:
    """How well ``text`` fits, more being better; None where the letters do not occur in it in that order.

    Words that begin with what was typed count most, letters in one piece more than scattered ones, short texts more than long ones.
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
    return total - len(text) / 200


def _best(word: str, text: str) -> tuple[float, int] | None:
    """Points and place of one word in the text."""
    whole = text.find(word)
    if whole >= 0:
        starts = [i for i in range(len(text)) if text.startswith(word, i) and (i == 0 or not text[i - 1].isalnum())]
        return (3.0, starts[0]) if starts else (2.0, whole)
    first = at = text.find(word[0])
    for letter in word[1:]:
        if at < 0:
            return None
        at = text.find(letter, at + 1)
    return (len(word) / (at - first + 1), first) if at >= 0 else None
