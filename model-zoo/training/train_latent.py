# SPDX-License-Identifier: Apache-2.0
"""Trains the zoo's latent model: a variational autoencoder of Fashion-MNIST with 32 latents, and a diffusion model of its latents.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python train_latent.py vae    --data DIR --work WORK
    venv/bin/python train_latent.py encode --data DIR --work WORK
    venv/bin/python train_latent.py score  --work WORK
    venv/bin/python train_latent.py export --work WORK --out OUT

DIR holds train-images-idx3-ubyte.gz and t10k-images-idx3-ubyte.gz (Debian: package dataset-fashion-mnist).

vae     Convolutional encoder and decoder on the training images, grey in [-1, 1]. With P = 784 pixels the loss of an image is
        P/2 log(mean squared error of the batch) + KL: the likelihood is Gaussian with the variance that fits best, so that no
        weight of the KL term has to be chosen.
encode  Latents are the encoder's means. Prints how large each of the 32 is, and how well the decoder gives back test images.
score   A perceptron that predicts v = alpha eps - sigma x0 on the Ornstein-Uhlenbeck path alpha = exp(-tau),
        sigma^2 = 1 - exp(-2 tau), at the 1,001 levels tau_k = 10 (0.001 / 10)^(1 - k/1000), k = 0 .. 1000; it is told k through
        128 sines and cosines. Trained on the latents of the first 20,000 training images and no others, so that all can be shipped.
        The target is not epsilon, whose errors the denoiser multiplies by sigma / alpha, 22,000 at the largest level.
export  What the zoo holds, ready for zoo_entry.py:

  fashion-mnist-latent/network.safetensors, card.json, entry.json
  fashion-mnist-latent/decoder.pt                       TorchScript: latents [n, 32] to images [n, 1, 28, 28] in [-1, 1]
  fashion-mnist-latent/training-latents.npy             [20000, 32] float32
  references/fashion-mnist-latents-2000/latents.npy     of the first 2,000 test images, [2000, 32] float32
  outputs/fashion-mnist-latent.npy, ...-decoded.npy     what PyTorch makes of some states and latents, for the zoo's tests

All of it is single-threaded and seeded; the loss curve and the wall-clock time go to WORK/*.jsonl.
"""

import argparse
import gzip
import json
import math
import pathlib
import struct
import time
import zipfile

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

LATENTS = 32
PIXELS = 28 * 28
TRAINING_IMAGES, TEST_IMAGES = 20000, 2000
TAU_MIN, TAU_MAX, STEPS = 0.001, 10.0, 1000
FEATURES, PERIOD = 128, 10000.0
EVALUATED_STEPS = (0, 100, 250, 400, 500, 600, 750, 900)
OUTPUT_SEED = 6


def read_idx_images(path):
    """Pixels of an idx file, [n, 28, 28] uint8."""
    with gzip.open(path, "rb") as stream:
        _, count, rows, columns = struct.unpack(">IIII", stream.read(16))
        return np.frombuffer(stream.read(), dtype=np.uint8).reshape(count, rows, columns)


def scaled(images):
    """[n, 1, 28, 28] float32 in [-1, 1]."""
    return torch.from_numpy(images.astype(np.float32) / 127.5 - 1.0).unsqueeze(1)


class Encoder(nn.Module):
    """Images [n, 1, 28, 28] to means and logarithms of variances, [n, 32] each."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, 24, 4, 2, 1),
            nn.SiLU(),
            nn.Conv2d(24, 48, 4, 2, 1),
            nn.SiLU(),
            nn.Flatten(),
            nn.Linear(48 * 49, 256),
            nn.SiLU(),
            nn.Linear(256, 2 * LATENTS),
        )

    def forward(self, x):
        return self.net(x).chunk(2, 1)


class Decoder(nn.Module):
    """Latents [n, 32] to images [n, 1, 28, 28] in [-1, 1]."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(LATENTS, 256),
            nn.SiLU(),
            nn.Linear(256, 48 * 49),
            nn.SiLU(),
            nn.Unflatten(1, (48, 7, 7)),
            nn.ConvTranspose2d(48, 24, 4, 2, 1),
            nn.SiLU(),
            nn.ConvTranspose2d(24, 16, 4, 2, 1),
            nn.SiLU(),
            nn.Conv2d(16, 1, 3, 1, 1),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.net(z)


