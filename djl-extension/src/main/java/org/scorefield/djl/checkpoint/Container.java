// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

/** The kinds of checkpoint that are read. */
public enum Container {
    /** One safetensors file. */
    SAFETENSORS("safetensors"),
    /** Several weight files with an index. */
    SAFETENSORS_SHARDED("sharded weights"),
    /** What torch.save writes since PyTorch 1.6: a zip archive. */
    TORCH_ZIP("torch.save (zip)"),
    /** What torch.save wrote before PyTorch 1.6: a sequence of pickles, then raw storages. */
    TORCH_LEGACY("torch.save (legacy)"),
    /** A diffusers pipeline or model directory. */
    DIFFUSERS("diffusers directory"),
    /** A TorchScript archive: a network with its code, passed on as it is. */
    TORCHSCRIPT("TorchScript");

    private final String label;

    Container(String label) {
        this.label = label;
    }

    /** {@return the name for people} */
    public String label() {
        return label;
    }
}
