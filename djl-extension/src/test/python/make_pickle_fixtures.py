# SPDX-License-Identifier: Apache-2.0
"""Writes the fixtures of the checkpoint reader: files as PyTorch and safetensors write them, and what they hold.

    venv/bin/python make_pickle_fixtures.py [--out ../resources/org/scorefield/djl/checkpoint]

Beside each NAME.pt (or folder NAME) lies NAME.expected.json:

    container   zip, legacy, safetensors, sharded, torchscript
    tensors     path -> {dtype, shape, values}: every tensor of the file. A path joins the keys of dicts and the indices
                of lists by "/" (names of parameters contain dots); values are row-major, as 64-bit floats
    network     the path under which the network's state dict lies ("" = the whole file); where there is an average, its path
    strip       what comes before every parameter's name there ("" = nothing)
    scalars     path -> numbers and strings of the file that a reader may want
    refused     present instead of tensors where a reader must refuse; the global (or type) that it must name

Legacy files name their storages by memory address: their bytes differ from run to run, their contents do not.
"""

import argparse
import collections
import io
import json
import os
import pathlib
import pickle
import re
import shutil
import zipfile

import numpy as np
import torch
from safetensors.torch import save_file

CLASSIC = ("float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool")
NEWER = ("uint16", "uint32", "uint64", "float8_e4m3fn", "float8_e5m2")
EPOCH = (1980, 1, 1, 0, 0, 0)


def tensor_of(dtype, shape=(2, 3)):
    """Values that show a wrong width, sign or byte order: the type's extremes, a subnormal, minus zero."""
    if dtype == torch.bool:
        flat = torch.tensor([True, False, True, True, False, False])
    elif dtype.is_floating_point and dtype.itemsize == 1:
        flat = torch.tensor([1.5, -0.0, -2.0, 0.25, 448.0, -7.0]).to(dtype)
    elif dtype.is_floating_point:
        info = torch.finfo(dtype)
        flat = torch.tensor([info.max, info.min, info.smallest_normal / 4, -0.0, 1 / 3, -2.5], dtype=torch.float64).to(dtype)
    else:
        info = torch.iinfo(dtype)
        high = min(info.max, 2**53)
        low = 0 if info.min == 0 else -high - (0 if high == 2**53 else 1)
        flat = torch.tensor([high, low, 1, 0, 7, 100], dtype=torch.int64).to(dtype)
    return flat.reshape(shape)


def network(seed, prefix=""):
    """The state dict of a convolution with batch norm: floats, and one int64 scalar."""
    generator = torch.Generator().manual_seed(seed)
    random = lambda *shape: torch.randn(*shape, generator=generator)
    weights = collections.OrderedDict()
    weights[prefix + "conv.weight"] = random(3, 2, 3, 3)
    weights[prefix + "conv.bias"] = random(3)
    weights[prefix + "norm.weight"] = random(3)
    weights[prefix + "norm.bias"] = random(3)
    weights[prefix + "norm.running_mean"] = random(3)
    weights[prefix + "norm.running_var"] = random(3).square() + 0.5
    weights[prefix + "norm.num_batches_tracked"] = torch.tensor(1234)
    return weights


def walk(value, path=""):
    """All leaves of nested dicts, lists, tuples and namespaces."""
    below = lambda key: f"{path}/{key}" if path else str(key)
    if isinstance(value, argparse.Namespace):
        value = vars(value)
    if isinstance(value, dict):
        for key, item in value.items():
            yield from walk(item, below(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from walk(item, below(index))
    else:
        yield path, value


def described(value):
    value = value.detach()
    return dict(
        dtype=str(value.dtype).removeprefix("torch."),
        shape=list(value.shape),
        values=value.to(torch.float64).flatten().tolist(),
    )


def contents(value):
    leaves = list(walk(value))
    plain = lambda v: v.item() if isinstance(v, np.generic) else v
    return dict(
        tensors={path: described(leaf) for path, leaf in leaves if torch.is_tensor(leaf)},
        scalars={p: plain(v) for p, v in leaves if isinstance(v, (bool, int, float, str, np.generic))},
    )


class Writer:
    def __init__(self, out):
        self.out = out

    def expect(self, name, container, **content):
        text = json.dumps(dict(container=container, **content), indent=1)
        text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m.group(1)) + "]", text)
        (self.out / f"{name}.expected.json").write_text(text + "\n")

    def save(self, name, value, legacy=False, edit=None, network="", strip="", refused=None, **options):
        """Saves, edits the bytes, and checks that PyTorch still reads from the file what the expectation says."""
        path = self.out / f"{name}.pt"
        torch.save(value, path, _use_new_zipfile_serialization=not legacy, **options)
        if edit is not None:
            path.write_bytes(edit(path.read_bytes()))
        container = "legacy" if legacy else "zip"
        if refused is not None:
            self.expect(name, container, refused=refused)
            return
        content = contents(value)
        back = contents(torch.load(path, map_location="cpu", weights_only=False))
        assert json.dumps(back) == json.dumps(content), name
        self.expect(name, container, network=network, strip=strip, **content)


