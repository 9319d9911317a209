// SPDX-License-Identifier: Apache-2.0
/** What the commands of the experiments share; each experiment has a package of its own. */
@NullMarked
package org.scorefield.examples.experiments;

import org.jspecify.annotations.NullMarked;
