# SPDX-License-Identifier: Apache-2.0
"""Trains the zoo's checkpoints of the plane: one perceptron, told the noise level, on two moons or on a Gaussian mixture.

Two moons: the half circles (cos a, sin a) and (1 - cos a, 0.5 - sin a), a in [0, pi], half of the points on each and uniform
in a, without thickness, less their mean (0.5, 0.25). Targets on the straight path u = (1 - t) x0 + t eps, eps ~ N(0, I):

  epsilon        eps
  sample         x0
  velocity       eps - x0
  v-prediction   (1 - t) eps - t x0

Half of a batch has t uniform in [1e-4, 1 - 1e-4], the other half log t uniform from 1e-4 to 1. The network is fed the
sinusoids of 2 log(sigma / alpha). Network, data, levels, optimiser, steps, batch and seed are the same for every target.

Gaussian mixture (MIXTURE below), target eps on the path of DDPM: 1,000 steps, beta linear from 1e-4 to 0.02, steps uniform,
fed the sinusoids of the step; written by torch.save in the container from before PyTorch 1.6.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python train_plane.py train    --out OUT --names two-moons-epsilon,two-moons-sample,two-moons-velocity,two-moons-v-prediction
    venv/bin/python train_plane.py train    --out OUT --names gaussian-mixture-epsilon
    venv/bin/python train_plane.py evaluate --out OUT --names NAME,...

OUT receives what the zoo holds, ready for zoo_entry.py:

  NAME/network.pt, card.json, entry.json   weights (moving average of training, float32), their meaning, how they came about
  references/DATA/                         points that were never trained on, [points, 2] float32
  outputs/NAME.npy                         [n, 2, 2] float32: states, and what the network makes of them at TIMES, for the
                                           zoo's tests
"""

import argparse
import json
import math
import pathlib
import time

import numpy as np
import torch

REFERENCE_SEED = 5
OUTPUT_SEED = 6
T_MIN, T_MAX = 1e-4, 1.0 - 1e-4
STEPS, BETA_START, BETA_END = 1000, 1e-4, 0.02
TIMES = (0.001, 0.05, 0.25, 0.5, 0.9)  # for Ddpm the nearest steps
MIXTURE = {
    "weights": [0.3, 0.25, 0.2, 0.15, 0.1],
    "means": [[-1.2, 0.3], [0.9, 1.0], [1.1, -0.8], [-0.4, -1.3], [0.0, 0.1]],
    "covariances": [
        [[0.09, 0.05], [0.05, 0.06]],
        [[0.16, -0.08], [-0.08, 0.06]],
        [[0.04, 0.0], [0.0, 0.2]],
        [[0.12, 0.0], [0.0, 0.02]],
        [[0.02, 0.0], [0.0, 0.02]],
    ],
}
# What the card and reference readers take for the range of the data; no image is meant.
RANGES = {"two-moons": [-2.0, 2.0], "gaussian-mixture": [-4.0, 4.0]}
ALPHA_BAR = torch.cumprod(1.0 - torch.linspace(BETA_START, BETA_END, STEPS, dtype=torch.float64), 0)


def moons(count, generator):
    """Points, [count, 2] float32."""
    a = math.pi * torch.rand(count, generator=generator)
    upper = torch.stack((torch.cos(a), torch.sin(a)), 1)
    lower = torch.stack((1.0 - torch.cos(a), 0.5 - torch.sin(a)), 1)
    first = torch.rand(count, 1, generator=generator) < 0.5
    return torch.where(first, upper, lower) - torch.tensor((0.5, 0.25))


def mixture(count, generator):
    """Points, [count, 2] float32."""
    weights, means, covariances = (torch.tensor(MIXTURE[k], dtype=torch.float32) for k in ("weights", "means", "covariances"))
    which = torch.multinomial(weights, count, replacement=True, generator=generator)
    eps = torch.randn(count, 2, 1, generator=generator)
    return means[which] + (torch.linalg.cholesky(covariances)[which] @ eps).squeeze(2)


class Straight:
    """alpha = 1 - t, sigma = t."""

    card = {"schedule": {"_class_name": "RectifiedFlow"}, "time": {"input": "log_sigma", "scale": 2.0}}
    max_period = 50.0

    @staticmethod
    def levels(uniform):
        """t of one batch, [n], from numbers uniform in [0, 1): one from each of the batch's equal strata."""
        even, log = uniform[0::2], uniform[1::2]
        return torch.cat((T_MIN + (T_MAX - T_MIN) * even, T_MIN ** (1.0 - log) * T_MAX**log))

    @staticmethod
    def at(t):
        """alpha, sigma, each [n, 1], and what the network is fed, [n]."""
        t = t.unsqueeze(1)
        return 1.0 - t, t, 2.0 * torch.log(t / (1.0 - t)).squeeze(1)


