"""Pictures one after the other as a film: WebP, APNG and GIF by Pillow, MP4 by ffmpeg where that is on the path."""

import io
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from hlviz.errors import HlvizError

if TYPE_CHECKING:
    from PIL.Image import Image

PER_SECOND = 12
"""Pictures a second."""
REST = 1500
"""Milliseconds for which the last picture stays before a film begins anew."""
COLORS = 128
"""Of a GIF: all its pictures share them, so that nothing flickers."""
LOOKED_AT = 4
"""Parts of a film at whose ends a picture is looked at for its colours."""
NO_FFMPEG = "MP4 is made by ffmpeg, which is not on the path: install it, or export WebP, APNG or GIF"


def webp(pictures: Sequence[bytes]) -> bytes:
    """The film of some PNGs of one size as an animated WebP."""
    return _saved(
        _picture(pictures[0]), "WEBP", _Later(pictures[1:]), duration=_durations(pictures), quality=80, method=2, loop=0
    )


def apng(pictures: Sequence[bytes]) -> bytes:
    """The same as an animated PNG: larger, and exact."""
    return _saved(_picture(pictures[0]), "PNG", _Later(pictures[1:]), duration=_durations(pictures), loop=0)


def gif(pictures: Sequence[bytes]) -> bytes:
    """The same as a GIF of few colours, chosen from pictures at its beginning, in its midst and at its end."""
    from PIL import Image

    some = [_picture(pictures[at * (len(pictures) - 1) // LOOKED_AT]) for at in range(LOOKED_AT + 1)]
    sheet = Image.new("RGB", (some[0].width, some[0].height * len(some)))
    for place, picture in enumerate(some):
        sheet.paste(picture, (0, place * picture.height))
    palette = sheet.quantize(COLORS)
    few = [_picture(data).quantize(palette=palette, dither=Image.Dither.NONE) for data in pictures]
    return _saved(few[0], "GIF", few[1:], duration=_durations(pictures), loop=0)


def mp4(pictures: Sequence[bytes]) -> bytes:
    """The same as an MP4 (H.264).

    Raises
    ------
    HlvizError
        If there is no ffmpeg, or it cannot do so.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise HlvizError(NO_FFMPEG)
    # H.264 wants even sides; fragments can be written to a pipe
    command = [
        program, "-loglevel", "error", "-f", "image2pipe", "-framerate", str(PER_SECOND), "-c:v", "png", "-i", "-",
        "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-pix_fmt", "yuv420p", "-movflags", "frag_keyframe+empty_moov",
        "-f", "mp4", "-",
    ]  # fmt: skip
    held = b"".join(pictures) + pictures[-1] * (REST * PER_SECOND // 1000)
    run = subprocess.run(command, input=held, capture_output=True, check=False)
    if run.returncode or not run.stdout:
        why = run.stderr.decode(errors="replace").strip().splitlines()
        raise HlvizError(f"ffmpeg made no MP4 ({why[-1] if why else 'it said nothing'}); export WebP, APNG or GIF")
    return run.stdout


def _durations(pictures: Sequence[bytes]) -> list[int]:
    return [1000 // PER_SECOND] * (len(pictures) - 1) + [REST]


class _Later:
    """Pictures opened one by one, whenever they are gone through: all at once they would take ten times the memory."""

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self._pictures = pictures

    def __iter__(self) -> Iterator["Image"]:
        return map(_picture, self._pictures)


def _picture(png: bytes) -> "Image":
    from PIL import Image

    return Image.open(io.BytesIO(png)).convert("RGB")


def _saved(first: "Image", kind: str, rest: Iterable["Image"], **settings: object) -> bytes:
    buffer = io.BytesIO()
    first.save(buffer, kind, save_all=True, append_images=rest, **settings)
    return buffer.getvalue()
