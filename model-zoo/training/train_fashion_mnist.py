# SPDX-License-Identifier: Apache-2.0
"""Trains the zoo's image checkpoints: one small U-Net on the training images of Fashion-MNIST, four ways.

--model says what is learned, always with the same network, data and optimiser:
  ddpm            epsilon on the DDPM schedule, told the time (the default checkpoint)
  blind-epsilon   the same without the time
  blind-velocity  eps - x0 on the straight path (1 - t) x0 + t eps, without the time
  equilibrium     t (eps - x0) on the straight path, without the time (equilibrium matching with linear gain)
A network without the time is the same architecture, fed 0 in its place, in training and ever after.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python train_fashion_mnist.py train    --data DIR --work WORK --budget-minutes 100
    venv/bin/python train_fashion_mnist.py train    --data DIR --work WORK --budget-minutes 100 --resume
    venv/bin/python train_fashion_mnist.py train    --data DIR --work OTHER --model blind-velocity --start WORK/training.pt
    venv/bin/python train_fashion_mnist.py export   --work WORK --out PIPELINE
    venv/bin/python train_fashion_mnist.py train    --data DIR --work SMALL --channels 16,24,32 --total-steps 4000 --snapshots 50,150
    venv/bin/python train_fashion_mnist.py export   --state SMALL/step-000150.pt --out PIPELINE
    venv/bin/python train_fashion_mnist.py evaluate --data DIR --pipeline PIPELINE
    venv/bin/python train_fashion_mnist.py sample   --pipeline PIPELINE --png grid.png
    venv/bin/python train_fashion_mnist.py sample   --pipeline FIRST,SECOND --png rows.png
    venv/bin/python train_fashion_mnist.py reference --data DIR --out PIPELINE

DIR holds train-images-idx3-ubyte.gz and t10k-images-idx3-ubyte.gz (Debian: package dataset-fashion-mnist).
The result is a diffusers pipeline directory with float32 weights, the exponential moving average of training.
With --snapshots N,N,.. train keeps its state after those steps as WORK/step-N.pt, which export turns into pipelines of less training.
--channels makes a narrower or wider network than the zoo's default.
The test images are never trained on: `evaluate` and `reference` are the only commands that open them.

The budget is wall-clock time and the learning rate decays over it, so the machine's speed decides the number of steps:
a second run gives weights of the same quality, not the same bits. With --total-steps N the budget is N steps instead,
which is how models that are to be compared are trained.
"""

import argparse
import contextlib
import gzip
import hashlib
import json
import math
import os
import pathlib
import shutil
import struct
import time

import diffusers
import numpy as np
import torch
from diffusers import DDIMScheduler, DDPMScheduler, UNet2DModel

