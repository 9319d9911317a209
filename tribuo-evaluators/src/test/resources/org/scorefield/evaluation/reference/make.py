# SPDX-License-Identifier: Apache-2.0
"""Writes the fixtures beside this file: python make.py. Values: sample n, coordinate k is (16 n + 3 k) % 251."""
import os
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
x = ((16 * np.arange(6)[:, None] + 3 * np.arange(6)[None]) % 251).reshape(6, 1, 2, 3)


def save(name, array, version=(1, 0)):
    with open(name, "wb") as f:
        np.lib.format.write_array(f, array, version=version)


save("u8.npy", x.astype("u1"))
save("f4-fortran.npy", np.asfortranarray(x.astype("f4")))
save("f8-big-endian-v2.npy", x.astype(">f8"), (2, 0))
save("f2-v3.npy", x.astype("f2"), (3, 0))
save("i8.npy", x.astype("i8"))
save("u2-big-endian.npy", x.astype(">u2"))
save("channels-last.npy", np.ascontiguousarray(x.transpose(0, 2, 3, 1)).astype("i4"))
save("flat.npy", x.reshape(6, 6).astype("i2"))
save("bool.npy", (x % 2).astype(bool))
save("unit.npy", (x / 255).astype("f4"))
np.savez("stored.npz", labels=np.arange(6), x=x.astype("u1"))
np.savez_compressed("deflated.npz", arr=x.astype("f4"))
