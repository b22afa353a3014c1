"""Pictures one after the other as a film: WebP, APNG and GIF by Pillow, MP4 by ffmpeg where that is on the path."""

import io
import shutil
import subprocess
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from hlviz.errors import HlvizError
from hlviz.interchange.pictures import Film

if TYPE_CHECKING:
    from PIL.Image import Image

REST = 1500
"""Milliseconds for which the last picture stays before a film begins anew."""
COLORS = 128
"""Of a GIF: all its pictures share them, so that nothing flickers."""
LOOKED_AT = 4
"""Parts of a film at whose ends a picture is looked at for its colours."""
BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")
"""Says how colours are coded: players guess otherwise, and not all alike."""
NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows no black window opens for ffmpeg."""
NO_FFMPEG = "MP4 is made by ffmpeg, which is not on the path: install it, or export WebP, APNG or GIF"


def webp(film: Film) -> bytes:
    """The film as an animated WebP."""
    return _saved(film, "WEBP", 1, quality=80, method=2)


def apng(film: Film) -> bytes:
    """The same as an animated PNG: larger, and exact."""
    return _saved(film, "PNG", 2)


def gif(film: Film) -> bytes:
    """The same as a GIF of few colours, chosen from pictures at its beginning, in its midst and at its end."""
    from PIL.Image import new

    from hlviz.interchange.reel import image_of

    last = len(film.pictures) - 1
    some = [image_of(film.pictures[at * last // LOOKED_AT]) for at in range(LOOKED_AT + 1)]
    sheet = new("RGB", (some[0].width, some[0].height * len(some)))
    for place, picture in enumerate(some):
        sheet.paste(picture, (0, place * picture.height))
    return _saved(film, "GIF", 1, palette=sheet.quantize(COLORS))


def ffmpeg() -> str:
    """Where the program ffmpeg is; ``HlvizError`` where it is not on the path."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise HlvizError(NO_FFMPEG)
    return program


def mp4(film: Film) -> bytes:
    """The same as an MP4 (H.264).

    Raises
    ------
    HlvizError
        If there is no ffmpeg, or it cannot do so.
    """
    program = ffmpeg()
    first, rest = film.pictures[0], round(REST * film.per_second / 1000)
    # H.264 wants even sides, and what plays films on the web wants the index in front: that needs a file, no pipe
    with tempfile.TemporaryDirectory(prefix="hlviz-", ignore_cleanup_errors=True) as folder:
        made = f"{folder}/film.mp4"
        command = [
            program, "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr0", "-s", f"{first.width}x{first.height}",
            "-framerate", f"{film.per_second:g}", "-i", "-",
            "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p",
            *BT709, "-movflags", "+faststart", "-f", "mp4", made,
        ]  # fmt: skip
        with tempfile.TemporaryFile() as complaints:
            run = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints, creationflags=NO_CONSOLE
            )
            try:
                _feed(run, film, rest)
            except BaseException:  # called off
                run.kill()
                raise
            finally:
                run.wait()
            complaints.seek(0)
            why = complaints.read().decode(errors="replace").strip().splitlines()
        if run.returncode == 0:
            with open(made, "rb") as file:
                return file.read()
    raise HlvizError(f"ffmpeg made no MP4 ({why[-1] if why else 'it said nothing'}); export WebP, APNG or GIF")


def _feed(run: "subprocess.Popen[bytes]", film: Film, rest: int) -> None:
    """Give ffmpeg the pixels of all pictures, the last one for as long as it stays; what it does not take it will tell why."""
    assert run.stdin is not None
    with suppress(OSError):  # it has ended before
        try:
            for place, picture in enumerate(film.pictures):
                film.told(place / len(film.pictures))
                run.stdin.write(picture.pixels)
            for _ in range(rest):
                run.stdin.write(film.pictures[-1].pixels)
        finally:
            run.stdin.close()


def _saved(film: Film, kind: str, passes: int, palette: "Image | None" = None, **settings: object) -> bytes:
    """What Pillow makes of a film, going through it so many times."""
    from hlviz.interchange.reel import Reel

    buffer = io.BytesIO()
    durations = [round(1000 / film.per_second)] * (len(film.pictures) - 1) + [REST]
    reel = Reel(film, passes, palette)
    reel.save(buffer, kind, save_all=True, duration=durations, loop=0, **settings)
    return buffer.getvalue()
