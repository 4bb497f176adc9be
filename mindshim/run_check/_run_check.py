"""`run_check`: multiply two Tensors and say whether the result is right."""

from __future__ import annotations

from typing import Any


def run_check() -> None:
    """Print the version and whether a multiplication on the current device is right (mirrors `mindspore.run_check`).

    Examples:
        >>> import mindshim as ms
        >>> ms.run_check()  # doctest: +ELLIPSIS
        MindSpore version:  2.10.0
        The result of multiplication calculation is correct, MindSpore has been installed on platform ...
    """
    import numpy as np

    from mindshim._core.tensor import Tensor
    from mindshim.context import get_context
    from mindshim.version import __version__

    print("MindSpore version: ", __version__)
    try:
        left: Any = Tensor(np.full((3, 4), 2.0, np.float32))
        result = left * Tensor(np.full((3, 4), 3.0, np.float32))
        right = bool((result.asnumpy() == 6.0).all())
    except Exception as error:
        print("MindSpore running check failed.")
        print(str(error))
        return
    if not right:
        print("MindSpore running check failed.")
        print("The result of multiplication calculation is incorrect.")
        return
    print(
        "The result of multiplication calculation is correct, MindSpore has been installed on platform "
        f"[{get_context('device_target')}] successfully!"
    )
