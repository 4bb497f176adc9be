"""What MindSpore's graphs need as operators, and Python has: numbers, tuples, lists, dicts, facts about values."""

from __future__ import annotations

from sample import Named, S, b1, c64, dtype, f32, i64, u8


def s(name, *args, **kw):
    return S(f"ops.{name}", *args, grad=False, jit=False, **kw)


X = f32(2, 3)

SAMPLES = [
    # numbers
    *[s(f"scalar_{n}", 7, 2) for n in "add sub mul div floordiv mod pow eq ge gt le lt max min".split()],
    *[s(f"scalar_{n}", -7.5, 2) for n in "add sub mul div floordiv mod pow eq ge gt le lt max min".split()],
    *[s(f"scalar_{n}", 7, 0, raises="ValueError") for n in "div floordiv mod".split()],
    *[s(f"scalar_{n}", 2.5) for n in "log uadd usub".split()],
    s("scalar_log", 0.0, raises="ValueError"),
    # tuples, lists, dicts
    s("tuple_getitem", (1, 2), 1),
    s("tuple_setitem", (1, 2), 1, 5),
    s("tuple_len", (1, 2)),
    *[s("tuple_equal", (1, 2), other) for other in ((1, 2), (1, 3))],
    s("tuple_reversed", (1, 2)),
    s("tuple_div", (4, 6), (2, 3)),
    s("list_getitem", [1, 2], 1),
    s("list_setitem", [1, 2], 1, 5),
    s("list_len", [1, 2]),
    s("list_equal", [1, 2], [1, 2]),
    s("dict_getitem", {"a": 1}, "a"),
    *[s(name, key, {"a": 1}) for name in ("in_dict", "not_in_dict") for key in ("a", "b")],
    s("make_list", 1, 2),
    s("make_tuple", 1, 2),
    s("make_slice", 1, 2, 3),
    s("shape_mul", (2, 3)),
    s("reduced_shape", (2, 3), (0,)),
    s("broadcast_gradient_args", (2, 3), (1, 3)),
    s("switch", True, 1, 2),
    s("switch", False, 1, 2),
    s("is_", 1, 1),
    s("is_not", 1, 1),
    # facts
    *[s("is_tensor", v) for v in (X, 1)],
    *[s("isconstant", v) for v in (X, 1)],
    *[s("typeof", v) for v in (X, 1, 1.5, True, "a", None, dtype("int32"))],
    s("hastype", X, dtype("int64")),
    s("hastype", X, dtype("float32")),
    *[s(name, X) for name in ("numel", "rank", "Rank", "dyn_shape")],
    s("rank", 3, raises="TypeError"),
    s("numel", 3, raises="TypeError"),
    *[s(f"is_sequence_{what}_unknown", (1, 2)) for what in ("value", "shape")],
    s("is_dynamic_sequence_element_unknown", (1, 2), raises="TypeError"),
    *[S("Tensor.is_signed", x, grad=False) for x in (X, u8(2), b1(2), c64(2))],
    S("Tensor.get_bytes", i64(2), jit=False),
    # reductions over processes, Ascend's formats
    *[s("scalar_eq", Named(f"ops.ReduceOp.{n}"), n.lower()) for n in ("SUM", "MAX", "MIN", "PROD")],
    s("tuple_getitem", Named("ops.DataType.F16_5HD"), 1),
]
