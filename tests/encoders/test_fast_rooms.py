"""Geometry and choices of the fast encoder's rooms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.encoders.chips import CHIP, MARGIN, Chip
from core.encoders.descriptors import RECIPES, Crop, Recipe
from core.encoders.mmod import WINDOW, Window, without_doubles
from core.encoders.pyramid import BORDER, OVERLAP, Canvas, Tile, tiles, whole_pyramid
from core.encoders.turns import Turn
from core.model import Pixels

HALF = WINDOW / 2


def picture(rows: int, columns: int) -> Pixels:
    return np.zeros((rows, columns, 3), np.uint8)


def places_of(tile: Tile, canvas: Canvas) -> tuple[int, int, int, int]:
    """Return which part of its level a tile speaks for: top, left, bottom, right, in the level."""
    rows, columns = canvas.pixels.shape[:2]
    top, left, bottom, right = tile.trusted
    first_row, first_column = (round(at / tile.scale) for at in (tile.down, tile.across))
    return (
        round(max(top, BORDER)) - BORDER + first_row,
        round(max(left, BORDER)) - BORDER + first_column,
        round(min(bottom, rows - BORDER)) - BORDER + first_row,
        round(min(right, columns - BORDER)) - BORDER + first_column,
    )


@given(rows=st.integers(1, 900), columns=st.integers(1, 900))
def test_tiles_speak_for_every_place_of_a_picture(rows: int, columns: int) -> None:
    covered = np.zeros((rows, columns), int)
    for canvas in tiles(picture(rows, columns), 60_000):
        (tile,) = canvas.tiles
        top, left, bottom, right = places_of(tile, canvas)
        covered[top:bottom, left:right] += 1
    assert covered.min() >= 1
    # Tiles are of equal size, so that neighbours may share a place; where four meet, all do.
    assert (covered > 1).mean() < 0.1


@given(rows=st.integers(1, 900), columns=st.integers(1, 900))
def test_a_canvas_of_a_tile_is_of_bounded_size(rows: int, columns: int) -> None:
    for canvas in tiles(picture(rows, columns), 60_000):
        (tile,) = canvas.tiles
        assert tile.height * tile.width <= 60_000 + OVERLAP * (rows + columns)
        assert min(canvas.pixels.shape[:2]) >= 32


@given(rows=st.integers(100, 900), columns=st.integers(100, 900))
def test_a_window_within_reach_of_a_tiles_places_is_whole(rows: int, columns: int) -> None:
    for canvas in tiles(picture(rows, columns), 60_000):
        (tile,) = canvas.tiles
        top, left, bottom, right = tile.trusted
        high, wide = tile.top + tile.height, tile.left + tile.width
        assert not np.isfinite(top) or top - HALF >= tile.top
        assert not np.isfinite(left) or left - HALF >= tile.left
        assert not np.isfinite(bottom) or bottom + HALF <= high
        assert not np.isfinite(right) or right + HALF <= wide


@given(rows=st.integers(1, 700), columns=st.integers(1, 700))
def test_levels_on_one_canvas_do_not_touch(rows: int, columns: int) -> None:
    canvas = whole_pyramid(picture(rows, columns))
    taken = np.zeros(canvas.pixels.shape[:2], int)
    for tile in canvas.tiles:
        assert tile.top >= 0
        assert tile.left >= 0
        taken[tile.top : tile.top + tile.height, tile.left : tile.left + tile.width] += 1
    assert taken.sum() == sum(tile.height * tile.width for tile in canvas.tiles)
    assert taken.max() == 1


@given(
    rows=st.integers(2, 500),
    columns=st.integers(2, 500),
    row=st.integers(0, 499),
    column=st.integers(0, 499),
    turn=st.sampled_from(Turn),
)
def test_what_is_marked_in_a_turned_picture_is_where_it_was(
    rows: int, columns: int, row: int, column: int, turn: Turn
) -> None:
    row, column = row % rows, column % columns
    upright = picture(rows, columns)
    upright[row, column] = 255
    down, across = (int(at[0]) for at in np.nonzero(turn.of(upright)[:, :, 0]))
    back = turn.back(Window(across - 1, down - 1, across + 1, down + 1, 0.5), rows, columns)
    assert back == Window(column - 1, row - 1, column + 1, row + 1, 0.5)


def test_of_windows_on_one_face_the_surest_is_kept() -> None:
    windows = [
        Window(0, 0, 100, 100, 0.7),
        Window(5, 5, 105, 105, 1.1),
        Window(300, 0, 400, 100, 0.4),
        Window(310, 10, 390, 90, 0.3),
    ]
    assert without_doubles(windows) == [windows[1], windows[2]]


def test_windows_that_share_little_are_two_faces() -> None:
    windows = [Window(0, 0, 100, 100, 0.7), Window(60, 0, 160, 100, 0.6)]
    assert without_doubles(windows) == windows


@given(st.lists(st.tuples(*[st.floats(0, 500)] * 2, st.floats(20, 200), st.floats(0, 1.2))))
def test_no_two_kept_windows_are_doubles(drawn: list[tuple[float, float, float, float]]) -> None:
    windows = [Window(x, y, x + side, y + side, score) for x, y, side, score in drawn]
    kept = without_doubles(windows)
    assert without_doubles(kept) == kept
    assert bool(kept) == bool(windows)


def chip() -> Chip:
    """Return a chip whose pixels say where they are: across in red, down in green."""
    side = CHIP + 2 * MARGIN
    wide = picture(side, side)
    wide[:, :, 0], wide[:, :, 1] = np.arange(side), np.arange(side)[:, np.newaxis]
    return Chip(np.ascontiguousarray(wide[MARGIN:-MARGIN, MARGIN:-MARGIN]), wide)


@pytest.mark.parametrize(
    ("crop", "corner", "opposite"),
    [
        (Crop(), (10, 10), (159, 159)),
        (Crop(across=7), (17, 10), (166, 159)),
        (Crop(down=-7), (10, 3), (159, 152)),
        (Crop(mirrored=True), (159, 10), (10, 159)),
        (Crop(across=7, mirrored=True), (166, 10), (17, 159)),
        (Crop(side=134), (18, 18), (151, 151)),
        (Crop(side=164), (3, 3), (166, 166)),
    ],
)
def test_a_crop_is_cut_where_it_says(
    crop: Crop, corner: tuple[int, int], opposite: tuple[int, int]
) -> None:
    square = crop.cut(chip())
    assert square.shape == (CHIP, CHIP, 3)
    assert tuple(square[0, 0, :2]) == corner
    assert tuple(square[-1, -1, :2]) == opposite


def test_a_crop_beside_the_usual_chip_needs_a_wide_one() -> None:
    with pytest.raises(ValueError, match="needs a wide chip"):
        Crop(across=1).cut(Chip(chip().usual, None))


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=list(RECIPES))
def test_a_mirrored_face_gets_the_template_of_the_face(recipe: Recipe) -> None:
    for crops in (recipe.searched, recipe.kept):
        assert {replace(crop, mirrored=not crop.mirrored) for crop in crops} == set(crops)


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=list(RECIPES))
def test_every_crop_of_a_recipe_is_inside_a_wide_chip(recipe: Recipe) -> None:
    crops = {*recipe.searched, *recipe.kept}
    assert all(crop.cut(chip()).shape == (CHIP, CHIP, 3) for crop in crops)


def test_recipes_have_names_of_their_own() -> None:
    assert len({recipe.name for recipe in RECIPES.values()}) == len(RECIPES)
