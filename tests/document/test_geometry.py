"""Boxes know what they hold."""

from hlviz.document.geometry import Box


def test_a_box_holds_its_upper_left_side_and_not_the_other() -> None:
    box = Box(10, 20, 30, 40)
    assert box.holds(10, 20)
    assert not box.holds(40, 30)
    assert box.holds(42, 30, margin=3)
    assert (box.right, box.bottom, box.center) == (40, 60, (25, 40))
