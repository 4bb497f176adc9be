"""`mindspore.common.storage`: the memory behind a Tensor, seen as bytes."""

from __future__ import annotations

from typing import Any

from mindshim._core.tensor import Tensor


class UntypedStorage:
    """What `Tensor.storage()` returns: size, dtype and device of the memory (mirrors `UntypedStorage`).

    A view and its base have one storage. The bytes themselves are JAX's and can not be resized or addressed.
    """

    def __init__(self, tensor: Tensor) -> None:
        while tensor.parent_tensor_ is not None:
            tensor = tensor.parent_tensor_
        self._tensor = tensor

    def __len__(self) -> int:
        return self._tensor.nbytes

    def size(self) -> int:
        """The number of bytes."""
        return self._tensor.nbytes

    def nbytes(self) -> int:
        """The number of bytes."""
        return self._tensor.nbytes

    def element_size(self) -> int:
        """1: the elements of untyped storage are bytes."""
        return 1

    @property
    def dtype(self) -> Any:
        """The dtype of the Tensor."""
        return self._tensor.dtype

    @property
    def device(self) -> str:
        """The platform that holds the memory."""
        return self._tensor.device

    def is_shared(self) -> bool:
        """Always False: the memory belongs to this process alone."""
        return False

    def copy_(self, source: UntypedStorage, non_blocking: bool = False) -> UntypedStorage:
        """Overwrite the values with those of another storage of the same size.

        Raises:
            RuntimeError: if the sizes differ.
        """
        if source.nbytes() != self.nbytes():
            raise RuntimeError(
                f"For 'UntypedStorage.copy_', the sizes must be equal, but got {source.nbytes()} and {self.nbytes()}."
            )
        data = source._tensor.asnumpy().reshape(-1).view("uint8").view(self._tensor._data.dtype)
        self._tensor.copy_(Tensor(data.reshape(self._tensor.shape)))  # type: ignore[attr-defined]
        return self

    def resize_(self, size: int) -> UntypedStorage:
        """Not available: JAX owns the memory."""
        if size == self.nbytes():
            return self
        raise NotImplementedError(
            "'UntypedStorage.resize_' is not supported: JAX owns the memory of arrays. Make a new Tensor instead."
        )

    def data_ptr(self) -> int:
        """The address of the memory."""
        return self._tensor._data.unsafe_buffer_pointer()
