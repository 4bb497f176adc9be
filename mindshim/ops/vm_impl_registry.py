"""Python implementations of operators for debugging, by operator (mirrors `mindspore.ops.vm_impl_registry`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core.faces import face
from mindshim.ops.primitive import Primitive


class VmImplRegistry(dict[Any, Callable[..., Any]]):
    """Makers of implementations, by the class or the name of the operator."""

    def register(self, prim: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A decorator that keeps a function of an operator which returns its implementation."""

        def keep(fn: Callable[..., Any]) -> Callable[..., Any]:
            self[prim if isinstance(prim, str) else prim.__name__] = fn
            return fn

        return keep


vm_impl_registry = VmImplRegistry()


@face("ops.get_vm_impl_fn")
def get_vm_impl_fn(prim: Any) -> Callable[..., Any] | None:
    """What was registered in `vm_impl_registry` for an operator, or None (mirrors `mindspore.ops.get_vm_impl_fn`).

    Args:
        prim: a Primitive, its class or its name.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.vm_impl_registry import vm_impl_registry
        >>> @vm_impl_registry.register("Twice")
        ... def twice(prim):
        ...     return lambda x: x * 2
        >>> ms.ops.get_vm_impl_fn("Twice")(None)(3)
        6
        >>> ms.ops.get_vm_impl_fn(ms.ops.Add()) is None
        True
    """
    if isinstance(prim, Primitive):
        prim = prim.name
    elif isinstance(prim, type):
        prim = prim.__name__
    return vm_impl_registry.get(prim)
