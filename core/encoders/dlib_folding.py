"""Layers changed so that they give the same numbers at less cost.

What dlib does in steps is computed into the convolutions beforehand: the subtraction of means, the
division by 256, and every scaling.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.encoders.dlib_layers import Convolution, Input, Layer, Scaling
from core.encoders.dlib_values import BrokenFile

BLOCK = 16
"""Channels that onnxruntime computes at once: fewer cost as much."""


def folded(layers: Sequence[Layer]) -> list[Layer]:
    """Compute the input's means and every scaling into the convolution that they stand beside."""
    kept: list[Layer] = []
    means: Input | None = None
    for layer in layers:
        if isinstance(layer, Input):
            means = layer
        elif isinstance(layer, Convolution) and means:
            kept.append(_with_means(layer, means))
            means = None
        elif isinstance(layer, Scaling):
            if not kept or not isinstance(kept[-1], Convolution):
                raise BrokenFile("a scaling follows no convolution")
            kept.append(_scaled(kept.pop(), layer))
        else:
            kept.append(layer)
    return kept


def _with_means(layer: Convolution, means: Input) -> Convolution:
    if layer.padding != (0, 0) or layer.filters.shape[1] != len(means.means):
        # Beyond the picture's edge dlib has zeros after the means were subtracted, we would before.
        raise BrokenFile("the first convolution is another than expected")
    filters = layer.filters.astype(np.float64) / 256
    bias = layer.bias - np.einsum("oirc,i->o", filters, np.array(means.means))
    return _like(layer, filters, bias)


def _scaled(layer: Layer, scaling: Scaling) -> Convolution:
    if not isinstance(layer, Convolution) or layer.bias.shape != scaling.gain.shape:
        raise BrokenFile("a scaling has other channels than its convolution")
    gain = scaling.gain.astype(np.float64)
    filters = layer.filters * gain[:, None, None, None]
    return _like(layer, filters, layer.bias * gain + scaling.offset)


def filled_up(layers: Sequence[Layer]) -> list[Layer]:
    """Fill channels up with zeros to whole blocks; what comes out stays the same."""
    last = max(at for at, layer in enumerate(layers) if isinstance(layer, Convolution))
    filled: list[Layer] = []
    more_in = 0
    for at, layer in enumerate(layers):
        if not isinstance(layer, Convolution):
            filled.append(layer)
            continue
        more_out = 0 if at == last else -layer.filters.shape[0] % BLOCK
        filters = np.pad(layer.filters, ((0, more_out), (0, more_in), (0, 0), (0, 0)))
        filled.append(_like(layer, filters, np.pad(layer.bias, (0, more_out))))
        more_in = more_out
    return filled


def with_last_split(layers: Sequence[Layer]) -> list[Layer]:
    """Make of the last convolution, with one filter, one of rows and one that sums them.

    A filter of one output channel wastes the rest of a block; a channel for each of its rows, and
    then the sum of the rows above one another, costs a fraction.
    """
    *before, last = layers
    if not isinstance(last, Convolution) or last.filters.shape[0] != 1 or last.stride != (1, 1):
        raise BrokenFile("the last layer is no convolution to one channel")
    _, channels, rows, columns = last.filters.shape
    above, beside = last.padding
    by_row = last.filters[0].transpose(1, 0, 2).reshape(rows, channels, 1, columns)
    diagonal = np.eye(rows, dtype=np.float32).reshape(1, rows, rows, 1)
    return [
        *before,
        Convolution(by_row, np.zeros(rows, np.float32), (1, 1), (0, beside)),
        Convolution(diagonal, last.bias, (1, 1), (above, 0)),
    ]


def _like(layer: Convolution, filters: Any, bias: Any) -> Convolution:
    return Convolution(
        filters.astype(np.float32), bias.astype(np.float32), layer.stride, layer.padding
    )
