"""ONNX graphs node by node. `onnx` is imported when a graph is made: once in a machine's life."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.encoders.dlib_layers import Convolution

PICTURES = "pictures"
"""The input: uint8, shape (pictures, rows, columns, 3), RGB."""

OUTPUT = "output"
"""The output: float32."""

OPSET = 17
"""Of operators (ONNX 1.12): what every onnxruntime since 1.12 reads."""

IR_VERSION = 8
"""Of the file format, of the same age."""


class Nodes:
    """A graph that is being made, one node after another.

    Attributes:
        last: the name of the output to which the next node is added; may be set back.
    """

    def __init__(self) -> None:
        from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415 — see above

        self._node, self._number = helper.make_node, numpy_helper.from_array
        self.nodes: list[Any] = []
        self.numbers: list[Any] = []
        self.last = PICTURES
        self.then("Cast", to=TensorProto.FLOAT)
        self.then("Transpose", perm=[0, 3, 1, 2])

    def then(self, kind: str, *more_inputs: str, **attributes: Any) -> None:
        """Add a node that takes the last output, and maybe others."""
        output = f"{kind.lower()}_{len(self.nodes)}"
        inputs = [self.last, *more_inputs]
        self.nodes.append(self._node(kind, inputs, [output], name=output, **attributes))
        self.last = output

    def constant(self, values: npt.NDArray[Any]) -> str:
        """Add an array and return its name."""
        name = f"numbers_{len(self.numbers)}"
        self.numbers.append(self._number(np.ascontiguousarray(values), name))
        return name

    def convolution(self, layer: Convolution) -> None:
        """Add a convolution with its numbers."""
        self.then(
            "Conv",
            self.constant(layer.filters),
            self.constant(layer.bias),
            kernel_shape=layer.filters.shape[2:],
            strides=layer.stride,
            pads=layer.padding * 2,
        )


def graph(name: str, shape: Sequence[str | int], add: Callable[[Nodes], None]) -> bytes:
    """Return a graph, serialised: pictures as bytes in, whatever `add` makes of them out."""
    from onnx import TensorProto, checker, helper  # noqa: PLC0415 — see above

    nodes = Nodes()
    add(nodes)
    nodes.nodes[-1].output[0] = OUTPUT
    made = helper.make_graph(
        nodes.nodes,
        name,
        [helper.make_tensor_value_info(PICTURES, TensorProto.UINT8, ["n", "h", "w", 3])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, shape)],
        nodes.numbers,
    )
    model = helper.make_model(
        made,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="familiar",
    )
    checker.check_model(model)
    serialised: bytes = model.SerializeToString(deterministic=True)
    return serialised
