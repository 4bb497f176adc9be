"""`mindspore.numpy`: which dtype comes of which, and the values in it."""

from sample import S, b1, dtype, f16, f32, f64, i8, i32, i64, u8


def n(name, *args, **kw):
    return S(f"numpy.{name}", *args, **kw)


def _each(names, *makes, **kw):
    """Every function of every dtype."""
    return [n(name, make([[1, 2, 3]]), **kw) for name in names for make in makes]


def _pairs(names, *makes, **kw):
    return [n(name, make([[1, 2, 3]]), make([2, 2, 2]), **kw) for name in names for make in makes]


SAMPLES = [
    *_each(["sin", "arctan"], i8, i32, u8, f16, f64, fd=False),
    *_each(["arcsinh", "tanh"], i8, i64, fd=False),
    *_each(["ceil"], i8, i32, f16, f64, fd=False),
    *_each(["trunc", "fix"], i8, i32, f16, f64, fd=False),
    *_each(["sign", "exp2", "reciprocal"], i8, i32, i64, u8),
    *_each(["cbrt"], i32, f16, f64, fd=False),
    *_each(["sum", "mean", "trace", "average"], i8, i32, i64, u8, f16, fd=False),
    *_each(["cumsum", "nansum", "nanmean", "norm"], i32, u8, f16, fd=False),
    *_each(["cov", "trapz"], i32, f16, f64, fd=False),
    n("sum", b1([[True, False]])),
    n("mean", i32([[1, 2], [4, 5]]), 0),
    n("mean", i64([-1, -2, -2])),
    n("mean", [1, 2]),
    n("sum", [1, 2]),
    n("sum", i32([1, 2]), dtype=dtype("float16")),
    n("sum", u8([1, 2]), initial=2),
    n("average", i32([[1, 2]]), weights=i32([1, 2]), axis=1),
    n("average", i64([[1, 2]]), axis=0, returned=True),
    n("average", f16([1.0, 2.0]), weights=i32([1, 2]), returned=True, fd=False),
    n("average", u8([1, 2]), weights=i64([1, 2])),
    n("nanvar", f16([1.0, 2.0]), fd=False),
    n("nanmean", i32([1, 2]), dtype=dtype("float16")),
    n("norm", f16([[1.0, 2.0]]), 1, 1, fd=False),
    *_pairs(["divide"], i8, i32, f16, f64, fd=False),
    *_pairs(["arctan2", "hypot"], i8, i32, f16, fd=False),
    *_pairs(["copysign", "heaviside"], i8, i32, u8, f16, fd=False),
    *_pairs(["float_power"], i32, f16, f64, fd=False),
    n("copysign", i32([1, 2]), 1.5),
    n("copysign", i32([1, 2]), -2.0),
    n("divide", f16([1.0, 2.0]), 1.5, fd=False),
    n("divide", f16([1.0, 2.0]), i32([2, 4]), fd=False),
    n("sign", b1([True]), raises="TypeError"),
    n("sign", f32([float("nan"), -2.0, 0.0]), grad=False),
    n("copysign", b1([True]), b1([True]), raises="TypeError"),
    n("arange", i32([3]), jit=False),
    n("arange", 0, 3, i32([1]), jit=False),
    n("arange", f32([3.0]), jit=False, fd=False),
    n("full", i32([2, 1]), 3.5, jit=False),
    n("zeros", 2.5, raises="TypeError"),
    n("zeros", (2.5,), raises="TypeError"),
    n("hstack", f32(2, 3)),
    n("vstack", f32(3)),
    n("column_stack", i32(3)),
    n("dstack", i32(2, 3)),
    n("triu", f32(3)),
    n("tril", i32(3), -1),
    n("unravel_index", u8([7]), (3, 4)),
    n("unravel_index", i64([7]), (3, 4)),
]
