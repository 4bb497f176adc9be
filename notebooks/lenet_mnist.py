# %% [markdown]
# # LeNet-5 on MNIST
#
# A MindSpore program as MindSpore users write it: `MnistDataset`, `vision` operations, `nn.Cell`, and training in the
# two usual ways, `Model.train` with callbacks and a loop over `ops.value_and_grad`. It runs on MindSpore itself
# (`python lenet_mnist.py`) and on JAX (`python -m mindshim lenet_mnist.py`).
#
# The images are the 10,000 of MNIST's test set: the first 8,000 train, the other 2,000 test.

# %%
import gzip
import os
import tempfile
from pathlib import Path

import mindspore as ms
import mindspore.dataset as ds
from mindspore import nn, ops
from mindspore.common.initializer import Normal
from mindspore.dataset import transforms, vision
from mindspore.train import LossMonitor, Model, TimeMonitor

# For a quicker look: LENET_TRAIN images, LENET_EPOCHS times over.
TRAIN_IMAGES = int(os.environ.get("LENET_TRAIN", "8000"))
EPOCHS = int(os.environ.get("LENET_EPOCHS", "4"))
BATCH_SIZE = 32

ms.set_seed(1)

# %% [markdown]
# ## Data
#
# `MnistDataset` reads the plain IDX files, so the compressed ones that come with this program are unpacked first.

# %%
here = Path(__file__).parent if "__file__" in globals() else Path.cwd()
work = tempfile.TemporaryDirectory(prefix="lenet_mnist_")
for packed in sorted((here / "data").glob("*-ubyte.gz")):
    Path(work.name, packed.stem).write_bytes(gzip.decompress(packed.read_bytes()))


def create_dataset(part, training):
    images = [
        vision.Resize((32, 32)),
        vision.Rescale(1.0 / 255.0, 0.0),
        vision.Normalize(mean=(0.1307,), std=(0.3081,)),
        vision.HWC2CHW(),
    ]
    part = part.map(images, input_columns="image")
    part = part.map(transforms.TypeCast(ms.int32), input_columns="label")
    if training:
        part = part.shuffle(buffer_size=8000)
    return part.batch(BATCH_SIZE, drop_remainder=training)


def mnist():
    return ds.MnistDataset(work.name, usage="test", shuffle=False)


train_set = create_dataset(mnist().take(TRAIN_IMAGES), training=True)
test_set = create_dataset(mnist().skip(8000), training=False)

for image, label in train_set.create_tuple_iterator(num_epochs=1):
    print("one batch:", image.shape, image.dtype, label.shape, label.dtype)
    break


# %% [markdown]
# ## Network

# %%
class LeNet5(nn.Cell):
    def __init__(self, num_class=10, num_channel=1):
        super().__init__()
        self.conv1 = nn.Conv2d(num_channel, 6, 5, pad_mode="valid", weight_init=Normal(0.1))
        self.conv2 = nn.Conv2d(6, 16, 5, pad_mode="valid", weight_init=Normal(0.1))
        self.fc1 = nn.Dense(16 * 5 * 5, 120)
        self.fc2 = nn.Dense(120, 84)
        self.fc3 = nn.Dense(84, num_class)
        self.relu = nn.ReLU()
        self.max_pool2d = nn.MaxPool2d(kernel_size=2, stride=2)
        self.flatten = nn.Flatten()

    def construct(self, x):
        x = self.max_pool2d(self.relu(self.conv1(x)))
        x = self.max_pool2d(self.relu(self.conv2(x)))
        x = self.flatten(x)
        x = self.relu(self.fc1(x))
        x = self.relu(self.fc2(x))
        return self.fc3(x)


# %% [markdown]
# ## Training with `Model`

# %%
net = LeNet5()
loss = nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction="mean")
optimizer = nn.Momentum(net.trainable_params(), learning_rate=0.01, momentum=0.9)
model = Model(net, loss, optimizer, metrics={"accuracy"})

steps = train_set.get_dataset_size()
model.train(EPOCHS, train_set, callbacks=[LossMonitor(max(steps // 5, 1)), TimeMonitor()], dataset_sink_mode=False)
accuracy = model.eval(test_set, dataset_sink_mode=False)["accuracy"]
print(f"Model.train: test accuracy {accuracy:.2%}")


# %% [markdown]
# ## Training with `ops.value_and_grad`

# %%
net = LeNet5()
loss_fn = nn.CrossEntropyLoss()
optimizer = nn.Adam(net.trainable_params(), learning_rate=0.001)


def forward(image, label):
    logits = net(image)
    return loss_fn(logits, label), logits


grad_fn = ops.value_and_grad(forward, None, optimizer.parameters, has_aux=True)


def train_step(image, label):
    (loss, _), grads = grad_fn(image, label)
    optimizer(grads)
    return loss


def test(network):
    network.set_train(False)
    correct = total = 0
    for image, label in test_set.create_tuple_iterator(num_epochs=1):
        correct += int((network(image).argmax(1) == label).asnumpy().sum())
        total += len(label)
    return correct / total


for epoch in range(EPOCHS):
    net.set_train()
    for step, (image, label) in enumerate(train_set.create_tuple_iterator(num_epochs=1)):
        loss = train_step(image, label)
        if step % max(steps // 5, 1) == 0:
            print(f"epoch {epoch + 1}  step {step:3d}/{steps}  loss {float(loss):.4f}", flush=True)
    accuracy = test(net)
    print(f"epoch {epoch + 1}  test accuracy {accuracy:.2%}", flush=True)
print(f"value_and_grad: test accuracy {accuracy:.2%}")

# %% [markdown]
# ## Checkpoint
#
# Saved here, it loads in MindSpore, and the other way round.

# %%
checkpoint = os.path.join(work.name, "lenet.ckpt")
ms.save_checkpoint(net, checkpoint)

restored = LeNet5()
not_loaded, _ = ms.load_param_into_net(restored, ms.load_checkpoint(checkpoint))
print("not loaded:", not_loaded)
print(f"restored: test accuracy {test(restored):.2%}")
