"""Photos made worse, in steps: smaller, blurred, shaken, dark, overexposed, faint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from core.model import Pixels

Light = npt.NDArray[np.float64]
"""Linear, 1 is white."""

STEPS: Mapping[str, Sequence[float]] = {
    "size": (16, 20, 24, 28, 32, 40, 60),
    "blur": (0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06),
    "shake": (0.05, 0.1, 0.13, 0.16, 0.2, 0.25),
    "dark": (0.05, 0.03, 0.02, 0.015, 0.01, 0.005),
    "bright": (4, 6, 8, 11, 16, 32),
    "faint": (0.25, 0.18, 0.12, 0.09, 0.06),
}
"""What is done, and how much: pixels of the face's side; standard deviation of a Gaussian blur and
length of a shake as shares of that side; times as much light, twice; times the contrast."""

SRGB_TOE, LIGHT_TOE = 0.04045, 0.0031308
"""Where sRGB's transfer function turns from a line into a power, on either side of it."""

NOISE = {"dark": 2.0, "bright": 1.0, "faint": 1.0}
"""Standard deviation of what the camera adds, of 255: more where there is little light."""

JPEG_QUALITY = 90


def degraded(
    pixels: Pixels, face: float, kind: str, step: float, random: np.random.Generator
) -> Pixels:
    """Make a photo worse, and a JPEG of it, as it would come to us.

    Args:
        pixels: RGB.
        face: pixels of the side of the face in it.
        kind: one of `STEPS`.
        step: how much.
        random: for noise, and the direction of a shake.
    """
    match kind:
        case "size":
            scale = min(1.0, step / face)
            worse = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        case "blur":
            sigma = step * face
            worse = cv2.GaussianBlur(pixels, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
        case "shake":
            kernel = _line(max(3, round(step * face)), random.uniform(0, 180))
            worse = cv2.filter2D(pixels, -1, kernel, borderType=cv2.BORDER_REPLICATE)
        case "dark" | "bright":
            worse = _noisy(_encoded(_light(pixels) * step), NOISE[kind], random)
        case "faint":
            middle = pixels.mean()
            worse = _noisy(middle + (pixels - middle) * step, NOISE[kind], random)
        case _:
            message = f"nothing is known of {kind}"
            raise ValueError(message)
    return _through_jpeg(np.asarray(worse, np.uint8))


def _line(length: int, angle: float) -> npt.NDArray[np.float32]:
    """Return a kernel that blurs along a line."""
    side = length | 1
    kernel = np.zeros((side, side), np.float32)
    kernel[side // 2] = 1
    middle = ((side - 1) / 2, (side - 1) / 2)
    turned = cv2.warpAffine(kernel, cv2.getRotationMatrix2D(middle, angle, 1), (side, side))
    return np.asarray(turned / turned.sum(), np.float32)


def _light(pixels: Pixels) -> Light:
    """Undo sRGB's transfer function (IEC 61966-2-1)."""
    share = pixels / 255.0
    return np.where(share <= SRGB_TOE, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def _encoded(light: Light) -> Light:
    """Do it: 0 to 255; what is brighter than white is white."""
    held = np.clip(light, 0, 1)
    return 255 * np.where(held <= LIGHT_TOE, held * 12.92, 1.055 * held ** (1 / 2.4) - 0.055)


def _noisy(values: Light, sigma: float, random: np.random.Generator) -> Pixels:
    noisy = np.round(values + random.normal(0, sigma, values.shape))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def _through_jpeg(pixels: Pixels) -> Pixels:
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=JPEG_QUALITY)
    return np.asarray(Image.open(stream))
