"""`mindshim.device_context`: what there is, and settings of single kinds of devices."""

from __future__ import annotations

from typing import Any

import jax
import pytest

import mindshim as ms
from mindshim import device_context

dc: Any = device_context


def test_devices_are_counted() -> None:
    assert dc.cpu.is_available() and dc.cpu.device_count() == len(jax.devices("cpu"))
    if jax.default_backend() == "cpu":
        assert not dc.gpu.is_available() and not dc.ascend.is_available()
        with pytest.raises(RuntimeError, match="Device Ascend not exist."):
            dc.ascend.device_count()
        with pytest.raises(RuntimeError, match="Device_target GPU not exist."):
            dc.gpu.device_count()


def test_threads_are_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from mindshim.device_context.cpu import op_tuning

    before = ms.get_context("runtime_num_threads")
    monkeypatch.setattr(op_tuning, "_given", None)
    with pytest.raises(TypeError, match="must be <class 'int'>, but got <class 'str'>"):
        dc.cpu.op_tuning.threads_num("a")
    dc.cpu.op_tuning.threads_num(2)
    assert ms.get_context("runtime_num_threads") == 2
    with pytest.raises(RuntimeError, match="repeatedly"):
        dc.cpu.op_tuning.threads_num(2)
    ms.set_context(runtime_num_threads=before)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: dc.ascend.op_precision.precision_mode("x"), ValueError, "precision_mode', the argument must be in"),
        (lambda: dc.ascend.op_precision.matmul_allow_hf32(3), ValueError, r"one of \[True, False\], but got 3"),
        (lambda: dc.ascend.op_debug.execute_timeout("x"), TypeError, "must be <class 'int'>, but got <class 'str'>"),
        (lambda: dc.gpu.op_tuning.conv_fprop_algo("x"), ValueError, r"'winograd', 'winograd_nonfused'\] but got x"),
        (lambda: dc.gpu.op_precision.conv_allow_tf32(3), TypeError, "must be <class 'bool'>, but got <class 'int'>"),
    ],
)
def test_settings_are_checked(call: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()
