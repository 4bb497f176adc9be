"""What decides the precision an operator computes in: one dtype (`to_float`), or a strategy that knows operators by name."""

from __future__ import annotations

import enum
from typing import Any

from mindshim._core import dtypes, state
from mindshim._core.dispatch import cast
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.log import warning


class AmpLevel(enum.Enum):
    """How much of a network computes in low precision."""

    AmpO0 = 0
    AmpO1 = 1
    AmpO2 = 2
    AmpO3 = 3
    AmpAuto = 4


class PrimCastStrategy(enum.Enum):
    """What happens to the inputs of an operator."""

    AmpIgnore = 0
    AmpDoCast = 1
    AmpSetDtype = 2
    AmpSetDtypeOpt = 3
    AmpAutoPromote = 4


class PrimCastStrategyInfo:
    """What happens to the inputs of one operator: the strategy, the dtype, and the positions (none: all)."""

    def __init__(self, strategy: PrimCastStrategy, dtype: Any, arg_pos: list[int]) -> None:
        self.strategy = strategy
        self.dtype = dtype
        self.arg_pos = arg_pos


#: Operators whose inputs go to the widest floating dtype among them.
PROMOTED = (
    "Addcdiv", "Addcmul", "Cross", "_PyboostCrossPrim", "Dot", "GridSampler2D", "GridSampler3D", "BiasAdd", "AddN", "Concat",
)  # fmt: skip

#: Kernels that stand for other operators than their name says, or for several.
_STANDS_FOR: dict[str, str] = {
    "Conv2DBackpropInput": "Conv2DTranspose",
    "TensorDot": "MatMul",
    "Dot": "MatMul",
    "BatchDot": "BatchMatMul",
    "BatchNormTrain": "BatchNorm",
    "BatchNormInfer": "BatchNorm",
    "CrossEntropyLoss": "LogSoftmax",
    "NLLLossOp": "NLLLoss",
    "MultilabelMarginLossOp": "MultilabelMarginLoss",
    "GridSample": "GridSampler2D",
    "RecurrentStep": "Concat",
    "RecurrentLayer": "Concat",
    "Outer": "Ger",
    # Made of operators of which MindSpore casts only some: the result has the inputs' dtype.
    "Addmm": "",
    "Norm": "",
}


class AmpStrategy:
    """Which operators compute in low precision, and which in float32; made by `create_amp_strategy`."""

    def __init__(self, amp_level: AmpLevel, amp_dtype: Any, white_list: Any, black_list: Any) -> None:
        self._level, self._dtype = amp_level, amp_dtype
        self._white = [(name, list(at)) for name, at in white_list]
        self._black = [(name, list(at)) for name, at in black_list]
        lists = [tuple((name, tuple(at)) for name, at in part) for part in (self._white, self._black)]
        # Programs compiled under one strategy serve an equal one.
        self._key = (amp_level, amp_dtype, *lists)
        self._known: dict[str, PrimCastStrategyInfo] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AmpStrategy) and type(self) is type(other) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def get_amp_level(self) -> AmpLevel:
        """The level."""
        return self._level

    def get_amp_dtype(self) -> Any:
        """The low precision."""
        return self._dtype

    def get_white_list(self) -> list[tuple[str, list[int]]]:
        """Names of operators that compute in low precision, with the positions of the inputs that are cast."""
        return self._white

    def get_black_list(self) -> list[tuple[str, list[int]]]:
        """Names of operators that compute in float32."""
        return self._black

    def info(self, name: str) -> PrimCastStrategyInfo:
        """What happens to the inputs of the operator `name`."""
        level = self._level
        if level in (AmpLevel.AmpO1, AmpLevel.AmpAuto):
            for listed, at in self._white:
                if listed == name:
                    return PrimCastStrategyInfo(PrimCastStrategy.AmpDoCast, self._dtype, at)
        if level in (AmpLevel.AmpO2, AmpLevel.AmpAuto):
            for listed, at in self._black:
                if listed == name:
                    return PrimCastStrategyInfo(PrimCastStrategy.AmpDoCast, dtypes.float32, at)
        if level in (AmpLevel.AmpO2, AmpLevel.AmpO3):
            return PrimCastStrategyInfo(PrimCastStrategy.AmpDoCast, self._dtype, [])
        if level is AmpLevel.AmpAuto and name in PROMOTED:
            return PrimCastStrategyInfo(PrimCastStrategy.AmpAutoPromote, dtypes.float32, [])
        return PrimCastStrategyInfo(PrimCastStrategy.AmpIgnore, dtypes.float32, [])

    def inputs(self, kernel: Any, args: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any]:
        """The inputs as `kernel` is to get them, and the dtype its floating results are cast back to, or None."""
        name: str = kernel.name
        info = self._known.get(name)
        if info is None:
            info = self._known[name] = self.info(_STANDS_FOR.get(name, name))
        if info.strategy is PrimCastStrategy.AmpIgnore:
            return args, None
        if info.strategy is PrimCastStrategy.AmpAutoPromote:
            dtype = _widest(args)
            return (args if dtype is None else cast(args, dtype)), None
        at = info.arg_pos
        cast_args = tuple([cast(a, info.dtype) if not at or i in at else a for i, a in enumerate(args)])
        return cast_args, self._sum_dtype(kernel, args)

    def _sum_dtype(self, kernel: Any, args: tuple[Any, ...]) -> Any:
        """For kernels that add a bias, which MindSpore does in a step of its own: the dtype of that step."""
        if self._level is AmpLevel.AmpAuto and kernel.name in ("Conv2D", "Conv2DBackpropInput"):
            bias = args[2]
            if isinstance(bias, Tensor) and bias.dtype is not self._dtype:
                return bias.dtype
        return None


