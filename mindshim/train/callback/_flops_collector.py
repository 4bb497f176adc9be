"""How much of a machine's arithmetic a step uses."""

from __future__ import annotations

import math
import os
import time
from typing import Any

from jax.interpreters import partial_eval

from mindshim import _checkparam, log
from mindshim.train.callback._callback import Callback, RunContext


class FlopsUtilizationCollector(Callback):
    """Prints the share of the machine's peak arithmetic that each step reaches (mirrors `mindspore.train.FlopsUtilizationCollector`).

    Counted are the multiplications and additions of matrix products and convolutions in the compiled step, so the network
    must run in GRAPH_MODE.

    Args:
        data_size: steps of an epoch; a step whose number it divides is not printed. computility: the machine's peak, in flops
            a second. full_flops: count the whole network, rather than this process's share (the same with one process).
        enable_ma_collector: write `flops_rank_0.txt` and `time_step_rank_0.txt` to the folder MA_LOG_DIR (or the current one);
            with a `computility` of 1 instead of printing.

    Raises:
        TypeError, ValueError: for arguments of other types; while running, in PyNative mode.

    Examples:
        >>> import mindshim as ms
        >>> ms.train.FlopsUtilizationCollector(0)
        Traceback (most recent call last):
        ...
        ValueError: The 'data_size' must be int and must > 0, but got '0' with type 'int'.
    """

    def __init__(self, data_size: int, computility: float = 1, full_flops: bool = True, enable_ma_collector: bool = False) -> None:
        super().__init__()
        _checkparam.check_bool(full_flops, "full_flops")
        _checkparam.check_bool(enable_ma_collector, "enable_ma_collector")
        _checkparam.check_positive_int(data_size, "data_size")
        self.data_size = data_size
        self.computility = computility
        self.full_flops = full_flops
        self.ma = enable_ma_collector
        self.verbose = not (computility == 1 and enable_ma_collector)
        self.step_time = time.time()
        self._flops: float | None = None

    def step_begin(self, run_context: RunContext) -> None:
        """Begin to measure a step.

        Examples:
            >>> import mindshim as ms
            >>> collect = ms.train.FlopsUtilizationCollector(1)
            >>> collect.step_begin(ms.train.RunContext(ms.train.callback._InternalCallbackParam(cur_step_num=1)))
        """
        self.step_time = time.time()

    def step_end(self, run_context: RunContext) -> None:
        spent = (time.time() - self.step_time) * 1000
        params = run_context.original_args()
        if self._flops is None:
            self._flops = self._count(params)
            if self._flops is None:
                return
            self._report(self._flops)
        now = round(time.time() * 1000)
        if self.ma:
            self._write("time_step", f'time_monitor{{type="per_step_time", rank_id="0"}} {spent} {now}\n')
        if self.verbose and params.cur_step_num % self.data_size:
            share = 1000 * self._flops / self.computility / spent
            percent = f"{math.floor(share * 10000) / 100:.2f}%"
            print(f"{params.mode.title()} per step time: {spent:5.3f} ms mfu:{percent} hfu:{percent}", flush=True)

    def _count(self, params: Any) -> float | None:
        from mindshim._core.graph_cells import captured

        if params.mode not in ("train", "eval"):
            return self._refuse("FlopsUtilizationCollector only support train and eval mode!")
        program = captured(params.train_network if params.mode == "train" else params.eval_network)
        if program is None:
            return self._refuse("FlopsUtilizationCollector now only support graph mode.")
        # The backward pass of an operator repeats the forward one; what nothing uses is left out, as the compiler does.
        used, _ = partial_eval.dce_jaxpr(program.jaxpr, [True] * len(program.jaxpr.outvars))
        return float(arithmetic(used))

    def _refuse(self, why: str) -> None:
        if self.verbose:
            raise ValueError(why)
        log.info(why)

    def _report(self, flops: float) -> None:
        if self.ma:
            now = round(time.time() * 1000)
            kinds = ("model_flops", "hardware_flops")
            self._write("flops", "".join(f'flops{{type="{kind}", rank_id="0"}} {flops} {now}\n' for kind in kinds))
        if self.verbose:
            full = f"Full model flops is {flops}, Full hardware flops is {flops}, " if self.full_flops else ""
            print(f"{full}Shard model flops is {flops}, Shard hardware flops is {flops}.", flush=True)

    def _write(self, what: str, text: str) -> None:
        path = os.path.join(os.path.realpath(os.getenv("MA_LOG_DIR", "./")), f"{what}_rank_0.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def arithmetic(jaxpr: Any) -> int:
    """The floating-point operations of the matrix products and convolutions in a JAX program."""
    total = 0
    for equation in jaxpr.eqns:
        name, params = equation.primitive.name, equation.params
        if name == "dot_general":
            (contracted, _), _ = params["dimension_numbers"]
            left = equation.invars[0].aval.shape
            total += 2 * math.prod(equation.outvars[0].aval.shape) * math.prod(left[i] for i in contracted)
        elif name == "conv_general_dilated":
            kernel = equation.invars[1].aval.shape
            outputs = params["dimension_numbers"].rhs_spec[0]
            total += 2 * math.prod(equation.outvars[0].aval.shape) * math.prod(kernel) // kernel[outputs]
        elif name == "cond":
            total += max(arithmetic(branch.jaxpr) for branch in params["branches"])
        else:
            repeated = params.get("length", 1) if name == "scan" else 1
            for value in params.values():
                inner = getattr(value, "jaxpr", value)
                if hasattr(inner, "eqns"):
                    total += repeated * arithmetic(inner)
    return total
