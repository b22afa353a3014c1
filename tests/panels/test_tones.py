"""Numbers as pixels."""

import numpy as np

from hlviz.colors import LIGHT
from hlviz.panels.tones import HALF, Tones, enlarged, signed_indexes, signed_table


def test_zero_is_neutral_and_the_ends_are_the_ends() -> None:
    indexes = signed_indexes(np.array([[-9.0, -1.0, 0.0, 1.0, 9.0]]), 1.0).astype(int)
    assert indexes.tolist() == [[0, 0, HALF, 2 * HALF, 2 * HALF]]
    image = Tones().image(indexes, signed_table(LIGHT))
    assert image.pixelColor(2, 0).name() == LIGHT.zero
    assert image.pixelColor(0, 0).name() == "#6a2c00"
    assert image.pixelColor(4, 0).name() == "#003f73"


def test_what_is_no_number_is_neutral() -> None:
    indexes = signed_indexes(np.array([np.nan, np.inf, -np.inf]), 2.0).astype(int)
    assert indexes.tolist() == [HALF, 2 * HALF, 0]
    assert signed_indexes(np.array([1.0]), float("nan")).astype(int).tolist() == [HALF]


def test_numbers_too_small_for_a_scale_of_their_own_are_neutral() -> None:
    for scale in (0.0, 1e-40, 5e-324):
        with np.errstate(all="raise", under="ignore"):
            indexes = signed_indexes(np.array([-scale, 0.0, scale], np.float32), scale)
        assert indexes.astype(int).tolist() == [HALF, HALF, HALF]


def test_enlarging_keeps_planes_flat_and_values_in_place() -> None:
    rows, columns = np.mgrid[0:10, 0:10].astype(float)
    large = enlarged(2 * columns + rows, 80, 40)
    assert large.shape == (40, 80)
    inner = large[8:-8, 16:-16]
    np.testing.assert_allclose(np.diff(inner, axis=1), 0.25, atol=1e-4)
    np.testing.assert_allclose(np.diff(inner, axis=0), 0.25, atol=1e-4)
    np.testing.assert_allclose(enlarged(np.full((3, 5, 5), 7.0), 20, 20), 7.0, rtol=1e-5)
