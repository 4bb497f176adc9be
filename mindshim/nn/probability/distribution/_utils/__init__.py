"""Checks that programs with distributions of their own import (mirrors `mindspore.nn.probability.distribution._utils`)."""
