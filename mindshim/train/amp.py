"""Networks in mixed precision (mirrors `mindspore.train.amp`)."""

from __future__ import annotations

import functools
import inspect
from typing import Any

from mindshim import _checkparam
from mindshim._core import lazy as _lazy
from mindshim._core import precision, state
from mindshim._core.precision import AmpLevel, AmpStrategy
from mindshim.common import dtype as mstype
from mindshim.log import warning
from mindshim.nn.cell import Cell
from mindshim.nn.optim import Optimizer
from mindshim.nn.wrap import TrainOneStepCell, TrainOneStepWithLossScaleCell, WithLossCell
from mindshim.train import _amp_lists as lists
from mindshim.train._amp_cells import _OutputTo16 as _OutputTo16
from mindshim.train._amp_cells import _OutputTo32 as _OutputTo32
from mindshim.train._amp_cells import keep_in_float32, with_islands
from mindshim.train.loss_scale_manager import DynamicLossScaleManager, LossScaleManager

_LEVELS = ["O0", "O1", "O2", "O3", "auto"]


def __getattr__(name: str) -> Any:
    # The lists name layers, which are imported when someone asks.
    if name == "AMP_WHITE_LIST":
        return get_white_list()
    if name == "AMP_BLACK_LIST":
        return get_black_list()
    if name in ("amp_cast", "_insert_cast_for_operators", "_remove_duplicated_cast"):
        return getattr(_lazy.load("mindshim.train._amp_rewrite"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def get_white_list() -> list[type]:
    """The Cells and operators that level O1 runs in low precision (mirrors `mindspore.amp.get_white_list`).

    Returns:
        A new list, to be changed and given to `custom_mixed_precision`.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Dense in ms.amp.get_white_list()
        True
    """
    return list(lists.low_precision())


def get_black_list() -> list[type]:
    """The Cells that level O2 leaves in float32 (mirrors `mindspore.amp.get_black_list`).

    Returns:
        A new list, to be changed and given to `custom_mixed_precision`.

    Examples:
        >>> import mindshim as ms
        >>> [cell.__name__ for cell in ms.amp.get_black_list()]
        ['BatchNorm1d', 'BatchNorm2d', 'BatchNorm3d', 'LayerNorm']
    """
    return list(lists.full_precision())


def auto_mixed_precision(network: Any, amp_level: str = "O0", dtype: Any = mstype.float16) -> Any:
    """A network that computes in mixed precision (mirrors `mindspore.amp.auto_mixed_precision`).

    Parameters keep their dtype; operators cast what they get.

    Args:
        network: a Cell; for level 'auto' a function too.
        amp_level: 'O0' changes nothing. 'O1': the Cells and operators of `get_white_list()` compute in `dtype` and give
            float32. 'O2': all but the Cells of `get_black_list()` compute in `dtype`; the result is float32. 'O3': all
            do. 'auto': operators that gain by it (products, convolutions) compute in `dtype`, those that need range
            (exp, log, softmax, norms, losses) in float32, some in the widest dtype of their inputs, the rest in the
            dtype they get. Default: 'O0'.
        dtype: float16 or bfloat16. Default: float16.

    Returns:
        'O0': `network`. 'O1': a copy on the same Parameters. 'O2', 'O3': a Cell around `network`, which is changed.
        'auto': `network`, changed; of a function, another function.

    Raises:
        TypeError: if `network` is not a Cell, nor, for 'auto', a function. ValueError: for another level or dtype.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.amp.auto_mixed_precision(ms.nn.ReLU(), "O3")
        >>> net
        _OutputTo32(
          (_backbone): ReLU()
        )
        >>> net(ms.Tensor([0.1, -2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 9.99755859e-02,  0.00000000e+00])
    """
    if not isinstance(network, Cell):
        if amp_level != "auto":
            raise TypeError(f"For amp_level '{amp_level}', the network type should be Cell.")
        if not inspect.isfunction(network) and not inspect.ismethod(network):
            raise TypeError("For amp_level 'auto', the network type should be Cell or function.")
    _check_dtype(dtype)
    if amp_level == "O0":
        return network
    made: Any = network
    before = getattr(network, "_amp_level", "")
    if before in ("O1", "O2", "O3", "auto"):
        warning(
            f"The network's auto mixed-precision level is adjusted from {before} to {amp_level}, and repeated calls to "
            "mixed-precision interfaces can cause performance degradation."
        )
    if amp_level == "O1":
        made = with_islands(made, dtype, lists.low_precision())
    elif amp_level == "O2":
        made = _all_but(made, lists.full_precision(), dtype)
    elif amp_level == "O3":
        made = _all_but(made, (), dtype)
    elif amp_level == "auto":
        strategy = AmpStrategy(AmpLevel.AmpAuto, dtype, [(n, []) for n in lists.AUTO_LOW], [(n, []) for n in lists.AUTO_FULL])
        made = _under(strategy, made)
    else:
        raise ValueError(f"The amp level {amp_level} is not supported")
    if isinstance(made, Cell):
        made.__dict__["_amp_level"] = amp_level
    else:
        made._amp_level = amp_level
    return made


def _check_dtype(dtype: Any) -> None:
    if dtype not in (mstype.float16, mstype.bfloat16):
        raise ValueError(f"The dtype should be one of (mstype.float16, mstype.bfloat16), but got {dtype}.")


def _all_but(network: Cell, kept: tuple[type, ...], dtype: Any) -> Cell:
    network.to_float(dtype)
    if kept:
        keep_in_float32(network, kept, dtype)
    return _OutputTo32(network)


def _under(strategy: AmpStrategy, network: Any) -> Any:
    """`network` (a Cell, function or method) with `strategy` in force while it runs."""
    if isinstance(network, Cell):
        # Its own `to_float`, if any, would be in force inside and win.
        if network._amp is None:
            network.__dict__["_amp"] = strategy
            network._update_special()
        network.__dict__["amp_strategy"] = strategy
        return network

    @functools.wraps(network)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        token = state.push_amp(strategy)
        try:
            return network(*args, **kwargs)
        finally:
            state.pop_amp(token)

    wrapper.amp_strategy = strategy  # type: ignore[attr-defined]
    return wrapper


def custom_mixed_precision(network: Cell, *, white_list: Any = None, black_list: Any = None, dtype: Any = mstype.float16) -> Cell:
    """A network in mixed precision by a list of one's own (mirrors `mindspore.amp.custom_mixed_precision`).

    Args:
        network: the Cell.
        white_list: classes of Cells and operators to compute in `dtype`, each giving float32, as in level O1.
        black_list: classes of Cells to leave in float32, all else computing in `dtype`, as in level O2.
        dtype: float16 or bfloat16. Default: float16.

    Returns:
        With `white_list` a copy on the same Parameters, with `black_list` a Cell around `network`.

    Raises:
        TypeError: if `network` is not a Cell, a list no list, or its elements other classes.
        ValueError: unless exactly one list is given, or for another dtype.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.SequentialCell(ms.nn.Dense(2, 2), ms.nn.ReLU())
        >>> ms.amp.custom_mixed_precision(net, black_list=ms.amp.get_black_list() + [ms.nn.ReLU])
        _OutputTo32(
          (_backbone): SequentialCell(
            (0): Dense(input_channels=2, output_channels=2, has_bias=True)
            (1): _OutputTo16(
              (_backbone): ReLU()
            )
          )
        )
    """
    if not isinstance(network, Cell):
        raise TypeError("The network type should be Cell.")
    if white_list is None and black_list is None:
        raise ValueError("For custom_mixed_precision, one of white_list and black_list must be provided.")
    if white_list is not None and black_list is not None:
        raise ValueError(
            "For custom_mixed_precision, the white_list or black_list cannot be provided at the same time, "
            "please provide one or the other."
        )
    _check_dtype(dtype)
    if white_list is not None:
        lists.check_list(white_list, "white_list")
        return with_islands(network, dtype, white_list)
    lists.check_list(black_list, "black_list")
    return _all_but(network, tuple(black_list or ()), dtype)


# -- the training step of a network ------------------------------------------------------------------------------------


def _settings(level: str) -> dict[str, Any]:
    return {
        "keep_batchnorm_fp32": level == "O2",
        "cast_model_type": mstype.float16 if level in ("O2", "O3") else mstype.float32,
        "loss_scale_manager": DynamicLossScaleManager() if level == "O2" else None,
    }


#: What each level means to `build_train_network`.
_config_level = {level: _settings(level) for level in _LEVELS}


class _WithFloat32Loss(Cell):
    """A network with a loss that is computed in float32."""

    def __init__(self, backbone: Cell, loss_fn: Cell) -> None:
        super().__init__(auto_prefix=False)
        self._backbone = backbone
        self._loss_fn = loss_fn

    def construct(self, data: Any, label: Any) -> Any:
        out = precision.cast(self._backbone(data), mstype.float32)
        return self._loss_fn(out, precision.cast(label, mstype.float32))


_WithFloat32Loss.__name__ = _WithFloat32Loss.__qualname__ = "WithLossCell"


def _do_keep_batchnorm_fp32(network: Cell) -> None:
    """Let the normalisations below a float16 network compute in float32 and give float16."""
    keep_in_float32(network, lists.full_precision(), mstype.float16)


def _add_loss_network(network: Cell, loss_fn: Cell, cast_model_type: Any) -> Cell:
    """The network with its loss, which is computed in float32 where the network is not."""
    _checkparam.check_value_type("loss_fn", loss_fn, Cell)
    low = cast_model_type in (mstype.float16, mstype.bfloat16) or getattr(network, "_amp_level", "") in ("O2", "O3", "auto")
    return _WithFloat32Loss(network, loss_fn) if low else WithLossCell(network, loss_fn)


def _check_arguments(optimizer: Any, level: Any, boost_level: Any, settings: dict[str, Any]) -> None:
    _checkparam.check_value_type("optimizer", optimizer, (Optimizer,))
    if not isinstance(level, str):
        raise TypeError(f"The argument `level` must be a string in {_LEVELS}, but got type {type(level)}.")
    for name, value, allowed in (("level", level, _LEVELS), ("boost_level", boost_level, _LEVELS[:3])):
        if value not in allowed:
            raise ValueError(f"The '{name}' should be in : {allowed}, but got {value}.")
    for name in settings:
        if name not in ("cast_model_type", "keep_batchnorm_fp32", "loss_scale_manager"):
            raise ValueError(f"Unsupported arg '{name}'")
    kind = settings.get("cast_model_type", mstype.float32)
    if kind not in (mstype.float16, mstype.float32):
        raise TypeError(f"The 'cast_model_type' should be one of [mindspore.float16, mindspore.float32], but got '{kind!r}'.")
    if "keep_batchnorm_fp32" in settings:
        _checkparam.check_value_type("keep_batchnorm_fp32", settings["keep_batchnorm_fp32"], bool)
    if settings.get("loss_scale_manager"):
        _checkparam.check_value_type("loss_scale_manager", settings["loss_scale_manager"], LossScaleManager)


def _in_precision(network: Cell, settings: dict[str, Any], level: str) -> Cell:
    kept = settings["keep_batchnorm_fp32"]
    if settings["cast_model_type"] == mstype.float16:
        network.to_float(mstype.float16)
        if kept:
            _do_keep_batchnorm_fp32(network)
        return network
    if level == "O2" and not kept:
        return network.to_float(mstype.float16)
    return network if level in ("O2", "O3") else auto_mixed_precision(network, level)


def build_train_network(
    network: Cell, optimizer: Any, loss_fn: Any = None, level: str = "O0", boost_level: str = "O0", **kwargs: Any
) -> Cell:
    """The training step of a network in mixed precision (mirrors `mindspore.amp.build_train_network`).

    Args:
        network: the Cell. optimizer: updates its Parameters.
        loss_fn: a Cell, called with the network's output and the label; None if the network gives the loss itself.
        level: of mixed precision, as in `auto_mixed_precision`; 'O2' scales the loss dynamically. Default: 'O0'.
        boost_level: 'O0', 'O1' or 'O2'; MindSpore's accelerations of training, which change nothing here.
        kwargs: `cast_model_type` (float16 or float32), `keep_batchnorm_fp32` (bool) and `loss_scale_manager` (a
            LossScaleManager or None) take the place of what the level says.

    Returns:
        A Cell that takes data and label (with `loss_fn`; else the network's inputs), makes one step and returns the
        loss; where the loss scale changes, `(loss, overflow, scale)`.

    Raises:
        TypeError: for arguments of other types. ValueError: for other levels or keywords.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> sgd = ms.nn.SGD(net.trainable_params(), 0.1)
        >>> step = ms.amp.build_train_network(net, sgd, ms.nn.MSELoss(), level="O3")
        >>> step(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
        Tensor(shape=[], dtype=Float32, value= 4)
    """
    _check_arguments(optimizer, level, boost_level, kwargs)
    settings = {**_config_level[level], **kwargs}
    network = _in_precision(network, settings, level)
    if loss_fn:
        network = _add_loss_network(network, loss_fn, settings["cast_model_type"])
    scale = None
    manager = settings["loss_scale_manager"]
    if manager is not None:
        scale = manager.get_loss_scale()
        update = manager.get_update_cell()
        if update is not None:
            return TrainOneStepWithLossScaleCell(network, optimizer, scale_sense=update).set_train()
    return TrainOneStepCell(network, optimizer, scale).set_train()
