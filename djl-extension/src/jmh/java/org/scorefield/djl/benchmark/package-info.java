// SPDX-License-Identifier: Apache-2.0
/**
 * The benchmarks of djl-extension: evaluation against a network traced by PyTorch, Jacobian
 * products against evaluations, loading against reading. Run through {@link
 * org.scorefield.djl.benchmark.Benchmarks}, which prints ratios.
 */
@NullMarked
package org.scorefield.djl.benchmark;

import org.jspecify.annotations.NullMarked;
