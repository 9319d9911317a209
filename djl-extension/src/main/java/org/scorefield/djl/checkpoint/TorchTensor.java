// SPDX-License-Identifier: Apache-2.0
package org.scorefield.djl.checkpoint;

/** A tensor of a pickle: a view of a storage that has yet to be found in the file. */
record TorchTensor(TorchStorage storage, StridedTensor.View view) {}
