"""The pipeline: sources and the operations on them (mirrors `mindspore.dataset.engine`)."""

from mindshim.dataset.engine.datasets import Dataset as Dataset
