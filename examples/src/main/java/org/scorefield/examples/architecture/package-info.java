// SPDX-License-Identifier: Apache-2.0
/**
 * Bring your own architecture: three networks that the library does not know, one class each,
 * registered in {@code META-INF/services/org.scorefield.djl.architecture.Architecture}. Their cards
 * are in the module's folder {@code cards}.
 */
@NullMarked
package org.scorefield.examples.architecture;

import org.jspecify.annotations.NullMarked;
