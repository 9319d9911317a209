// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

/**
 * A pickle's reference to a storage.
 *
 * @param key names the storage in the file
 * @param dtype the element type
 * @param offset first element, for the storage views of the legacy container
 * @param elements number of elements, as claimed
 */
record TorchStorage(String key, DType dtype, long offset, long elements) {}
