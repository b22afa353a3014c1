"""Boxes know what they hold."""

from hlviz.document.geometry import Box


def test_a_box_holds_its_upper_left_side_and_not_the_other() -> None:
    box = Box(10, 20, 30, 40)
    assert box.holds(10, 20)
    assert not box.holds(40, 30)
    assert box.holds(42, 30, margin=3)
    assert (box.right, box.bottom, box.center) == (40, 60, (25, 40))


def test_boxes_that_touch_have_no_room_in_common() -> None:
    assert not Box(0, 0, 10, 10).meets(Box(10, 0, 10, 10))
    assert Box(0, 0, 10, 10).meets(Box(9, 9, 10, 10))
