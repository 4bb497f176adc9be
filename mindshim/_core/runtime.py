"""Process-wide JAX settings: 64-bit types and the persistent compilation cache.

Imported before anything else touches JAX, because both settings must be in force before the first array exists.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import platform
import sys
from pathlib import Path

import jax

# MindSpore's int64 and float64 are real 64-bit types; every kernel states its own output dtype.
jax.config.update("jax_enable_x64", True)


#: The compilation cache is kept below this size.
CACHE_BYTES = 2 << 30


def _cpu_fingerprint() -> str:
    """A short name for this machine's instruction set, so that a copied cache never loads foreign machine code."""
    text = platform.machine() + platform.processor()
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="ignore") as info:
            for line in info:
                if line.startswith(("flags", "Features", "model name")):
                    text += line
                if not line.strip():
                    break
    except OSError:
        text += platform.platform()
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def cache_folder() -> Path | None:
    """Where compiled programs are kept between processes, or None when `MINDSHIM_CACHE=off`.

    `MINDSHIM_CACHE` may also name a folder; the default is the user's cache folder.
    """
    setting = os.environ.get("MINDSHIM_CACHE", "")
    if setting.lower() in ("off", "0", "no", "false"):
        return None
    if setting:
        root = Path(setting)
    elif sys.platform == "win32":
        root = Path(os.environ.get("LOCALAPPDATA", Path.home())) / "mindshim"
    elif sys.platform == "darwin":
        root = Path.home() / "Library" / "Caches" / "mindshim"
    else:
        root = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mindshim"
    return root / f"jax-{jax.__version__}-{_cpu_fingerprint()}"


def _enable_compilation_cache() -> None:
    # A user who has configured JAX's own cache keeps it.
    if os.environ.get("JAX_COMPILATION_CACHE_DIR") or jax.config.jax_compilation_cache_dir:  # type: ignore[attr-defined]
        return
    try:
        folder = cache_folder()
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    # XLA's own autotune and kernel caches embed absolute paths in the key, which would defeat the cache.
    jax.config.update("jax_persistent_cache_enable_xla_caches", "none")


    atexit.register(_prune, folder)


def _prune(folder: Path) -> None:
    """Keep the cache below its bound: the entries used longest ago go first."""
    try:
        entries = [(e.stat().st_atime, e.stat().st_size, e.path) for e in os.scandir(folder) if e.is_file()]
        total = sum(size for _, size, _ in entries)
        if total <= CACHE_BYTES:
            return
        for _, size, path in sorted(entries):
            os.unlink(path)
            total -= size
            if total <= CACHE_BYTES * 0.8:
                return
    except OSError:
        # Another process may be pruning too; the next exit tries again.
        return


_enable_compilation_cache()
