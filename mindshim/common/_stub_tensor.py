"""Tensors whose values are still being computed (mirrors `mindspore.common._stub_tensor`).

Here every Tensor is one, and of one class; programs that ask whether a value is a StubTensor are told that it is not.
"""

from __future__ import annotations


class StubTensor:
    """A class without objects, for `isinstance`."""


__all__ = ["StubTensor"]
