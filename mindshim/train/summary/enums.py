"""The names of what a summary holds (mirrors `mindspore.train.summary.enums`)."""

from __future__ import annotations

from enum import Enum
from typing import Any


class BaseEnum(Enum):
    """An enumeration whose values can be listed."""

    @classmethod
    def to_list(cls) -> list[Any]:
        """The values."""
        return [member.value for member in cls]


class PluginEnum(BaseEnum):
    """Kinds of values."""

    GRAPH = "graph"
    SCALAR = "scalar"
    IMAGE = "image"
    TENSOR = "tensor"
    HISTOGRAM = "histogram"
    TRAIN_LINEAGE = "train_lineage"
    EVAL_LINEAGE = "eval_lineage"
    CUSTOM_LINEAGE_DATA = "custom_lineage_data"
    DATASET_GRAPH = "dataset_graph"
    EXPLAINER = "explainer"
    LANDSCAPE = "landscape"


class ModeEnum(BaseEnum):
    """Modes of a run."""

    TRAIN = "train"
    EVAL = "eval"
