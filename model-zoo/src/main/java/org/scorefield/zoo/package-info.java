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
 * DiffusionModel model = entry.load();              // with its card, if it has one
 * }</pre>
 *
 * <p>{@link org.scorefield.zoo.LatentDecoder} makes images of what a latent model generates.
 *
 * <p>The zoo is data: index.json names the folders of the entries, NAME/entry.json describes one,
 * references/NAME/reference.json describes held-out data. All files are hashed on every use; one
 * that is missing or is not the one that was entered is refused.
 */
@NullMarked
package org.scorefield.zoo;

import org.jspecify.annotations.NullMarked;
