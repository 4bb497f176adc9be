"""The public classes (mirrors `mindspore.rewrite.api`)."""
