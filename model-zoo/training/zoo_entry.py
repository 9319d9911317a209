# SPDX-License-Identifier: Apache-2.0
"""Enters checkpoints and reference data into the zoo: writes the hashes of their files, and the index.

    python3 zoo_entry.py enter NAME [--log LOG]...   hash the files of the folder NAME into its entry.json, write its metadata.json
    python3 zoo_entry.py enter references/NAME       hash the files of reference data into their reference.json
    python3 zoo_entry.py check                       compare every file with its hash, and every metadata.json with its entry.json

To add an entry: put its files into ../src/main/resources/org/scorefield/zoo/NAME, write an entry.json there with the keys
description, family, licence, training {data, dataSha256, splitSha256 or seed, commands} and reference, and `checkpoint` where
a single file is to be opened instead of the folder; then `enter` it. New entries come last in index.json. With --log, the loss
curve is read from lines of JSON with step, seconds and loss, as the training scripts print them. Needs nothing but Python.

metadata.json says of an entry what DJL's repositories want to know (ai.djl.repository.Metadata). All of it follows from
entry.json and the files, so it is never edited by hand.
"""

import argparse
import hashlib
import json
import pathlib
import sys

ZOO = pathlib.Path(__file__).resolve().parent.parent / "src/main/resources/org/scorefield/zoo"
MANIFESTS = ("entry.json", "reference.json")
METADATA = "metadata.json"
GROUP, VERSION = "org.scorefield.zoo", "0.1.0"
LICENCES = {"Apache-2.0": {"name": "The Apache License, Version 2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}}
REQUIRED = {
    "entry.json": ("description", "family", "licence", "training", "reference"),
    "reference.json": ("description", "licence", "data"),
}


def read(path):
    return json.loads(path.read_text())


def write(path, value):
    """JSON, with the points of a loss curve on a line each."""
    text = json.dumps(value, indent=2)
    training = value.get("training", {}) if isinstance(value, dict) else {}
    for curve in (training[key] for key in training if key.lower().endswith("losscurve") and training[key]):
        lines = ",\n      ".join(json.dumps(point) for point in curve)
        text = text.replace(json.dumps(curve, indent=2).replace("\n", "\n    "), f"[\n      {lines}\n    ]")
    assert json.loads(text) == value
    path.write_text(text + "\n")


def hashes(folder):
    files = sorted(f for f in folder.rglob("*") if f.is_file() and f.name not in (*MANIFESTS, METADATA))
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def metadata(folder, entry):
    """What DJL's repositories want to know. Their hashes are of SHA-1; the zoo checks the SHA-256 of entry.json."""
    artifact = {
        "version": VERSION,
        "snapshot": False,
        "name": folder.name,
        "properties": {"family": entry["family"], "reference": entry["reference"]},
        "files": {
            name: {
                "uri": name,
                "name": name,
                "sha1Hash": hashlib.sha1((folder / name).read_bytes()).hexdigest(),
                "size": (folder / name).stat().st_size,
            }
            for name in entry["files"]
        },
    }
    if "checkpoint" in entry:
        # The file that DJL takes for the model, for entries that are TorchScript.
        artifact["options"] = {"modelName": pathlib.PurePosixPath(entry["checkpoint"]).stem}
    return {
        "metadataVersion": "0.2",
        "resourceType": "model",
        "application": "undefined",
        "groupId": GROUP,
        "artifactId": folder.name,
        "name": folder.name,
        "description": entry["description"],
        "licenses": {"license": LICENCES[entry["licence"]]},
        "artifacts": [artifact],
    }


def manifest_of(folder):
    found = [folder / name for name in MANIFESTS if (folder / name).is_file()]
    if len(found) != 1:
        sys.exit(f"{folder}: expected entry.json or reference.json, found {len(found)} of them; write one first")
    return found[0]


def loss_curve(logs):
    lines = [json.loads(line) for log in logs for line in pathlib.Path(log).read_text().splitlines() if '"loss"' in line]
    return [[line["step"], line["seconds"], line["loss"]] for line in lines]


def enter(options):
    folder = ZOO / options.name
    path = manifest_of(folder)
    manifest = read(path)
    for key in REQUIRED[path.name]:
        if key not in manifest:
            sys.exit(f"{path}: expected the key {key}, found {', '.join(manifest)}; add it")
    if path.name == "entry.json":
        if not (ZOO / "references" / manifest["reference"] / "reference.json").is_file():
            sys.exit(f"{path}: expected a folder of references, found {manifest['reference']}; enter the data first")
        if not {"splitSha256", "seed"} & manifest["training"].keys():
            sys.exit(f"{path}: expected splitSha256 or seed under training, found neither; say what was trained on")
        curve = loss_curve(options.log) or manifest["training"].get("lossCurve", [])
        manifest["training"]["lossCurve"] = curve
        index = read(ZOO / "index.json")
        if options.name not in index["entries"]:
            index["entries"].append(options.name)
            write(ZOO / "index.json", index)
    manifest["files"] = hashes(folder)
    write(path, manifest)
    if path.name == "entry.json":
        write(folder / METADATA, metadata(folder, manifest))
    print(f"{options.name}: {len(manifest['files'])} files")


def check(options):
    folders = [ZOO / name for name in read(ZOO / "index.json")["entries"]]
    folders += sorted(f for f in (ZOO / "references").iterdir() if f.is_dir())
    wrong = 0
    for folder in folders:
        manifest = read(manifest_of(folder))
        entered, found = manifest["files"], hashes(folder)
        differ = [name for name in sorted(entered.keys() | found.keys()) if entered.get(name) != found.get(name)]
        for name in differ:
            print(f"{folder.name}/{name}: expected {entered.get(name, 'no file')}, found {found.get(name, 'none')}")
        wrong += len(differ)
        path = folder / METADATA
        if folder.parent == ZOO and not differ and not (path.is_file() and read(path) == metadata(folder, manifest)):
            wrong += 1
            print(f"{folder.name}/{METADATA}: expected what follows from entry.json, found other or none; enter {folder.name} again")
    print(f"{len(folders)} folders, {wrong} wrong files")
    sys.exit(1 if wrong else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("enter")
    one.add_argument("name", help="folder of the entry, or references/NAME")
    one.add_argument("--log", action="append", default=[], help="log of the training; may be repeated")
    one.set_defaults(run=enter)
    commands.add_parser("check").set_defaults(run=check)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
