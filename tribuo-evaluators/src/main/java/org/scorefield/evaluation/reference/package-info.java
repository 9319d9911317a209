// SPDX-License-Identifier: Apache-2.0
/**
 * Reference data: held-out samples that a checkpoint is measured against.
 *
 * <p>{@link org.scorefield.evaluation.reference.ReferenceReader} turns .npy, .npz, idx and folders
 * of images into {@link org.scorefield.evaluation.reference.ReferenceData} in the checkpoint's own
 * shape and range, or says in one sentence why it cannot.
 *
 * <p>The room density above takes data for distributions whose noised densities are known.
 *
 * <p>Uses the base package.
 */
@NullMarked
package org.scorefield.evaluation.reference;

import org.jspecify.annotations.NullMarked;
