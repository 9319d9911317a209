// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

import org.scorefield.djl.checkpoint.pickle.PickleException;

/** Where the storages of a torch.save file lie. */
interface TorchStorages {

    /** A stretch of the file. */
    record Region(long position, long length) {}

    /**
     * Returns the bytes of a storage.
     *
     * @throws PickleException if the file has none of this key
     */
    Region find(String key) throws PickleException;
}
