"""Loss scalers and their managers; the numbers are those of MindSpore 2.10.0 (CPU)."""

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, amp


def test_all_finite():
    assert bool(amp.all_finite([Tensor([1.0]), Tensor([1, 2])]))
    assert not bool(amp.all_finite((Tensor([1.0]), Tensor([1.0, np.nan]))))
    with pytest.raises(TypeError):
        amp.all_finite(Tensor([1.0]))
    with pytest.raises(ValueError):
        amp.all_finite([])


def test_dynamic_scaler():
    s = amp.DynamicLossScaler(2**10, 2, 2)
    scaled = s.scale((Tensor([1.0]), Tensor(2.0, ms.float16)))
    assert float(scaled[0]) == 1024.0 and scaled[1].dtype == ms.float16
    assert float(s.unscale([scaled[0]])[0]) == 1.0
    seen = []
    for finite in (True, True, True, False, False, True):
        s.adjust(Tensor(finite))
        seen.append((float(s.scale_value), int(s.counter)))
    assert seen == [(1024.0, 1), (2048.0, 0), (2048.0, 1), (1024.0, 0), (512.0, 0), (512.0, 1)]


@pytest.mark.parametrize("args, error", [((0, 2, 2), ValueError), (("a", 2, 2), TypeError), ((2, 2, 0), ValueError), ((2, 0, 1), ValueError)])
def test_dynamic_scaler_arguments(args, error):
    with pytest.raises(error):
        amp.DynamicLossScaler(*args)


def test_static_scaler():
    s = amp.StaticLossScaler(4)
    assert float(s.scale(Tensor(2.0))) == 8.0 and float(s.unscale(Tensor(2.0))) == 0.5
    assert s.adjust(Tensor(True)) is False


def test_managers():
    d = amp.DynamicLossScaleManager(8, 2, 2)
    seen = []
    for overflow in (False, False, True, True, True, True, True):
        d.update_loss_scale(overflow)
        seen.append(d.get_loss_scale())
    assert seen == [8, 16, 8.0, 4.0, 2.0, 1.0, 1]
    f = amp.FixedLossScaleManager()
    assert f.get_loss_scale() == 128.0 and f.get_update_cell().get_loss_scale() == 128.0
    assert ms.FixedLossScaleManager(5, False).get_update_cell() is None
    for wrong in ({"init_loss_scale": 0}, {"scale_factor": 0}, {"scale_window": 0}):
        with pytest.raises(ValueError):
            amp.DynamicLossScaleManager(**wrong)
