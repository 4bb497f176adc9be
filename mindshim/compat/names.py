"""Names that MindSpore has dropped by 2.10, and that programs written for earlier versions still use.

`NAMES` says what stands for a dropped name of a module today, `MODULES` what a module offered that is gone as a whole.
The modules ask here, last, for a name that they do not have. The first use of each dropped name says, as a
DeprecationWarning, what to write instead. What means something else than its successor has a class or function of its
own in `compat.functions`, `compat.layers` and `compat.images`.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from mindshim._core.tracebacks import LIBRARIES

_SELF = "mindshim"


class Name:
    """What stands for a dropped name, `module:attribute` or `module:`, and what a warning recommends."""

    __slots__ = ("advice", "target")

    def __init__(self, target: str, advice: str | None = None) -> None:
        self.target = target
        self.advice = advice

    def find(self) -> Any:
        module, _, attribute = self.target.partition(":")
        found = importlib.import_module(f"{_SELF}.{module}".rstrip("."))
        return getattr(found, attribute) if attribute else found


_MS_FUNCTION = Name("compat.functions:ms_function", "Use mindspore.jit.")
_MS_CLASS = Name("common.api:jit_class", "Use mindspore.jit_class.")
# The checks and relations were members of classes; now the module has them.
_CHECKS = Name("_checkparam:", "Use the module mindspore._checkparam itself.")
_NO_ORDER = "Leave it out: operators run in the order in which the program calls them."
_CONTROL_DEPEND = Name("compat.functions:control_depend", _NO_ORDER)
_CONTROL_DEPEND_CLASS = Name("compat.functions:ControlDepend", _NO_ORDER)

#: module -> dropped name -> what stands for it
NAMES: dict[str, dict[str, Name]] = {
    "": {"ms_function": _MS_FUNCTION, "ms_class": _MS_CLASS},
    "_checkparam": {"Validator": _CHECKS, "Rel": _CHECKS},
    "common": {"ms_function": _MS_FUNCTION, "ms_class": _MS_CLASS},
    "common.api": {"ms_function": _MS_FUNCTION, "ms_class": _MS_CLASS},
    "nn": {"ResizeBilinear": Name("compat.layers:ResizeBilinear", "Use mindspore.ops.interpolate.")},
    "nn.layer": {"ResizeBilinear": Name("compat.layers:ResizeBilinear", "Use mindspore.ops.interpolate.")},
    "nn.layer.basic": {"check_dense_input_shape": Name("compat.functions:check_dense_input_shape", "Check the shape yourself.")},
    "nn.layer.image": {"ResizeBilinear": Name("compat.layers:ResizeBilinear", "Use mindspore.ops.interpolate.")},
    "ops": {"control_depend": _CONTROL_DEPEND, "ControlDepend": _CONTROL_DEPEND_CLASS},
    "ops.functional": {"control_depend": _CONTROL_DEPEND},
    "ops.operations": {"ControlDepend": _CONTROL_DEPEND_CLASS},
}


def _moved(module: str, names: str) -> dict[str, Name]:
    """Names that a module has today."""
    return {name: Name(f"{module}:{name}") for name in names.split()}


_OPERATIONS = (
    "AutoContrast CenterCrop ConvertColor Crop CutOut Decode Equalize GaussianBlur HorizontalFlip HWC2CHW Invert "
    "Normalize NormalizePad Pad RandomAffine RandomColor RandomColorAdjust RandomCrop RandomCropDecodeResize "
    "RandomHorizontalFlip RandomPosterize RandomResize RandomResizedCrop RandomRotation RandomSelectSubpolicy "
    "RandomSharpness RandomSolarize RandomVerticalFlip Rescale Resize Rotate SlicePatches UniformAugment VerticalFlip "
    "Border ConvertMode Inter SliceMode"
)
_OPERATIONS_OF_PILLOW = (
    "AutoContrast CenterCrop Equalize FiveCrop Grayscale HWC2CHW HsvToRgb Invert LinearTransformation Pad RandomAffine "
    "RandomColor RandomColorAdjust RandomCrop RandomErasing RandomGrayscale RandomHorizontalFlip RandomPerspective "
    "RandomResizedCrop RandomRotation RandomSharpness RandomVerticalFlip Resize RgbToHsv TenCrop ToPIL ToTensor ToType "
    "UniformAugment Border Inter"
)
_ARRAYS = "Compose Concatenate Duplicate Fill Mask OneHot PadEnd RandomApply RandomChoice Relational Slice TypeCast Unique"
# What only the module of operations on PIL images had in this form.
_AS_PIL = {
    "Decode": Name("compat.images:Decode", "Use mindspore.dataset.vision.Decode(to_pil=True)."),
    "Normalize": Name("compat.images:Normalize", "Use mindspore.dataset.vision.Normalize with is_hwc=False."),
    "NormalizePad": Name("compat.images:NormalizePad", "Use mindspore.dataset.vision.NormalizePad with is_hwc=False."),
    "Cutout": Name("compat.images:Cutout", "Use mindspore.dataset.vision.CutOut with is_hwc=False."),
}

_TRANSFORMER_LAYERS = (
    "AttentionMask CrossEntropyLoss FeedForward MultiHeadAttention Transformer TransformerDecoder TransformerDecoderLayer "
    "TransformerEncoder TransformerEncoderLayer VocabEmbedding"
)
_TRANSFORMER_SETTINGS = (
    "EmbeddingOpParallelConfig MoEConfig MoEParallelConfig OpParallelConfig TransformerOpParallelConfig "
    "TransformerRecomputeConfig default_dpmp_config default_embedding_parallel_config default_moe_config "
    "default_moeparallel_config default_transformer_config default_transformer_recompute_config"
)


def _transformer(layers: str, settings: str = "") -> dict[str, Name]:
    advice = "The layers of transformers are now in MindFormers; nn.TransformerEncoder of MindSpore computes otherwise."
    return {
        **{name: Name(f"compat.transformer:{name}", advice) for name in layers.split()},
        **{name: Name(f"compat.transformer_config:{name}", "Leave it out: one device computes everything.") for name in settings.split()},
    }  # fmt: skip


_TRANSFORMER = _transformer(_TRANSFORMER_LAYERS, _TRANSFORMER_SETTINGS)
_TRANSFORMER_FILES = {
    "": _TRANSFORMER,
    ".layers": _transformer("_LayerNorm _Linear"),
    ".loss": _transformer("CrossEntropyLoss"),
    ".moe": _transformer("", "MoEConfig default_moe_config"),
    ".op_parallel_config": _transformer("", "OpParallelConfig MoEParallelConfig default_dpmp_config default_moeparallel_config"),
    ".transformer": _TRANSFORMER,
}  # fmt: skip

#: module that is gone -> its names
MODULES: dict[str, dict[str, Name]] = {
    "dataset.transforms.c_transforms": _moved("dataset.transforms", _ARRAYS),
    "dataset.transforms.py_transforms": {
        **_moved("dataset.transforms", "Compose RandomApply RandomChoice RandomOrder"),
        "OneHotOp": Name("dataset.transforms:OneHot"),
    },
    "dataset.vision.c_transforms": _moved("dataset.vision", _OPERATIONS),
    "dataset.vision.py_transforms": {**_moved("dataset.vision", _OPERATIONS_OF_PILLOW), **_AS_PIL},
    **{f"{where}{file}": names for where in ("nn.transformer", "parallel._transformer") for file, names in _TRANSFORMER_FILES.items()},
    "profiler.profiling": _moved("profiler", "Profiler"),
}

_warned: set[tuple[str, str]] = set()


def _warn(module: str, name: str, found: Name) -> None:
    if (module, name) in _warned:
        return
    _warned.add((module, name))
    old = ".".join(filter(None, ("mindspore", module, name)))
    advice = found.advice or f"Use {'.'.join(filter(None, ('mindspore', *found.target.split(':'))))}."
    # The line that is shown is the program's; `warn` does not count the frames of the import system.
    level, frame = 1, sys._getframe(0)
    while frame is not None and frame.f_code.co_filename.startswith((*LIBRARIES, "<frozen importlib")):
        level, frame = level + (frame.f_code.co_filename[0] != "<"), frame.f_back
    warnings.warn(f"{old} is a name of earlier versions of MindSpore. {advice}", DeprecationWarning, stacklevel=level)


def find(module: str, name: str) -> Any:
    """What a dropped name of a module stands for.

    Args:
        module: for example `mindshim.nn`. name: for example `ResizeBilinear`.

    Raises:
        AttributeError: if earlier versions did not have the name either.

    Examples:
        >>> import warnings
        >>> from mindshim.compat import names
        >>> with warnings.catch_warnings():
        ...     warnings.simplefilter("ignore")
        ...     names.find("mindshim", "ms_class").__name__
        'jit_class'
    """
    own = module.removeprefix(_SELF).removeprefix(".")
    found = NAMES.get(own, {}).get(name)
    if found is None:
        gone = f"{own}.{name}".removeprefix(".")
        if gone in MODULES:
            return load(f"{_SELF}.{gone}")
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    _warn(own, name, found)
    return found.find()


def exists(module: str) -> bool:
    """Whether earlier versions had this module, `mindshim.a.b`."""
    return module.removeprefix(_SELF + ".") in MODULES


def is_package(module: str) -> bool:
    """Whether earlier versions had modules within this one."""
    return any(name.startswith(module.removeprefix(_SELF + ".") + ".") for name in MODULES)


def load(module: str) -> ModuleType:
    """A module of earlier versions, made of what its names stand for today; entered into `sys.modules`."""
    loaded = sys.modules.get(module)
    if loaded is not None:
        return loaded
    own = module.removeprefix(_SELF + ".")
    names = MODULES[own]
    made = ModuleType(module, f"`mindspore.{own}` of earlier versions.")
    made.__spec__ = ModuleSpec(module, None, is_package=is_package(module))

    def getattr_(name: str) -> Any:
        found = names.get(name)
        if found is None:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        _warn(own, name, found)
        value = made.__dict__[name] = found.find()
        return value

    made.__dict__.update(__getattr__=getattr_, __dir__=lambda: sorted(names), __all__=list(names))
    sys.modules[module] = made
    return made
