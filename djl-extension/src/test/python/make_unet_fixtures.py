# SPDX-License-Identifier: Apache-2.0
"""Writes the parity fixtures of UNet2DModel: small random networks and what diffusers computes with them.

    venv/bin/python make_unet_fixtures.py [--out ../resources/org/scorefield/djl/architecture/unet]

Each folder is a diffusers model directory (config.json and weights) with reference.safetensors beside it:
x, timestep, class_labels (where the network has them), y (float32 network), y64, and v, jvp = J v, w, vjp = J^T w with
J the Jacobian of the output with respect to x. All but y come from a float64 copy of the network, rounded to float32.

Every parameter is random, also those that are zero or one at initialisation, and every one is checked to matter.
"""

import argparse
import json
import math
import pathlib
import shutil
import zlib

import diffusers
import torch
from diffusers import UNet2DModel
from safetensors.torch import load_file, save_file
from torch.nn.attention import SDPBackend, sdpa_kernel

# Configuration, then what else the fixture needs: size (height, width), timestep, labels.
FIXTURES = {
    # The keys and values of the published google/ddpm-* configurations, reduced.
    "ddpm": dict(
        config=dict(
            sample_size=8,
            in_channels=3,
            out_channels=3,
            center_input_sample=False,
            time_embedding_type="positional",
            freq_shift=1,
            flip_sin_to_cos=False,
            down_block_types=["DownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
            block_out_channels=[8, 8, 12],
            layers_per_block=2,
            mid_block_scale_factor=1,
            downsample_padding=0,
            act_fn="silu",
            attention_head_dim=None,
            norm_num_groups=4,
            norm_eps=1e-6,
        ),
        size=(8, 8),
        timestep=[3, 977],
    ),
    # Only what cannot be left at its default.
    "defaults": dict(
        config=dict(
            down_block_types=["DownBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "UpBlock2D"],
            block_out_channels=[8, 16],
            norm_num_groups=4,
        ),
        minimal=True,
        size=(8, 12),
        timestep=[0, 500],
    ),
    "resnet-resampling": dict(
        config=dict(
            in_channels=1,
            out_channels=2,
            center_input_sample=True,
            down_block_types=["ResnetDownsampleBlock2D", "ResnetDownsampleBlock2D"],
            up_block_types=["ResnetUpsampleBlock2D", "ResnetUpsampleBlock2D"],
            block_out_channels=[8, 12],
            layers_per_block=1,
            act_fn="gelu",
            attention_head_dim=4,
            norm_num_groups=4,
            resnet_time_scale_shift="scale_shift",
            num_class_embeds=5,
        ),
        size=(8, 8),
        timestep=[41, 620],
        labels=[4, 1],
    ),
    "resnet-resampling-shift": dict(
        config=dict(
            in_channels=1,
            out_channels=1,
            flip_sin_to_cos=False,
            down_block_types=["ResnetDownsampleBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "ResnetUpsampleBlock2D"],
            block_out_channels=[8, 8],
            layers_per_block=1,
            act_fn="swish",
            attention_head_dim=2,
            norm_num_groups=2,
            norm_eps=1e-3,
        ),
        size=(8, 8),
        timestep=[250, 7],
    ),
    "attention-resampling": dict(
        config=dict(
            in_channels=2,
            out_channels=2,
            freq_shift=1,
            down_block_types=["AttnDownBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "AttnUpBlock2D"],
            block_out_channels=[8, 12],
            layers_per_block=1,
            mid_block_scale_factor=math.sqrt(2.0),
            downsample_type="resnet",
            upsample_type="resnet",
            dropout=0.25,
            act_fn="mish",
            attention_head_dim=4,
            norm_num_groups=4,
            attn_norm_num_groups=2,
            resnet_time_scale_shift="scale_shift",
            class_embed_type="timestep",
        ),
        size=(8, 8),
        timestep=[100, 900],
        labels=[12.5, 300.0],
    ),
    "fourier": dict(
        config=dict(
            in_channels=1,
            out_channels=3,
            time_embedding_type="fourier",
            down_block_types=["DownBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "UpBlock2D"],
            block_out_channels=[8, 8],
            layers_per_block=1,
            downsample_padding=0,
            mid_block_scale_factor=0.5,
            add_attention=False,
            attention_head_dim=8,
            norm_num_groups=4,
            class_embed_type="identity",
        ),
        size=(8, 8),
        timestep=[0.37, 12.5],
        labels="vector",
    ),
    "fourier-class-timestep": dict(
        config=dict(
            in_channels=1,
            out_channels=1,
            time_embedding_type="fourier",
            down_block_types=["DownBlock2D"],
            up_block_types=["UpBlock2D"],
            block_out_channels=[8],
            layers_per_block=1,
            attention_head_dim=None,
            norm_num_groups=2,
            class_embed_type="timestep",
            num_class_embeds=3,
        ),
        size=(6, 5),
        timestep=[80.0, 0.05],
        labels=[1.5, 40.0],
    ),
    "learned-time": dict(
        config=dict(
            in_channels=1,
            out_channels=1,
            time_embedding_type="learned",
            time_embedding_dim=20,
            num_train_timesteps=16,
            down_block_types=["DownBlock2D", "DownBlock2D"],
            mid_block_type=None,
            up_block_types=["UpBlock2D", "UpBlock2D"],
            block_out_channels=[8, 12],
            layers_per_block=1,
            dropout=0.1,
            act_fn="relu",
            norm_num_groups=4,
        ),
        size=(8, 8),
        timestep=[15, 2],
    ),
    # Odd first width: the time embedding ends in a zero. Head size 5 in 12 channels: two heads, ten inner channels.
    "odd-width-fractional-time": dict(
        config=dict(
            in_channels=1,
            out_channels=1,
            down_block_types=["DownBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "UpBlock2D"],
            block_out_channels=[9, 12],
            layers_per_block=1,
            attention_head_dim=5,
            norm_num_groups=3,
        ),
        size=(8, 8),
        timestep=[12.25, 640.5],
    ),
    # As the first releases wrote them: query, key, value, proj_attn, and block types with the prefix UNetRes.
    "old-attention-keys": dict(
        config=dict(
            in_channels=1,
            out_channels=1,
            freq_shift=1,
            flip_sin_to_cos=False,
            down_block_types=["UNetResDownBlock2D", "UNetResAttnDownBlock2D"],
            up_block_types=["UNetResAttnUpBlock2D", "UNetResUpBlock2D"],
            block_out_channels=[8, 8],
            layers_per_block=1,
            downsample_padding=0,
            attention_head_dim=None,
            norm_num_groups=4,
            norm_eps=1e-6,
        ),
        minimal=True,
        old_keys=True,
        size=(8, 8),
        timestep=[10, 800],
    ),
    # A .bin with the old names: what most published checkpoints of that time are.
    "torch-bin": dict(
        config=dict(
            in_channels=1,
            out_channels=1,
            down_block_types=["AttnDownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "AttnUpBlock2D"],
            block_out_channels=[8, 8],
            layers_per_block=1,
            attention_head_dim=4,
            norm_num_groups=2,
        ),
        old_keys=True,
        weights="bin",
        size=(8, 8),
        timestep=[1, 999],
    ),
    "float16": dict(
        config=dict(
            in_channels=1,
            out_channels=1,
            down_block_types=["DownBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "UpBlock2D"],
            block_out_channels=[8, 16],
            layers_per_block=1,
            attention_head_dim=8,
            norm_num_groups=4,
        ),
        weights="float16",
        size=(8, 8),
        timestep=[55, 450],
    ),
}


def randomise(model, generator):
    """Weights of unit gain; norms around one; biases, embeddings and norm shifts clearly away from zero."""
    for name, value in model.named_parameters():
        noise = torch.randn(value.shape, generator=generator)
        if name == "time_proj.weight" and value.ndim == 1:
            value.data = 4.0 * noise
        elif name == "time_proj.weight" or name == "class_embedding.weight":
            value.data = noise
        elif value.ndim >= 2:
            value.data = noise / math.sqrt(value[0].numel())
        elif "norm" in name and name.endswith("weight"):
            value.data = 1.0 + 0.3 * noise
        else:
            value.data = 0.3 * noise


def with_old_keys(weights):
    names = {".to_q.": ".query.", ".to_k.": ".key.", ".to_v.": ".value.", ".to_out.0.": ".proj_attn."}
    renamed = {}
    for key, value in weights.items():
        for new, old in names.items():
            key = key.replace(new, old)
        renamed[key] = value
    return renamed


def arguments(fixture, model, generator):
    count = len(fixture["timestep"])
    result = dict(
        x=torch.randn(count, model.config.in_channels, *fixture["size"], generator=generator),
        timestep=torch.tensor(fixture["timestep"]),
    )
    labels = fixture.get("labels")
    if labels == "vector":
        width = model.time_embedding.linear_2.out_features
        result["class_labels"] = torch.randn(count, width, generator=generator)
    elif labels is not None:
        result["class_labels"] = torch.tensor(labels)
    return result


def call(model, x, timestep, class_labels=None):
    return model(x, timestep, class_labels).sample


def doubled(value):
    return value.double() if value.is_floating_point() else value


def reference(model, inputs, generator):
    """The network's values and directional derivatives, J v by double backward: the math kernel of attention has it."""
    exact = UNet2DModel.from_config(model.config).eval().double()
    exact.load_state_dict({k: doubled(v) for k, v in model.state_dict().items()})
    # diffusers casts the float32 sinusoid for the time but forgets the one for class labels.
    exact.time_proj.register_forward_hook(lambda module, inputs, output: output.double())
    x = inputs["x"].double()
    rest = {k: doubled(v) for k, v in inputs.items() if k != "x"}
    function = lambda u: call(exact, u, **rest)
    with sdpa_kernel(SDPBackend.MATH):
        with torch.no_grad():
            y, y64 = call(model, **inputs), function(x)
        v = torch.randn(x.shape, generator=generator)
        w = torch.randn(y.shape, generator=generator)
        leaf = x.clone().requires_grad_()
        cotangent = torch.zeros(y.shape, dtype=torch.float64, requires_grad=True)
        linear = torch.autograd.grad(function(leaf), leaf, cotangent, create_graph=True)[0]
        jvp = torch.autograd.grad(linear, cotangent, v.double())[0]
        vjp = torch.autograd.grad(function(leaf), leaf, w.double())[0]
        step = 1e-6
        with torch.no_grad():
            difference = (function(x + step * v.double()) - function(x - step * v.double())) / (2 * step)
    left, right = (w.double() * jvp).sum(), (v.double() * vjp).sum()
    assert torch.allclose(left, right, rtol=1e-10, atol=1e-10), (left, right)
    assert (difference - jvp).abs().max() < 1e-6 * jvp.abs().max(), (difference - jvp).abs().max()
    assert (y - y64).abs().max() < 1e-4 * y64.abs().max(), (y - y64).abs().max()
    return dict(inputs, y=y, y64=y64.float(), v=v, jvp=jvp.float(), w=w, vjp=vjp.float())


def check_that_everything_matters(model, inputs):
    """Each parameter (but the key bias, which softmax cancels), the timestep and the labels change the output."""
    model.requires_grad_(True)
    call(model, **inputs).square().sum().backward()
    for name, value in model.named_parameters():
        if not name.endswith(".to_k.bias"):
            assert value.grad is not None and value.grad.abs().max() > 1e-5, f"{name} has no effect"
    model.requires_grad_(False)
    y = call(model, **inputs)
    for name in inputs:
        if name != "x":
            other = call(model, **dict(inputs, **{name: inputs[name].flip(0)}))
            assert (other - y).abs().max() > 1e-2, f"{name} has no effect"


def write(folder, name, fixture):
    seed = zlib.crc32(name.encode())
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    model = UNet2DModel(**fixture["config"]).eval()
    randomise(model, generator)
    if fixture.get("weights") == "float16":
        model = model.half().float()
    inputs = arguments(fixture, model, generator)
    check_that_everything_matters(model, inputs)
    expected = reference(model, inputs, generator)

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    config = dict(fixture["config"] if fixture.get("minimal") else model.config)
    config = {k: v for k, v in config.items() if not k.startswith("_")}
    config["_class_name"] = "UNet2DModel"
    if not fixture.get("minimal"):
        config["_diffusers_version"] = diffusers.__version__
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")

    weights = {k: v.clone() for k, v in model.state_dict().items()}
    if fixture.get("old_keys"):
        weights = with_old_keys(weights)
    if fixture.get("weights") == "bin":
        torch.save(weights, folder / "diffusion_pytorch_model.bin")
    else:
        if fixture.get("weights") == "float16":
            weights = {k: v.half() for k, v in weights.items()}
        save_file(weights, folder / "diffusion_pytorch_model.safetensors", metadata={"format": "pt"})
    save_file({k: v.contiguous() for k, v in expected.items()}, folder / "reference.safetensors")

    # The folder itself, read back by diffusers, gives y.
    back = UNet2DModel.from_pretrained(folder, torch_dtype=torch.float32).eval()
    stored = load_file(folder / "reference.safetensors")
    with torch.no_grad():
        y = call(back, **{k: stored[k] for k in inputs})
    assert torch.allclose(y, stored["y"], rtol=1e-5, atol=1e-5), (y - stored["y"]).abs().max()
    size = sum(f.stat().st_size for f in folder.iterdir())
    gap = (expected["y"] - expected["y64"]).abs().max().item()
    print(f"{name:28s} {size:8d} bytes  max |y| {expected['y'].abs().max():7.3f}  max |y - y64| {gap:.1e}")
    return size


def main():
    parser = argparse.ArgumentParser()
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("--out", type=pathlib.Path, default=here.parent / "resources/org/scorefield/djl/architecture/unet")
    out = parser.parse_args().out
    torch.set_num_threads(1)
    total = sum(write(out / name, name, fixture) for name, fixture in FIXTURES.items())
    print(f"{total} bytes")


if __name__ == "__main__":
    main()
