from sample import S, b1, c64, c128, dtype, f16, f32, f64, i32

_ONE = ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]
_TWO = [n + "2" for n in _ONE]
_ANY = [n + "n" for n in _ONE]

SAMPLES = [
    *[S(f"ops.{n}", f32(2, 5)) for n in _ONE],
    *[S(f"ops.{n}", c64(4, 3), dim=0, norm="ortho") for n in _ONE],
    *[S(f"ops.{n}", f64(2, 5), n=4, norm="forward") for n in _ONE],
    *[S(f"ops.{n}", i32(5), 7) for n in _ONE],
    *[S(f"ops.{n}", f32(2, 3, 4)) for n in _TWO + _ANY],
    *[S(f"ops.{n}", c128(3, 4, 2), (4, 2), (0, 1), "ortho") for n in _TWO + _ANY],
    *[S(f"ops.{n}", f64(3, 4), s=(5,)) for n in _ANY],
    S("ops.fft", f16(4)),
    S("ops.fft", b1(4), raises="TypeError"),
    S("ops.fft", f32(4), n=0, raises="ValueError"),
    S("ops.fft", f32(4), dim=1, raises="ValueError"),
    S("ops.fft", f32(4), norm="other", raises="ValueError"),
    S("ops.fft2", f32(4), raises="ValueError"),
    S("ops.fft2", f32(4, 3), s=(2,), raises="ValueError"),
    S("ops.fft2", f32(4, 3), dim=(0, 0), raises="ValueError"),
    S("ops.fftshift", f32(5)),
    S("ops.fftshift", b1(2, 3), 1),
    S("ops.ifftshift", f32(4, 5)),
    S("ops.ifftshift", i32(4, 5), (0,)),
    S("ops.fftshift", f32(3), 2, raises="ValueError"),
    S("ops.fftfreq", 5, 0.5),
    S("ops.fftfreq", 4, dtype=dtype("float64")),
    S("ops.fftfreq", 0, raises="ValueError"),
    S("ops.rfftfreq", 5),
    S("ops.FFTWithSize", f32(2, 6), init=(1, False, True)),
    S("ops.FFTWithSize", f32(2, 6), init=(1, False, True, "ortho", False)),
    S("ops.FFTWithSize", c64(2, 6), init=(2, False, False)),
    S("ops.FFTWithSize", c64(2, 1), init=(2, True, True), raises="ValueError"),
    S("ops.FFTWithSize", c64(2, 6), init=(2, True, False, "forward")),
    S("ops.FFTWithSize", c64(2, 4), init=(1, True, True)),
    S("ops.FFTWithSize", c64(2, 4), init=(1, True, True, "backward", True, (7,))),
    S("ops.FFTWithSize", c64(4, 4), init=(2, True, True, "backward", False)),
    # under NumPy's argument names
    *[S(f"numpy.fft.{name}", f32(3, 4), axis=0, grad=False) for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft")],
    *[S(f"numpy.fft.{name}{n}", f32(3, 4), axes=(0, 1), grad=False)
      for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft") for n in ("2", "n") if name + n != "ihfftn"],
    S("numpy.fft.ihfftn", f32(3, 4), axes=(0, 1), grad=False, golden=False, why="the real one computes hfftn instead"),
    *[S(f"numpy.fft.{name}", f32(3, 4), axes=0, grad=False) for name in ("fftshift", "ifftshift")],
    *[S(f"numpy.fft.{name}", 5, 0.5, grad=False, jit=False) for name in ("fftfreq", "rfftfreq")],
]
