"""What NumPy 2 removed or prints differently.

MindSpore 2.10 needs NumPy 1, so the programs written for it may say `np.float_` or `np.Inf`, and JAX needs NumPy 2. While
`import mindspore` means mindshim, `numpy` has these names again, with what NumPy 1.26 had under them. A name that
NumPy has is never touched. A scalar's repr is the bare number, as what programs print holds such scalars (the dict of
`Model.eval`) and MindSpore's readers expect `{'acc': 0.5}`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

#: removed name -> the name in NumPy 2
_RENAMED = {
    "Inf": "inf", "Infinity": "inf", "infty": "inf", "PINF": "inf", "NaN": "nan",
    "float_": "float64", "complex_": "complex128", "cfloat": "complex128", "singlecomplex": "complex64",
    "longfloat": "longdouble", "longcomplex": "clongdouble", "clongfloat": "clongdouble",
    "string_": "bytes_", "unicode_": "str_", "bool8": "bool_", "int0": "intp", "uint0": "uintp", "object0": "object_",
    "str0": "str_", "bytes0": "bytes_", "void0": "void",
    "product": "prod", "cumproduct": "cumprod", "sometrue": "any", "alltrue": "all", "round_": "round",
    "row_stack": "vstack", "in1d": "isin", "trapz": "trapezoid", "mat": "asmatrix",
}  # fmt: skip
#: removed name -> the name in numpy.exceptions
_EXCEPTIONS = {n: n for n in ("AxisError", "ComplexWarning", "ModuleDeprecationWarning", "RankWarning", "TooHardError", "VisibleDeprecationWarning")}


def _asfarray(a: Any, dtype: Any = np.float64) -> Any:
    """`a` as an array of floats."""
    return np.asarray(a, dtype if np.issubdtype(dtype, np.inexact) else np.float64)


def _in1d(ar1: Any, ar2: Any, assume_unique: bool = False, invert: bool = False, *, kind: Any = None) -> Any:
    """Which elements of the flattened `ar1` are in `ar2`."""
    return np.isin(np.ravel(ar1), ar2, assume_unique=assume_unique, invert=invert, kind=kind)


def _find_common_type(array_types: Any, scalar_types: Any) -> Any:
    """The dtype that arrays of the first types have with scalars of the second."""
    arrays, scalars = ([np.dtype(t) for t in types] for types in (array_types, scalar_types))
    if not arrays or not scalars:
        return np.result_type(*arrays, *scalars)
    of_arrays, of_scalars = np.result_type(*arrays), np.result_type(*scalars)
    # Scalars count where they are of a higher kind.
    kinds = "biufc"
    ranks = [kinds.index("i" if t.kind == "u" else t.kind) for t in (of_arrays, of_scalars)]
    return of_scalars if ranks[1] > ranks[0] else of_arrays


def _msort(a: Any) -> Any:
    """`a` sorted along its first axis."""
    return np.sort(a, axis=0)


def _asscalar(a: Any) -> Any:
    """The only element as a Python number."""
    return np.asarray(a).item()


def _obj2sctype(rep: Any, default: Any = None) -> Any:
    """The scalar type of what may stand for a dtype."""
    try:
        return np.dtype(rep).type
    except TypeError:
        return default


def _issctype(rep: Any) -> bool:
    """Whether `rep` is a scalar type."""
    return isinstance(rep, (type, np.dtype)) and _obj2sctype(rep) not in (None, np.object_)


def _issubclass(arg1: Any, arg2: Any) -> bool:
    """`issubclass`, False where the first is no class."""
    try:
        return issubclass(arg1, arg2)
    except TypeError:
        return False


_OWN: dict[str, Any] = {
    "NINF": -np.inf, "PZERO": 0.0, "NZERO": -0.0, "asfarray": _asfarray, "in1d": _in1d, "find_common_type": _find_common_type,
    "msort": _msort, "asscalar": _asscalar, "obj2sctype": _obj2sctype, "issctype": _issctype, "issubclass_": _issubclass,
    "sctypes": {
        "int": [np.int8, np.int16, np.int32, np.int64], "uint": [np.uint8, np.uint16, np.uint32, np.uint64],
        "float": [np.float16, np.float32, np.float64, np.longdouble],
        "complex": [np.complex64, np.complex128, np.clongdouble], "others": [bool, object, bytes, str, np.void],
    },
}  # fmt: skip
_added: list[str] = []
_REPR = "1.25"  #: NumPy's name for the printing before 2.0
_printing_before: list[Any] = []


def add() -> None:
    """Put the removed names back, and the repr of scalars; a `legacy` printing that somebody chose stays.

    >>> import numpy as np
    >>> from mindshim.compat import numpy1
    >>> numpy1.add()
    >>> np.Inf, np.float_ is np.float64  # type: ignore[attr-defined]
    (inf, True)
    >>> {"acc": np.float64(0.5)}
    {'acc': 0.5}
    >>> numpy1.remove()
    >>> hasattr(np, "Inf")
    False
    """
    here: Any = vars(np)
    found = {name: getattr(np, now) for name, now in _RENAMED.items() if now in here}
    found.update({name: getattr(np.exceptions, now) for name, now in _EXCEPTIONS.items() if hasattr(np.exceptions, now)})
    found.update(_OWN)
    for name, value in found.items():
        if name not in here:
            here[name] = value
            _added.append(name)
    before = np.get_printoptions()["legacy"]
    if before is False and not _printing_before:
        _printing_before.append(before)
        np.set_printoptions(legacy=_REPR)


def remove() -> None:
    """Undo `add`."""
    here: Any = vars(np)
    while _added:
        here.pop(_added.pop(), None)
    if _printing_before:
        before = _printing_before.pop()
        if np.get_printoptions()["legacy"] == _REPR:  # not what the program has chosen since
            np.set_printoptions(legacy=before)
