"""Compiled programs kept between processes: where, and so that processes beside each other, or ones that are killed, do no harm.

JAX keys and reads the entries. An entry is written beside its name and renamed, so that no process ever sees a part of one.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import jax

#: The cache is kept below this size.
CACHE_BYTES = 2 << 30

#: The folders that are kept below that size at exit.
_folders: set[Path] = set()
#: How names of files begin that are being written.
_NEW = "new-"
_NO = ("off", "0", "no", "false")


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


def _users_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "mindshim"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "mindshim"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mindshim"


def _root(enabled: bool | None, path: str) -> Path | None:
    """The folder that the environment names, or else the program (`set_context`); None if they want none."""
    own = os.environ.get("MINDSHIM_CACHE", "")
    if own:
        return None if own.lower() in _NO else Path(own)
    switch = os.environ.get("MS_COMPILER_CACHE_ENABLE", "")
    if switch:
        enabled, path = switch.lower() not in _NO, os.environ.get("MS_COMPILER_CACHE_PATH", "") or path
    if enabled is False:
        return None
    return Path(path) if path else _users_folder()


def use(enabled: bool | None = None, path: str = "") -> None:
    """Keep compiled programs between processes, from now on, unless the environment or `enabled` says not to.

    `path` names the folder; the default is the user's cache folder. JAX's own settings take precedence, then `MINDSHIM_CACHE`, then
    `MS_COMPILER_CACHE_ENABLE` and `MS_COMPILER_CACHE_PATH`.
    """
    configured: Any = jax.config
    before = configured.jax_compilation_cache_dir
    if os.environ.get("JAX_COMPILATION_CACHE_DIR") or before and Path(before) not in _folders:
        # A user who has configured JAX's own cache keeps it.
        return
    try:
        root = _root(enabled, path)
        folder = None if root is None else root / f"jax-{jax.__version__}-{_cpu_fingerprint()}"
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return
    if (None if folder is None else str(folder)) == before:
        return
    jax.config.update("jax_compilation_cache_dir", None if folder is None else str(folder))
    if before is not None:
        from jax.experimental.compilation_cache import compilation_cache

        compilation_cache.reset_cache()
    if folder is not None:
        _configure(folder)


def _configure(folder: Path) -> None:
    if not _folders:
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
        # XLA's own autotune and kernel caches embed absolute paths in the key, which would defeat the cache.
        jax.config.update("jax_persistent_cache_enable_xla_caches", "none")
        _write_whole_entries()
        atexit.register(_prune)
    _folders.add(folder)


class Entries:
    """The entries of one folder, as JAX asks for them."""

    def __init__(self, path: str) -> None:
        self._path = path

    def _file(self, key: str) -> Path:
        return Path(self._path, f"{key}-cache")

    def get(self, key: str) -> bytes | None:
        """An entry's bytes, or None."""
        file = self._file(key)
        try:
            content = file.read_bytes()
            # Those that were used longest ago go first.
            os.utime(file)
        except OSError:
            return None
        return content

    def put(self, key: str, value: bytes) -> None:
        """Write an entry, in the place of one that JAX could not read."""
        handle, temporary = tempfile.mkstemp(dir=self._path, prefix=_NEW)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(value)
            os.replace(temporary, self._file(key))
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _write_whole_entries() -> None:
    """Have JAX use `Entries` in these folders: it writes in place, so that others meet parts, and those of a killed process stay."""
    try:
        from jax._src import compilation_cache
    except ImportError:
        return
    theirs = getattr(compilation_cache, "get_file_cache", None)
    if theirs is None:
        return

    def get_file_cache(path: str) -> Any:
        return (Entries(path), path) if Path(path) in _folders else theirs(path)

    compilation_cache.get_file_cache = get_file_cache


def _prune() -> None:
    """Keep each folder below its bound, and clear away what killed processes have left."""
    for folder in _folders:
        try:
            found = []
            for e in os.scandir(folder):
                if e.name.startswith(_NEW) and e.stat().st_mtime < time.time() - 3600:
                    os.unlink(e.path)
                elif e.is_file():
                    found.append((e.stat(), e.path))
            total = sum(stat.st_size for stat, _ in found)
            if total <= CACHE_BYTES:
                continue
            for stat, path in sorted(found, key=lambda entry: entry[0].st_mtime):
                os.unlink(path)
                total -= stat.st_size
                if total <= CACHE_BYTES * 0.8:
                    break
        except OSError:
            # Another process may be pruning too; the next exit tries again.
            continue
