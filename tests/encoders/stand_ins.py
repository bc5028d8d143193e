"""Tiny graphs with the inputs and outputs of deepface's models, in place of their weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


@dataclass(frozen=True, slots=True)
class Shape:
    """What a model's file is called, takes and gives.

    Attributes:
        file: in deepface's folder of weights.
        picture: the shape of one face as the graph takes it.
        dimensions: numbers in a template.
    """

    file: str
    picture: tuple[int, int, int]
    dimensions: int


SHAPES = {
    "VGG-Face": Shape("vgg_face_weights.onnx", (224, 224, 3), 4096),
    "Facenet": Shape("facenet_weights.onnx", (160, 160, 3), 128),
    "Facenet512": Shape("facenet512_weights.onnx", (160, 160, 3), 512),
    "OpenFace": Shape("openface_weights.onnx", (96, 96, 3), 128),
    "DeepFace": Shape("VGGFace2_DeepFace_weights_val-0.9034.onnx", (152, 152, 3), 4096),
    "DeepID": Shape("deepid_weights.onnx", (55, 47, 3), 160),
    "ArcFace": Shape("arcface_weights.onnx", (112, 112, 3), 512),
    "SFace": Shape("face_recognition_sface_2021dec.onnx", (3, 112, 112), 128),
    "GhostFaceNet": Shape("ghostfacenet_v1.onnx", (112, 112, 3), 512),
}


def write_stand_in(
    model: str, folder: Path, *, dimensions: int | None = None, factor: float = 1.0
) -> Path:
    """Write a graph that takes the model's faces and gives random mixtures of their rows.

    Args:
        model: of `SHAPES`.
        folder: for weights.
        dimensions: other than the model's.
        factor: by which every number is multiplied: 0 or NaN make templates that are none.
    """
    shape = SHAPES[model]
    length = dimensions or shape.dimensions
    mixture = np.random.default_rng(3).normal(size=(shape.picture[1], length)) * factor
    graph = helper.make_graph(
        [
            helper.make_node("ReduceMean", ["faces"], ["rows"], axes=_but_the_rows(), keepdims=0),
            helper.make_node("MatMul", ["rows", "mixture"], ["templates"]),
        ],
        model,
        [helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["n", *shape.picture])],
        [helper.make_tensor_value_info("templates", TensorProto.FLOAT, ["n", length])],
        [numpy_helper.from_array(mixture.astype(np.float32), "mixture")],
    )
    file = folder / shape.file
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=9), file
    )
    return file


def _but_the_rows() -> list[int]:
    """Every axis but that of the faces and the second of a picture's."""
    return [1, 3]
