// SPDX-License-Identifier: Apache-2.0
/**
 * Do samples of a latent image model reach the ridge of its training data, and what is between the
 * data? Start with {@link org.scorefield.examples.experiments.latent.LatentClaim}:
 *
 * <pre>{@code
 * java -cp scorefield.jar org.scorefield.examples.experiments.latent.LatentClaim --out DIR
 * }</pre>
 */
@NullMarked
package org.scorefield.examples.experiments.latent;

import org.jspecify.annotations.NullMarked;
