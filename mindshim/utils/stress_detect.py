"""A test of the hardware."""

from __future__ import annotations

from mindshim import log


def stress_detect(detect_type: str = "aic") -> int:
    """Test an Ascend device's cores or links (mirrors `mindspore.utils.stress_detect`).

    Args:
        detect_type: "aic" for the cores, "hccs" for the links.

    Returns:
        1 for another `detect_type`, which is logged.

    Raises:
        RuntimeError: on every other device, as in MindSpore; the vendor's own tool tests those (`dcgmi diag` for a GPU).

    Examples:
        >>> from mindshim.utils import stress_detect
        >>> try:
        ...     stress_detect()
        ... except RuntimeError as error:
        ...     print(str(error)[:36])
        Stress detection is not supported. (
    """
    if detect_type not in ("aic", "hccs"):
        log.error(f"For stress_detect, the 'detect_type' must be 'aic' or 'hccs', but got {detect_type}; nothing is tested.")
        return 1
    raise RuntimeError(
        "Stress detection is not supported. (It is a program of Ascend devices' driver; use the tests of the device's vendor.)"
    )
