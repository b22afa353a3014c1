"""A film as Pillow sees one: an image of many frames, each unpacked when it is its turn, so that one at a time is in memory."""

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from hlviz.interchange.pictures import Film, Picture


class Reel(Image.Image):
    """An image whose frames are the pictures of a film."""

    def __init__(self, film: "Film", passes: int, palette: Image.Image | None = None) -> None:
        """Begin at the first picture.

        Parameters
        ----------
        film
            The pictures, and who is told how far it is.
        passes
            How many times whoever writes it goes through it.
        palette
            An image with the colours that all frames are to have; else they have all colours.
        """
        super().__init__()
        self._film, self._palette = film, palette
        self._steps, self._taken = passes * len(film.pictures), 0
        self._at = -1
        self.n_frames = len(film.pictures)
        self.is_animated = self.n_frames > 1
        self.seek(0)

    def seek(self, frame: int) -> None:
        """Show another picture; ``EOFError`` behind the last one."""
        if not 0 <= frame < self.n_frames:
            raise EOFError(f"no picture {frame} in a film of {self.n_frames}")
        if frame == self._at:
            return
        self._film.told(min(1.0, self._taken / self._steps))
        self._taken += 1
        shown = image_of(self._film.pictures[frame])
        if self._palette is not None:
            shown = shown.quantize(palette=self._palette, dither=Image.Dither.NONE)
        self.im, self._mode, self._size, self.palette = shown.im, shown.mode, shown.size, shown.palette
        self._at = frame

    def tell(self) -> int:
        """Which picture it shows, from 0."""
        return self._at


def image_of(picture: "Picture") -> Image.Image:
    """A picture as Pillow has it."""
    return Image.frombuffer("RGB", (picture.width, picture.height), picture.pixels, "raw", "BGRX", 0, 1)