class Islands(AmpStrategy):
    """Named operators compute in low precision and give float32, in the midst of others that stay as they are."""

    def __init__(self, dtype: Any, names: Any) -> None:
        super().__init__(AmpLevel.AmpO1, dtype, [(name, []) for name in sorted(names)], [])

    def inputs(self, kernel: Any, args: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any]:
        """The inputs cast, and float32 for the results, where the operator is one of those named."""
        args, _ = super().inputs(kernel, args)
        return args, dtypes.float32 if self._known[kernel.name].strategy is PrimCastStrategy.AmpDoCast else None


_FLOATS = (dtypes.float64, dtypes.float32, dtypes.bfloat16, dtypes.float16)


def _widest(args: Any) -> Any:
    found = _float_dtypes(args)
    if dtypes.bfloat16 in found and dtypes.float16 in found:
        return dtypes.float64 if dtypes.float64 in found else dtypes.float32
    return next((d for d in _FLOATS if d in found), None) if len(found) > 1 else None


def _float_dtypes(value: Any) -> set[Any]:
    if isinstance(value, Tensor):
        return {value.dtype} if value.dtype in _FLOATS else set()
    return set().union(*map(_float_dtypes, value)) if isinstance(value, (tuple, list)) else set()


def biases_apart() -> bool:
    """Whether a layer must add its bias as an operator of its own, as MindSpore's does.

    A strategy may treat that one otherwise, and a gradient may list the Parameters in the order of the operators.
    """
    return isinstance(S.amp, AmpStrategy) or (S.tape is not None and S.tape.implicit is not None)


# -- the strategies that are open, as MindSpore's functions push and pop them ------------------------------------------

_open: list[tuple[AmpStrategy, Any]] = []


def create_amp_strategy(amp_level: AmpLevel, amp_dtype: Any, white_list: Any, black_list: Any) -> AmpStrategy:
    """A strategy from a level, a dtype, and two lists of `(operator name, input positions)`."""
    return AmpStrategy(amp_level, amp_dtype, white_list, black_list)


def push_amp_strategy(amp_level: AmpLevel, amp_dtype: Any, white_list: Any, black_list: Any) -> None:
    """Let a strategy decide the precision of operators until `pop_amp_strategy`."""
    strategy = AmpStrategy(amp_level, amp_dtype, white_list, black_list)
    _open.append((strategy, state.push_amp(strategy)))


def pop_amp_strategy() -> None:
    """End the strategy pushed last; a warning if there is none."""
    if not _open:
        warning("The amp strategy stack is empty, nothing is popped.")
        return
    state.pop_amp(_open.pop()[1])


def get_curr_amp_strategy() -> AmpStrategy | None:
    """The strategy pushed last, or None."""
    return _open[-1][0] if _open else None


def get_prim_cast_strategy_info(amp_strategy: AmpStrategy, op_name: str) -> PrimCastStrategyInfo:
    """What a strategy does to the inputs of an operator."""
    return amp_strategy.info(op_name)
