// SPDX-License-Identifier: Apache-2.0
/**
 * Checkpoint files to state dicts, with nothing executed. Layer 2: may use schedule; imports no
 * engine.
 *
 * <pre>{@code
 * Checkpoint checkpoint = CheckpointReader.read(Path.of("model.safetensors"));
 * float[] weights = checkpoint.requireStateDict().require("conv_in.weight").toFloats();
 * }</pre>
 *
 * <p>{@link org.scorefield.djl.checkpoint.CheckpointReader} gives a {@link
 * org.scorefield.djl.checkpoint.Checkpoint}: a {@link org.scorefield.djl.checkpoint.StateDict} of
 * {@link org.scorefield.djl.checkpoint.Tensor}s that stay in the mapped file, and a {@link
 * org.scorefield.djl.checkpoint.Card} where there is one. Whatever a file holds, it is read or
 * refused with a {@link org.scorefield.djl.checkpoint.CheckpointException} in bounded time and
 * memory.
 *
 * <p>Formats, all integers little-endian:
 *
 * <ul>
 *   <li>safetensors: header length N (8 bytes), header (N bytes of JSON: name to {dtype, shape,
 *       data_offsets}), elements.
 *   <li>torch.save since 1.6: a zip archive of stored entries FOLDER/data.pkl, FOLDER/data/KEY, and
 *       in newer files FOLDER/byteorder. Tensors in the pickle refer to storages by the persistent
 *       id ('storage', type, KEY, device, elements).
 *   <li>torch.save before 1.6: pickles of the magic number 0x1950a86a20f9469cfc6c, the version
 *       1001, the writer's byte order and sizes, the object, the list of storage keys; then for
 *       each key the number of elements (8 bytes) and the elements.
 *   <li>TorchScript: a zip archive with FOLDER/constants.pkl and FOLDER/code/.
 * </ul>
 *
 * <p>Limits are listed in the module's README.
 */
@NullMarked
package org.scorefield.djl.checkpoint;

import org.jspecify.annotations.NullMarked;
