"""Operations of `dataset.vision.py_transforms`, whose defaults were those of PIL images and of channels that come first."""

from __future__ import annotations

from typing import Any

from mindshim.dataset import vision


class Decode(vision.Decode):
    """`vision.Decode` to a PIL image.

    Examples:
        >>> import io
        >>> import numpy as np
        >>> from PIL import Image
        >>> from mindshim.compat.images import Decode
        >>> file = io.BytesIO()
        >>> Image.new("RGB", (3, 2)).save(file, "png")
        >>> Decode()(np.frombuffer(file.getvalue(), np.uint8)).size
        (3, 2)
    """

    def __init__(self) -> None:
        super().__init__(to_pil=True)


class Normalize(vision.Normalize):
    """`vision.Normalize` of channels that come first.

    Examples:
        >>> import numpy as np
        >>> from mindshim.compat.images import Normalize
        >>> Normalize([1.0, 2.0], [1.0, 2.0])(np.ones((2, 1, 1), np.float32)).tolist()
        [[[0.0]], [[-0.5]]]
    """

    def __init__(self, mean: Any, std: Any) -> None:
        super().__init__(mean, std, is_hwc=False)


class NormalizePad(vision.NormalizePad):
    """`vision.NormalizePad` of channels that come first.

    Examples:
        >>> import numpy as np
        >>> from mindshim.compat.images import NormalizePad
        >>> NormalizePad([1.0], [1.0])(np.ones((1, 1, 1), np.float32)).shape
        (2, 1, 1)
    """

    def __init__(self, mean: Any, std: Any, dtype: str = "float32") -> None:
        super().__init__(mean, std, dtype, is_hwc=False)


class Cutout(vision.CutOut):
    """`vision.CutOut` of channels that come first.

    Examples:
        >>> import numpy as np
        >>> from mindshim.compat.images import Cutout
        >>> Cutout(2)(np.ones((3, 4, 4), np.float32)).shape
        (3, 4, 4)
    """

    def __init__(self, length: int, num_patches: int = 1) -> None:
        super().__init__(length, num_patches, is_hwc=False)
