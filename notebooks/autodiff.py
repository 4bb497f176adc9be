# %% [markdown]
# # Automatic differentiation
#
# The first program of most MindSpore tutorials: gradients of a function, of a network, and of a network's
# parameter. Nothing in it knows about mindshim; run it with `python -m mindshim notebooks/autodiff.py`.

# %%
import mindspore as ms
from mindspore import nn, ops

# %% [markdown]
# ## Of a function
#
# `ops.grad` differentiates with respect to the first input unless `grad_position` says otherwise. Several positions
# give a tuple of gradients; a single one, even written as a tuple, gives the gradient itself.

# %%
def fn(x, y, z):
    return x * z + y


x = ms.Tensor([1.0], ms.float32)
y = ms.Tensor([2.0], ms.float32)
z = ms.Tensor([3.0], ms.float32)

print(fn(x, y, z))
print(ops.grad(fn)(x, y, z))

# %%
print(ops.grad(fn, grad_position=(2,))(x, y, z))

# %%
print(ops.grad(fn, grad_position=(0, 1, 2))(x, y, z))


# %% [markdown]
# ## Of a network
#
# `z` is a `Parameter` now: `ops.grad` still gives the gradients of the inputs, and `GradOperation(get_by_list=True)`
# gives the gradient of the parameters it is handed.

# %%
class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.z = ms.Parameter(ms.Tensor([3.0], ms.float32), name="z")

    def construct(self, x, y):
        return x * self.z + y


nt = Net()
print(ops.grad(nt, grad_position=(0, 1))(x, y))

# %%
print(ops.GradOperation(get_by_list=True)(nt, nt.z)(x, y))