class Log:
    """Lines of step, seconds and loss, on the screen and in a file."""

    def __init__(self, path):
        self.stream = open(path, "w")
        self.began = time.time()
        self.total, self.count = 0.0, 0

    def add(self, loss):
        self.total, self.count = self.total + loss, self.count + 1

    def write(self, step, **more):
        line = dict(step=step, seconds=round(time.time() - self.began), loss=round(self.total / self.count, 5)) | more
        print(json.dumps(line), flush=True)
        self.stream.write(json.dumps(line) + "\n")
        self.stream.flush()
        self.total, self.count = 0.0, 0


def cosine(progress, lr):
    """Learning rate: from lr to lr / 100."""
    return lr * (0.01 + 0.99 * 0.5 * (1.0 + math.cos(math.pi * min(1.0, progress))))


def vae(options):
    work = pathlib.Path(options.work)
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    images = scaled(read_idx_images(pathlib.Path(options.data) / "train-images-idx3-ubyte.gz"))
    encoder, decoder = (part.to(memory_format=torch.channels_last) for part in (Encoder(), Decoder()))
    weights = [*encoder.parameters(), *decoder.parameters()]
    optimizer = torch.optim.Adam(weights, lr=options.vae_lr, fused=True)
    log = Log(work / "vae.jsonl")
    step, steps = 0, options.epochs * (len(images) // options.vae_batch)
    error_sum = kl_sum = 0.0
    for _ in range(options.epochs):
        order = torch.randperm(len(images))
        for i in range(len(images) // options.vae_batch):
            x = images[order[i * options.vae_batch : (i + 1) * options.vae_batch]]
            for group in optimizer.param_groups:
                group["lr"] = cosine(step / steps, options.vae_lr) * min(1.0, (step + 1) / 200)
            with torch.autocast("cpu", torch.bfloat16):
                mean, log_variance = (part.float() for part in encoder(x))
                z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
                error = (decoder(z).float() - x).square().mean()
            kl = 0.5 * (mean.square() + log_variance.exp() - log_variance - 1.0).sum(1).mean()
            loss = 0.5 * PIXELS * torch.log(error) + kl
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1000.0)
            optimizer.step()
            step += 1
            log.add(loss.item())
            error_sum, kl_sum = error_sum + error.item(), kl_sum + kl.item()
            if step % options.log_steps == 0:
                log.write(step, error=round(error_sum / options.log_steps, 5), kl=round(kl_sum / options.log_steps, 3))
                error_sum = kl_sum = 0.0
        torch.save(dict(encoder=encoder.state_dict(), decoder=decoder.state_dict()), work / "vae.pt")


class Score(nn.Module):
    """v from a noised latent [n, 32] and the number of its level [n]."""

    def __init__(self, width):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(LATENTS + FEATURES, width),
            nn.SiLU(),
            nn.Linear(width, width),
            nn.SiLU(),
            nn.Linear(width, width),
            nn.SiLU(),
            nn.Linear(width, LATENTS),
        )
        half = FEATURES // 2
        self.register_buffer("frequencies", torch.exp(-math.log(PERIOD) * torch.arange(half) / half), persistent=False)

    def forward(self, u, k):
        angle = k.float().unsqueeze(1) * self.frequencies
        return self.net(torch.cat((u, torch.sin(angle), torch.cos(angle)), 1))


def levels():
    """tau of the levels 0 .. STEPS, float64."""
    k = torch.arange(STEPS + 1, dtype=torch.float64)
    return TAU_MAX * (TAU_MIN / TAU_MAX) ** (1.0 - k / STEPS)


def path():
    """alpha and sigma of the levels 0 .. STEPS, float64."""
    tau = levels()
    return torch.exp(-tau), torch.sqrt(-torch.expm1(-2.0 * tau))


def encode(options):
    work, data = pathlib.Path(options.work), pathlib.Path(options.data)
    state = torch.load(work / "vae.pt", weights_only=True)
    encoder, decoder = Encoder(), Decoder()
    encoder.load_state_dict(state["encoder"])
    decoder.load_state_dict(state["decoder"])
    for name, file, count in (("training", "train", TRAINING_IMAGES), ("test", "t10k", TEST_IMAGES)):
        images = scaled(read_idx_images(data / f"{file}-images-idx3-ubyte.gz"))[:count]
        with torch.no_grad():
            parts = [encoder(chunk) for chunk in images.split(500)]
            latents = torch.cat([mean for mean, _ in parts])
            spread = torch.cat([(0.5 * log_variance).exp() for _, log_variance in parts])
            error = torch.cat([(decoder(z) - x).square().flatten(1).mean(1) for z, x in zip(latents.split(500), images.split(500))])
        np.save(work / f"{name}-latents.npy", latents.numpy())
        line = dict(
            data=name,
            count=len(latents),
            reconstruction_error=round(error.mean().item(), 5),
            deviation_of_means=sorted((round(v, 3) for v in latents.std(0).tolist()), reverse=True),
            mean_posterior_deviation=sorted(round(v, 3) for v in spread.mean(0).tolist()),
            eigenvalues=[round(v, 3) for v in torch.linalg.eigvalsh(torch.cov(latents.T.double())).flip(0).tolist()],
        )
        print(json.dumps(line), flush=True)