def rezipped(change):
    """An edit of a zip checkpoint: change(entries), a dict of name without root -> bytes."""

    def edit(data):
        source = zipfile.ZipFile(io.BytesIO(data))
        root = source.namelist()[0].split("/")[0]
        entries = {n.split("/", 1)[1]: source.read(n) for n in source.namelist()}
        entries = change(entries)
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for name, content in entries.items():
                archive.writestr(zipfile.ZipInfo(f"{root}/{name}", EPOCH), content)
        return target.getvalue()

    return edit


def without_byteorder(entries):
    return {k: v for k, v in entries.items() if k in ("data.pkl", "version") or k.startswith("data/")}


def big_endian(entries):
    """As a big-endian machine writes it. Every storage must be of float32."""
    swap = lambda v: np.frombuffer(v, "<f4").astype(">f4").tobytes()
    entries = {k: swap(v) if k.startswith("data/") else v for k, v in entries.items()}
    return dict(entries, byteorder=b"big")


def on_cuda(entries):
    return dict(entries, **{"data.pkl": entries["data.pkl"].replace(b"X\x03\0\0\0cpu", b"X\x06\0\0\0cuda:0")})


def with_old_numpy_names(data):
    return data.replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n")


class Runs:
    """What an attack looks like: unpickling calls a function. This one only prints."""

    def __reduce__(self):
        return os.system, ("echo the checkpoint ran code",)


def views():
    base = torch.arange(24, dtype=torch.float32)
    grid = base.view(4, 6)
    return collections.OrderedDict(
        base=base,
        transposed=grid.t(),
        every_second=base[::2],
        corner=grid[1:3, 2:5],
        offset=base[5:],
        permuted=base.view(2, 3, 4).permute(2, 0, 1),
        expanded=torch.tensor([[1.5], [2.5]]).expand(2, 3),
        channels_last=torch.arange(16.0).view(1, 2, 2, 4).to(memory_format=torch.channels_last),
        scalar=torch.tensor(3.25),
        empty=torch.zeros(0, 3),
    )


def training():
    """What a training script leaves behind."""
    module = torch.nn.Sequential(collections.OrderedDict(conv=torch.nn.Conv2d(1, 2, 3), norm=torch.nn.BatchNorm2d(2)))
    optimizer = torch.optim.Adam(module.parameters(), lr=1e-3)
    module(torch.randn(2, 1, 4, 4)).square().sum().backward()
    optimizer.step()
    average = {k: v * 0.5 if v.is_floating_point() else v for k, v in module.state_dict().items()}
    return dict(
        epoch=17,
        global_step=np.int64(12345),
        model_state_dict=module.state_dict(),
        ema_state_dict=average,
        optimizer_state_dict=optimizer.state_dict(),
        losses=[np.float64(0.5), np.float64(0.25), 0.125],
        best_loss=np.float32(0.125),
        rng_state=torch.arange(5, dtype=torch.uint8),
        args=argparse.Namespace(lr=1e-3, data="mnist", sizes=[1, 2], amp=False, resume=None),
    )


