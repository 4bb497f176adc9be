"""Process-wide JAX settings: 64-bit types and the persistent compilation cache.

Imported before anything else touches JAX, because both settings must be in force before the first array exists.
"""

from __future__ import annotations

import jax

from mindshim._core import program_cache

# MindSpore's int64 and float64 are real 64-bit types; every kernel states its own output dtype.
jax.config.update("jax_enable_x64", True)
program_cache.use()
