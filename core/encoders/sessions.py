"""Networks running in onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.encoders.onnx_nodes import OUTPUT, PICTURES
from core.model import Pixels

Scores = npt.NDArray[np.float32]


class Network:
    """A graph of `dlib_graphs`, ready to run."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def run(self, pictures: Pixels) -> Scores:
        """Run it.

        Args:
            pictures: shape (pictures, rows, columns, 3), RGB, uint8.

        Returns:
            float32; of the shape that the graph's maker states.
        """
        (output,) = self._session.run([OUTPUT], {PICTURES: pictures})
        return np.asarray(output, dtype=np.float32)


def open_network(graph: bytes, providers: Sequence[str] | None) -> Network:
    """Load a graph.

    Args:
        graph: ONNX, serialised.
        providers: of onnxruntime, the preferred first ("CUDAExecutionProvider"); None is the
            processor.

    Raises:
        LookupError: there is no such provider.
        Exception: of onnxruntime's own: the graph cannot be loaded.
    """
    import onnxruntime  # noqa: PLC0415 — takes a tenth of a second

    chosen = list(providers or ("CPUExecutionProvider",))
    present = onnxruntime.get_available_providers()
    absent = [provider for provider in chosen if provider not in present]
    if absent:
        # onnxruntime itself would print a warning and go on with the processor.
        message = f"onnxruntime has no {', '.join(absent)} here, but {', '.join(present)}"
        raise LookupError(message)
    options = onnxruntime.SessionOptions()
    # Left to itself it pins its threads, one to a core, where another program may be at work.
    options.intra_op_num_threads = _cores()
    # Threads that spin while they wait hold up the other network's: a photo took 95 ms, not 57.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # A plan of memory would be kept for every shape of picture.
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # errors: warnings go to stderr past any logging
    return Network(onnxruntime.InferenceSession(graph, options, providers=chosen))


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