def score(options):
    work = pathlib.Path(options.work)
    torch.manual_seed(options.seed)
    latents = torch.from_numpy(np.load(work / "training-latents.npy"))
    alpha, sigma = (part.float().unsqueeze(1) for part in path())
    network = Score(options.width)
    weights = list(network.parameters())
    average = [w.detach().clone() for w in weights]
    optimizer = torch.optim.Adam(weights, lr=options.score_lr, fused=True)
    strata = torch.arange(options.score_batch)
    log = Log(work / "score.jsonl")
    for step in range(options.score_steps):
        for group in optimizer.param_groups:
            group["lr"] = cosine(step / options.score_steps, options.score_lr) * min(1.0, (step + 1) / 200)
        x0 = latents[torch.randint(len(latents), (options.score_batch,))]
        # One level from each of the batch's equal strata: the loss varies less than with independent levels.
        k = ((strata + torch.rand(options.score_batch)) / options.score_batch * (STEPS + 1)).long()
        epsilon = torch.randn_like(x0)
        target = alpha[k] * epsilon - sigma[k] * x0
        loss = (network(alpha[k] * x0 + sigma[k] * epsilon, k) - target).square().mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        decay = min(0.999, (1.0 + step) / (10.0 + step))
        with torch.no_grad():
            torch._foreach_lerp_(average, weights, 1.0 - decay)
        log.add(loss.item())
        if (step + 1) % options.log_steps == 0:
            log.write(step + 1)
    torch.save(dict(zip(network.state_dict(), average)), work / "score.pt")
    evaluate(options)


def evaluate(options):
    """MSE of v on training and on test latents, beside the best predictor that knows mean and covariance only."""
    work = pathlib.Path(options.work)
    network = Score(options.width)
    network.load_state_dict(torch.load(work / "score.pt", weights_only=True))
    training, test = (torch.from_numpy(np.load(work / f"{name}-latents.npy")) for name in ("training", "test"))
    mean, covariance = training.double().mean(0), torch.cov(training.T.double())
    values, vectors = torch.linalg.eigh(covariance)
    alpha, sigma = path()
    generator = torch.Generator().manual_seed(options.seed)
    for step in EVALUATED_STEPS:
        a, s = alpha[step].item(), sigma[step].item()
        line = dict(step=step, tau=round(levels()[step].item(), 5), alpha=round(a, 4), sigma=round(s, 4))
        for name, latents in (("training", training), ("test", test)):
            epsilon = torch.randn(latents.shape, generator=generator)
            u = a * latents + s * epsilon
            target = a * epsilon - s * latents
            with torch.no_grad():
                errors = (network(u, torch.full((len(u),), step)) - target).square().mean(1)
            line[name] = f"{errors.mean().item():.4f} +- {(errors.std() / math.sqrt(len(errors))).item():.4f}"
            w = ((u.double() - a * mean) @ vectors) / (a**2 * values + s**2)
            # For Gaussian data E[eps | u] = sigma w and E[x0 | u] = m + alpha C w.
            linear = ((a * s - s * a * values) * w) @ vectors.T - s * mean
            line[f"linear_{name}"] = round((linear - target).square().mean().item(), 4)
        print(json.dumps(line), flush=True)


