"""Names of earlier versions: what stands for them, and that their use is told once."""

from __future__ import annotations

import importlib
import sys
import warnings

import numpy as np
import pytest

import mindshim as ms
from mindshim import redirect
from mindshim.compat import names


@pytest.fixture
def untold(monkeypatch):
    monkeypatch.setattr(names, "_warned", set())


@pytest.fixture
def installed():
    redirect.install()
    yield
    redirect.uninstall()


@pytest.mark.parametrize("module", sorted(names.NAMES))
def test_dropped_names_of_a_module_stand_for_something(untold, module):
    owner = importlib.import_module(f"mindshim.{module}".rstrip("."))
    for name in names.NAMES[module]:
        vars(owner).pop(name, None)
        with pytest.warns(DeprecationWarning, match=rf"{name} is a name of earlier versions of MindSpore\. "):
            assert getattr(owner, name) is not None


@pytest.mark.parametrize("module", sorted(names.MODULES))
def test_dropped_modules_are_imported_under_both_names(untold, installed, module):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = importlib.import_module(f"mindspore.{module}")
        assert made is importlib.import_module(f"mindshim.{module}") is sys.modules[f"mindspore.{module}"]
        for name in dir(made):
            assert getattr(made, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        getattr(made, "no_such_name")  # noqa: B009


def test_a_dropped_name_is_told_once_with_the_line_of_the_program(untold):
    vars(ms).pop("ms_function", None)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for _ in range(2):
            from mindshim import ms_function  # noqa: F401
    assert [w.filename for w in told] == [__file__]
    assert str(told[0].message) == "mindspore.ms_function is a name of earlier versions of MindSpore. Use mindspore.jit."


def test_validator_has_checks_and_relations(untold):
    with pytest.warns(DeprecationWarning):
        from mindshim._checkparam import Validator

    assert Validator.check_int(3, 2, Validator.GT, "size", "Op") == 3


def test_ms_function_checks_its_input_signature():
    from mindshim.compat.functions import ms_function

    @ms_function(input_signature=(ms.Tensor(shape=(2, None), dtype=ms.float32),))
    def total(x):
        return x.sum()

    assert float(total(ms.ops.ones((2, 3)))) == 6
    for wrong in (ms.ops.ones((3, 3)), ms.ops.ones((2, 3), ms.int32), 1.0):
        with pytest.raises(TypeError, match="total takes inputs"):
            total(wrong)


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("align", [False, True])
def test_resize_bilinear_is_the_operator_of_that_name(half, align):
    from mindshim.compat.layers import ResizeBilinear

    x = ms.Tensor(np.random.default_rng(0).normal(size=(1, 2, 3, 4)).astype(np.float32))
    layer = ResizeBilinear(half)
    if half and align:
        with pytest.raises(ValueError, match="half_pixel_centers must be false"):
            layer(x, (6, 8), None, align)
        return
    wanted = ms.ops.ResizeBilinear((6, 8), align, half)(x).asnumpy()
    np.testing.assert_array_equal(layer(x, (6, 8), None, align).asnumpy(), wanted)
    np.testing.assert_array_equal(layer(x, scale_factor=2, align_corners=align).asnumpy(), wanted)


@pytest.mark.parametrize(
    ("given", "error"),
    [({}, ValueError), ({"size": (2, 2), "scale_factor": 2}, ValueError), ({"size": 2}, TypeError), ({"size": (0, 2)}, ValueError),
     ({"scale_factor": 1.5}, TypeError), ({"scale_factor": 0}, ValueError)],
)  # fmt: skip
def test_resize_bilinear_refuses(given, error):
    from mindshim.compat.layers import ResizeBilinear

    with pytest.raises(error, match="For 'ResizeBilinear'"):
        ResizeBilinear()(ms.ops.ones((1, 1, 2, 2)), **given)