ARCHITECTURE = dict(
    sample_size=28,
    in_channels=1,
    out_channels=1,
    layers_per_block=1,
    down_block_types=("DownBlock2D", "DownBlock2D", "AttnDownBlock2D"),
    up_block_types=("AttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
    attention_head_dim=16,
    norm_num_groups=8,
)
CHANNELS = (24, 40, 64)
SCHEDULE = dict(
    num_train_timesteps=1000,
    beta_start=1e-4,
    beta_end=0.02,
    beta_schedule="linear",
    prediction_type="epsilon",
    clip_sample=True,
)
EVALUATED_STEPS = (50, 250, 500, 750)
# The times that cards and training feed a network that is not told the time.
HELD_TIME = 0


def diffusion(x0, epsilon, level, alpha_bar):
    """Noised data and target of ddpm and blind-epsilon; level in [0, 1) becomes a step, the third result."""
    steps = (level * len(alpha_bar)).long()
    bar = alpha_bar[steps].view(-1, 1, 1, 1)
    return bar.sqrt() * x0 + (1.0 - bar).sqrt() * epsilon, epsilon, steps


def straight(gain):
    """The straight path with target gain(t) (eps - x0)."""

    def noised(x0, epsilon, level, _):
        t = level.view(-1, 1, 1, 1)
        return (1.0 - t) * x0 + t * epsilon, gain(t) * (epsilon - x0), None

    return noised


OBJECTIVES = {
    "ddpm": diffusion,
    "blind-epsilon": diffusion,
    "blind-velocity": straight(torch.ones_like),
    "equilibrium": straight(lambda t: t),
}
# What a card adds to the pipeline directory of a network that is not told the time.
BLIND = {"time": {"input": "none"}, "inputs": {"t": HELD_TIME}}
CARDS = {
    "blind-epsilon": BLIND,
    "blind-velocity": BLIND | {"schedule": {"_class_name": "RectifiedFlow"}, "prediction": "flow"},
    "equilibrium": BLIND | {"schedule": {"_class_name": "EquilibriumMatching", "gain": "linear"}},
}


def read_idx_images(path):
    """Images of an idx3 file, [n, rows, columns] uint8."""
    with gzip.open(path, "rb") as stream:
        magic, count, rows, columns = struct.unpack(">IIII", stream.read(16))
        if magic != 0x803:
            raise ValueError(f"{path}: expected idx magic 0x803, found {magic:#x}")
        return np.frombuffer(stream.read(), np.uint8).reshape(count, rows, columns)


def scaled(images):
    """Grey levels 0 .. 255 to [-1, 1], [n, 1, 28, 28] float32."""
    return torch.from_numpy(images.astype(np.float32) / 127.5 - 1.0).unsqueeze(1)


class Trainer:
    """The state of a run: everything that a checkpoint holds."""

    def __init__(self, options):
        torch.manual_seed(options.seed)
        self.options = options
        self.model = UNet2DModel(**ARCHITECTURE, block_out_channels=options.channels)
        self.average = {k: v.detach().clone() for k, v in self.model.state_dict().items()}
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=options.lr, weight_decay=1e-4)
        self.step = 0
        self.seconds = 0.0

    def save(self, path):
        state = dict(
            model=self.model.state_dict(),
            ema=self.average,
            optimizer=self.optimizer.state_dict(),
            channels=self.options.channels,
            step=self.step,
            seconds=self.seconds,
            random=torch.get_rng_state(),
        )
        torch.save(state, str(path) + ".tmp")
        os.replace(str(path) + ".tmp", path)

    def load(self, path):
        state = torch.load(path, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average = state["ema"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]
        torch.set_rng_state(state["random"])

    def start(self, path):
        """Takes the averaged weights of another run, and nothing else."""
        self.average = torch.load(path, weights_only=True)["ema"]
        self.model.load_state_dict({k: v.contiguous() for k, v in self.average.items()})

    def rate(self, budget):
        """Linear warm-up over 300 steps, then a cosine from lr to lr / 50 over the budget."""
        progress = min(1.0, self.spent(budget))
        cosine = 0.5 * (1.0 + math.cos(math.pi * progress))
        return self.options.lr * min(1.0, (self.step + 1) / 300) * (0.02 + 0.98 * cosine)

    def spent(self, budget):
        """The share of the budget used: steps where --total-steps bounds them, else seconds."""
        return self.step / self.options.total_steps if self.options.total_steps else self.seconds / budget

    def update_average(self):
        decay = min(0.999, (1.0 + self.step) / (10.0 + self.step))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.average[name].lerp_(value, 1.0 - decay)


def train(options):
    work = pathlib.Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    stored = read_idx_images(pathlib.Path(options.data) / "train-images-idx3-ubyte.gz")
    print(json.dumps(dict(trainingImages=len(stored), splitSha256=hashlib.sha256(stored.tobytes()).hexdigest())), flush=True)
    images = scaled(stored)
    trainer = Trainer(options)
    if options.resume:
        trainer.load(work / "training.pt")
    elif options.start:
        trainer.start(options.start)
    alpha_bar = DDPMScheduler(**SCHEDULE).alphas_cumprod
    precision = torch.autocast("cpu", torch.bfloat16) if options.bfloat16 else contextlib.nullcontext()
    network = torch.compile(trainer.model) if options.compile else trainer.model
    budget = 60.0 * options.budget_minutes
    order = torch.randperm(len(images))
    position, total, since_log, since_save = 0, 0.0, 0, time.time()
    clock = time.time()
    trainer.model.train()
    while trainer.spent(budget) < 1.0:
        if position + options.batch > len(images):
            order, position = torch.randperm(len(images)), 0
        x0 = images[order[position : position + options.batch]]
        position += options.batch
        n = len(x0)
        # One level from each of n equal strata: the loss varies less than with independent levels.
        level = (torch.arange(n) + torch.rand(n)) / n
        epsilon = torch.randn_like(x0)
        noisy, target, steps = OBJECTIVES[options.model](x0, epsilon, level, alpha_bar)
        if options.model in CARDS:
            steps = torch.full((n,), HELD_TIME)
        for group in trainer.optimizer.param_groups:
            group["lr"] = trainer.rate(budget)
        with precision:
            predicted = network(noisy, steps).sample
        loss = (predicted.float() - target).square().mean()
        trainer.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trainer.model.parameters(), 1.0)
        trainer.optimizer.step()
        trainer.step += 1
        trainer.update_average()
        now = time.time()
        trainer.seconds += now - clock
        clock = now
        total, since_log = total + loss.item(), since_log + 1
        if since_log == 200:
            line = dict(step=trainer.step, seconds=round(trainer.seconds), loss=round(total / since_log, 5))
            print(json.dumps(line), flush=True)
            total, since_log = 0.0, 0
        if now - since_save > 180:
            trainer.save(work / "training.pt")
            since_save = now
        if trainer.step in options.snapshots:
            trainer.save(work / f"step-{trainer.step:06d}.pt")
    trainer.save(work / "training.pt")


