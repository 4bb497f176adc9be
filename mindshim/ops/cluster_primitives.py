"""Primitives of MindSpore's own ways to train on many machines: parameter servers, batches split by the compiler."""

from __future__ import annotations

from typing import Any

from mindshim._core.faces import face
from mindshim.ops.primitive import Primitive, prim_attr_register


def _no_server(name: str) -> NotImplementedError:
    return NotImplementedError(
        f"ops.{name}: there are no parameter servers here, as in MindSpore without a cluster of them; update the Parameters in the "
        "training step itself, averaging gradients over processes with nn.DistributedGradReducer."
    )


@face("ops.Push")
class Push(Primitive):
    """Gives an optimizer's inputs to a parameter server (mirrors `mindspore.ops.Push`); it can only be made.

    Args:
        optim_type: the optimizer. only_shape_indices: which inputs are given as shapes.

    Raises:
        NotImplementedError: when called.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Push().optim_type
        'ApplyMomentum'
    """

    @prim_attr_register
    def __init__(self, optim_type: str = "ApplyMomentum", only_shape_indices: Any = None) -> None:
        self.add_prim_attr("side_effect_hidden", True)

    def __call__(self, optim_inputs: Any, optim_input_shapes: Any) -> Any:  # type: ignore[override]
        raise _no_server("Push")


@face("ops.Pull")
class Pull(Primitive):
    """Fetches a weight from a parameter server (mirrors `mindspore.ops.Pull`); it can only be made.

    Raises:
        NotImplementedError: when called.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Pull().name
        'Pull'
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, key: Any, weight: Any) -> Any:  # type: ignore[override]
        raise _no_server("Pull")


@face("ops._VirtualDataset")
class _VirtualDataset(Primitive):
    """Marks a network's inputs as a batch that automatic parallelism splits; gives them back.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations.comm_ops import _VirtualDataset
        >>> len(_VirtualDataset()(ms.Tensor(1), ms.Tensor(2)))
        2
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, *inputs: Any) -> tuple[Any, ...]:
        return inputs
