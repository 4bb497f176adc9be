"""The checks that programs with distributions of their own import, with MindSpore's results and messages."""

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor
from mindshim.nn.probability.distribution._utils import utils


@pytest.mark.parametrize(
    ("args", "hint", "wanted"),
    [
        ({"a": Tensor([1.0], ms.float16), "b": 1}, ms.float32, ms.float16), ({"a": 1, "b": None}, ms.float16, ms.float16),
        ({"a": "x"}, ms.float32, ms.float32), ({"a": Tensor([1], ms.int32)}, ms.float32, ms.float32), ({}, ms.float32, ms.float32),
        ({"a": np.ones(2)}, ms.float32, ms.float32),
    ],
)  # fmt: skip
def test_the_dtype_of_parameters(args, hint, wanted):
    assert utils.set_param_type(args, hint) == wanted


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: utils.set_param_type({"a": Tensor([1.0], ms.float16), "b": Tensor(1.0)}, ms.float32), TypeError, "b should have the same dtype as other arguments."),
        (lambda: utils.CheckTuple()([1], "x"), TypeError, "For x, input type must be a tuple."),
        (lambda: utils.CheckTensor()(1, "x"), TypeError, "For x, input type must be a Tensor or Parameter."),
        (lambda: utils.check_greater_zero(Tensor([0.0]), "a"), ValueError, "a must be greater than zero."),
        (lambda: utils.check_greater_equal_zero(Tensor([-1.0]), "a"), ValueError, "a must be greater than or equal to zero."),
        (lambda: utils.check_greater(Tensor([2.0]), Tensor([1.0]), "a", "b"), ValueError, "a must be less than b"),
        (lambda: utils.check_prob(Tensor([1.0])), ValueError, "Probabilities must be less than one"),
        (lambda: utils.check_sum_equal_one(Tensor([0.2, 0.7])), ValueError, "Probabilities for each category should sum to one for Categorical distribution."),
        (lambda: utils.check_rank(Tensor(1.0)), ValueError, "probs for Categorical distribution must have rank >= 1."),
        (lambda: utils.cast_to_tensor(None), ValueError, "Input cannot be None in cast_to_tensor"),
        (lambda: utils.cast_to_tensor(True), TypeError, "Input cannot be Type Bool"),
        (lambda: utils.cast_to_tensor("a"), TypeError, "Unable to convert input of type <class 'str'> to a Tensor of type Float32"),
        (lambda: utils.check_distribution_name("x", "y"), ValueError, "Expected dist input is y, but got x."),
        (lambda: utils.raise_not_implemented_util("f", "c"), NotImplementedError, "f is not implemented for c distribution."),
        (lambda: utils.raise_not_defined("f", "c"), ValueError, "f is undefined for c distribution."),
    ],
)  # fmt: skip
def test_what_is_refused(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == message


def test_logits_and_probabilities():
    probs = Tensor([0.25, 0.75])
    np.testing.assert_allclose(utils.logits_to_probs(utils.probs_to_logits(probs)).asnumpy(), [0.25, 0.75], rtol=1e-6)
    np.testing.assert_allclose(utils.logits_to_probs(utils.probs_to_logits(probs, True), True).asnumpy(), [0.25, 0.75], rtol=1e-6)
