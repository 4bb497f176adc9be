"""Helpers that layers import (mirrors `mindspore._extends`)."""

from __future__ import annotations

from mindshim._extends.cell_attr_register import cell_attr_register as cell_attr_register
