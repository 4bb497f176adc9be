"""A function that fetches its own batches."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mindshim import _checkparam
from mindshim.train.dataset_helper import Feed


def data_sink(
    fn: Callable[..., Any], dataset: Any, sink_size: int = 1, jit_config: Any = None, input_signature: Any = None
) -> Callable[..., Any]:
    """A function that runs `fn` on the dataset's next batches (mirrors `mindspore.data_sink`).

    MindSpore has this for Ascend and GPU only. Here it works on every device; there are no device queues, so it is no faster
    than a loop of one's own.

    Args:
        fn: takes a batch. dataset: its batches, epoch after epoch without end. sink_size: how many batches one call runs.
        jit_config: a JitConfig compiles `fn`. input_signature: accepted; shapes are found out.

    Returns:
        A function without arguments that returns what `fn` gave for the last batch.

    Raises:
        TypeError: if `sink_size` is no int. ValueError: if it is not positive.

    Examples:
        >>> import mindshim as ms
        >>> data = ms.dataset.NumpySlicesDataset({"x": [1.0, 2.0]}, shuffle=False)
        >>> step = ms.data_sink(lambda x: x * 10, data)
        >>> print(step(), step(), step())
        10.0 20.0 10.0
    """
    _checkparam.check_value_type("sink_size", sink_size, int, "Data sink")
    if sink_size <= 0:
        raise ValueError(f"The 'sink_size' must be positive, but got sink_size {sink_size}.")
    from mindshim.common.api import jit

    feed = Feed(dataset)
    run = fn if jit_config is None else jit(fn)

    @functools.wraps(fn)
    def sink_process(*args: Any, **kwargs: Any) -> Any:
        out = None
        for _ in range(sink_size):
            out = run(*feed())
        return out

    return sink_process
