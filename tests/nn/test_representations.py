"""Representations of networks as the real MindSpore's."""

import pytest

import mindshim as ms
from tests import recorded

CASES = recorded.cases("representations")
RECORD = recorded.record("representations")


def test_the_record_is_of_these_cases():
    assert list(RECORD) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_as_recorded(name):
    mine = recorded.run(ms, CASES[name])
    assert mine == RECORD[name], f"{mine}\nfor\n{RECORD[name]}"


def test_layers_of_mint_by_their_other_names():
    assert ms.nn.EmbeddingExt is ms.mint.nn.Embedding and ms.nn.MaxPool2dExt is ms.mint.nn.MaxPool2d
    assert {"AvgPool1dExt", "DropoutExt", "L1LossExt", "get_metrics"} <= set(ms.nn.__all__)
