# SPDX-License-Identifier: Apache-2.0
"""Trains the zoo's digits: a small U-Net of our own on the 8 x 8 digits that scikit-learn carries, exported as TorchScript.

The data are sklearn.datasets.load_digits: 1,797 images of grey levels 0 .. 16, the test set of the UCI repository's "Optical
Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak, doi 10.24432/C50P49, CC BY 4.0). Grey level v becomes v / 8 - 1.
Every fifth image, the numbers 4, 9, 14, ..., is held out; the other 1,438 are trained on. `evaluate` alone opens the rest.

Epsilon on the path of DDPM: 1,000 steps, beta linear from 1e-4 to 0.02, told the step. The weights are the exponential moving
average of training, float32. The budget is wall-clock time and the learning rate decays over it, so the machine's speed
decides the number of steps.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python train_digits.py train    --out OUT --budget-minutes 10 --dropout 0.1
    venv/bin/python train_digits.py evaluate --out OUT

OUT receives what the zoo holds, ready for zoo_entry.py:

  digits-epsilon/network.pt, card.json, entry.json   TorchScript of forward(x, step), its meaning, how it came about
  references/digits-held-out/                        the held-out images, [359, 1, 8, 8] float32 in [-1, 1], and their licence
  outputs/digits-epsilon.npy                         [n, 2, 1, 8, 8] float32: states, and what the network makes of them at
                                                     OUTPUT_STEPS, for the zoo's tests
"""

import argparse
import hashlib
import io
import json
import math
import pathlib
import time

import numpy as np
import sklearn.datasets
import torch
from torch import Tensor, nn

NAME = "digits-epsilon"
REFERENCE = "digits-held-out"
STEPS, BETA_START, BETA_END = 1000, 1e-4, 0.02
OUTPUT_STEPS = (1, 50, 250, 500, 899)
OUTPUT_SEED = 6
SCHEDULE = {
    "_class_name": "DDPMScheduler",
    "num_train_timesteps": STEPS,
    "beta_start": BETA_START,
    "beta_end": BETA_END,
    "beta_schedule": "linear",
    "prediction_type": "epsilon",
    "clip_sample": True,
}
NOTICE = """The images in images.npy are from the data set "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak
(1998), UCI Machine Learning Repository, https://doi.org/10.24432/C50P49, licensed under the Creative Commons Attribution 4.0
International licence, https://creativecommons.org/licenses/by/4.0/.

Changes: of its test set, in the copy that scikit-learn carries (sklearn.datasets.load_digits), every fifth image was taken,
and grey levels 0 .. 16 were mapped to -1 .. 1.
"""
ALPHA_BAR = torch.cumprod(1.0 - torch.linspace(BETA_START, BETA_END, STEPS, dtype=torch.float64), 0).float()


class Block(nn.Module):
    """Two convolutions with group norm and SiLU, the time added between them, around a shortcut; dropout in training."""

    def __init__(self, inputs: int, outputs: int, times: int, dropout: float):
        super().__init__()
        self.norm1, self.conv1 = nn.GroupNorm(8, inputs), nn.Conv2d(inputs, outputs, 3, padding=1)
        self.time = nn.Linear(times, outputs)
        self.norm2, self.conv2 = nn.GroupNorm(8, outputs), nn.Conv2d(outputs, outputs, 3, padding=1)
        self.shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        self.dropout = nn.Dropout(dropout) if dropout else nn.Identity()
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x: Tensor, time: Tensor) -> Tensor:
        h = self.conv1(nn.functional.silu(self.norm1(x)))
        h = h + self.time(time).unsqueeze(-1).unsqueeze(-1)
        return self.shortcut(x) + self.conv2(self.dropout(nn.functional.silu(self.norm2(h))))


