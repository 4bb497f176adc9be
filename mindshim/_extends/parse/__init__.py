"""The parser of MindSpore's compiler, as far as programs look into it (mirrors `mindspore._extends.parse`)."""

from __future__ import annotations

from mindshim._extends.parse import compile_config as compile_config
