"""A Cell's flags: training, gradients and precision."""

from __future__ import annotations

import enum
from typing import Any

from mindshim._core import dtypes
from mindshim._core.parts import part_of
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.nn._cell.checks import need
from mindshim.nn._cell.members import bump
from mindshim.nn._cell.walking import CellWalking


class MixedPrecisionType(enum.Enum):
    """The precision that `to_float` asked for."""

    NOTSET = 0
    FP16 = 1
    FP32 = 2
    AUTO = 3
    BF16 = 4


_PRECISION = {
    "fp16": (dtypes.float16, MixedPrecisionType.FP16),
    "fp32": (dtypes.float32, MixedPrecisionType.FP32),
    "bf16": (dtypes.bfloat16, MixedPrecisionType.BF16),
}


@part_of("Cell", "mindshim.nn.cell")
class CellFlags(CellWalking):
    """The part of Cell that holds flags."""

    training: Any = False
    requires_grad: Any = False
    _phase = "train"
    _mixed = MixedPrecisionType.NOTSET
    # What `auto_mixed_precision` has made of the Cell.
    _amp_level = ""
    _func_graph_flags: Any = None

    def add_flags(self, **flags: Any) -> Any:
        """Set flags, which become attributes too, and return the Cell (mirrors `Cell.add_flags`).

        Examples:
            >>> import mindshim as ms
            >>> ms.nn.Cell().add_flags(k=1).get_flags()
            {'k': 1}
        """
        have = self.__dict__
        known = have.get("_func_graph_flags")
        if known is None:
            known = have["_func_graph_flags"] = {}
        changed = False
        for name, value in flags.items():
            if name == "training":
                if self.training is not value:
                    S.epoch += 1
            elif have.get(name, self) is not value:
                changed = True
            have[name] = known[name] = value
        if changed:
            for name in flags:
                if name in _PRECISION:
                    self._set_precision(flags)
                    break
            bump(self)
        return self

    def add_flags_recursive(self, **flags: Any) -> Any:
        """Set flags on this Cell and all below it, and return it (mirrors `Cell.add_flags_recursive`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.SequentialCell(nn.Dense(2, 2), nn.ReLU())
            >>> net.add_flags_recursive(training=True)[0].training
            True
        """
        self.add_flags(**flags)
        for cell in self.cells():
            cell.add_flags_recursive(**flags)
        return self

    def get_flags(self) -> dict[str, Any]:
        """The flags that were set on this Cell (mirrors `Cell.get_flags`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.add_flags(mine=3).get_flags()["mine"]
            3
        """
        flags = self._func_graph_flags
        if flags is None:
            flags = self.__dict__["_func_graph_flags"] = {}
        return flags

    def set_train(self, mode: bool = True) -> Any:
        """Switch this Cell and all below it to training or evaluation, and return it (mirrors `Cell.set_train`).

        Args:
            mode: True for training. Default: True.

        Examples:
            >>> import mindshim as ms
            >>> ms.nn.Cell().set_train().training
            True
        """
        self.__dict__["_phase"] = "train" if mode else "predict"
        self.add_flags_recursive(training=mode)
        return self

    def set_grad(self, requires_grad: bool = True) -> Any:
        """Note that gradients of this Cell will be taken, and return it (mirrors `Cell.set_grad`).

        Examples:
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> net.set_grad() is net
            True
        """
        self.__dict__["requires_grad"] = requires_grad
        return self

    @property
    def phase(self) -> str:
        """'train' or 'predict', as `set_train` says, or what was assigned.

        Raises:
            TypeError: when set to something that is not a string.
        """
        return self._phase

    @phase.setter
    def phase(self, value: str) -> None:
        self.__dict__["_phase"] = need(value, str, "phase")

    # -- precision -------------------------------------------------------------------------------------------------------

    def _set_precision(self, flags: dict[str, Any]) -> None:
        on = [name for name in _PRECISION if flags.get(name)]
        have = self.__dict__
        have["_amp"], have["_mixed"] = _PRECISION[on[-1]] if on else (None, MixedPrecisionType.NOTSET)
        self._update_special()  # type: ignore[attr-defined]

    def to_float(self, dst_type: Any) -> Any:
        """Compute this Cell and all below it in another precision, and return it (mirrors `Cell.to_float`).

        Operators inside cast their floating inputs; Parameters keep their dtype.

        Args:
            dst_type: float16, float32 or bfloat16.

        Raises:
            ValueError: for another dtype.

        Examples:
            >>> import mindshim as ms
            >>> class Net(ms.nn.Cell):
            ...     def construct(self, x):
            ...         return x + x
            >>> Net().to_float(ms.float16)(ms.Tensor([1.0])).dtype
            mindspore.float16
        """
        if dst_type not in (dtypes.float16, dtypes.float32, dtypes.bfloat16):
            raise ValueError(
                "For 'to_float', the argument 'dst_type' must be mstype.float32, mstype.float16 or mstype.bfloat16, "
                f"but got type: {type(dst_type)} and value: {dst_type}."
            )
        return self.add_flags_recursive(
            fp16=dst_type == dtypes.float16, fp32=dst_type == dtypes.float32, bf16=dst_type == dtypes.bfloat16
        )

    def get_mixed_precision_type(self) -> MixedPrecisionType:
        """The precision that `to_float` set."""
        return self._mixed

    def set_mixed_precision_type(self, arg0: MixedPrecisionType) -> None:
        """Set the precision as `to_float` does, on this Cell alone."""
        if not isinstance(arg0, MixedPrecisionType):
            raise TypeError(f"set_mixed_precision_type(): expected a MixedPrecisionType, but got {type(arg0)}.")
        self._set_precision({name: True for name, (_, kind) in _PRECISION.items() if kind is arg0})

    def cast_inputs(self, inputs: Any, dst_type: Any) -> Any:
        """The floating Tensors of `inputs` in another dtype, as a tuple.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> net = nn.Dense(2, 1)
            >>> x = net.cast_inputs((ms.Tensor([1.0]),), ms.float16)[0]
            >>> x.dtype
            mindspore.float16
        """
        given = inputs if isinstance(inputs, (tuple, list)) else (inputs,)
        return tuple(
            x.astype(dst_type) if isinstance(x, Tensor) and dtypes.to_np(x.dtype).kind == "f" else x for x in given
        )
