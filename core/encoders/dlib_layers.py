"""A network's layers as dlib writes them to a file, in order from the input to the output.

dlib writes the versions of all layers, then each layer's name, numbers and tensors, the innermost
first (dlib/dnn/core.h, layers.h, input.h). Tags and skips, by which a layer refers to an earlier
one, leave nothing but their version: how layers hang together must be known (see `dlib_graphs`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.encoders.dlib_values import BrokenFile, Floats, Values


@dataclass(frozen=True, slots=True)
class Input:
    """Takes a picture: subtracts these means of red, green and blue, and divides by 256."""

    means: tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Convolution:
    """A convolution, one filter an output channel.

    Attributes:
        filters: shape (out, in, rows, columns), float32.
        bias: shape (out,), float32.
        stride: down and across.
        padding: rows of zeros above and below, columns on the left and the right.
    """

    filters: Floats
    bias: Floats
    stride: tuple[int, int]
    padding: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """Each channel times `gain` plus `offset`: an affine layer, or a batch norm once trained.

    Attributes:
        gain: shape (channels,), float32.
        offset: shape (channels,), float32.
    """

    gain: Floats
    offset: Floats


@dataclass(frozen=True, slots=True)
class Pooling:
    """The largest or the mean of a window; a window of 0 x 0 is the whole picture.

    Attributes:
        largest: whether the largest; else the mean.
        window: rows and columns.
        stride: down and across.
        padding: rows and columns around.
    """

    largest: bool
    window: tuple[int, int]
    stride: tuple[int, int]
    padding: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rectifier:
    """What is below zero becomes zero."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Adds the output of an earlier layer; the smaller one is filled up with zeros."""


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A fully connected layer without bias.

    Attributes:
        weights: shape (in, out), float32.
    """

    weights: Floats


Layer = Input | Convolution | Scaling | Pooling | Rectifier | Sum | Projection


def read_layers(data: bytes, input_name: str) -> tuple[Layer, ...]:
    """Read a network from a whole file.

    Args:
        data: as the file holds it, uncompressed.
        input_name: by which dlib calls the network's input. What comes before it (the loss, of use
            to training alone) is passed over.

    Raises:
        BrokenFile: anything is not as dlib writes it.
    """
    values = Values(data)
    values.skip_to(input_name)
    layers: list[Layer] = []
    while not values.done():
        name = values.text()
        if name not in _READERS:
            raise BrokenFile(f"the layer {name} is not known")
        layers.append(_READERS[name](values))
        if len(layers) > 1:
            _pass_state(values)
        if len(layers) == 2:  # noqa: PLR2004 — the input and the layer on it are written as one
            values.integer()  # how many pictures the input makes of one
    return tuple(layers)


def _pass_state(values: Values) -> None:
    """Pass over what training keeps beside a layer: three switches and three empty tensors."""
    for _ in range(3):
        values.truth()
    for _ in range(3):
        values.tensor()


def _means(values: Values) -> Input:
    red, green, blue = values.numbers(3)
    return Input((red, green, blue))


def _sized_input(values: Values) -> Input:
    layer = _means(values)
    values.integers(2)  # rows and columns, which the caller knows
    return layer


def _convolution(values: Values) -> Convolution:
    numbers = values.tensor().ravel()
    out, rows, columns, down, across, above, beside = values.integers(7)
    filters, bias = values.part_shape(), values.part_shape()
    values.numbers(4)  # how fast it learns and forgets
    if numbers.size != np.prod(filters) + out or (filters[0], *filters[2:]) != (out, rows, columns):
        raise BrokenFile("a convolution's shape contradicts its numbers")
    if bias != (1, out, 1, 1):
        raise BrokenFile("a convolution's bias has another shape than its filters")
    return Convolution(
        numbers[:-out].reshape(filters), numbers[-out:], (down, across), (above, beside)
    )


def _affine(values: Values) -> Scaling:
    gain, offset = _gain_and_offset(values)
    values.integer()  # whether it was a norm of a convolution
    return Scaling(gain, offset)


def _norm(values: Values) -> Scaling:
    gain, offset = _gain_and_offset(values)
    values.tensor()  # the last batch's means
    values.tensor()  # and deviations
    mean, variance = values.tensor().ravel(), values.tensor().ravel()
    values.integers(2)  # batches seen and remembered
    values.numbers(4)  # how fast it learns and forgets
    epsilon = values.number()
    if mean.shape != gain.shape or variance.shape != gain.shape or variance.min() < 0:
        raise BrokenFile("a norm's figures contradict each other")
    scaled = gain / np.sqrt(variance + np.float32(epsilon))
    return Scaling(scaled, offset - scaled * mean)


def _gain_and_offset(values: Values) -> tuple[Floats, Floats]:
    gain, offset = np.array_split(values.tensor().ravel(), 2)
    values.part_shape()
    values.part_shape()
    if gain.size == 0 or gain.shape != offset.shape:
        raise BrokenFile("a scaling's numbers are no pairs")
    return gain, offset


def _pooling(values: Values, *, largest: bool) -> Pooling:
    rows, columns, down, across, above, beside = values.integers(6)
    return Pooling(largest, (rows, columns), (down, across), (above, beside))


def _projection(values: Values) -> Projection:
    outputs, inputs = values.integers(2)
    numbers = values.tensor()
    weights, bias = values.part_shape(), values.part_shape()
    values.integer()  # whether there is a bias
    values.numbers(4)  # how fast it learns and forgets
    if weights[:2] != (inputs, outputs) or any(bias) or numbers.size != inputs * outputs:
        raise BrokenFile("a projection's shape contradicts its numbers")
    return Projection(numbers.reshape(inputs, outputs))


_READERS: Mapping[str, Callable[[Values], Layer]] = {
    "input_rgb_image_sized": _sized_input,
    "input_rgb_image_pyramid": _means,
    "con_4": _convolution,
    "affine_": _affine,
    "bn_con2": _norm,
    "relu_": lambda _: Rectifier(),
    "max_pool_2": lambda values: _pooling(values, largest=True),
    "avg_pool_2": lambda values: _pooling(values, largest=False),
    "add_prev_": lambda _: Sum(),
    "fc_2": _projection,
}
"""What can be read, by dlib's names."""
