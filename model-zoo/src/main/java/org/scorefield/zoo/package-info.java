// SPDX-License-Identifier: Apache-2.0
/**
 * The checkpoints that the project trained itself, with held-out reference data, inside the jar.
 *
 * <p>{@link org.scorefield.zoo.Zoo} lists them; a {@link org.scorefield.zoo.ZooEntry} puts its
 * files where a checkpoint reader finds them:
 *
 * <pre>{@code
 * ZooEntry entry = Zoo.defaultEntry();
 * Path directory = entry.unpack();                  // a diffusers directory
 * Path images = entry.reference();                  // idx, gzip
 * }</pre>
 */
@NullMarked
package org.scorefield.zoo;

import org.jspecify.annotations.NullMarked;
