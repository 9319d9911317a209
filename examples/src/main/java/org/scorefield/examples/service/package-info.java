// SPDX-License-Identifier: Apache-2.0
/**
 * A service over a converted checkpoint: {@link org.scorefield.examples.service.ServeConverted}.
 *
 * <p>Its source knows DJL and nothing of Scorefield: a directory made by {@code convert} is an
 * ordinary DJL model, and the jar on the class path gives its translators.
 */
@NullMarked
package org.scorefield.examples.service;

import org.jspecify.annotations.NullMarked;
