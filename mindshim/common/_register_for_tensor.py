"""Operators by the names that Tensor's methods know them by (mirrors `mindspore.common._register_for_tensor`)."""

from __future__ import annotations

from typing import Any

from mindshim._core import faces


class Registry:
    """Registered functions by name, as attributes; without one, the function of `mindshim.ops`."""

    def register(self, obj_str: str, obj: Any) -> None:
        """Give a name to a function.

        Raises:
            TypeError: if the name is no str.
        """
        if not isinstance(obj_str, str):
            raise TypeError(f"For 'register', the 'obj_str' must be str, but got {type(obj_str).__name__}.")
        setattr(self, obj_str, obj)

    def get(self, obj_str: str) -> Any:
        """The function of a name.

        Raises:
            TypeError: if the name is no str. AttributeError: if there is none of this name.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.common._register_for_tensor import tensor_operator_registry
            >>> print(tensor_operator_registry.get("abs")(ms.Tensor([-1.0])))
            [1.]
        """
        if not isinstance(obj_str, str):
            raise TypeError(f"For 'get', the 'obj_str' must be str, but got {type(obj_str).__name__}.")
        return getattr(self, obj_str)

    def __getattr__(self, name: str) -> Any:
        found = faces.find("ops", name) if name[:2] != "__" else None
        if found is None:
            raise AttributeError(f"'Registry' object has no attribute {name!r}")
        return found


tensor_operator_registry = Registry()
