// SPDX-License-Identifier: Apache-2.0
/**
 * What the command line and the service call a checkpoint, and what they know of it before it runs:
 * {@link org.scorefield.examples.subject.Subject} and {@link
 * org.scorefield.examples.subject.Inspection}.
 *
 * <pre>{@code
 * Subject subject = Subject.of(Zoo.entry("circles-velocity-2"));
 * }</pre>
 *
 * <p>Uses the library and the zoo, and knows neither a command line nor a server.
 */
@NullMarked
package org.scorefield.examples.subject;

import org.jspecify.annotations.NullMarked;
