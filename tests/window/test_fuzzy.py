import pytest

from hlviz.window.fuzzy import score

TEXTS = ["Network › Add layer", "File › Save as", "View › Panels › Loss", "Train › Play or pause"]


def best(typed: str) -> str:
    found = [(score(typed, text), text) for text in TEXTS]
    return max((fit, text) for fit, text in found if fit is not None)[1]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("add", "Network › Add layer"),
        ("sav", "File › Save as"),
        ("los", "View › Panels › Loss"),
        ("PAUSE", "Train › Play or pause"),
        ("layer add", "Network › Add layer"),
        ("plps", "Train › Play or pause"),
    ],
)
def test_what_is_meant_comes_first(typed: str, text: str) -> None:
    assert best(typed) == text


def test_letters_that_do_not_occur_in_that_order_do_not_fit() -> None:
    assert score("zebra", "File › Save as") is None
    assert score("evas", "Save") is None
    assert score("flat", "Fit to window") is None


def test_letters_scattered_over_a_long_text_fit_by_chance() -> None:
    assert score("undo", "File › Export picture of the window") is None


def test_the_beginning_of_a_word_fits_better_than_its_middle() -> None:
    begin, middle = score("lo", "Loss"), score("lo", "Colour")
    assert begin is not None
    assert middle is not None
    assert begin > middle


def test_nothing_typed_fits_everything() -> None:
    assert all(score("", text) is not None for text in TEXTS)
