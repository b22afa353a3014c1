"""Films: as many pictures as were given, of their size, and the last one stays."""

import io

import pytest
from PIL import Image

from hlviz.errors import HlvizError
from hlviz.interchange import film
from hlviz.interchange.formats import FILMS


def pictures(count: int) -> list[bytes]:
    made = []
    for i in range(count):
        buffer = io.BytesIO()
        Image.new("RGB", (33, 21), (255 - 40 * i, 40 * i, 90)).save(buffer, "PNG")
        made.append(buffer.getvalue())
    return made


@pytest.mark.parametrize(("key", "kind"), [("webp", "WEBP"), ("apng", "PNG"), ("gif", "GIF")])
def test_a_film_holds_its_pictures(key: str, kind: str) -> None:
    made = Image.open(io.BytesIO(FILMS[key].encode(pictures(5))))
    assert (made.format, made.size, made.n_frames) == (kind, (33, 21), 5)
    made.seek(4)
    made.load()
    assert made.info["duration"] == film.REST
    if key != "gif":
        assert made.convert("RGB").getpixel((5, 5)) == pytest.approx((95, 160, 90), abs=12)


def test_one_picture_is_a_film_too() -> None:
    assert Image.open(io.BytesIO(FILMS["webp"].encode(pictures(1)))).size == (33, 21)


def test_without_ffmpeg_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HlvizError, match="ffmpeg, which is not on the path"):
        film.mp4(pictures(2))
