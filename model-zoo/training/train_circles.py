# SPDX-License-Identifier: Apache-2.0
"""Trains the zoo's circle checkpoints: one small perceptron on two concentric circles in R^D, whose target alone differs.

The data are the circles of radius 0.5 and 1 about the origin of the plane, without thickness, half of the points on each
and uniform in angle, carried into R^D by a D x 2 matrix of orthonormal columns. Targets, with eps ~ N(0, I):

  epsilon      eps          on the straight path u = (1 - t) x0 + t eps
  sample       x0           on the straight path
  velocity     eps - x0     on the straight path
  equilibrium  t (eps - x0) on the straight path (equilibrium matching with linear gain)
  ddpm         eps          on the path of DDPM: 1,000 steps, beta linear from 1e-4 to 0.02

A blind network sees u and nothing else. With --told it gets one number more, a quarter of log(sigma / alpha).
Network, data, optimiser, steps, batch and seed are the same for every target and every D.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python train_circles.py --out OUT                                                          # 16 blind networks
    venv/bin/python train_circles.py --out OUT --told --dimensions 2,8 --targets epsilon,sample,velocity   # 6 told ones
    venv/bin/python train_circles.py --out OUT --targets ddpm                                           # not in the zoo

OUT receives what the zoo holds, ready for zoo_entry.py:

  NAME/network.pt, card.json, entry.json    weights (moving average of training, rounded to float16), their meaning, and
                                            how they came about; NAME is circles-TARGET-D or circles-told-TARGET-D
  references/circles-D/                     points that were never trained on, [points, D] float32
  outputs/NAME.npy                          [n, 2, D] float32: states, and what the rounded network makes of them (told
                                            networks: at TIMES of the straight path), for the zoo's tests
"""

import argparse
import json
import math
import pathlib
import time

import numpy as np
import torch

RADII = (0.5, 1.0)
EMBEDDING_SEED = 4
REFERENCE_SEED = 5
OUTPUT_SEED = 6
# Times of the straight path; at both ends the logarithm that told networks get would be infinite.
T_MIN, T_MAX = 0.001, 0.999
DDPM_STEPS, BETA_START, BETA_END = 1000, 1e-4, 0.02
TIMES = (0.05, 0.25, 0.5, 0.9)
STRAIGHT = {"_class_name": "RectifiedFlow"}
DDPM = {
    "_class_name": "DDPMScheduler",
    "num_train_timesteps": DDPM_STEPS,
    "beta_start": BETA_START,
    "beta_end": BETA_END,
    "beta_schedule": "linear",
    "prediction_type": "epsilon",
    "clip_sample": False,
}


def straight(level):
    """alpha and sigma of the straight path, [n, 1]; level uniform in [0, 1)."""
    t = (T_MIN + (T_MAX - T_MIN) * level).unsqueeze(1)
    return 1.0 - t, t


ALPHA_BAR = torch.cumprod(1.0 - torch.linspace(BETA_START, BETA_END, DDPM_STEPS, dtype=torch.float64), 0).float()


def discrete(level):
    """alpha and sigma of DDPM, [n, 1]; level uniform in [0, 1)."""
    bar = ALPHA_BAR[(level * DDPM_STEPS).long()].unsqueeze(1)
    return bar.sqrt(), (1.0 - bar).sqrt()


# Path, target from (x0, eps, sigma), and what the card says.
TARGETS = {
    "epsilon": (straight, lambda x0, eps, t: eps, {"schedule": STRAIGHT, "prediction": "epsilon"}),
    "sample": (straight, lambda x0, eps, t: x0, {"schedule": STRAIGHT, "prediction": "sample"}),
    "velocity": (straight, lambda x0, eps, t: eps - x0, {"schedule": STRAIGHT, "prediction": "flow"}),
    "equilibrium": (
        straight,
        lambda x0, eps, t: t * (eps - x0),
        {"schedule": {"_class_name": "EquilibriumMatching", "gain": "linear"}},
    ),
    "ddpm": (discrete, lambda x0, eps, t: eps, {"schedule": DDPM}),
}
DESCRIPTIONS = {
    "epsilon": "eps on the straight path",
    "sample": "x0 on the straight path",
    "velocity": "eps - x0 on the straight path",
    "equilibrium": "t (eps - x0) on the straight path",
    "ddpm": "eps on the path of DDPM",
}


def embedding(dimension):
    """Orthonormal columns, [D, 2] float64: the Q of a Gaussian matrix, with the signs that make R's diagonal positive."""
    gaussian = np.random.default_rng(EMBEDDING_SEED).standard_normal((dimension, 2))
    q, r = np.linalg.qr(gaussian)
    return q * np.sign(np.diag(r))


def circles(count, generator):
    """Points of the plane, [count, 2] float32."""
    angle = 2.0 * math.pi * torch.rand(count, generator=generator)
    radius = torch.tensor(RADII)[torch.randint(len(RADII), (count,), generator=generator)]
    return torch.stack((radius * torch.cos(angle), radius * torch.sin(angle)), 1)


class Network(torch.nn.Module):
    """Linear layers with SiLU between them, on u and, if told, a number of the time."""

    def __init__(self, dimension, told, width, hidden):
        super().__init__()
        sizes = [dimension + told] + [width] * hidden + [dimension]
        layers = []
        for i in range(len(sizes) - 1):
            layers += [torch.nn.SiLU()] if i else []
            layers.append(torch.nn.Linear(sizes[i], sizes[i + 1]))
        self.net = torch.nn.Sequential(*layers)
        self.told = told

    def forward(self, u, alpha, sigma):
        return self.net(torch.cat((u, torch.log(sigma / alpha) / 4.0), 1) if self.told else u)