def pickles(writer):
    writer.save("zip-byteorder", network(1))
    writer.save("zip-without-byteorder", network(1), edit=rezipped(without_byteorder))
    writer.save("legacy", network(1), legacy=True)
    floats = {k: v for k, v in network(1).items() if v.is_floating_point()}
    writer.save("zip-big-endian", floats, edit=rezipped(big_endian))
    writer.save("zip-cuda", network(1), edit=rezipped(on_cuda))
    writer.save("zip-protocol-4", network(1), pickle_protocol=4)
    writer.save("zip-protocol-5", dict(network(1)), pickle_protocol=5)

    classic = {name: tensor_of(getattr(torch, name)) for name in CLASSIC}
    writer.save("dtypes", classic)
    writer.save("dtypes-legacy", classic, legacy=True)
    writer.save("dtypes-newer", {name: tensor_of(getattr(torch, name)) for name in NEWER})
    writer.save("complex", {"z": torch.tensor([1 + 2j])}, refused="torch.ComplexFloatStorage")
    writer.save("sparse", {"s": torch.eye(3).to_sparse()}, refused="torch._utils._rebuild_sparse_tensor")

    writer.save("views", views())
    writer.save("views-legacy", views(), legacy=True)
    parameters = {k: torch.nn.Parameter(v) for k, v in network(2).items() if v.is_floating_point()}
    writer.save("parameters", parameters)
    writer.save("bare-tensor", tensor_of(torch.float32))

    writer.save("training", training(), network="ema_state_dict")
    writer.save("training-legacy", training(), legacy=True, edit=with_old_numpy_names, network="ema_state_dict")
    writer.save("model-in-list", dict(step=5, model=[network(3)], optimizer=[{}]), legacy=True, network="model/0")
    writer.save("data-parallel", dict(state_dict=network(4, "module.")), network="state_dict", strip="module.")
    writer.save("compiled", network(4, "_orig_mod."), strip="_orig_mod.")
    writer.save("data-parallel-compiled", network(4, "module._orig_mod."), strip="module._orig_mod.")
    writer.save("nested-ema", dict(model=network(5), ema=network(6), step=9), network="ema")
    wrapper = dict(initted=torch.tensor(True), step=torch.tensor(40))
    wrapper.update(network(7, "online_model."), **network(8, "ema_model."))
    writer.save("wrapped-ema", dict(step=40, model=network(7), ema=wrapper), network="ema", strip="ema_model.")
    lightning = {"state_dict": network(9, "model."), "pytorch-lightning_version": "2.1.0", "epoch": 3}
    writer.save("lightning", lightning, network="state_dict", strip="model.")

    writer.save("whole-module", torch.nn.Conv2d(1, 1, 1), refused="torch.nn.modules.conv.Conv2d")
    # The legacy format keeps a module's source file and its path; this machine's are nobody's business.
    torch.serialization.get_source_lines_and_file = lambda *_: ([], 0, "activation.py")
    writer.save("whole-module-legacy", torch.nn.ReLU(), legacy=True, refused="torch.nn.modules.activation.ReLU")
    writer.save("runs-code", {"weight": torch.ones(1), "x": Runs()}, refused="posix.system")
    writer.save("runs-code-legacy", {"weight": torch.ones(1), "x": Runs()}, legacy=True, refused="posix.system")
    (writer.out / "plain-pickle.pt").write_bytes(pickle.dumps({"weight": [1.0, 2.0]}, protocol=2))
    writer.expect("plain-pickle", "pickle", refused="not a PyTorch file")


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 2, 3, padding=1)
        self.out = torch.nn.Conv2d(2, 1, 1)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return self.out(torch.tanh(self.conv(x) * (1.0 + t.view(-1, 1, 1, 1))))


def torchscript(writer):
    torch.manual_seed(10)
    net = Net().eval()
    scripted = torch.jit.script(net)
    buffer = io.BytesIO()
    torch.jit.save(scripted, buffer)
    # Without the debug tables, which hold this machine's paths.
    kept = lambda entries: {k: v for k, v in entries.items() if not k.endswith(".debug_pkl")}
    path = writer.out / "torchscript.pt"
    path.write_bytes(rezipped(kept)(buffer.getvalue()))
    x, t = torch.randn(2, 1, 4, 4), torch.tensor([0.25, 0.75])
    back = torch.jit.load(path)
    assert torch.equal(back(x, t), net(x, t))
    values = dict(x=described(x), t=described(t), y=described(net(x, t)))
    writer.expect("torchscript", "torchscript", **contents(dict(net.state_dict())), forward=values)


def safetensors(writer):
    tensors = {name: tensor_of(getattr(torch, name)) for name in CLASSIC}
    tensors.update(scalar=torch.tensor(3.25), empty=torch.zeros(0, 3))
    save_file(tensors, writer.out / "dtypes.safetensors", metadata={"format": "pt", "made-by": "make_pickle_fixtures"})
    writer.expect("dtypes.safetensors", "safetensors", network="", strip="", **contents(tensors))

    weights = {k: v for k, v in network(11).items()}
    names = list(weights)
    parts = {"00001-of-00002": names[:3], "00002-of-00002": names[3:]}
    size = sum(v.numel() * v.itemsize for v in weights.values())
    for folder, stem, suffix in (
        ("sharded-safetensors", "diffusion_pytorch_model", "safetensors"),
        ("sharded-bin", "pytorch_model", "bin"),
    ):
        target = writer.out / folder
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        index = {"metadata": {"total_size": size}, "weight_map": {}}
        for number, keys in parts.items():
            file = f"{stem}-{number}.{suffix}"
            part = {k: weights[k] for k in keys}
            save_file(part, target / file, metadata={"format": "pt"}) if suffix == "safetensors" else torch.save(part, target / file)
            index["weight_map"].update({k: file for k in keys})
        (target / f"{stem}.{suffix}.index.json").write_text(json.dumps(index, indent=2, sort_keys=True) + "\n")
        writer.expect(folder, "sharded", network="", strip="", **contents(weights))


def main():
    parser = argparse.ArgumentParser()
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("--out", type=pathlib.Path, default=here.parent / "resources/org/scorefield/djl/checkpoint")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    writer = Writer(out)
    pickles(writer)
    torchscript(writer)
    safetensors(writer)
    files = [f for f in out.rglob("*") if f.is_file()]
    print(f"{len(files)} files, {sum(f.stat().st_size for f in files)} bytes")


if __name__ == "__main__":
    main()