def export(options):
    state = torch.load(options.state or pathlib.Path(options.work) / "training.pt", weights_only=True)
    model = UNet2DModel(**ARCHITECTURE, block_out_channels=tuple(state.get("channels", CHANNELS)))
    model.load_state_dict({k: v.contiguous() for k, v in state["ema"].items()})
    out = pathlib.Path(options.out)
    shutil.rmtree(out / "unet", ignore_errors=True)
    shutil.rmtree(out / "scheduler", ignore_errors=True)
    model.save_pretrained(out / "unet", safe_serialization=True)
    index = {
        "_class_name": "DDPMPipeline",
        "_diffusers_version": diffusers.__version__,
        "scheduler": ["diffusers", "DDPMScheduler"],
        "unet": ["diffusers", "UNet2DModel"],
    }
    if "schedule" in CARDS.get(options.model, {}):
        # The card says the schedule, which diffusers has no scheduler for.
        del index["scheduler"]
        index["_class_name"] = "DiffusionPipeline"
    else:
        DDPMScheduler(**SCHEDULE).save_pretrained(out / "scheduler")
    if options.model in CARDS:
        (out / "card.json").write_text(json.dumps(CARDS[options.model], indent=2) + "\n")
    (out / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")
    config = json.loads((out / "unet" / "config.json").read_text())
    config.pop("_name_or_path", None)
    (out / "unet" / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    print(f"step {state['step']}, {state['seconds'] / 60:.1f} minutes, images {state['step'] * options.batch}")


def coefficients(model, step, alpha_bar):
    """alpha, sigma, c, d at a step of 1000: the noised data are alpha x0 + sigma eps, the target is c x0 + d eps."""
    if OBJECTIVES[model] is diffusion:
        return alpha_bar[step].sqrt(), (1.0 - alpha_bar[step]).sqrt(), 0.0, 1.0
    t = step / len(alpha_bar)
    gain = t if model == "equilibrium" else 1.0
    return 1.0 - t, t, -gain, gain


def load_pipeline(path):
    return UNet2DModel.from_pretrained(pathlib.Path(path) / "unet").eval()


def evaluate(options):
    """Held-out MSE per step of 1000, beside predictors that learned nothing (zero) or only mean and covariance (linear)."""
    data = pathlib.Path(options.data)
    model = load_pipeline(options.pipeline)
    training = scaled(read_idx_images(data / "train-images-idx3-ubyte.gz")).flatten(1).double()
    mean, covariance = training.mean(0), torch.cov(training.T)
    values, vectors = torch.linalg.eigh(covariance)
    held_out = scaled(read_idx_images(data / "t10k-images-idx3-ubyte.gz"))[: options.images]
    alpha_bar = DDPMScheduler(**SCHEDULE).alphas_cumprod.double()
    generator = torch.Generator().manual_seed(options.seed)
    for step in EVALUATED_STEPS:
        alpha, sigma, c, d = coefficients(options.model, step, alpha_bar)
        epsilon = torch.randn(held_out.shape, generator=generator)
        noisy = (alpha * held_out + sigma * epsilon).float()
        target = c * held_out.double() + d * epsilon.double()
        told = HELD_TIME if options.model in CARDS else step
        with torch.no_grad():
            predicted = torch.cat([model(chunk, told).sample for chunk in noisy.split(100)])
        # For Gaussian data, with w = (alpha^2 C + sigma^2 I)^-1 (u - alpha m): E[eps | u] = sigma w, E[x0 | u] = m + alpha C w
        w = ((noisy.flatten(1).double() - alpha * mean) @ vectors) / (alpha**2 * values + sigma**2)
        linear = (c * alpha * values * w + d * sigma * w) @ vectors.T + c * mean
        errors = (predicted - target).square().flatten(1).mean(1)
        line = dict(
            t=step,
            alpha=round(float(alpha), 4),
            sigma=round(float(sigma), 4),
            network=round(errors.mean().item(), 5),
            standard_error=round((errors.std() / math.sqrt(len(errors))).item(), 5),
            linear=round((linear - target.flatten(1)).square().mean().item(), 5),
            zero=round(target.square().mean().item(), 5),
        )
        print(json.dumps(line), flush=True)


def generate(path, count, options):
    """Deterministic samples: DDIM, the straight path's velocity, or gradient descent with momentum."""
    model = load_pipeline(path)
    x = torch.randn(count, 1, 28, 28, generator=torch.Generator().manual_seed(options.seed))
    with torch.no_grad():
        if options.model == "blind-velocity":
            for _ in range(options.steps):
                x = x - model(x, HELD_TIME).sample / options.steps
        elif options.model == "equilibrium":
            momentum = torch.zeros_like(x)
            for _ in range(options.steps):
                momentum = 0.35 * momentum - 0.05 * model(x + 0.35 * momentum, HELD_TIME).sample
                x = x + momentum
        else:
            scheduler = DDIMScheduler(**SCHEDULE)
            scheduler.set_timesteps(options.steps)
            for step in scheduler.timesteps:
                told = HELD_TIME if options.model in CARDS else step
                x = scheduler.step(model(x, told).sample, step, x).prev_sample
    return x


def sample(options):
    """A sheet of 8 by 8 samples; of several pipelines, a row of 16 of each, all from the same noise."""
    from PIL import Image

    paths = options.pipeline.split(",")
    per_row = 8 if len(paths) == 1 else 16
    count = 64 if len(paths) == 1 else per_row
    x = torch.cat([generate(path, count, options) for path in paths])
    grey = ((x.clamp(-1, 1) + 1) * 127.5).round().to(torch.uint8).view(-1, per_row, 28, 28)
    grid = grey.permute(0, 2, 1, 3).reshape(28 * len(grey), 28 * per_row).numpy()
    scale = 32 // per_row
    Image.fromarray(grid).resize((scale * grid.shape[1], scale * grid.shape[0]), Image.NEAREST).save(options.png)


def reference(options):
    """The first 2,000 test images as idx, gzip without a time stamp: the same bytes on every run."""
    images = read_idx_images(pathlib.Path(options.data) / "t10k-images-idx3-ubyte.gz")[:2000]
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "reference-images.idx3-ubyte.gz", "wb") as raw:
        with gzip.GzipFile("", "wb", 9, raw, mtime=0) as stream:
            stream.write(struct.pack(">IIII", 0x803, *images.shape) + images.tobytes())


def integers(text):
    return tuple(int(part) for part in text.split(","))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("train", "export", "evaluate", "sample", "reference"))
    parser.add_argument("--data", help="folder with the idx files")
    parser.add_argument("--work", help="folder of the training state")
    parser.add_argument("--state", help="training state to export (default: WORK/training.pt)")
    parser.add_argument("--out", help="pipeline directory to write")
    parser.add_argument("--pipeline", help="pipeline directory to read; sample takes several, with commas between")
    parser.add_argument("--png", default="samples.png")
    parser.add_argument("--resume", action="store_true", help="go on from WORK/training.pt")
    parser.add_argument("--budget-minutes", type=float, default=100.0, help="wall-clock time of all runs together")
    parser.add_argument("--total-steps", type=int, default=0, help="budget in steps instead of time (0: none)")
    parser.add_argument("--snapshots", type=integers, default=(), help="steps after which to keep the state")
    parser.add_argument("--channels", type=integers, default=CHANNELS, help="of the three resolutions, multiples of 8")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bfloat16", action="store_true", help="autocast; faster only with bfloat16 instructions")
    parser.add_argument("--compile", action="store_true", help="torch.compile; needs a C++ compiler")
    parser.add_argument("--model", choices=OBJECTIVES, default="ddpm", help="what is learned")
    parser.add_argument("--start", help="training.pt of another run, whose averaged weights to begin with")
    parser.add_argument("--images", type=int, default=1000, help="held-out images that evaluate uses")
    parser.add_argument("--steps", type=int, default=100, help="DDIM steps of sample")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    globals()[options.command](options)


if __name__ == "__main__":
    main()
