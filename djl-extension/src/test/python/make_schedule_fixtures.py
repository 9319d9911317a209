# SPDX-License-Identifier: Apache-2.0
"""Writes the fixtures of package schedule: what diffusers' schedulers compute, in float64.

    venv/bin/python make_schedule_fixtures.py [--out ../resources/org/scorefield/djl/schedule]

diffusers computes its tables in float32, which leaves sigma at the first step three digits. Here its own code runs with
torch.float32 standing for torch.float64, so the fixtures test formulas and not rounding. (The solvers other than DDPM and
DDIM also keep their sigmas in numpy's float32; their denoised values have seven digits.)

schedulers.json holds four lists:

    discrete   config, steps k, alpha_bar at k; x, output and denoised = the scheduler's estimate of x0 at each k
    edm        config, ramp position t (1 = noise), sigma; c_in, c_noise, and denoised from x and output
    ve         config, t (1 = noise), sigma
    flow       config, t, sigma and the timestep that the network is fed; x0, eps and the noised x
"""

import argparse
import json
import pathlib
import random

import diffusers
import torch

VP = ["epsilon", "sample", "v_prediction"]

DISCRETE = [
    ("DDPMScheduler", {}),
    ("DDPMScheduler", {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}),
    ("DDPMScheduler", {"beta_schedule": "squaredcos_cap_v2", "num_train_timesteps": 100}),
    ("DDPMScheduler", {"beta_schedule": "sigmoid", "prediction_type": "sample"}),
    ("DDPMScheduler", {"beta_schedule": "laplace", "num_train_timesteps": 50}),
    ("DDIMScheduler", {"rescale_betas_zero_snr": True, "prediction_type": "v_prediction"}),
    ("DDPMScheduler", {"trained_betas": [0.01, 0.02, 0.05, 0.1, 0.3], "num_train_timesteps": 5}),
    ("DDIMParallelScheduler", {"prediction_type": "v_prediction"}),
    ("DDPMParallelScheduler", {"prediction_type": "sample"}),
    ("PNDMScheduler", {"beta_schedule": "scaled_linear"}),
    ("EulerDiscreteScheduler", {"prediction_type": "v_prediction", "beta_schedule": "scaled_linear"}),
    ("EulerAncestralDiscreteScheduler", {}),
    ("HeunDiscreteScheduler", {}),
    ("HeunDiscreteScheduler", {"beta_schedule": "exp", "num_train_timesteps": 20}),
    ("LMSDiscreteScheduler", {"prediction_type": "v_prediction"}),
    ("DPMSolverMultistepScheduler", {"prediction_type": "v_prediction"}),
    ("DPMSolverSinglestepScheduler", {"prediction_type": "sample"}),
    ("DEISMultistepScheduler", {}),
    ("UniPCMultistepScheduler", {"prediction_type": "v_prediction"}),
    ("KDPM2DiscreteScheduler", {}),
]
EDM = [
    ("EDMEulerScheduler", {}),
    ("EDMEulerScheduler", {"prediction_type": "v_prediction", "sigma_data": 1.0, "sigma_max": 120.0}),
    ("EDMDPMSolverMultistepScheduler", {"rho": 5.0}),
    ("EDMEulerScheduler", {"sigma_schedule": "exponential"}),
]
VE = [("ScoreSdeVeScheduler", {}), ("ScoreSdeVeScheduler", {"sigma_min": 0.1, "sigma_max": 50.0})]
FLOW = [
    ("FlowMatchEulerDiscreteScheduler", {}),
    ("FlowMatchEulerDiscreteScheduler", {"shift": 3.0}),
    ("FlowMatchHeunDiscreteScheduler", {"shift": 2.0, "num_train_timesteps": 500}),
]

numbers = random.Random(20)


def draw(count):
    return [round(numbers.gauss(0, 1), 3) for _ in range(count)]


def make(name, config):
    return getattr(diffusers, name)(**config), {"_class_name": name, **config}


