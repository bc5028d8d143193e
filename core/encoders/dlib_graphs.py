"""dlib's two networks as ONNX graphs that give the same numbers, faster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.encoders.dlib_folding import filled_up, folded, with_last_split
from core.encoders.dlib_layers import (
    Convolution,
    Layer,
    Pooling,
    Projection,
    Rectifier,
    Sum,
    read_layers,
)
from core.encoders.dlib_values import BrokenFile
from core.encoders.onnx_nodes import Nodes, graph

CHIP_SIDE = 150
"""Pixels of the square that the ResNet takes."""


def descriptor_graph(data: bytes) -> bytes:
    """Turn dlib's face recognition ResNet into ONNX.

    Its output has shape (pictures, 128): what `face_recognition_model_v1.compute_face_descriptor`
    gives for chips of 150 x 150 pixels, not normalised.

    Args:
        data: dlib_face_recognition_resnet_model_v1.dat, whole.

    Raises:
        BrokenFile: it is something else.
    """
    layers = folded(read_layers(data, "input_rgb_image_sized"))
    return graph("dlib-descriptor", ["n", 128], lambda nodes: _residual(nodes, layers))


def detector_graph(data: bytes) -> bytes:
    """Turn dlib's face detector (max-margin object detection, MMOD) into ONNX.

    Its output has shape (pictures, 1, rows, columns): the score of a window of 80 x 80 pixels
    around each place, every 8 pixels.

    Args:
        data: mmod_human_face_detector.dat, whole.

    Raises:
        BrokenFile: it is something else.
    """
    layers = folded(read_layers(data, "input_rgb_image_pyramid"))
    plain = with_last_split(filled_up(layers))
    return graph("dlib-mmod", ["n", 1, "rows", "columns"], lambda nodes: _plain(nodes, plain))


def _plain(nodes: Nodes, layers: Sequence[Layer]) -> None:
    for layer in layers:
        if isinstance(layer, Convolution):
            nodes.convolution(layer)
        elif isinstance(layer, Rectifier):
            nodes.then("Relu")
        else:
            raise BrokenFile(f"a {type(layer).__name__.lower()} is not expected in the detector")


def _residual(nodes: Nodes, layers: Sequence[Layer]) -> None:
    at, side = 0, CHIP_SIDE
    while at < len(layers):
        match layers[at : at + 6]:
            case [Convolution() as first, Rectifier(), Convolution() as second, Sum(), *_]:
                side = _block(nodes, first, second, None, side)
                at += 4
            case [
                Convolution() as first,
                Rectifier(),
                Convolution() as second,
                Pooling(largest=False) as mean,
                Sum(),
                *_,
            ]:
                side = _block(nodes, first, second, mean, side)
                at += 5
            case [Convolution() as layer, *_]:
                nodes.convolution(layer)
                side = _after(side, layer.filters.shape[2], layer.stride[0], layer.padding[0])
                at += 1
            case [Pooling(largest=True, padding=(0, 0)) as layer, *_]:
                nodes.then("MaxPool", kernel_shape=layer.window, strides=layer.stride)
                side = _after(side, layer.window[0], layer.stride[0], 0)
                at += 1
            case [Pooling(largest=False, window=(0, 0)), Projection() as layer]:
                nodes.then("GlobalAveragePool")
                nodes.then("Flatten")
                nodes.then("MatMul", nodes.constant(layer.weights))
                at += 2
            case [Rectifier(), *_]:
                nodes.then("Relu")
                at += 1
            case _:
                raise BrokenFile("its layers are in another order than the ResNet's")


def _block(
    nodes: Nodes, first: Convolution, second: Convolution, mean: Pooling | None, side: int
) -> int:
    """Add two convolutions and the sum of their output with what they began from, or its mean.

    Of unequal sums dlib fills the smaller one up with zeros: on the right, below, and in channels.

    Returns:
        The side of the output.
    """
    start = nodes.last
    nodes.convolution(first)
    nodes.then("Relu")
    nodes.convolution(second)
    inner = _after(side, first.filters.shape[2], first.stride[0], first.padding[0])
    inner = _after(inner, second.filters.shape[2], second.stride[0], second.padding[0])
    outer = _after(side, mean.window[0], mean.stride[0], 0) if mean else side
    if not 0 <= outer - inner <= 1:
        raise BrokenFile("a block's sides do not meet")
    if inner < outer:
        nodes.then("Pad", nodes.constant(np.array([0, 0, 0, 0, 0, 0, 1, 1], np.int64)))
    summand = start
    if mean:
        main, nodes.last = nodes.last, start
        nodes.convolution(_mean(mean, first.filters.shape[1], second.filters.shape[0]))
        summand, nodes.last = nodes.last, main
    nodes.then("Add", summand)
    return outer


def _mean(layer: Pooling, channels_in: int, channels_out: int) -> Convolution:
    """Return a convolution that takes means of windows, with channels of zeros behind.

    onnxruntime has its own layout of channels in convolutions, which filling up would undo.
    """
    rows, columns = layer.window
    filters = np.zeros((channels_out, channels_in, rows, columns), np.float32)
    filters[range(channels_in), range(channels_in)] = 1 / (rows * columns)
    return Convolution(filters, np.zeros(channels_out, np.float32), layer.stride, layer.padding)


def _after(side: int, window: int, stride: int, padding: int) -> int:
    """Return how many places a window has along a side."""
    return (side + 2 * padding - window) // stride + 1