def without_paths(source, target):
    """A TorchScript archive without the names of the files that its code was written in, and with the same bytes on every run."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            inner = name.split("/", 1)[1]
            if not name.endswith(".debug_pkl") and not inner.startswith(".data/"):
                new.writestr(zipfile.ZipInfo("decoder/" + inner), old.read(name))


def export(options):
    work, out = pathlib.Path(options.work), pathlib.Path(options.out)
    entry, outputs = out / "fashion-mnist-latent", out / "outputs"
    reference = out / "references" / "fashion-mnist-latents-2000"
    for folder in (entry, outputs, reference):
        folder.mkdir(parents=True, exist_ok=True)
    weights = torch.load(work / "score.pt", weights_only=True)
    save_file({name: value.contiguous() for name, value in weights.items()}, entry / "network.safetensors")
    decoder = Decoder().eval()
    decoder.load_state_dict(torch.load(work / "vae.pt", weights_only=True)["decoder"])
    decoder.requires_grad_(False)
    latents = torch.from_numpy(np.load(work / "training-latents.npy"))
    torch.jit.save(torch.jit.script(decoder), str(work / "decoder.pt"))
    without_paths(work / "decoder.pt", entry / "decoder.pt")
    np.save(entry / "training-latents.npy", latents.numpy())
    test = torch.from_numpy(np.load(work / "test-latents.npy"))
    np.save(reference / "latents.npy", test.numpy())
    (entry / "card.json").write_text(json.dumps(card()) + "\n")
    (entry / "entry.json").write_text(json.dumps(manifest(work), indent=2) + "\n")
    description = {
        "description": "latents of the first 2,000 test images of Fashion-MNIST, never trained on: means of the encoder of fashion-mnist-latent",
        "licence": "Apache-2.0; computed from Fashion-MNIST (Zalando SE), MIT",
        "data": "latents.npy",
    }
    (reference / "reference.json").write_text(json.dumps(description, indent=2) + "\n")

    network = Score(options.width)
    network.load_state_dict(weights)
    k = torch.tensor((0, 250, 500, 1000))
    states = torch.randn(len(k), LATENTS, generator=torch.Generator().manual_seed(OUTPUT_SEED))
    loaded = torch.jit.load(str(entry / "decoder.pt"))
    with torch.no_grad():
        found = network(states, k)
        images = decoder(test[:4])
        assert torch.equal(loaded(test[:4]), images)
    np.save(outputs / "fashion-mnist-latent.npy", torch.stack((states, found), 1).numpy())
    np.save(outputs / "fashion-mnist-latent-decoded.npy", torch.cat((test[:4], images.flatten(1)), 1).numpy())


def card():
    alpha_bar = torch.exp(-2.0 * levels())
    before = torch.cat((torch.zeros(1, dtype=torch.float64), levels()[:-1]))
    betas = -torch.expm1(-2.0 * (levels() - before))
    assert torch.allclose(torch.cumprod(1.0 - betas, 0), alpha_bar, rtol=1e-9, atol=0)
    return {
        "architecture": "MLP",
        "schedule": {
            "_class_name": "DDPMScheduler",
            "num_train_timesteps": STEPS + 1,
            "trained_betas": betas.tolist(),
            "prediction_type": "v_prediction",
            "clip_sample": False,
        },
        # Latents of images lie within; readers of reference data refuse what does not.
        "data": {"shape": [LATENTS], "range": [-8, 8]},
    }


def manifest(work):
    """entry.json without hashes, which zoo_entry.py adds."""
    curve = [json.loads(line) for line in (work / "score.jsonl").read_text().splitlines()]
    autoencoder = [json.loads(line) for line in (work / "vae.jsonl").read_text().splitlines()]
    return {
        "description": "a perceptron of the 32 latents of a variational autoencoder of Fashion-MNIST, told the time, with the decoder",
        "family": "fashion-mnist-latent",
        "licence": "Apache-2.0",
        "training": {
            "data": "latents of the first 20,000 training images of Fashion-MNIST (Zalando SE, MIT); the autoencoder: all 60,000",
            "dataSha256": "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
            "splitSha256": "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
            "commands": [
                "python train_latent.py vae --data DIR --work WORK",
                "python train_latent.py encode --data DIR --work WORK",
                "python train_latent.py score --work WORK",
                "python train_latent.py export --work WORK --out OUT",
            ],
            "autoencoderLossCurve": [[line["step"], line["seconds"], line["loss"]] for line in autoencoder],
            "lossCurve": [[line["step"], line["seconds"], line["loss"]] for line in curve],
        },
        "reference": "fashion-mnist-latents-2000",
        "checkpoint": "network.safetensors",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("vae", "encode", "score", "evaluate", "export"))
    parser.add_argument("--data", help="folder with the idx files")
    parser.add_argument("--work", required=True, help="folder of the training state")
    parser.add_argument("--out", help="folder that receives the zoo's files")
    parser.add_argument("--epochs", type=int, default=18, help="passes of the autoencoder over the training images")
    parser.add_argument("--vae-batch", type=int, default=256)
    parser.add_argument("--vae-lr", type=float, default=2e-3)
    parser.add_argument("--width", type=int, default=512, help="of the perceptron")
    parser.add_argument("--score-steps", type=int, default=10000)
    parser.add_argument("--score-batch", type=int, default=512)
    parser.add_argument("--score-lr", type=float, default=1e-3)
    parser.add_argument("--log-steps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    torch.set_num_threads(1)
    globals()[options.command](options)


if __name__ == "__main__":
    main()
