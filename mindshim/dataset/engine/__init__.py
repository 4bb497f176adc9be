"""The pipeline: sources and the operations on them (mirrors `mindspore.dataset.engine`)."""
