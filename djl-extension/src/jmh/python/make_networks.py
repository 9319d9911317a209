# SPDX-License-Identifier: Apache-2.0
"""Makes what the benchmarks run: UNet2DModel with random weights, as a diffusers directory and traced by PyTorch.

    venv/bin/python djl-extension/src/jmh/python/make_networks.py [--out djl-extension/target/benchmarks]

Versions as in src/test/python/README.md. Each NAME/ is a diffusers directory (config.json, scheduler_config.json,
safetensors) with two traces of the same network, (x, timestep) -> sample, beside them: traced.pt, and differentiable.pt with
attention in plain operators, because PyTorch has no second derivative of its fused attention.

    small     one level of 64 channels, 32 x 32, 3 channels: seven residual blocks and one attention layer, 0.9 M parameters
    cifar10   the published layout of google/ddpm-cifar10-32: 35.7 M parameters, a 143 MB file
"""

import argparse
import pathlib

import diffusers
import torch
from diffusers.models.attention_processor import Attention, AttnProcessor

NETWORKS = {
    "small": {
        "sample_size": 32,
        "block_out_channels": [64],
        "down_block_types": ["DownBlock2D"],
        "up_block_types": ["UpBlock2D"],
        "layers_per_block": 2,
        "attention_head_dim": None,
    },
    "cifar10": {
        "sample_size": 32,
        "block_out_channels": [128, 256, 256, 256],
        "down_block_types": ["DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"],
        "up_block_types": ["UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
        "layers_per_block": 2,
        "attention_head_dim": None,
        "downsample_padding": 0,
        "flip_sin_to_cos": False,
        "freq_shift": 1,
        "norm_eps": 1e-6,
    },
}


class Sample(torch.nn.Module):
    """The network with a tensor, and no record, as its output."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x, timestep):
        return self.network(x, timestep).sample


def trace(network, file):
    example = (torch.randn(2, 3, 32, 32), torch.tensor([10.0, 500.0]))
    with torch.no_grad():
        traced = torch.jit.trace(Sample(network), example)
        other = (torch.randn(3, 3, 32, 32), torch.tensor([0.0, 7.0, 900.0]))
        difference = (traced(*other) - network(*other).sample).abs().max().item()
    if difference > 1e-5:
        raise SystemExit(f"{file}: the trace depends on the example: {difference}")
    torch.jit.save(traced, file)


def main():
    arguments = argparse.ArgumentParser()
    module = pathlib.Path(__file__).resolve().parents[3]
    arguments.add_argument("--out", type=pathlib.Path, default=module / "target/benchmarks")
    out = arguments.parse_args().out
    for name, config in NETWORKS.items():
        torch.manual_seed(20)
        network = diffusers.UNet2DModel(**config).eval()
        folder = out / name
        network.save_pretrained(folder)
        diffusers.DDPMScheduler().save_config(folder)
        trace(network, folder / "traced.pt")
        for module in network.modules():
            if isinstance(module, Attention):
                module.set_processor(AttnProcessor())
        trace(network, folder / "differentiable.pt")
        parameters = sum(p.numel() for p in network.parameters())
        print(f"{name}: {parameters} parameters, {folder}")


if __name__ == "__main__":
    main()
