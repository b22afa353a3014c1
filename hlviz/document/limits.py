"""What a setting can be: each function refuses all else with one line that names the setting, its value and what it can be."""

from collections.abc import Mapping

from hlviz.errors import SettingError

PRINTED_WHOLE = 1e15
"""Whole numbers below this are written in full: a float holds them to the last digit."""
MAX_NAME = 60
"""Letters of the name of a layer or neuron, at most."""


def known(setting: str, key: str, table: Mapping[str, object]) -> str:
    """The key, if the table holds it."""
    if key not in table:
        raise SettingError(f"{setting}={key!r} is not known; there are {', '.join(table)}")
    return key


def whole(setting: str, value: float, low: int, high: int) -> None:
    """Refuse what is no whole number from ``low`` to ``high``."""
    within(setting, value, low, high)
    if value != int(value):
        raise SettingError(f"{setting}={value:g} is not a whole number")


def within(setting: str, value: float, low: float, high: float) -> None:
    """Refuse what does not lie from ``low`` to ``high``, both included."""
    # also refuses NaN, which is not within anything
    if not low <= value <= high:
        raise SettingError(f"{setting}={_text(value)} is not between {_text(low)} and {_text(high)}")


def one_line(setting: str, text: str) -> str:
    """The text without space around it and on one line; refuses a long one."""
    line = " ".join(text.split())
    if len(line) > MAX_NAME:
        raise SettingError(f"{setting}={line[:20]!r}… has {len(line)} letters; {MAX_NAME} is the most")
    return line


def _text(value: float) -> str:
    """A whole number in full, any other in few digits."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < PRINTED_WHOLE):
        return str(int(value))
    return f"{value:g}"
