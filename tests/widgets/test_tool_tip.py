from hlviz.widgets.tool_tip import tool_tip


def test_signs_of_mathematics_are_not_taken_for_markup() -> None:
    text = tool_tip("a < b", "x & y", "", keys="Ctrl+<")
    assert "a &lt; b" in text
    assert "x &amp; y" in text
    assert "Ctrl+&lt;" in text


def test_empty_paragraphs_are_left_out() -> None:
    assert tool_tip("Title", "", "").count("<p") == 1
