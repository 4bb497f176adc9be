"""A watch for silently wrong products of matrices.

It is a feature of Ascend devices that `MS_SDC_DETECT_ENABLE=1` turns on. Where it is off, and so on every other device, MindSpore
warns and finds nothing, and so do these.
"""

from __future__ import annotations

from mindshim import log


def sdc_detect_start() -> None:
    """Begin to watch (mirrors `mindspore.utils.sdc_detect_start`): warns that these devices are not watched.

    Examples:
        >>> from mindshim.utils import sdc_detect_start
        >>> sdc_detect_start()
    """
    log.warning("sdc_detect_start: products of matrices are only checked on Ascend devices; nothing is watched.")


def sdc_detect_stop() -> None:
    """End the watch (mirrors `mindspore.utils.sdc_detect_stop`); there was none.

    Examples:
        >>> from mindshim.utils import sdc_detect_stop
        >>> sdc_detect_stop()
    """


def get_sdc_detect_result() -> bool:
    """Whether the watch found anything (mirrors `mindspore.utils.get_sdc_detect_result`): no, there was none.

    Examples:
        >>> from mindshim.utils import get_sdc_detect_result
        >>> get_sdc_detect_result()
        False
    """
    return False
