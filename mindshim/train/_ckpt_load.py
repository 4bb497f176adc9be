"""A checkpoint's Parameters into a network."""

from __future__ import annotations

import math
from typing import Any

from mindshim import _checkparam, log
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell

#: Numbers that are loaded into one another unless `strict_load`.
_KINDS = ({"Float16", "Float32", "Float64", "BFloat16"}, {"Int8", "Int16", "Int32", "Int64"})


def load_param_into_net(
    net: Cell, parameter_dict: dict[str, Any], strict_load: bool = False, remove_redundancy: bool = False
) -> tuple[list[str], list[str]]:
    """Set a Cell's Parameters by name (mirrors `mindspore.load_param_into_net`).

    Floats are converted to the dtype of the Cell's Parameter, and so are signed integers. Where a name is not found, a name
    in the dict that ends with it is looked for, and the same prefix is then tried for all names that are missing.

    Args:
        net: the Cell. parameter_dict: name -> Parameter. strict_load: dtypes must be equal, and names too.
        remove_redundancy: for networks that are spread over several devices only.

    Returns:
        The names of the Parameters that were not found, and the names in the dict that were not used.

    Raises:
        TypeError: for arguments of other types. RuntimeError: for another shape or dtype; then nothing is changed.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, has_bias=False)
        >>> ms.load_param_into_net(net, {"weight": ms.Parameter(ms.ops.ones((1, 2)))})
        ([], [])
    """
    _check(net, parameter_dict)
    _checkparam.check_bool(strict_load)
    _checkparam.check_isinstance("remove_redundancy", remove_redundancy, bool)
    params = [p for _, p in net.parameters_and_names()]
    pairs: list[tuple[Parameter, Tensor]] = []
    missing, unused = [], list(parameter_dict)
    for param in params:
        source = parameter_dict.get(param.name)
        if source is None:
            if not param.name.startswith("accu_grads"):
                missing.append(param.name)
        elif isinstance(source, Parameter):
            pairs.append((param, _fitting(param, source, strict_load)))
            if param.name in unused:
                unused.remove(param.name)
    if missing and not strict_load:
        pairs += _with_prefix(params, parameter_dict, missing)
    if remove_redundancy:
        raise TypeError(
            "The deduplication feature for loading checkpoint can only be used in parallel scenarios, but got stand_alone."
        )
    for param, value in pairs:
        param.set_data(value)
    if missing:
        log.warning(
            f"For 'load_param_into_net', {len(missing)} parameters in the 'net' are not loaded, because they are not in the "
            f"'parameter_dict': {missing}."
        )
    return missing, unused


def _check(net: Any, parameter_dict: Any) -> None:
    if not isinstance(net, Cell):
        raise TypeError(f"For 'load_param_into_net', the argument 'net' should be a Cell, but got {type(net)}.")
    if not isinstance(parameter_dict, dict):
        raise TypeError(f"For 'load_param_into_net', the argument 'parameter_dict' should be a dict, but got {type(parameter_dict)}.")
    for name, value in parameter_dict.items():
        if not isinstance(name, str) or not isinstance(value, (Parameter, str, list)):
            raise TypeError(
                "For 'load_param_into_net', the element in the argument 'parameter_dict' should be a 'str' and 'Parameter', but "
                f"got {type(name)} and {type(value)}."
            )


def _with_prefix(params: list[Parameter], found: dict[str, Any], missing: list[str]) -> list[tuple[Parameter, Tensor]]:
    """Values for names that are missing, from names with a prefix; what is found is taken out of `missing`."""
    pairs = []
    while missing:
        prefix = next((name[: -len(m)] for m in missing for name in found if name.endswith(m)), None)
        fitting = [p for p in params if prefix is not None and p.name in missing and isinstance(found.get(prefix + p.name), Parameter)]
        if not fitting:
            return pairs
        log.warning(f"For 'load_param_into_net', remove parameter prefix name: {prefix}, continue to load.")
        for param in fitting:
            pairs.append((param, _fitting(param, found[f"{prefix}{param.name}"], False)))
            missing.remove(param.name)
    return pairs


def _fitting(param: Parameter, source: Any, strict: bool) -> Tensor:
    """`source` as a value for `param`; RuntimeError if it cannot be one."""
    shape, given = tuple(param.shape), tuple(source.shape)
    # Further axes of length one at the end are let pass.
    if given[: len(shape)] != shape or math.prod(given[len(shape) :]) != 1:
        raise RuntimeError(
            f"For 'load_param_into_net', {param.name} in the argument 'net' should have the same shape as {param.name} in the "
            f"argument 'parameter_dict'. But got its shape {shape} in the argument 'net' and shape {given} in the argument "
            "'parameter_dict'. May you need to check whether the checkpoint you loaded is correct or the batch size and so on in "
            "the 'net' and 'parameter_dict' are same."
        )
    value = Tensor._wrap(source._data)
    if given != shape:
        value = value.reshape(shape)
    if param.dtype == source.dtype:
        return value
    if strict or not any({str(param.dtype), str(source.dtype)} <= kind for kind in _KINDS):
        raise RuntimeError(
            f"For 'load_param_into_net', {param.name} in the argument 'net' should have the same type as {param.name} in the "
            f"argument 'parameter_dict'. But got its type {param.dtype} in the argument 'net' and type {source.dtype} in the "
            "argument 'parameter_dict'. May you need to check whether the checkpoint you loaded is correct."
        )
    log.warning(
        f"The type of {source.name}:{source.dtype} in 'parameter_dict' is different from the type of it in 'net':{param.dtype}, "
        "then the type is converted in the network."
    )
    return value.astype(param.dtype)


def update_param(param: Parameter, new_param: Parameter, strict_load: bool) -> None:
    """Give one Parameter another's value, as `load_param_into_net` does (MindSpore's `_update_param`).

    Raises:
        RuntimeError: for another shape, or a dtype that can't be converted.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.train.serialization import _update_param
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> _update_param(w, ms.Parameter(ms.Tensor([2.0])), False)
        >>> print(w.asnumpy())
        [2.]
    """
    param.set_data(_fitting(param, new_param, strict_load))
