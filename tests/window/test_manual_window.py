import base64
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from hlviz.app.compose import Parts
from hlviz.paths import manual_root
from hlviz.window import manual_pictures
from hlviz.window.manual_text import chapters_of
from hlviz.window.manual_window import PICTURE, ManualWindow

PAGES = sorted(manual_root().glob("*.md"))


@pytest.fixture
def manual(qtbot: QtBot, tmp_path: Path) -> ManualWindow:
    window = ManualWindow(manual_root(), at=tmp_path)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_index_comes_first_and_names_every_page() -> None:
    chapters = chapters_of(manual_root())
    assert chapters[0].key == "README"
    linked = re.findall(r"\]\(([\w-]+)\.md\)", (manual_root() / "README.md").read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(path.stem for path in PAGES if path.name != "README.md")
    assert [chapter.key for chapter in chapters[1:]] == linked


def test_a_page_that_the_index_forgot_comes_last(tmp_path: Path) -> None:
    for name, text in {"README": "# Index\n[b](b.md)", "a": "# A", "b": "# B\n[a](a.md)"}.items():
        (tmp_path / f"{name}.md").write_text(text)
    index, b, a = chapters_of(tmp_path)
    assert (index.title, b.title, a.title) == ("Index", "B", "A")
    assert "[a](#a)" in b.markdown


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_page_has_all_that_it_names(page: Path) -> None:
    named = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (page.parent / name).is_file()] == []


def test_all_pages_can_be_read_without_signs_of_markdown(manual: ManualWindow) -> None:
    text = manual.page.toPlainText()
    assert len(text) > 10_000
    for sign in ("**", "](", "|---"):
        assert sign not in text
    assert all(chapter.title in text for chapter in manual.chapters)


def test_a_chapter_and_a_link_lead_to_its_heading(manual: ManualWindow) -> None:
    bar, last = manual.page.verticalScrollBar(), len(manual.chapters) - 1
    manual.list.setCurrentRow(1)
    first = bar.value()
    manual.list.setCurrentRow(last)
    assert 0 < first < bar.value()
    manual.page.anchorClicked.emit(QUrl(f"#{manual.chapters[1].key}"))
    assert bar.value() == first
    manual.list.setCurrentRow(0)
    assert bar.value() == 0


def test_a_word_is_found_again_and_again_from_the_top(manual: ManualWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(manual.sought, "Cantor")
    qtbot.keyClick(manual.sought, Qt.Key.Key_Return)
    assert not manual.page.textCursor().hasSelection()
    assert manual.said.text() == "Nowhere in the manual"
    manual.sought.clear()
    qtbot.keyClicks(manual.sought, "rubber")
    places = []
    for _ in range(4):
        qtbot.keyClick(manual.sought, Qt.Key.Key_Return)
        assert manual.page.textCursor().selectedText() == "rubber"
        places.append(manual.page.textCursor().position())
    assert len(set(places)) < len(places)


def test_pictures_are_the_manuals_own_and_nothing_else_is_read(manual: ManualWindow) -> None:
    load = manual.page.loadResource
    picture = next(manual_root().glob("*.webp")).name
    assert isinstance(load(2, QUrl(picture)), QImage)
    for other in ("../window.png", "README.md", "https://example.org/a.png", "none.png", ""):
        assert load(2, QUrl(other)) is None


@pytest.mark.parametrize("path", sorted(manual_root().glob("*.webp")) + sorted(manual_root().glob("*.png")))
def test_every_picture_can_be_shown_and_fits(path: Path, qapp: object) -> None:
    for scale in (1.0, 2.0):
        place = manual_pictures.fitting(path, PICTURE, scale)
        assert place is not None
        assert 0 < place.width() / place.devicePixelRatio() <= PICTURE
        *_, image = manual_pictures.still(path, place)
        assert image is not None
        assert (image.size(), image.devicePixelRatio()) == (place.size(), place.devicePixelRatio())
        assert image != place


def test_opening_waits_for_no_picture_and_all_come_without_moving_the_text(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers: set[threading.Thread] = set()
    still = manual_pictures.still

    def noted(path: Path, place: QImage) -> Iterator[QImage | None]:
        readers.add(threading.current_thread())
        yield from still(path, place)

    monkeypatch.setattr(manual_pictures, "still", noted)
    manual = ManualWindow(manual_root())
    qtbot.addWidget(manual)
    manual.show()
    manual.open_at("space")
    document = manual.page.document()
    height, places = document.size().height(), [manual.page.loadResource(2, QUrl("space.webp"))]
    qtbot.waitUntil(lambda: not manual.page.pictures.is_reading, timeout=30_000)
    assert readers
    assert threading.main_thread() not in readers
    assert document.size().height() == height
    seen = document.resource(2, QUrl("space.webp"))
    assert isinstance(seen, QImage)
    assert seen not in places
    *_, image = still(manual_root() / "space.webp", seen)
    assert seen == image


def test_closing_leaves_what_was_not_read(qtbot: QtBot) -> None:
    manual = ManualWindow(manual_root())
    qtbot.addWidget(manual)
    manual.show()
    manual.open_at("space")
    assert manual.page.pictures.is_reading
    manual.close()
    assert not manual.page.pictures.is_reading


def test_one_page_has_its_pictures_inside(manual: ManualWindow) -> None:
    html = manual.page.as_html()
    sources = re.findall(r'<img src="([^"]+)"', html)
    assert len(sources) == sum(chapter.markdown.count("![") for chapter in manual.chapters) > 10
    kinds = {source.partition(";")[0] for source in sources}
    assert kinds == {"data:image/png", "data:image/webp"}
    picture = next(manual_root().glob("*.webp")).read_bytes()
    assert base64.b64encode(picture).decode() in html
    assert f'name="{manual.chapters[1].key}"' in html
    assert f'href="#{manual.chapters[1].key}"' in html


def test_f1_opens_it_once(parts: Parts) -> None:
    assert parts.menus.keys_of("help.manual") == "F1"
    parts.menus["help.manual"].trigger()
    parts.menus["help.manual"].trigger()
    (window,) = parts.window.findChildren(ManualWindow)
    assert window.isVisible()
    assert not window.isModal()
    window.close()