class Ddpm:
    """alpha^2 = ALPHA_BAR of the step."""

    card = {
        "schedule": {
            "_class_name": "DDPMScheduler",
            "num_train_timesteps": STEPS,
            "beta_start": BETA_START,
            "beta_end": BETA_END,
            "beta_schedule": "linear",
            "prediction_type": "epsilon",
            "clip_sample": False,
        }
    }
    max_period = 10000.0

    @staticmethod
    def levels(uniform):
        return torch.floor(uniform * STEPS) / (STEPS - 1)

    @staticmethod
    def at(t):
        step = torch.round(t * (STEPS - 1))
        bar = ALPHA_BAR[step.long()].unsqueeze(1)
        return bar.sqrt().float(), (1.0 - bar).sqrt().float(), step


TARGETS = {
    "epsilon": (lambda x0, eps, alpha, sigma: eps, "epsilon", "eps"),
    "sample": (lambda x0, eps, alpha, sigma: x0, "sample", "x0"),
    "velocity": (lambda x0, eps, alpha, sigma: eps - x0, "flow", "eps - x0"),
    "v-prediction": (lambda x0, eps, alpha, sigma: alpha * eps - sigma * x0, "v_prediction", "alpha eps - sigma x0"),
}
DATA = {
    "two-moons": (moons, Straight, "two moons, half circles without thickness, drawn without end; t from 1e-4 to 1 - 1e-4, half of it uniform, half uniform in log t", "both moons"),
    "gaussian-mixture": (
        mixture,
        Ddpm,
        "a mixture of five Gaussians in the plane, drawn without end; weights, means and covariances: references/gaussian-mixture/mixture.json",
        "the mixture",
    ),
}


def parts(name):
    """Data and target of an entry's name."""
    data = next(d for d in DATA if name.startswith(d + "-"))
    return data, name[len(data) + 1 :]


class Network(torch.nn.Module):
    """Linear layers with SiLU between them, on u and sinusoids of the time (sines first)."""

    def __init__(self, max_period, options):
        super().__init__()
        sizes = [2 + options.features] + [options.width] * options.hidden + [2]
        layers = []
        for i in range(len(sizes) - 1):
            layers += [torch.nn.SiLU()] if i else []
            layers.append(torch.nn.Linear(sizes[i], sizes[i + 1]))
        self.net = torch.nn.Sequential(*layers)
        half = options.features // 2
        self.frequencies = torch.exp(-math.log(max_period) * torch.arange(half, dtype=torch.float32) / half)

    def forward(self, u, fed):
        angle = fed.unsqueeze(1) * self.frequencies
        return self.net(torch.cat((u, torch.sin(angle), torch.cos(angle)), 1))


def train(name, options):
    """The network with the weights of the moving average, loss curve, and processor time in seconds."""
    data, target = parts(name)
    draw, path, _, _ = DATA[data]
    aim = TARGETS[target][0]
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    network = Network(path.max_period, options)
    with torch.no_grad():
        # Fields of thin data turn quickly in space; from PyTorch's own scale the network finds that far later.
        network.net[0].weight[:, :2].mul_(options.gain)
        network.net[0].bias.mul_(options.gain)
    weights = list(network.parameters())
    average = [w.detach().clone() for w in weights]
    optimizer = torch.optim.Adam(network.parameters(), lr=options.lr, fused=True)
    strata = torch.arange(options.batch)
    curve, total, began, processor = [], 0.0, time.time(), time.process_time()
    for step in range(options.steps):
        cosine = 0.5 * (1.0 + math.cos(math.pi * step / options.steps))
        for group in optimizer.param_groups:
            group["lr"] = options.lr * min(1.0, (step + 1) / 200) * (0.005 + 0.995 * cosine)
        x0 = draw(options.batch, generator)
        eps = torch.randn(x0.shape, generator=generator)
        alpha, sigma, fed = path.at(path.levels((strata + torch.rand(options.batch, generator=generator)) / options.batch))
        loss = (network(alpha * x0 + sigma * eps, fed) - aim(x0, eps, alpha, sigma)).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        decay = min(options.decay, (1.0 + step) / (10.0 + step))
        with torch.no_grad():
            torch._foreach_lerp_(average, weights, 1.0 - decay)
        total += loss.item()
        if (step + 1) % options.log_steps == 0:
            curve.append([step + 1, round(time.time() - began, 1), round(total / options.log_steps, 6)])
            print(json.dumps(dict(name=name, step=curve[-1][0], seconds=curve[-1][1], loss=curve[-1][2])), flush=True)
            total = 0.0
    with torch.no_grad():
        torch._foreach_copy_(weights, average)
    return network, curve, round(time.process_time() - processor, 1)


