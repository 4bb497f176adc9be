"""Metrics against the records of the real MindSpore."""

import numpy as np
import pytest

import mindshim as ms
from tests import recorded

CASES = recorded.cases("metrics")
RECORD = recorded.record("metrics")
_KINDS = sorted({name.split("(")[0].split(" ")[0 if not name.startswith("new ") else 1].split("(")[0] for name in CASES})


def test_the_record_is_of_these_cases():
    assert list(RECORD) == list(CASES)


@pytest.mark.parametrize("kind", _KINDS)
def test_results_and_errors(kind):
    wrong = []
    for name, case in CASES.items():
        if name.removeprefix("new ").startswith(kind):
            mine = recorded.run(ms, case)
            if not recorded.same(mine, RECORD[name]):
                wrong.append((name, mine, RECORD[name]))
    assert not wrong


def test_several_classes_have_a_curve_each():
    rng = np.random.default_rng(0)
    scores, labels = rng.random((20, 3)), rng.integers(0, 3, 20)
    several, one = ms.train.ROC(class_num=3), ms.train.ROC()
    several.update(scores, labels)
    for c, curve in enumerate(zip(*several.eval(), strict=True)):
        one.clear()
        one.update(scores[:, c].copy(), (labels == c).astype(int))
        for mine, alone in zip(curve, one.eval(), strict=True):
            np.testing.assert_array_equal(mine, alone)


def test_a_margin_for_each_axis():
    metric = ms.train.OcclusionSensitivity(margin=[1, 2])
    metric.update(ms.nn.Flatten(), np.arange(6, dtype=np.float32).reshape(1, 2, 3), np.array(4))
    np.testing.assert_array_equal(metric.eval(), [[0, 0, 0], [4, 4, 4]])


def test_old_spellings_are_the_same_objects():
    assert ms.nn.Accuracy is ms.train.Accuracy is ms.train.metrics.accuracy.Accuracy
    assert ms.nn.metrics.Fbeta is ms.nn.Fbeta is ms.train.Fbeta
    assert ms.nn.get_metric_fn is ms.train.get_metric_fn


def test_errors_of_float32_add_up_in_float64():
    for metric in (ms.train.MAE(), ms.train.MSE()):
        metric.update(ms.Tensor([0.0] * 3), ms.Tensor([0.1, 0.2, 0.4]))
        assert type(metric.eval()) is np.float64
        one = metric.eval()
        for _ in range(999):
            metric.update(ms.Tensor([0.0] * 3), ms.Tensor([0.1, 0.2, 0.4]))
        np.testing.assert_allclose(metric.eval(), one, rtol=1e-12)