def vp_denoised(scheduler, name, k, x, output):
    """The scheduler's own estimate of x0 at step k, from the variance-preserving state x."""
    alpha_bar = scheduler.alphas_cumprod[k]
    if name.startswith("DDPM"):
        scheduler.config.clip_sample = False
        return scheduler.step(output, k, x, generator=torch.Generator().manual_seed(0)).pred_original_sample
    if name.startswith("DDIM"):
        scheduler.config.clip_sample = False
        steps = scheduler.config.num_train_timesteps
        scheduler.set_timesteps(steps)
        return scheduler.step(output, k, x).pred_original_sample
    if name.startswith("DPMSolver") or name.startswith("DEIS") or name.startswith("UniPC"):
        scheduler.set_timesteps(scheduler.config.num_train_timesteps)
        index = (scheduler.timesteps == k).nonzero()
        if len(index) == 0 or alpha_bar == 0:
            return None
        scheduler._step_index = int(index[0])
        kwargs = {}
        converted = scheduler.convert_model_output(output, sample=x, **kwargs)
        if scheduler.config.get("algorithm_type") == "deis":  # converts to epsilon
            return (x - (1 - alpha_bar) ** 0.5 * converted) / alpha_bar**0.5
        return converted
    if name.startswith("Euler"):
        scheduler.set_timesteps(scheduler.config.num_train_timesteps)
        index = (scheduler.timesteps == k).nonzero()
        if len(index) == 0:
            return None
        scheduler._step_index = int(index[0])
        return scheduler.step(output, scheduler.timesteps[index[0]], x / alpha_bar**0.5).pred_original_sample
    return None


def discrete(name, config):
    scheduler, written = make(name, config)
    steps = scheduler.config.num_train_timesteps
    ks = sorted({0, 1, steps // 4, steps // 2, steps - 2, steps - 1})
    rows = []
    for k in ks:
        x, output = draw(2)
        fresh, _ = make(name, config)
        one = vp_denoised(fresh, name, k, torch.tensor([[x]]), torch.tensor([[output]]))
        row = {"k": k, "alpha_bar": float(scheduler.alphas_cumprod[k])}
        if one is not None and bool(torch.isfinite(one).all()):
            row |= {"x": x, "output": output, "denoised": float(one)}
        rows.append(row)
    return {"config": written, "rows": rows}


def edm(name, config):
    scheduler, written = make(name, config)
    steps = scheduler.config.num_train_timesteps
    rows = []
    last = steps - 1 if name.startswith("EDMDPM") else steps  # the two ramps differ in length
    for i in (0, 1, 300, 700, last):  # position 0 is the largest sigma
        sigma = torch.tensor([float(scheduler.sigmas[i])])
        x, output = draw(2)
        rows.append({
            "t": 1 - i / last,
            "sigma": float(sigma),
            "c_in": float(scheduler.precondition_inputs(torch.tensor([1.0]), sigma)),
            "c_noise": float(scheduler.precondition_noise(sigma)),
            "x": x,
            "output": output,
            "denoised": float(scheduler.precondition_outputs(torch.tensor([x]), torch.tensor([output]), sigma)),
        })
    return {"config": written, "rows": rows}


def ve(name, config):
    scheduler, written = make(name, config)
    steps = scheduler.config.num_train_timesteps
    ks = [0, 1, steps // 3, steps - 1]
    return {
        "config": written,
        "rows": [{"t": k / (steps - 1), "sigma": float(scheduler.discrete_sigmas[k])} for k in ks],
    }


def flow(name, config):
    scheduler, written = make(name, config)
    steps = scheduler.config.num_train_timesteps
    rows = []
    for k in (1, steps // 5, steps // 2, steps):
        i = steps - k
        x0, eps = draw(2)
        sigma = float(scheduler.sigmas[i])
        x = sigma * eps + (1 - sigma) * x0
        if hasattr(scheduler, "scale_noise") and name.startswith("FlowMatchEuler"):
            x = float(scheduler.scale_noise(torch.tensor([x0]), scheduler.timesteps[i : i + 1], torch.tensor([eps])))
        rows.append({"t": k / steps, "sigma": sigma, "timestep": float(scheduler.timesteps[i]), "x0": x0, "eps": eps, "x": x})
    return {"config": written, "rows": rows}


def main():
    arguments = argparse.ArgumentParser()
    here = pathlib.Path(__file__).resolve().parent
    arguments.add_argument("--out", type=pathlib.Path, default=here.parent / "resources/org/scorefield/djl/schedule")
    out = arguments.parse_args().out
    torch.set_default_dtype(torch.float64)
    torch.float32 = torch.float64
    fixtures = {
        "discrete": [discrete(*case) for case in DISCRETE],
        "edm": [edm(*case) for case in EDM],
        "ve": [ve(*case) for case in VE],
        "flow": [flow(*case) for case in FLOW],
    }
    out.mkdir(parents=True, exist_ok=True)
    text = "{\n" + ",\n".join(
        f'"{kind}": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]" for kind, cases in fixtures.items()
    ) + "\n}\n"
    (out / "schedulers.json").write_text(text)


if __name__ == "__main__":
    main()