def write(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def reference(data, options):
    out = pathlib.Path(options.out) / "references" / data
    out.mkdir(parents=True, exist_ok=True)
    draw, _, _, words = DATA[data]
    np.save(out / "points.npy", draw(options.points, torch.Generator().manual_seed(REFERENCE_SEED)).numpy())
    if data == "gaussian-mixture":
        write(out / "mixture.json", MIXTURE)
    description = f"{options.points} points of {words}, never trained on"
    write(out / "reference.json", {"description": description, "licence": "Apache-2.0", "data": "points.npy"})


def export(name, network, curve, seconds, options):
    data, target = parts(name)
    _, path, words, _ = DATA[data]
    out = pathlib.Path(options.out) / name
    out.mkdir(parents=True, exist_ok=True)
    legacy = data == "gaussian-mixture"
    torch.save(network.state_dict(), out / "network.pt", _use_new_zipfile_serialization=not legacy)
    embedding = {"time_embedding": "sinusoidal", "max_period": path.max_period}
    card = {"architecture": "MLP", "options": embedding} | path.card
    if "prediction_type" not in path.card["schedule"]:
        card["prediction"] = TARGETS[target][1]
    write(out / "card.json", card | {"data": {"shape": [2], "range": RANGES[data]}})
    on = "the path of DDPM" if legacy else "the straight path"
    entry = {
        "description": f"a perceptron of {data.replace('-', ' ').replace('gaussian', 'a Gaussian')}, told the noise level: {TARGETS[target][2]} on {on}",
        "family": data,
        "licence": "Apache-2.0",
        "training": {
            "data": words,
            "seed": options.seed,
            "commands": [f"python train_plane.py train --out OUT --names {name}"],
            "processorSeconds": seconds,
            "lossCurve": curve,
        },
        "reference": data,
        "checkpoint": "network.pt",
    }
    write(out / "entry.json", entry)
    states = torch.randn(len(TIMES), 2, generator=torch.Generator().manual_seed(OUTPUT_SEED))
    fed = path.at(torch.tensor(TIMES, dtype=torch.float64))[2].float()
    with torch.no_grad():
        outputs = network(states, fed)
    goldens = pathlib.Path(options.out) / "outputs"
    goldens.mkdir(exist_ok=True)
    np.save(goldens / f"{name}.npy", torch.stack((states, outputs), 1).numpy())


def coefficients(target, alpha, sigma):
    """c and d of the target c x0 + d eps."""
    return {"epsilon": (0.0, 1.0), "sample": (1.0, 0.0), "velocity": (-1.0, 1.0), "v-prediction": (-sigma, alpha)}[target]


def denoiser(name, network, u, level):
    """x0 as the network sees it, [n, 2] float64; level is t."""
    _, target = parts(name)
    path = DATA[parts(name)[0]][1]
    alpha, sigma, fed = path.at(torch.full((len(u),), level, dtype=torch.float64))
    with torch.no_grad():
        output = network(u.float(), fed.float()).double()
    alpha, sigma = alpha.double(), sigma.double()
    c, d = coefficients(target, alpha, sigma)
    return (d * u - sigma * output) / (alpha * d - sigma * c), alpha, sigma


def exact(data, u, alpha, sigma):
    """E[x0 | u] of the data themselves, [n, 2] float64; two moons as 20,000 points of even angles."""
    if data == "two-moons":
        a = math.pi * (torch.arange(10000, dtype=torch.float64) + 0.5) / 10000
        upper = torch.stack((torch.cos(a), torch.sin(a)), 1)
        points = torch.cat((upper, torch.tensor((1.0, 0.5)) - upper)) - torch.tensor((0.5, 0.25))
        w = torch.softmax(-torch.cdist(u, alpha[0] * points, compute_mode="donot_use_mm_for_euclid_dist").square() / (2 * sigma[0] ** 2), 1)
        return w @ points
    weights, means, covariances = (torch.tensor(MIXTURE[k], dtype=torch.float64) for k in ("weights", "means", "covariances"))
    noised = alpha[0] ** 2 * covariances + sigma[0] ** 2 * torch.eye(2)
    offset = u[:, None] - alpha[0] * means
    solved = torch.einsum("kij,nkj->nki", torch.linalg.inv(noised), offset)
    log = torch.log(weights) - 0.5 * torch.logdet(noised) - 0.5 * (offset * solved).sum(2)
    each = means + alpha[0] * torch.einsum("kij,nkj->nki", covariances, solved)
    return (torch.softmax(log, 1)[:, :, None] * each).sum(1)


def evaluate(name, options):
    """Root mean square error of the denoiser and of eps, of a coordinate, against the exact ones; samples as a picture."""
    from PIL import Image

    data, _ = parts(name)
    draw, path, _, _ = DATA[data]
    network = Network(path.max_period, options)
    network.load_state_dict(torch.load(pathlib.Path(options.out) / name / "network.pt"))
    generator = torch.Generator().manual_seed(OUTPUT_SEED)
    for t in (0.001, 0.002, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9):
        x0 = draw(1000, generator).double()
        eps = torch.randn(x0.shape, generator=generator, dtype=torch.float64)
        alpha, sigma, _ = path.at(torch.full((1000,), t, dtype=torch.float64))
        alpha, sigma = alpha.double(), sigma.double()
        u = alpha * x0 + sigma * eps
        error = (denoiser(name, network, u, t)[0] - exact(data, u, alpha, sigma)).square().mean().sqrt().item()
        ratio = (alpha / sigma)[0].item()
        print(json.dumps(dict(name=name, t=t, sigma=round(sigma[0].item(), 5), denoiser=round(error, 5), epsilon=round(error * ratio, 5))), flush=True)
    # The probability flow of z = u / alpha in sigma / alpha, by Heun's method on an even grid of its logarithm.
    grid = torch.linspace(0.995, 0.0, 1000) if path is Ddpm else torch.special.expit(torch.linspace(6.0, math.log(options.end), 200, dtype=torch.float64))
    grid = torch.round(grid * (STEPS - 1)) / (STEPS - 1) if path is Ddpm else grid
    z = None
    for now, after in zip(grid[:-1].tolist(), grid[1:].tolist()):
        ends = [path.at(torch.tensor([t], dtype=torch.float64)) for t in (now, after)]
        alphas, r = [e[0].double() for e in ends], [(e[1] / e[0]).double() for e in ends]
        if r[0] <= r[1]:
            continue
        z = r[0] * torch.randn(4000, 2, generator=generator, dtype=torch.float64) if z is None else z
        slope = (z - denoiser(name, network, alphas[0] * z, now)[0]) / r[0]
        ahead = z + (r[1] - r[0]) * slope
        z = z + (r[1] - r[0]) * 0.5 * (slope + (ahead - denoiser(name, network, alphas[1] * ahead, after)[0]) / r[1])
    if data == "two-moons":
        c = torch.tensor((0.5, 0.25), dtype=torch.float64)
        p, q = z + c, torch.tensor((1.0, 0.5), dtype=torch.float64) - (z + c)
        distance = torch.stack([torch.where(w[:, 1] > 0, (w.norm(dim=1) - 1).abs(), torch.minimum((w - torch.tensor([1.0, 0.0])).norm(dim=1), (w + torch.tensor([1.0, 0.0])).norm(dim=1))) for w in (p, q)]).min(0)[0]
        print(json.dumps(dict(name=name, end=options.end, distance=dict(median=distance.median().item(), rms=distance.square().mean().sqrt().item(), p99=distance.quantile(0.99).item()))))
    size, reach = 480, 2.2
    pixels = ((torch.stack((-z[:, 1], z[:, 0]), 1) + reach) / (2 * reach) * size).long().clamp(0, size - 1).numpy()
    picture = np.full((size, size), 255, np.uint8)
    picture[pixels[:, 0], pixels[:, 1]] = 0
    Image.fromarray(picture).save(pathlib.Path(options.out) / f"{name}.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("train", "evaluate"))
    parser.add_argument("--out", required=True)
    parser.add_argument("--names", required=True, help="entries, with commas between: DATA-TARGET")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--hidden", type=int, default=4, help="hidden layers")
    parser.add_argument("--features", type=int, default=16, help="sines and cosines of the time")
    parser.add_argument("--steps", type=int, default=16000)
    parser.add_argument("--batch", type=int, default=384)
    parser.add_argument("--lr", type=float, default=3e-3)
    parser.add_argument("--gain", type=float, default=4.0, help="of the first layer's weights of u, before training")
    parser.add_argument("--decay", type=float, default=0.998, help="of the moving average")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--points", type=int, default=1024, help="held-out points")
    parser.add_argument("--log-steps", type=int, default=800)
    parser.add_argument("--end", type=float, default=1e-3, help="evaluate: sigma / alpha where generation ends")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.names.split(","):
        if options.command == "evaluate":
            evaluate(name, options)
        else:
            reference(parts(name)[0], options)
            export(name, *train(name, options), options)


if __name__ == "__main__":
    main()
