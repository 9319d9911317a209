# SPDX-License-Identifier: Apache-2.0
"""Foreign TorchScript modules with random weights, and what PyTorch computes with them.

Run with PyTorch 2.x:  python make_torchscript_fixtures.py ../resources/org/scorefield/djl/engine
Writes NAME.pt and references.json: {NAME: {x, t, v, w, y, jvp, vjp}}, batch of 2, nested lists.
"""

import json
import pathlib
import sys

import torch
from torch import Tensor, nn


class Timed(nn.Module):
    """A small convolutional network of a state [1, 4, 4] and a time."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.time = nn.Linear(1, 4)
        self.norm = nn.GroupNorm(2, 4)
        self.drop = nn.Dropout(0.5)
        self.conv2 = nn.Conv2d(4, 1, 3, padding=1)

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        h = self.conv1(x) + self.time(t[:, None])[:, :, None, None]
        h = self.drop(nn.functional.silu(self.norm(h)))
        return self.conv2(h)


class Blind(nn.Module):
    """The same shape without a time, and a Jacobian that is far from symmetric."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(16, 12)
        self.second = nn.Linear(12, 16)

    def forward(self, x: Tensor) -> Tensor:
        return self.second(torch.tanh(self.first(x.flatten(1)))).reshape(x.shape)


class Labelled(nn.Module):
    """A state, a time and a class label."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(3, 16)
        self.mix = nn.Linear(16, 16)

    def forward(self, x: Tensor, t: Tensor, label: Tensor) -> Tensor:
        h = torch.sin(self.mix(x.flatten(1)) + self.table(label))
        return (h * (1 + t[:, None])).reshape(x.shape)


class Opaque(Blind):
    """A module whose author switched gradients off: only differences can differentiate it."""

    def forward(self, x: Tensor) -> Tensor:
        with torch.no_grad():
            return self.second(torch.tanh(self.first(x.flatten(1)))).reshape(x.shape)


def reference(module: nn.Module, extra: list) -> dict:
    dtype = next(module.parameters()).dtype
    x, v, w = (torch.randn(2, 1, 4, 4, dtype=dtype) for _ in range(3))
    t = torch.tensor([0.25, 0.75], dtype=dtype)
    arguments = ([] if isinstance(module, Blind) else [t]) + extra
    y, jvp = torch.func.jvp(lambda u: module(u, *arguments), (x,), (v,))
    _, pull = torch.func.vjp(lambda u: module(u, *arguments), x)
    values = dict(x=x, t=t, v=v, w=w, y=y, jvp=jvp, vjp=pull(w)[0])
    return {key: value.tolist() for key, value in values.items()}


def main(target: pathlib.Path) -> None:
    torch.manual_seed(20261121)
    label = torch.tensor([2, 2])
    modules = {
        "timed": (Timed(), []),
        "timed64": (Timed().double(), []),
        "blind": (Blind(), []),
        "labelled": (Labelled(), [label]),
        "opaque": (Opaque(), []),
    }
    references = {}
    for name, (module, extra) in modules.items():
        module.eval()
        torch.jit.script(module).save(str(target / f"{name}.pt"))
        if name != "opaque":
            references[name] = reference(module, extra)
    blind = Blind.forward
    opaque = modules["opaque"][0]
    Opaque.forward = blind  # the reference needs the gradients that the module hides
    references["opaque"] = reference(opaque, [])
    (target / "references.json").write_text(json.dumps(references))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
