"""`mindspore.common.no_inline`: where MindSpore has `no_inline`."""

from mindshim.common.lazy_inline import no_inline as no_inline
