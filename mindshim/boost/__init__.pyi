from mindshim.boost.boost import AutoBoost as AutoBoost
from mindshim.boost.grad_accumulation import GradientAccumulation as GradientAccumulation