def train(target, dimension, options):
    """Weights of the moving average, loss curve, and processor time in seconds."""
    path, aim, _ = TARGETS[target]
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    network = Network(dimension, options.told, options.width, options.hidden)
    with torch.no_grad():
        # The denoiser turns within a tenth of a radius; from PyTorch's own scale the network finds that far later.
        network.net[0].weight.mul_(options.gain)
        network.net[0].bias.mul_(options.gain)
    weights = list(network.parameters())
    average = [w.detach().clone() for w in weights]
    optimizer = torch.optim.Adam(network.parameters(), lr=options.lr, fused=True)
    plane = torch.from_numpy(embedding(dimension)).float()
    strata = torch.arange(options.batch)
    curve, total, began, processor = [], 0.0, time.time(), time.process_time()
    for step in range(options.steps):
        cosine = 0.5 * (1.0 + math.cos(math.pi * step / options.steps))
        for group in optimizer.param_groups:
            group["lr"] = options.lr * min(1.0, (step + 1) / 200) * (0.01 + 0.99 * cosine)
        x0 = circles(options.batch, generator) @ plane.T
        eps = torch.randn(x0.shape, generator=generator)
        # One level from each of the batch's equal strata: the loss varies less than with independent levels.
        alpha, sigma = path((strata + torch.rand(options.batch, generator=generator)) / options.batch)
        loss = (network(alpha * x0 + sigma * eps, alpha, sigma) - aim(x0, eps, sigma)).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        decay = min(options.decay, (1.0 + step) / (10.0 + step))
        with torch.no_grad():
            torch._foreach_lerp_(average, weights, 1.0 - decay)
        total += loss.item()
        if (step + 1) % options.log_steps == 0:
            curve.append([step + 1, round(time.time() - began, 1), round(total / options.log_steps, 6)])
            total = 0.0
    print(json.dumps(dict(target=target, dimension=dimension, last=curve[-1])), flush=True)
    return dict(zip(network.state_dict(), average)), curve, round(time.process_time() - processor, 1)


def manifest(target, dimension, curve, seconds, options):
    """entry.json without hashes, which zoo_entry.py adds."""
    told = "told the noise level" if options.told else "blind"
    arguments = f"--targets {target} --dimensions {dimension}" + (" --told" if options.told else "")
    return {
        "description": f"a {told} perceptron of two circles in R^{dimension}: {DESCRIPTIONS[target]}",
        "family": "circles",
        "licence": "Apache-2.0",
        "training": {
            "data": f"circles of radius 0.5 and 1 in a plane of R^{dimension}, drawn without end",
            "seed": options.seed,
            "commands": [f"python train_circles.py --out OUT {arguments}"],
            "processorSeconds": seconds,
            "lossCurve": curve,
        },
        "reference": f"circles-{dimension}",
        "checkpoint": "network.pt",
    }


def reference(dimension, options):
    out = pathlib.Path(options.out) / "references" / f"circles-{dimension}"
    out.mkdir(parents=True, exist_ok=True)
    points = circles(options.points, torch.Generator().manual_seed(REFERENCE_SEED)).numpy() @ embedding(dimension).T
    np.save(out / "points.npy", points.astype(np.float32))
    description = {
        "description": f"{options.points} points of both circles in R^{dimension}, never trained on",
        "licence": "Apache-2.0",
        "data": "points.npy",
    }
    (out / "reference.json").write_text(json.dumps(description, indent=2) + "\n")


def export(target, dimension, weights, entry, options):
    name = f"circles-{'told-' if options.told else ''}{target}-{dimension}"
    out = pathlib.Path(options.out) / name
    out.mkdir(parents=True, exist_ok=True)
    half = {k: v.half() for k, v in weights.items()}
    torch.save(half, out / "network.pt")
    card = {"architecture": "MLP"} | TARGETS[target][2]
    card["time"] = {"input": "log_sigma", "scale": 0.25} if options.told else {"input": "none"}
    card["data"] = {"shape": [dimension]}
    (out / "card.json").write_text(json.dumps(card, indent=2) + "\n")
    (out / "entry.json").write_text(json.dumps(entry, indent=2) + "\n")

    network = Network(dimension, options.told, options.width, options.hidden)
    network.load_state_dict({k: v.float() for k, v in half.items()})
    states = torch.randn(len(TIMES), dimension, generator=torch.Generator().manual_seed(OUTPUT_SEED))
    t = torch.tensor(TIMES).unsqueeze(1)
    with torch.no_grad():
        outputs = network(states, 1.0 - t, t)
    goldens = pathlib.Path(options.out) / "outputs"
    goldens.mkdir(exist_ok=True)
    np.save(goldens / f"{name}.npy", torch.stack((states, outputs), 1).numpy())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--targets", default="epsilon,sample,velocity,equilibrium")
    parser.add_argument("--dimensions", default="2,8,32,128")
    parser.add_argument("--told", action="store_true", help="networks that get the noise level too")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--hidden", type=int, default=3, help="hidden layers")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--lr", type=float, default=5e-3)
    parser.add_argument("--gain", type=float, default=4.0, help="of the first layer's weights, before training")
    parser.add_argument("--decay", type=float, default=0.998, help="of the moving average")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--points", type=int, default=256, help="held-out points")
    parser.add_argument("--log-steps", type=int, default=250)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for dimension in map(int, options.dimensions.split(",")):
        reference(dimension, options)
        for target in options.targets.split(","):
            weights, curve, seconds = train(target, dimension, options)
            export(target, dimension, weights, manifest(target, dimension, curve, seconds, options), options)


if __name__ == "__main__":
    main()
