// SPDX-License-Identifier: Apache-2.0
/**
 * Do image models survive without knowing the noise level? Start with {@link
 * org.scorefield.examples.experiments.images.ImagesClaim}:
 *
 * <pre>{@code
 * java -cp scorefield.jar org.scorefield.examples.experiments.images.ImagesClaim --out DIR
 * }</pre>
 */
@NullMarked
package org.scorefield.examples.experiments.images;

import org.jspecify.annotations.NullMarked;
