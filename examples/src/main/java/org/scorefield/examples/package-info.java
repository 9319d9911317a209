// SPDX-License-Identifier: Apache-2.0
/** The audit command line. */
@NullMarked
package org.scorefield.examples;

import org.jspecify.annotations.NullMarked;