class DigitNet(nn.Module):
    """A U-Net of two resolutions, 8 x 8 and 4 x 4, on x [n, 1, 8, 8] and the step [n]."""

    def __init__(self, dropout: float = 0.0, width: int = 32, times: int = 64):
        super().__init__()
        self.register_buffer("frequencies", torch.exp(-math.log(10000.0) * torch.arange(times // 2) / (times // 2)))
        self.time = nn.Sequential(nn.Linear(times, times), nn.SiLU(), nn.Linear(times, times), nn.SiLU())
        self.enter = nn.Conv2d(1, width, 3, padding=1)
        self.down1 = Block(width, width, times, dropout)
        self.smaller = nn.Conv2d(width, width, 3, stride=2, padding=1)
        self.down2 = Block(width, 2 * width, times, dropout)
        self.middle = Block(2 * width, 2 * width, times, dropout)
        self.up2 = Block(4 * width, 2 * width, times, dropout)
        self.larger = nn.ConvTranspose2d(2 * width, width, 4, stride=2, padding=1)
        self.up1 = Block(2 * width, width, times, dropout)
        self.norm, self.leave = nn.GroupNorm(8, width), nn.Conv2d(width, 1, 3, padding=1)

    def forward(self, x: Tensor, step: Tensor) -> Tensor:
        angle = step.to(x.dtype).unsqueeze(1) * self.frequencies
        time = self.time(torch.cat((torch.sin(angle), torch.cos(angle)), 1))
        a = self.down1(self.enter(x), time)
        b = self.down2(self.smaller(a), time)
        h = self.up2(torch.cat((self.middle(b, time), b), 1), time)
        h = self.up1(torch.cat((self.larger(h), a), 1), time)
        return self.leave(nn.functional.silu(self.norm(h)))


def split():
    """Training and held-out images, [n, 1, 8, 8] uint8 grey levels 0 .. 16."""
    images = sklearn.datasets.load_digits().images.astype(np.uint8)[:, None]
    held = np.arange(len(images)) % 5 == 4
    return images[~held], images[held]


def scaled(images):
    return torch.from_numpy(images.astype(np.float32) / 8.0 - 1.0)


def noised(x0, eps, steps):
    bar = ALPHA_BAR[steps].view(-1, 1, 1, 1)
    return bar.sqrt() * x0 + (1.0 - bar).sqrt() * eps


def train(options):
    torch.manual_seed(options.seed)
    data = scaled(split()[0])
    network, generator = DigitNet(options.dropout), torch.Generator().manual_seed(options.seed)
    weights = list(network.parameters())
    average = [w.detach().clone() for w in weights]
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.lr, weight_decay=0.01, fused=True)
    began, processor, step, total, count, curve = time.time(), time.process_time(), 0, 0.0, 0, []
    while (spent := (time.time() - began) / (60.0 * options.budget_minutes)) < 1.0 and step < options.total_steps:
        part = max(spent, step / options.total_steps)
        for group in optimizer.param_groups:
            group["lr"] = options.lr * min(1.0, (step + 1) / 100) * (0.01 + 0.495 * (1.0 + math.cos(math.pi * part)))
        x0 = data[torch.randint(len(data), (options.batch,), generator=generator)]
        eps = torch.randn(x0.shape, generator=generator)
        # One step from each of the batch's equal strata: the loss varies less than with independent steps.
        level = (torch.arange(options.batch) + torch.rand(options.batch, generator=generator)) / options.batch
        steps = (level * STEPS).long()
        loss = (network(noised(x0, eps, steps), steps) - eps).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1
        decay = min(options.decay, (1.0 + step) / (10.0 + step))
        with torch.no_grad():
            torch._foreach_lerp_(average, weights, 1.0 - decay)
        total, count = total + loss.item(), count + 1
        if step % options.log_steps == 0:
            curve.append([step, round(time.time() - began, 1), round(total / count, 6)])
            print(json.dumps(dict(step=step, seconds=curve[-1][1], loss=curve[-1][2])), flush=True)
            total, count = 0.0, 0
    # What is exported has no dropout, whichever mode it is run in.
    network = DigitNet()
    with torch.no_grad():
        torch._foreach_copy_(list(network.parameters()), average)
    export(network.eval(), curve, round(time.process_time() - processor, 1), options)


def write(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def save(network, path):
    """TorchScript without the names of this machine's source files, which PyTorch adds for its stack traces."""
    whole = io.BytesIO()
    torch.jit.save(torch.jit.script(network), whole)
    whole.seek(0)
    reader = torch._C.PyTorchFileReader(whole)
    writer = torch._C.PyTorchFileWriter(str(path))
    for name in reader.get_all_records():
        if not name.endswith(".debug_pkl") and name != "version" and not name.startswith(".data/"):
            record = reader.get_record(name)
            writer.write_record(name, record, len(record))
    writer.write_end_of_file()


def export(network, curve, seconds, options):
    out = pathlib.Path(options.out)
    for folder in (NAME, f"references/{REFERENCE}", "outputs"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    save(network, out / NAME / "network.pt")
    card = {"schedule": SCHEDULE, "data": {"shape": [1, 8, 8], "range": [-1.0, 1.0]}}
    write(out / NAME / "card.json", card)
    training, held = split()
    source = pathlib.Path(sklearn.datasets.__file__).parent / "data" / "digits.csv.gz"
    entry = {
        "description": "a small U-Net of 8 by 8 digits as TorchScript, told the noise level: eps on the path of DDPM",
        "family": "digits",
        "licence": "Apache-2.0",
        "training": {
            "data": "scikit-learn's digits (digits.csv.gz), the 1,438 images whose number does not leave 4 when divided by 5",
            "dataSha256": hashlib.sha256(source.read_bytes()).hexdigest(),
            "splitSha256": hashlib.sha256(training.tobytes()).hexdigest(),
            "commands": [
                f"python train_digits.py train --out OUT --budget-minutes {options.budget_minutes:g} --dropout {options.dropout:g}"
            ],
            "processorSeconds": seconds,
            "lossCurve": curve,
        },
        "reference": REFERENCE,
        "checkpoint": "network.pt",
    }
    write(out / NAME / "entry.json", entry)

    np.save(out / "references" / REFERENCE / "images.npy", scaled(held).numpy())
    (out / "references" / REFERENCE / "NOTICE-DIGITS.txt").write_text(NOTICE)
    reference = {
        "description": f"{len(held)} of scikit-learn's digits, every fifth, never trained on",
        "licence": "CC BY 4.0 (E. Alpaydin, C. Kaynak)",
        "data": "images.npy",
    }
    write(out / "references" / REFERENCE / "reference.json", reference)

    x0, generator = scaled(held[: len(OUTPUT_STEPS)]), torch.Generator().manual_seed(OUTPUT_SEED)
    at = torch.tensor(OUTPUT_STEPS)
    states = noised(x0, torch.randn(x0.shape, generator=generator), at)
    with torch.no_grad():
        np.save(out / "outputs" / f"{NAME}.npy", torch.stack((states, network(states, at)), 1).numpy())


def linear(data, x, bar):
    """The best prediction of eps that knows mean and covariance of the data and nothing else."""
    flat = data.flatten(1).double()
    mean, covariance = flat.mean(0), torch.cov(flat.T)
    a, s2 = math.sqrt(bar), 1.0 - bar
    offset = x.flatten(1).double() - a * mean
    return (math.sqrt(s2) * torch.linalg.solve(a * a * covariance + s2 * torch.eye(64), offset.T).T).view(x.shape)


def evaluate(options):
    """Mean squared errors of eps on training and held-out images, and a sheet of samples by DDIM."""
    from PIL import Image

    network = torch.jit.load(str(pathlib.Path(options.out) / NAME / "network.pt"))
    generator = torch.Generator().manual_seed(OUTPUT_SEED)
    known = scaled(split()[0])
    with torch.no_grad():
        for step in (20, 50, 100, 250, 500, 750):
            line, bar = dict(step=step, alphaBar=round(ALPHA_BAR[step].item(), 4)), ALPHA_BAR[step].item()
            for which, data in zip(("training", "held"), map(scaled, split())):
                data = data.repeat(math.ceil(3000 / len(data)), 1, 1, 1)
                eps, at = torch.randn(data.shape, generator=generator), torch.full((len(data),), step)
                x = noised(data, eps, at)
                line[which] = round((network(x, at) - eps).square().mean().item(), 5)
                line[which + "Linear"] = round((linear(known, x, bar) - eps).square().mean().item(), 5)
            print(json.dumps(line), flush=True)
        x = torch.randn(100, 1, 8, 8, generator=generator)
        grid = torch.linspace(STEPS - 1, 0, 100).round().long().tolist()
        for now, after in zip(grid, grid[1:] + [-1]):
            bar, ahead = ALPHA_BAR[now], ALPHA_BAR[after] if after >= 0 else torch.tensor(1.0)
            eps = network(x, torch.full((100,), now))
            x0 = ((x - (1.0 - bar).sqrt() * eps) / bar.sqrt()).clamp(-1.0, 1.0)
            eps = (x - bar.sqrt() * x0) / (1.0 - bar).sqrt()
            x = ahead.sqrt() * x0 + (1.0 - ahead).sqrt() * eps
        nearest = torch.cdist(x.flatten(1), known.flatten(1)).min(1)[0]
        held = torch.cdist(scaled(split()[1]).flatten(1), known.flatten(1)).min(1)[0]
        print(json.dumps(dict(samplesToTraining=round(nearest.median().item(), 3), heldOutToTraining=round(held.median().item(), 3))))
    tiles = nn.functional.pad(x, (1, 1, 1, 1), value=-1.0).view(10, 10, 10, 10).permute(0, 2, 1, 3).reshape(100, 100)
    pixels = ((1.0 - tiles) * 127.5).round().clamp(0, 255).byte().numpy()
    Image.fromarray(pixels).resize((400, 400), Image.NEAREST).save(pathlib.Path(options.out) / f"{NAME}.png")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("train", "evaluate"))
    parser.add_argument("--out", required=True)
    parser.add_argument("--budget-minutes", type=float, default=10)
    parser.add_argument("--total-steps", type=int, default=100000, help="ends training earlier, and its learning rate with it")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.998, help="of the moving average")
    parser.add_argument("--dropout", type=float, default=0.0, help="against overfitting, in training only")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--log-steps", type=int, default=200)
    options = parser.parse_args()
    torch.set_num_threads(1)
    {"train": train, "evaluate": evaluate}[options.command](options)


if __name__ == "__main__":
    main()
