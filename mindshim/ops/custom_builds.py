"""Operators of the user's own in C++: what they are built from. Building them needs MindSpore's C++ interface."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from mindshim._core.faces import face


def _listed(name: str, value: Any, none: bool) -> list[str]:
    if value is None and none:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise TypeError(f"For 'CustomOpBuilder', the '{name}' must be a str or a list of str, but got {value!r}.")
    return list(value)


@face("ops.CustomOpBuilder")
class CustomOpBuilder:
    """What a C++ operator of the user's own is built from (mirrors `mindspore.ops.CustomOpBuilder`).

    Such operators are written against MindSpore's C++ interface, which does not exist here, so `build` and `load`
    raise. `ops.Custom` runs Python functions ("pyfunc") and C functions of a shared library ("aot").

    Args:
        name: of the extension. sources: one file or a list of files. backend: 'CPU', 'Ascend' or None.
        include_paths: one folder or a list, added to the compiler's. cflags, ldflags: flags of compiler and linker.
        build_dir, debug_mode and other settings: kept.

    Raises:
        TypeError: if `sources` or `include_paths` are no strings. ValueError: for another `backend`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.CustomOpBuilder("my_ops", ["my_ops.cpp"], backend="CPU").get_sources()
        ['my_ops.cpp']
    """

    def __init__(
        self,
        name: str,
        sources: Any,
        backend: str | None = None,
        include_paths: Any = None,
        cflags: str | None = None,
        ldflags: str | None = None,
        **kwargs: Any,
    ) -> None:
        if backend not in (None, "CPU", "Ascend"):
            raise ValueError(f"For 'CustomOpBuilder', the 'backend' must be 'CPU', 'Ascend' or None, but got {backend!r}.")
        self.name, self.backend = name, backend
        self.source = _listed("sources", sources, none=False)
        self.include_paths = _listed("include_paths", include_paths, none=True)
        self.cflags, self.ldflags = cflags, ldflags
        self.build_dir = kwargs.get("build_dir")
        self.debug_mode = kwargs.get("debug_mode", False)

    def get_sources(self) -> list[str]:
        """The source files.

        Examples:
            >>> import mindshim as ms
            >>> ms.ops.CustomOpBuilder("my_ops", "my_ops.cpp").get_sources()
            ['my_ops.cpp']
        """
        return list(self.source)

    def get_include_paths(self) -> list[str]:
        """The folders that were given, made absolute; there are none of MindSpore's own.

        Examples:
            >>> import mindshim as ms
            >>> ms.ops.CustomOpBuilder("my_ops", "my_ops.cpp").get_include_paths()
            []
        """
        return [str(Path(p).absolute()) for p in self.include_paths]

    def get_cflags(self) -> list[str]:
        """The compiler's flags.

        Examples:
            >>> import mindshim as ms
            >>> ms.ops.CustomOpBuilder("my_ops", "my_ops.cpp", cflags="-O1").get_cflags()
            ['-DMS_EXTENSION_NAME=my_ops', '-std=c++17', '-fPIC', '-O1']
        """
        debug = ["-g"] if self.debug_mode else []
        return [f"-DMS_EXTENSION_NAME={self.name}", "-std=c++17", "-fPIC", *debug, *(self.cflags or "").split()]

    def get_ldflags(self) -> list[str]:
        """The linker's flags.

        Examples:
            >>> import mindshim as ms
            >>> ms.ops.CustomOpBuilder("my_ops", "my_ops.cpp").get_ldflags()
            ['-shared']
        """
        return ["-shared", *(self.ldflags or "").split()]

    def build(self) -> NoReturn:
        """Building is not possible here.

        Raises:
            NotImplementedError: always.
        """
        self._refuse("build")

    def load(self) -> NoReturn:
        """Loading is not possible here.

        Raises:
            NotImplementedError: always.
        """
        self._refuse("load")

    def _refuse(self, method: str) -> NoReturn:
        raise NotImplementedError(
            f"CustomOpBuilder.{method}: the extension {self.name!r} is written against MindSpore's C++ interface, which "
            f"does not exist here; use ops.Custom with a Python function ('pyfunc'), or with a C function of a shared "
            f"library ('aot')."
        )
